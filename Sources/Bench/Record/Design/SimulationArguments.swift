/// Behaviour of a simulated service, each part as it is written on the command line.
public struct SimulationArguments: Sendable, Hashable {
    /// Speed relative to the real service. A record has it in ``RunManifest/Simulation``.
    public var speed = 1.0
    /// Seed of jitter and faults.
    public var simulationSeed: UInt64 = 1
    /// The shares of requests that fail, as in `429=0.05`.
    public var fault: [String] = []
    /// Milliseconds for 1,000 tokens of prompt, as in `sophia=80`.
    public var simulatedPrefill: [String] = []
    /// Duration of answers, as in `metis=4.8s+2.7ms`.
    public var simulatedLatency: [String] = []
    /// Wandering load, as in `metis=0.25/30s`.
    public var wander: [String] = []
    /// Stalls of all requests, as in `metis=0.1s/0.7s`.
    public var stalls: [String] = []
    /// Delay of the first requests, as in `sophia=3s/60s`.
    public var coldStart: [String] = []
    /// Differences between passages: standard deviation of the logarithm of the latencies.
    public var favour = 0.0

    /// Nothing is otherwise.
    public init() {}
}
