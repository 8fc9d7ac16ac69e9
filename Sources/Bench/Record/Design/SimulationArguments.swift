/// How a simulated service is to behave, each part as it is written on the command line.
public struct SimulationArguments: Sendable, Hashable {
    /// How many times faster than the real service it runs. A record has it in ``RunManifest/Simulation``.
    public var speed = 1.0
    /// What jitter and faults follow from.
    public var simulationSeed: UInt64 = 1
    /// The shares of requests that fail, as in `429=0.05`.
    public var fault: [String] = []
    /// Milliseconds for 1,000 tokens of prompt, as in `sophia=80`.
    public var simulatedPrefill: [String] = []
    /// How long answers take, as in `metis=4.8s+2.7ms`.
    public var simulatedLatency: [String] = []
    /// How the load wanders, as in `metis=0.25/30s`.
    public var wander: [String] = []
    /// How everything waits now and then, as in `metis=0.1s/0.7s`.
    public var stalls: [String] = []
    /// How the first requests wait, as in `sophia=3s/60s`.
    public var coldStart: [String] = []
    /// How differently passages are answered: standard deviation of the logarithm of the latencies.
    public var favour = 0.0

    /// Nothing is otherwise.
    public init() {}
}
