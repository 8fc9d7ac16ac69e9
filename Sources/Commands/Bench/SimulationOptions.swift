import ALCFRecord
import ALCFSimulator
import ArgumentParser

/// The options that set how the simulated service behaves.
struct SimulationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Run the simulation this many times faster than the real service.", valueName: "factor"))
    var speed = 1.0

    @Option(
        help: ArgumentHelp(
            """
            Make a share of the simulated requests fail, as in 429=0.05 or sophia:truncate=0.1. Faults: \
            \(Fault.Kind.allCases.map(\.rawValue).joined(separator: ", ")). May be repeated.
            """,
            valueName: "fault"))
    var fault: [String] = []

    @Option(help: ArgumentHelp("Seed of the simulation's jitter and faults.", valueName: "number"))
    var simulationSeed: UInt64 = 1

    @Option(
        help: ArgumentHelp(
            "Simulated milliseconds per 1,000 prompt tokens, as in 50 or sophia=80. May be repeated.",
            valueName: "ms"))
    var simulatedPrefill: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Simulated time to the first token plus time per further token, as in metis=4.8s+2.7ms, before '--speed' is applied. May be \
            repeated.
            """, valueName: "cluster=latency"))
    var simulatedLatency: [String] = []

    @Option(
        name: [.customLong("wander"), .customLong("simulated-wander")],
        help: ArgumentHelp(
            """
            Vary the simulated load over time, as in metis=0.25/30s: standard deviation of the logarithm of latency, and correlation \
            time before '--speed' is applied. 'shared=' gives all clusters one load; no name gives each cluster its own. May be \
            repeated.
            """, valueName: "cluster=sd/time"))
    var wander: [String] = []

    @Option(
        name: [.customLong("stalls"), .customLong("simulated-stalls")],
        help: ArgumentHelp(
            "Simulate stalls, as in metis=0.1s/0.7s: length of a stall and average time between stalls. Names as for '--wander'.",
            valueName: "cluster=length/distance"))
    var stalls: [String] = []

    @Option(
        name: [.customLong("cold-start"), .customLong("simulated-cold-start")],
        help: ArgumentHelp(
            "Simulate cold starts, as in sophia=3s/60s: length of a start, and idle time after which one is needed. Names as for '--wander'.",
            valueName: "cluster=length/idle"))
    var coldStart: [String] = []

    @Option(
        name: [.customLong("favour"), .customLong("simulated-favour")],
        help: ArgumentHelp(
            "Make some passages faster on one cluster than on the other: standard deviation of the logarithm of latency, as in 0.08.",
            valueName: "sd"))
    var favour = 0.0

    @Option(
        name: [.customLong("day-factor"), .customLong("simulated-day-factor")],
        help: ArgumentHelp(
            "Vary latency from day to day, as in 0.1 or metis=0.1: standard deviation of its logarithm. Names as for '--wander'.",
            valueName: "cluster=sd"))
    var dayFactor: [String] = []

    @Option(
        name: [.customLong("hour-factor"), .customLong("simulated-hour-factor")],
        help: ArgumentHelp(
            """
            Vary latency over the day, as in 0.2 or metis=0.2/15: amplitude of its logarithm, and the hour at which it is longest (15 \
            where not given). Names as for '--wander'.
            """, valueName: "cluster=amplitude/hour"))
    var hourFactor: [String] = []

    @Option(
        name: [.customLong("time"), .customLong("simulated-time")],
        help: ArgumentHelp(
            "Simulated date and time at the start, as in 2026-11-27T06:00:00Z; the present if not given.",
            valueName: "time"))
    var time: String?

    @Option(
        name: [.customLong("gateway-delay"), .customLong("simulated-gateway-delay")],
        help: ArgumentHelp(
            "Delay every answer of the simulated gateway, as in 20ms, before '--speed' is applied.",
            valueName: "time"))
    var gatewayDelay = ""

    @Option(
        name: [.customLong("queue"), .customLong("simulated-queue")],
        help: ArgumentHelp(
            "Let simulated requests wait between gateway and model, as in metis=2s, before '--speed' is applied. May be repeated.",
            valueName: "cluster=time"))
    var queue: [String] = []

    func validate() throws { try arguments.validate() }

    /// The options as values.
    var arguments: SimulationArguments {
        var arguments = SimulationArguments()
        arguments.speed = speed
        arguments.simulationSeed = simulationSeed
        arguments.fault = fault
        arguments.simulatedPrefill = simulatedPrefill
        arguments.simulatedLatency = simulatedLatency
        arguments.wander = wander
        arguments.stalls = stalls
        arguments.coldStart = coldStart
        arguments.gatewayDelay = gatewayDelay
        arguments.queue = queue
        arguments.favour = favour
        arguments.dayFactor = dayFactor
        arguments.hourFactor = hourFactor
        arguments.time = time
        return arguments
    }
}

extension SimulationArguments {
    /// - Throws: `ValidationError` for what is written otherwise than it must be.
    func validate() throws {
        guard SimulatorConfiguration.speeds.contains(speed) else {
            throw ValidationError("'--speed' must be from 0.001 to 1000.")
        }
        _ = try prefill()
        _ = try latency()
        _ = try delay()
        _ = try waits()
        _ = try memory()
        _ = try calendar()
    }

    /// Whether nothing was asked for.
    var isDefault: Bool {
        speed == 1 && fault.isEmpty && simulatedPrefill.isEmpty && simulatedLatency.isEmpty && !hasMemory
            && gatewayDelay.isEmpty && queue.isEmpty && !hasCalendar
    }

    /// - Throws: `SimulatorError` for a fault that is none.
    func configuration() throws -> SimulatorConfiguration {
        var configuration = SimulatorConfiguration(
            speed: speed, seed: simulationSeed, faults: try fault.map(Fault.parse))
        configuration.prefill = try prefill()
        configuration.latency = try latency()
        configuration.gatewayDelay = try delay()
        configuration.queue = try waits()
        configuration.memory = try memory()
        configuration.calendar = try calendar()
        return configuration
    }

    /// Seconds for a token of prompt.
    private func prefill() throws -> [SimulatedCluster: Double] {
        var seconds: [SimulatedCluster: Double] = [:]
        for text in simulatedPrefill {
            let parts = text.split(separator: "=").map(String.init)
            let all: [SimulatedCluster?] = SimulatedCluster.allCases
            let clusters = parts.count == 2 ? [SimulatedCluster(rawValue: parts[0])] : all
            guard let value = parts.last.flatMap(Double.init), (0...1e6).contains(value), parts.count <= 2 else {
                throw ValidationError("'--simulated-prefill' takes milliseconds, or CLUSTER=milliseconds.")
            }
            for cluster in clusters {
                guard let cluster else { throw ValidationError("There is no simulated cluster '\(parts[0])'.") }
                seconds[cluster] = value / 1e6
            }
        }
        return seconds
    }

    /// Seconds that the gateway takes.
    private func delay() throws -> Double {
        guard !gatewayDelay.isEmpty else { return 0 }
        guard let seconds = SimulatedLatency.seconds(gatewayDelay) else {
            throw ValidationError("'--gateway-delay' takes a time, as in 20ms, not '\(gatewayDelay)'.")
        }
        return seconds
    }

    /// Seconds between the gateway and each cluster's models.
    private func waits() throws -> [SimulatedCluster: Double] {
        try queue.reduce(into: [:]) { waits, text in
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let cluster = SimulatedCluster(rawValue: parts[0]),
                let seconds = SimulatedLatency.seconds(parts[1])
            else { throw ValidationError("'--queue' takes CLUSTER=TIME, as in metis=2s, not '\(text)'.") }
            waits[cluster] = seconds
        }
    }

    private func latency() throws -> [SimulatedCluster: SimulatedLatency] {
        try simulatedLatency.reduce(into: [:]) { latencies, text in
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let cluster = SimulatedCluster(rawValue: parts[0]) else {
                throw ValidationError(
                    "'--simulated-latency' takes CLUSTER=LATENCY, and the simulated clusters are "
                        + "\(SimulatedCluster.allCases.map(\.rawValue).joined(separator: " and ")).")
            }
            guard let latency = SimulatedLatency(parts[1]) else {
                throw ValidationError("'\(parts[1])' is no latency: write it as in 4.8s+2.7ms.")
            }
            latencies[cluster] = latency
        }
    }
}
