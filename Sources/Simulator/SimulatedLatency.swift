/// The time that a cluster's answers take: a fixed time to the first token, and a time for each token after it.
public struct SimulatedLatency: Sendable, Hashable {
    /// Seconds to the first token, on average; single requests differ by up to 10 % (Metis) or 15 % (Sophia).
    public var fixed: Double
    /// Seconds for each further token, on average; single tokens differ by up to 40 %.
    public var perToken: Double

    /// A latency with these parts, in seconds.
    public init(fixed: Double, perToken: Double) {
        self.fixed = fixed
        self.perToken = perToken
    }

    /// Reads `4.8s+2.7ms`: the fixed part, and the part for each token, each in `s` or `ms`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "+", omittingEmptySubsequences: false).map(DurationPair.seconds)
        guard parts.count == 2, let fixed = parts[0], let perToken = parts[1] else { return nil }
        self.init(fixed: fixed, perToken: perToken)
    }

    /// Seconds of `4.8s` or `2.7ms`, from 0 to an hour; nil for anything else.
    package static func seconds(_ text: String) -> Double? { DurationPair.seconds(text[...]) }

    /// Returns the latency that was measured on the real cluster.
    static func measured(_ cluster: SimulatedCluster) -> SimulatedLatency {
        switch cluster {
        case .metis: SimulatedLatency(fixed: 4.8, perToken: 0.0027)
        case .sophia: SimulatedLatency(fixed: 1, perToken: 0.007)
        }
    }
}
