/// Behaviour of a simulated service, each part as it is written on the command line.
package struct SimulationArguments: Sendable, Hashable {
    /// Speed relative to the real service. A record has it in ``RunManifest/Simulation``.
    package var speed = 1.0
    /// Seed of jitter and faults.
    package var simulationSeed: UInt64 = 1
    /// The shares of requests that fail, as in `429=0.05`.
    package var fault: [String] = []
    /// Milliseconds for 1,000 tokens of prompt, as in `sophia=80`.
    package var simulatedPrefill: [String] = []
    /// Duration of answers, as in `metis=4.8s+2.7ms`.
    package var simulatedLatency: [String] = []
    /// Wandering load, as in `metis=0.25/30s`.
    package var wander: [String] = []
    /// Stalls of all requests, as in `metis=0.1s/0.7s`.
    package var stalls: [String] = []
    /// Delay of the first requests, as in `sophia=3s/60s`.
    package var coldStart: [String] = []
    /// Delay of the gateway, as in `20ms`; empty for none.
    package var gatewayDelay = ""
    /// Waits between the gateway and a model, as in `metis=2s`.
    package var queue: [String] = []
    /// Differences between passages: standard deviation of the logarithm of the latencies.
    package var favour = 0.0
    /// Differences between days, as in `metis=0.1`: standard deviation of the logarithm of the latencies.
    package var dayFactor: [String] = []
    /// The course over the day, as in `metis=0.2/15`: amplitude of the logarithm of the latencies, hour of the peak.
    package var hourFactor: [String] = []
    /// The calendar time at the start, as in `2026-11-27T06:00:00Z`; nil for the clock's.
    package var time: String?

    /// Nothing is otherwise.
    package init() {}
}
