import ALCFAuth
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
            client: try session.client().measuring, simulator: nil, simulationSpeed: session.simulationSpeed)
    }

    static func simulated(_ options: SimulationOptions) async throws -> BenchmarkedService {
        let simulator = try await Simulator.start(try options.configuration())
        let tokens = try simulator.issueTokens()
        guard let token = tokens.first(where: { $0.resourceServer == SimulatedGlobus.gatewayID }) else {
            throw UsageError("the simulator issued no token for its own gateway")
        }
        let client = InferenceClient(
            baseURL: try HTTPURL(simulator.gatewayBaseURL), tokens: StaticTokenProvider(token.accessToken),
            transport: HTTPClient()
        ).measuring
        return BenchmarkedService(client: client, simulator: simulator, simulationSpeed: options.speed)
    }

    func stop() async { await simulator?.stop() }
}
