import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension FailCondition {
    /// The part of a distribution that a condition is about.
    enum Statistic: String, CaseIterable {
        case mean, median, p90, p95, p99, min, max, ratio

        /// Other words for some of them.
        private static let aliases: KeyValuePairs<String, Statistic> = [
            "p50": .median, "largest": .max, "smallest": .min,
        ]

        /// The words that users may write, aliases in brackets.
        static var words: [String] {
            allCases.map { statistic in
                let others = aliases.filter { $0.value == statistic }.map(\.key)
                return statistic.rawValue + (others.isEmpty ? "" : " (\(others.joined(separator: ", ")))")
            }
        }

        init?(word: String) {
            guard let found = Self.aliases.first(where: { $0.key == word })?.value ?? Self(rawValue: word) else {
                return nil
            }
            self = found
        }

        /// Number of values that it needs.
        var leastCount: Int? {
            switch self {
            case .p90: Statistics.minimumCount(forQuantile: 0.9)
            case .p95: Statistics.minimumCount(forQuantile: 0.95)
            case .p99: Statistics.minimumCount(forQuantile: 0.99)
            default: nil
            }
        }

        func value(_ distribution: Distribution?) -> Double? {
            switch self {
            case .mean: distribution?.mean
            case .median: distribution?.median
            case .p90: distribution?.p90
            case .p95: distribution?.p95
            case .p99: distribution?.p99
            case .min: distribution?.min
            case .max: distribution?.max
            case .ratio: nil
            }
        }

        /// The same of a duration, where failures count as slower than any answer: its median and percentiles are over
        /// every attempt, and its mean is what it is at least. The smallest and largest are those of answers.
        func value(_ distribution: Distribution?, _ attempted: AttemptDistribution?) -> Double? {
            guard let attempted, attempted.failures > 0 else { return value(distribution) }
            return switch self {
            case .mean: attempted.leastMean
            case .median: attempted.median
            case .p90: attempted.p90
            case .p95: attempted.p95
            case .p99: attempted.p99
            case .min, .max, .ratio: value(distribution)
            }
        }
    }

    /// A subject of a condition.
    enum Subject: Hashable {
        /// A figure of requests, of which a statistic is looked at.
        case request(Figure<Sample>)
        /// A figure of a target.
        case target(Figure<TargetSummary>)
        /// Whether the instrument was fine enough.
        case invalid

        static let all =
            Figure<Sample>.summarised.map(Self.request) + Figure<TargetSummary>.all.map(Self.target) + [.invalid]

        /// Name that users write.
        var name: String {
            switch self {
            case .request(let figure): figure.shortName
            case .target(let figure): figure.shortName
            case .invalid: "invalid"
            }
        }

        /// The figure at the end of some words, and how many of them it takes.
        static func reading(_ words: some BidirectionalCollection<String>) -> (Subject, Int)? {
            for count in (1...max(1, words.count)) where count <= words.count {
                let name = words.suffix(words.count - (count - 1)).joined(separator: " ")
                if let found = named(name) { return (found, words.count - (count - 1)) }
            }
            return nil
        }

        private static func named(_ name: String) -> Subject? {
            if let found = all.first(where: { $0.name == name }) { return found }
            return Metric.named(name).flatMap { metric in all.first { $0.metric?.name == metric.name } }
        }

        private var metric: Metric? {
            switch self {
            case .request(let figure): figure.metric
            case .target(let figure): figure.metric
            case .invalid: nil
            }
        }

        var hasStatistics: Bool { if case .request = self { true } else { false } }

        var hasRatio: Bool {
            if case .request(let figure) = self { Comparison.figures.contains(figure) } else { false }
        }

        var unit: Metric.Unit? { metric?.unit }

        func value(_ target: TargetSummary, _ statistic: Statistic) -> Double? {
            switch self {
            case .request(let figure): statistic.value(target[figure], target.failuresAsSlowest[figure])
            case .target(let figure): figure.value(target)
            case .invalid: nil
            }
        }

        func ratio(_ comparison: Comparison) -> RatioComparison? {
            if case .request(let figure) = self { comparison[figure] } else { nil }
        }

        /// Returns the reason that a target's figure is unknown; nil for none.
        func reason(_ target: TargetSummary) -> String? {
            guard [.target(.goodput), .target(.attainment)].contains(self), !target.voidObjectives.isEmpty else {
                return nil
            }
            return "no answer has a \(Report.list(target.voidObjectives.map(\.metric.title)))"
        }
    }
}

extension Metric.Unit {
    /// Suffixes of a limit, and their worth in this unit; longer ones first.
    var endings: [(text: String, worth: Double)] {
        switch self {
        case .seconds: [("ms", 0.001), ("µs", 1e-6), ("us", 1e-6), ("s", 1)]
        case .share: [("%", 0.01)]
        case .tokensPerSecond: [("tokens/s", 1), ("tok/s", 1)]
        case .tokens, .outputTokens: [("tokens", 1)]
        case .requests, .requestsPerSecond, .eventsPerSecond, .codePoints: [(rawValue, 1)]
        }
    }

    /// A value with its unit.
    func text(_ value: Double) -> String {
        switch self {
        case .seconds: "\(NumberText.significant(value)) s"
        case .share: NumberText.percent(value, 1)
        default: "\(NumberText.significant(value)) \(rawValue)"
        }
    }
}
