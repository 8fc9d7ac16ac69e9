import ALCFAuth
import ALCFBench
import ALCFClient
import ALCFHTTP
import ALCFSimulator

/// The gateway that is measured: the real one, or a simulated one that lives as long as the run.
struct BenchmarkedService: Sendable {
    let client: InferenceClient
    private let simulator: Simulator?
    /// How many times faster than the real service it is simulated; nil for the real one.
    let simulationSpeed: Double?

    static func live(_ session: Session) throws -> BenchmarkedService {
        BenchmarkedService(
            client: try session.client(), simulator: nil, simulationSpeed: session.simulationSpeed)
    }

    static func simulated(_ options: SimulationOptions) async throws -> BenchmarkedService {
        let simulator = try await Simulator.start(try options.configuration())
        let tokens = try simulator.issueTokens()
        guard let token = tokens.first(where: { $0.resourceServer == SimulatedGlobus.gatewayID }) else {
            throw UsageError("the simulator issued no token for its own gateway")
        }
        let client = InferenceClient(
            baseURL: try HTTPURL(simulator.gatewayBaseURL), tokens: StaticTokenProvider(token.accessToken),
            transport: HTTPClient())
        return BenchmarkedService(client: client, simulator: simulator, simulationSpeed: options.speed)
    }

    /// Runs `body` with the service that the arguments ask for, and stops a simulated one whatever comes of it.
    static func use(_ arguments: RunArguments, _ body: (BenchmarkedService) async throws -> Void) async throws {
        let service = try await arguments.simulates ? simulated(arguments.simulation) : live(Session())
        do { try await body(service) } catch {
            await service.stop()
            throw error
        }
        await service.stop()
    }

    /// The most requests a second: the gateway refuses a user's eleventh within a second. Other servers set no limit that
    /// we know of.
    func limit(_ asked: Double?, for targets: [BenchmarkTarget]) -> Double? {
        if let asked { return asked }
        return targets.contains { $0.endpoint.credentials == .service } ? 10 * (simulationSpeed ?? 1) : nil
    }

    func stop() async { await simulator?.stop() }
}
