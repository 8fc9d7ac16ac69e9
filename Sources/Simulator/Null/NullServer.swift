import NIOCore
import NIOPosix

/// A server that never waits longer than it is told to, on 127.0.0.1 and nowhere else: what a benchmark measures of it
/// is the benchmark's own error.
///
/// It answers any `POST …/chat/completions` with made-up tokens on an exact ``NullSchedule``, `GET …/models` with its
/// only model, and `GET /log.csv` with what really happened since the log was last asked for: see ``NullLogEntry``.
public final class NullServer: Sendable {
    /// The port it listens on.
    public let port: Int
    private let group: MultiThreadedEventLoopGroup
    private let state: NullState

    private init(port: Int, group: MultiThreadedEventLoopGroup, state: NullState) {
        self.port = port
        self.group = group
        self.state = state
    }

    /// Starts listening; the one who starts it must ``stop()`` it.
    ///
    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - schedule: of requests whose path does not begin with another: see ``NullSchedule/pathComponent``.
    /// - Throws: ``SimulatorError`` with code `invalidConfiguration` or `cannotListen`.
    public static func start(port: Int = 0, schedule: NullSchedule = NullSchedule()) async throws -> NullServer {
        guard schedule.isValid, (0...65_535).contains(port) else {
            throw SimulatorError(
                .invalidConfiguration, "The times must not be below 0 or add up to more than ten minutes.")
        }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let state = NullState(schedule)
        do {
            let channel = try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 16_384)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                // A burst of connections is taken before the first of them is answered.
                .serverChannelOption(.maxMessagesPerRead, value: 64)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(NullConnection(state: state))
                    }
                }
                .bind(host: "127.0.0.1", port: port).get()
            return NullServer(port: channel.localAddress?.port ?? port, group: group, state: state)
        } catch {
            try? await group.shutdownGracefully()
            throw SimulatorError(
                .cannotListen, "Cannot listen on 127.0.0.1 port \(port).",
                remedy: "Choose another port, or 0 for any free one.", underlying: error)
        }
    }

    /// Returns the entries since the last call, oldest end first.
    public func takeLog() -> [NullLogEntry] { state.takeLog() }

    /// Closes every connection and returns when all is quiet. Stopping twice does no harm.
    public func stop() async { try? await group.shutdownGracefully() }
}
