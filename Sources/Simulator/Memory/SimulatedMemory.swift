/// The ways in which the simulated services' latencies depend on the past: none, unless asked for.
///
/// All times are those of the simulated service, before its speed.
public struct SimulatedMemory: Sendable, Hashable {
    /// Something that each cluster has for itself, or all have in common, or both.
    public struct Parts<Value: Sendable & Hashable>: Sendable, Hashable {
        /// By cluster.
        public var own: [SimulatedCluster: Value] = [:]
        /// The one that all clusters have in common.
        public var shared: Value?

        /// Nothing.
        public init() {}
    }

    /// Loads that wander.
    public var wander = Parts<Wander>()
    /// Stretches in which nothing moves.
    public var stalls = Parts<Stalls>()
    /// Sleep, and waking.
    public var coldStarts = Parts<ColdStart>()
    /// By how much passages favour a cluster: the standard deviation of the logarithm of the latencies of one passage
    /// on one cluster.
    public var favour = 0.0

    /// The favours that there are.
    public static let favours = 0...1.1

    /// Services that remember nothing.
    public init() {}
}
