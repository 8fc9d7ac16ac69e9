import ALCFAuth
import ALCFClient
import ALCFHTTP
import ALCFLoad
import ALCFRecord
import ALCFSimulator

/// The gateway that is measured: the real one, or a simulated one that lives as long as the run.
struct BenchmarkedService: Sendable {
    let client: InferenceClient
    private let simulator: Simulator?
    /// Speed of the simulation relative to the real service; nil for the real one.
    let simulationSpeed: Double?

    static func live(_ session: Session) async throws -> BenchmarkedService {
        let client = try session.client().measuring
        return BenchmarkedService(
            client: client, simulator: nil, simulationSpeed: await client.simulationSpeed())
    }

    static func simulated(_ options: SimulationArguments) async throws -> BenchmarkedService {
        let simulator = try await Simulator.start(try options.configuration())
        let tokens = try simulator.issueTokens()
        guard let token = tokens.first(where: { $0.resourceServer == SimulatedGlobus.gatewayID }) else {
            throw UsageError("the simulator issued no token for its own gateway")
        }
        let client = InferenceClient(
            baseURL: try HTTPURL(simulator.gatewayBaseURL), tokens: StaticTokenProvider(token.accessToken),
            transport: Network.client()
        ).measuring
        return BenchmarkedService(client: client, simulator: simulator, simulationSpeed: options.speed)
    }

    /// Runs `body` with the service that the arguments ask for, and stops a simulated one whatever comes of it.
    static func use(_ arguments: RunArguments, _ body: (BenchmarkedService) async throws -> Void) async throws {
        guard arguments.simulates || arguments.simulation.isDefault else {
            throw UsageError(
                "'--speed', '--fault', '--simulated-prefill', '--simulated-latency', '--wander', '--stalls', '--cold-start', "
                    + "'--favour', '--day-factor', '--hour-factor', '--time', '--gateway-delay' and '--queue' apply only to a "
                    + "simulated service",
                remedy: "Add --simulate, or leave them out to measure the real one.")
        }
        let service = try await arguments.simulates ? simulated(arguments.simulation) : live(Session())
        do { try await body(service) } catch {
            await service.stop()
            throw error
        }
        await service.stop()
    }

    func stop() async { await simulator?.stop() }
}
