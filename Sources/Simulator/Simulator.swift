import ALCFCrypto
import NIOCore
import NIOHTTP1
import NIOPosix

/// Globus Auth and the inference gateway in a box, on 127.0.0.1 and nowhere else.
///
/// It is for trying things out and for tests: everything it issues is worthless elsewhere, and it forgets everything
/// when it stops. Where it is stricter than the real service: a revoked token is refused at once, while the real
/// gateway goes on accepting one for up to ten minutes; and a refused token is judged anew each time, where the real
/// one repeats its verdict for a minute.
public final class Simulator: Sendable {
    /// A header of the answer to `/health` by which the simulator gives itself away; its value is the speed.
    public static let speedHeader = "X-ALCF-Simulation-Speed"

    /// The port it listens on.
    public let port: Int
    private let group: MultiThreadedEventLoopGroup
    private let router: Router

    private init(port: Int, group: MultiThreadedEventLoopGroup, router: Router) {
        self.port = port
        self.group = group
        self.router = router
    }

    /// Starts listening; the one who starts it must ``stop()`` it.
    ///
    /// - Throws: ``SimulatorError`` with code `invalidConfiguration` or `cannotListen`.
    public static func start(_ configuration: SimulatorConfiguration = SimulatorConfiguration()) async throws
        -> Simulator
    {
        guard SimulatorConfiguration.speeds.contains(configuration.speed), (0...65_535).contains(configuration.port),
            SimulatorConfiguration.tokenLifetimes.contains(configuration.accessTokenLifetime)
        else {
            throw SimulatorError(
                .invalidConfiguration,
                "The speed must be from 0.001 to 1000, the port from 0 to 65535, and tokens must last from a second to a hundred years."
            )
        }
        // A thread of its own: what else runs in the process must not bend the schedule of the answers, and shutting
        // the group down closes every connection and every timer with it.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let router = Router(configuration: configuration)
        do {
            let channel = try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 256)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                        try channel.pipeline.syncOperations.addHandler(ConnectionHandler(router: router))
                    }
                }
                .bind(host: "127.0.0.1", port: configuration.port).get()
            return Simulator(port: channel.localAddress?.port ?? configuration.port, group: group, router: router)
        } catch {
            try? await group.shutdownGracefully()
            throw SimulatorError(
                .cannotListen, "Cannot listen on 127.0.0.1 port \(configuration.port).",
                remedy: "Choose another port, or 0 for any free one.", underlying: error)
        }
    }

    /// Address to use in place of `https://auth.globus.org/`; ends with a slash.
    public var authBaseURL: String { "http://127.0.0.1:\(port)/" }

    /// Address to use in place of `https://inference-api.alcf.anl.gov/resource_server`; no slash at the end.
    public var gatewayBaseURL: String { "http://127.0.0.1:\(port)/resource_server" }

    /// Closes every connection and returns when all is quiet. Stopping twice does no harm.
    public func stop() async { try? await group.shutdownGracefully() }

    /// Signs the sample user in without a browser: the tokens of `openid` and the gateway, refreshable.
    ///
    /// - Parameter clientID: the client that will refresh them.
    /// - Throws: `CryptoError` when there is no randomness.
    public func issueTokens(clientID: String = SimulatedGlobus.standardClientID) throws -> [IssuedToken] {
        try router.globus.issuer.issue(
            scopes: ["openid", SimulatedGlobus.gatewayScope], clientID: clientID, subject: .sampleUser, offline: true)
    }

    /// Returns the requests so far, oldest first; of very many, the latest 10 000.
    public func requestLog() -> [LoggedRequest] { router.log.entries() }
}
