/// Latency as a fixed part and a part for each output token, so that an accelerator is not blamed for a gateway.
///
/// Fitted by Theil and Sen: the slope is the median of the slopes between any two requests, its interval Sen's (1968),
/// the fixed part the median of what remains. One slow request does not bend it.
public struct LatencyModel: Sendable, Hashable {
    /// The fewest requests it is fitted to.
    public static let minimumRequests = 10
    /// The fewest different output lengths among them.
    public static let minimumLengths = 5

    /// Seconds that do not depend on the length of the answer.
    public let fixedSeconds: Double
    /// Seconds for each output token.
    public let secondsPerToken: Double
    /// The 95 % interval of ``secondsPerToken``.
    public let interval: Interval
    /// The fewest and the most output tokens of the requests.
    public let tokens: ClosedRange<Int>
    /// How many requests it was fitted to.
    public let requests: Int

    /// Whether latency was shown to depend on the length of the answer.
    public var dependsOnLength: Bool { interval.lower > 0 }

    /// Fits output tokens and seconds; nil for too few requests or too few different lengths.
    public init?(_ points: [(tokens: Int, seconds: Double)]) {
        let points = Array(
            points.filter(\.seconds.isFinite).sorted { ($0.tokens, $0.seconds) < ($1.tokens, $1.seconds) })
        guard points.count >= Self.minimumRequests, Set(points.map(\.tokens)).count >= Self.minimumLengths,
            let least = points.first?.tokens, let most = points.last?.tokens
        else { return nil }
        // The number of slopes grows with the square: of many requests, every k-th by length is as good.
        let stride = (points.count + 1_499) / 1_500
        let used = points.indices.filter { $0 % stride == 0 }.map { points[$0] }
        var slopes: [Double] = []
        for (index, left) in used.enumerated() {
            for right in used[(index + 1)...] where right.tokens > left.tokens {
                slopes.append((right.seconds - left.seconds) / Double(right.tokens - left.tokens))
            }
        }
        slopes.sort()
        guard !slopes.isEmpty else { return nil }
        let slope = Statistics.quantile(sorted: slopes, 0.5)
        let half = SpecialFunctions.normalQuantile(0.975) * Self.deviation(used)
        let lower = max(Int(((Double(slopes.count) - half) / 2).rounded(.toNearestOrEven)) - 1, 0)
        let upper = min(Int(((Double(slopes.count) + half) / 2).rounded(.toNearestOrEven)), slopes.count - 1)
        guard let fixed = Statistics.median(points.map { $0.seconds - slope * Double($0.tokens) }), lower <= upper
        else { return nil }
        fixedSeconds = fixed
        secondsPerToken = slope
        interval = Interval(lower: slopes[lower], upper: slopes[upper])
        tokens = least...most
        requests = points.count
    }

    /// The standard deviation of Kendall's S, corrected for ties.
    private static func deviation(_ points: [(tokens: Int, seconds: Double)]) -> Double {
        func term(_ n: Int) -> Double { Double(n) * Double(n - 1) * Double(2 * n + 5) }
        func ties<T: Hashable>(_ values: [T]) -> Double {
            Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +).values.reduce(0) { $0 + term($1) }
        }
        return ((term(points.count) - ties(points.map(\.tokens)) - ties(points.map(\.seconds))) / 18).squareRoot()
    }

    /// The output length from which the second of two models is below the first: where their lines cross.
    ///
    /// Nil where the slopes' intervals overlap, as then nothing shows that the lines cross at all, and where the crossing is
    /// not above one token. The model with the smaller slope is the faster one beyond it.
    public static func crossing(_ first: LatencyModel, _ second: LatencyModel) -> Double? {
        guard first.interval.lower > second.interval.upper || second.interval.lower > first.interval.upper else {
            return nil
        }
        let tokens = (second.fixedSeconds - first.fixedSeconds) / (first.secondsPerToken - second.secondsPerToken)
        return tokens.isFinite && tokens > 1 ? tokens : nil
    }
}
