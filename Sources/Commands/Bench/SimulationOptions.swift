import ALCFSimulator
import ArgumentParser

/// How the simulated service behaves.
struct SimulationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Run the simulation so many times faster than the real service.", valueName: "factor"))
    var speed = 1.0

    @Option(
        help: ArgumentHelp(
            "Let a share of the simulated requests fail, as in 429=0.05 or sophia:truncate=0.1; may be repeated.",
            valueName: "fault"))
    var fault: [String] = []

    @Option(help: ArgumentHelp("What the simulation's jitter and faults follow from.", valueName: "number"))
    var simulationSeed: UInt64 = 1

    func validate() throws {
        guard speed > 0, speed <= 1000 else { throw ValidationError("'--speed' must be above 0 and at most 1000.") }
    }

    /// - Throws: `SimulatorError` for a fault that is none.
    func configuration() throws -> SimulatorConfiguration {
        SimulatorConfiguration(speed: speed, seed: simulationSeed, faults: try fault.map(Fault.parse))
    }
}
