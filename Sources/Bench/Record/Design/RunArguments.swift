import ALCFJSON

/// The part of the command line that a run needs again when it is continued: the member `arguments` of a record's
/// design, and of a sweep's plan.
package struct RunArguments: Sendable, Hashable {
    /// The targets.
    package var targets: TargetArguments
    /// Settings of the simulated services.
    package var simulation: SimulationArguments
    /// Whether they are.
    package var simulates: Bool

    /// Arguments.
    package init(targets: TargetArguments, simulation: SimulationArguments, simulates: Bool) {
        self.targets = targets
        self.simulation = simulation
        self.simulates = simulates
    }
}

extension RunArguments: RecordObject {
    /// Nothing was given.
    package static var blank: RunArguments {
        RunArguments(targets: TargetArguments(), simulation: SimulationArguments(), simulates: false)
    }

    /// Its members. What is missing was not given: earlier versions had fewer options.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.required("target", &targets.target, orElse: [])
        try members.unusual("server", &targets.server, usually: [])
        try members.required("model", &targets.model, orElse: [])
        try members.required("api_key_env", &targets.apiKeyEnv, orElse: [])
        try members.required("endpoint", &targets.endpoint, orElse: [])
        try members.required("body_field", &targets.requests.bodyField, orElse: [])
        try members.required("omit_field", &targets.requests.omitField, orElse: [])
        try members.required("max_tokens_field", &targets.requests.maxTokensField, orElse: [])
        try members.required("header", &targets.requests.header, orElse: [])
        try members.unusual("hardware", &targets.hardware, usually: [])
        try members.required("insecure", &targets.insecure, orElse: [])
        try members.required("simulate", &simulates, orElse: false)
        try members.required("simulation_seed", &seed, orElse: SeedText(value: 1))
        try members.required("fault", &simulation.fault, orElse: [])
        try members.required("prefill", &simulation.simulatedPrefill, orElse: [])
        try members.required("latency", &simulation.simulatedLatency, orElse: [])
        try members.required("wander", &simulation.wander, orElse: [])
        try members.required("stalls", &simulation.stalls, orElse: [])
        try members.required("cold_start", &simulation.coldStart, orElse: [])
        try members.unusual("gateway_delay", &simulation.gatewayDelay, usually: "")
        try members.unusual("queue", &simulation.queue, usually: [])
        try members.required("favour", &simulation.favour, orElse: 0)
        try members.unusual("day_factor", &simulation.dayFactor, usually: [])
        try members.unusual("hour_factor", &simulation.hourFactor, usually: [])
        try members.optional("time", &simulation.time)
    }

    private var seed: SeedText {
        get { SeedText(value: simulation.simulationSeed) }
        set { simulation.simulationSeed = newValue.value }
    }
}
