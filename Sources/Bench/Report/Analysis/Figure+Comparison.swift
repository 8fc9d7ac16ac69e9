import ALCFRecord
import ALCFStatistics

/// The two ratios of a duration of two targets.
extension Figure<RatioComparison> {
    /// Both.
    static var all: [Figure] { [.ratio, .medianRatio] }

    static var ratio: Figure {
        Figure(
            "ratio", "ratio of geometric means", aliases: ["speedup"], isHeadline: true,
            "exp of the mean of ln(first ÷ second) over blocks in which both answered; Student's t interval on the logarithms, "
                + "robust to passages that go together.",
            note: "Of several sessions, merged or hours apart: Student's t on the sessions' means."
        ) { $0.ratio?.ratio }
    }

    static var medianRatio: Figure {
        Figure(
            "median_ratio", "ratio of medians", isHeadline: true,
            "median of the first ÷ median of the second, over what both answered, with a BCa bootstrap interval over passages.",
            value: \.medianRatio)
    }
}

extension Figure<RateComparison> {
    static var throughputRatio: Figure {
        Figure(
            "throughput_ratio", "ratio of output rates",
            "(Σ tokens ÷ Σ latency) of the first ÷ that of the second, with a BCa bootstrap interval over passages.",
            note: "Void where requests of either overlapped, as single_stream_output_rate is.", value: \.ratio)
    }
}

extension Figure<Crossover> {
    static var crossover: Figure {
        Figure(
            "crossover", "crossover", unit: .outputTokens,
            "where the fitted lines of two targets cross: the length from which the other's is the lower; bootstrap interval.",
            note:
                "Described, not tested. Named only where the slopes are shown to differ. Beyond the lengths measured it is extrapolation.",
            value: \.tokens)
    }
}

extension Figure<FailureEffect> {
    static var winRatio: Figure {
        Figure(
            "win_ratio", "win ratio", aliases: ["wins"],
            labels: ["came first, failures as slowest", "first token, came first, failures as slowest"],
            isHeadline: true,
            "of the requests that both were asked: how often the first came first ÷ how often the second did; an answer comes before a "
                + "failure, and two failures are a tie. Interval on the logarithm, robust to passages that go together.",
            note: "Above 1 the first is ahead. It does not say by how much it is faster."
        ) { $0.winRatio?.ratio }
    }
}

extension Comparison {
    /// The figures of requests that are compared by a ratio.
    static let figures: [Figure<Sample>] = [.serviceLatency, .timeToFirstToken, .timeToFirstAnswer]

    /// Returns the comparison of a figure; nil if it was not compared, or if first tokens are of different kinds.
    subscript(figure: Figure<Sample>) -> RatioComparison? {
        switch figure {
        case .serviceLatency: latency
        case .timeToFirstToken: firstTokensDiffer ? nil : timeToFirstToken
        case .timeToFirstAnswer: timeToFirstAnswer
        default: nil
        }
    }
}
