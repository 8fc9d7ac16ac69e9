import ALCFRecord
package import ALCFStatistics

/// Latency as a fixed part, a part for each output token and, where it shows, a part for each token of the prompt, so
/// that an accelerator is not blamed for a gateway.
///
/// Each slope is Theil and Sen's; with both, each is fitted to what the other leaves, in turns. One slow request does
/// not bend them.
package struct LatencyModel: Sendable, Hashable {
    /// One answered request.
    package struct Point: Sendable, Hashable {
        /// Output tokens.
        package let tokens: Int
        /// Prompt tokens; nil where the service did not count them.
        package let prompt: Int?
        /// Service latency.
        package let seconds: Double

        /// A point with these parts.
        package init(tokens: Int, prompt: Int? = nil, seconds: Double) {
            self.tokens = tokens
            self.prompt = prompt
            self.seconds = seconds
        }
    }

    /// The fewest requests it is fitted to.
    package static let minimumRequests = 10
    /// The fewest different output lengths among them.
    package static let minimumLengths = 5
    /// The fewest requests for which the prompt's part is looked for.
    package static let minimumRequestsForPrompt = 30

    /// Seconds that depend on neither length.
    package let fixedSeconds: Double
    /// The 95 % bootstrap interval of ``fixedSeconds``; nil where it was not asked for, or the requests do not give
    /// one.
    package let fixedInterval: Interval?
    /// Seconds for each output token.
    package let secondsPerToken: Double
    /// The 95 % interval of ``secondsPerToken``.
    package let interval: Interval
    /// Seconds for each token of the prompt; nil where that was not shown to be above 0, and counts as part of the
    /// rest.
    package let secondsPerPromptToken: Double?
    /// Its 95 % interval.
    package let promptInterval: Interval?
    /// The median of prompt tokens; nil without counts.
    package let promptTokens: Double?
    /// The fewest and the most output tokens of the requests.
    package let tokens: ClosedRange<Int>
    /// The requests, sorted by output tokens.
    let points: [Point]

    /// Number of requests that it was fitted to.
    package var requests: Int { points.count }

    /// Whether latency was shown to depend on the length of the answer.
    package var dependsOnLength: Bool { interval.lower > 0 }

    /// Whether a fixed part was shown: one whose interval leaves out 0.
    package var showsFixedPart: Bool { fixedInterval.map { $0.lower > 0 } ?? false }

    /// Seconds of an answer to a prompt of median length before its first token's share: the line's value at 0 output
    /// tokens.
    package var overhead: Double { fixedSeconds + (secondsPerPromptToken ?? 0) * (promptTokens ?? 0) }

    /// The line's value for so many output tokens and a prompt of median length.
    package func seconds(tokens: Double) -> Double { overhead + secondsPerToken * tokens }

    /// Fits output tokens and seconds; nil for too few requests or too few different lengths.
    package init?(_ points: [(tokens: Int, seconds: Double)]) {
        self.init(requests: points.map { Point(tokens: $0.tokens, seconds: $0.seconds) })
    }

    /// Fits requests; nil for too few of them or too few different lengths.
    ///
    /// - Parameter resamples: for ``fixedInterval``.
    package init?(requests points: [Point], resamples: Int = 0) {
        let points = points.filter(\.seconds.isFinite).sorted {
            ($0.tokens, $0.seconds, $0.prompt ?? 0) < ($1.tokens, $1.seconds, $1.prompt ?? 0)
        }
        let output = points.map { Double($0.tokens) }
        let seconds = points.map(\.seconds)
        guard points.count >= Self.minimumRequests, Set(output).count >= Self.minimumLengths,
            let least = points.first?.tokens, let most = points.last?.tokens,
            var line = TheilSen(x: output, y: seconds)
        else { return nil }
        let prompts = points.compactMap { $0.prompt.map(Double.init) }
        promptTokens = Statistics.median(prompts)
        var promptLine: TheilSen?
        if prompts.count == points.count, Self.variesEnough(prompts) {
            for _ in 0..<4 {
                let rest = zip(seconds, output).map { $0 - line.slope * $1 }
                guard let fitted = TheilSen(x: prompts, y: rest) else { break }
                promptLine = fitted
                let other = zip(seconds, prompts).map { $0 - fitted.slope * $1 }
                guard let next = TheilSen(x: output, y: other) else { break }
                line = next
            }
            if let fitted = promptLine, fitted.interval.lower <= 0, let alone = TheilSen(x: output, y: seconds) {
                promptLine = nil
                line = alone
            }
        }
        self.points = points
        tokens = least...most
        fixedSeconds = line.intercept
        fixedInterval =
            resamples > 0
            ? Self.fixedInterval(
                points, fixed: line.intercept, promptSlope: promptLine?.slope ?? 0, resamples: resamples)
            : nil
        secondsPerToken = line.slope
        interval = line.interval
        secondsPerPromptToken = promptLine?.slope
        promptInterval = promptLine?.interval
    }

    /// Whether prompts differ enough in length for a slope to mean something.
    private static func variesEnough(_ prompts: [Double]) -> Bool {
        guard prompts.count >= minimumRequestsForPrompt, Set(prompts).count >= minimumLengths,
            let low = Statistics.quantile(prompts, 0.1), let high = Statistics.quantile(prompts, 0.9)
        else { return false }
        return high >= 1.5 * low
    }

    /// Whether the intervals of two slopes do not overlap.
    static func slopesDiffer(_ first: LatencyModel, _ second: LatencyModel) -> Bool {
        first.interval.lower > second.interval.upper || second.interval.lower > first.interval.upper
    }

    /// The output length at which the lines of two models cross, for prompts of median length; see ``Crossover``.
    ///
    /// Nil where one of the slopes is not shown to be above 0, where their intervals overlap, as then nothing shows
    /// that the lines cross at all, and where the crossing is not above one token. The model with the smaller slope is
    /// the faster one beyond it.
    package static func crossing(_ first: LatencyModel, _ second: LatencyModel) -> Double? {
        guard first.dependsOnLength, second.dependsOnLength, slopesDiffer(first, second) else { return nil }
        let tokens = (second.overhead - first.overhead) / (first.secondsPerToken - second.secondsPerToken)
        return tokens.isFinite && tokens > 1 ? tokens : nil
    }
}
