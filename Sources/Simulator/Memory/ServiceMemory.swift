import Glibc

/// The state of the clusters' loads: asked once for each request, in order of time.
struct ServiceMemory: Sendable {
    private static let shared = "shared"

    private let seed: UInt64
    private let favour: Double
    /// By the cluster's name, or ``shared``.
    private var loads: [String: WanderingLoad]
    private var warmth: [String: WarmthState]
    private let stalls: [String: StallClock]

    init(_ memory: SimulatedMemory, seed: UInt64) {
        self.seed = seed
        favour = memory.favour
        loads = Self.states(memory.wander) { WanderingLoad($0, seed: seed, name: $1) }
        warmth = Self.states(memory.coldStarts) { state, _ in WarmthState(state) }
        stalls = Self.states(memory.stalls) { StallClock($0, seed: seed, name: $1) }
    }

    private static func states<Value, State>(
        _ parts: SimulatedMemory.Parts<Value>, _ make: (Value, String) -> State
    ) -> [String: State] {
        var states = parts.own.reduce(into: [String: State]()) { states, part in
            states[part.key.rawValue] = make(part.value, part.key.rawValue)
        }
        if let value = parts.shared { states[shared] = make(value, shared) }
        return states
    }

    /// Returns the conditions that a request meets.
    ///
    /// - Parameters:
    ///   - passage: what its passage effect follows from.
    ///   - time: when it comes, in simulated seconds.
    mutating func conditions(_ cluster: SimulatedCluster, passage: String, at time: Double) -> LoadConditions {
        let names = [cluster.rawValue, Self.shared]
        var conditions = LoadConditions(arrival: time)
        for name in names {
            conditions.factor *= loads[name]?.factor(at: time) ?? 1
            conditions.wait = max(conditions.wait, warmth[name]?.wait(at: time) ?? 0)
        }
        conditions.stalls = names.compactMap { stalls[$0] }
        if favour > 0 {
            var generator = SeededGenerator(seed, "favour", cluster.rawValue, passage)
            conditions.factor *= exp(favour * generator.normal())
        }
        return conditions
    }
}
