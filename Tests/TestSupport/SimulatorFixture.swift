public import ALCFSimulator

extension SimulatorConfiguration {
    /// Two hundred times as fast as the real service: an answer from Metis takes 24 ms.
    public static var fast: SimulatorConfiguration { SimulatorConfiguration(speed: 200) }
}

/// Runs a test against a simulator of its own, which is stopped whatever comes of it.
public func withSimulator<Result>(
    _ configuration: SimulatorConfiguration = .fast, _ body: (Simulator) async throws -> Result
) async throws -> Result {
    let simulator = try await Simulator.start(configuration)
    do {
        let result = try await body(simulator)
        await simulator.stop()
        return result
    } catch {
        await simulator.stop()
        throw error
    }
}
