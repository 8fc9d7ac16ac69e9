package import ALCFStatistics
import ALCFSystem

/// The length of answer from which one target overtakes another.
package struct Crossover: Sendable, Hashable {
    /// Output tokens at which both take as long, for prompts of median length.
    package let tokens: Double
    /// Its 95 % bootstrap interval, each target's requests resampled.
    package let interval: Interval
    /// Whether the first target is the faster one beyond it.
    package let firstWinsBeyond: Bool
    /// Whether it lies beyond every length that was measured, so that it is extrapolated.
    package let isExtrapolated: Bool

    /// Default number of resamples.
    package static let resamples = 1_000

    /// Locates the crossing of two lines; nil if it is not shown (see ``LatencyModel/crossing(_:_:)``), or if the
    /// resampled lines do not always cross, so that there is no interval: a length without one is not named.
    package init?(_ first: LatencyModel, _ second: LatencyModel, seed: UInt64, resamples: Int = Crossover.resamples) {
        let firstWins = first.secondsPerToken < second.secondsPerToken
        guard let tokens = LatencyModel.crossing(first, second),
            let interval = Self.interval(
                tokens, first, second, firstWins: firstWins, seed: seed, resamples: resamples)
        else { return nil }
        self.tokens = tokens
        self.interval = interval
        firstWinsBeyond = firstWins
        isExtrapolated = tokens > Double(max(first.tokens.upperBound, second.tokens.upperBound))
    }

    private static func interval(
        _ tokens: Double, _ first: LatencyModel, _ second: LatencyModel, firstWins: Bool, seed: UInt64, resamples: Int
    ) -> Interval? {
        var generator = SplitMix64(seed: seed)
        let lines = [Self.reduced(first), Self.reduced(second)]
        func crossing(_ a: (slope: Double, intercept: Double)?, _ b: (slope: Double, intercept: Double)?) -> Double? {
            guard let a, let b else { return nil }
            let tokens = (b.intercept - a.intercept) / (a.slope - b.slope)
            return tokens.isFinite && tokens > 0 && (a.slope < b.slope) == firstWins ? tokens : nil
        }
        var draws: [Double] = []
        for _ in 0..<resamples {
            let fits = lines.map { TheilSen.incomplete(LatencyModel.resampled($0, &generator)) }
            if let value = crossing(fits[0], fits[1]) { draws.append(value) }
        }
        guard draws.count * 100 >= resamples * 97,
            let observed = crossing(TheilSen.incomplete(lines[0]), TheilSen.incomplete(lines[1]))
        else { return nil }
        draws.sort()
        // The quick line that is resampled is not quite the full one: its interval is moved to stand around that.
        let scale = tokens / observed
        return Interval(
            lower: scale * Statistics.quantile(sorted: draws, 0.025),
            upper: scale * Statistics.quantile(sorted: draws, 0.975))
    }

    /// The points of a model at a prompt of median length.
    private static func reduced(_ model: LatencyModel) -> [(x: Double, y: Double)] {
        let (slope, median) = (model.secondsPerPromptToken ?? 0, model.promptTokens ?? 0)
        return model.points.map { point in
            (Double(point.tokens), point.seconds - slope * (Double(point.prompt ?? 0) - median))
        }
    }
}
