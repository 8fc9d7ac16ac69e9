import ALCFSystem
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// An HTTP server for programs on this machine: on 127.0.0.1, on a socket file, or both.
package final class LocalServer: Sendable {
    /// Port on 127.0.0.1; nil for none.
    package let port: Int?
    private let group: MultiThreadedEventLoopGroup
    private let answers: AnswerCount
    private let socketPath: String?

    private init(port: Int?, group: MultiThreadedEventLoopGroup, answers: AnswerCount, socketPath: String?) {
        self.port = port
        self.group = group
        self.answers = answers
        self.socketPath = socketPath
    }

    /// Starts listening; the one who starts it must ``stop()`` it.
    ///
    /// - Parameters:
    ///   - port: port on 127.0.0.1, 0 for any free one; nil for none.
    ///   - socketPath: path of a socket file, which only this user can use; nil for none.
    ///   - takesBody: tells by a request's head whether its body is kept.
    ///   - answer: answers a request; `viaSocket` tells whether it came over the socket file.
    /// - Throws: ``ServeError`` with code `cannotListen`.
    package static func start(
        port: Int?, socketPath: String? = nil,
        takesBody: @escaping @Sendable (_ head: ClientRequest, _ viaSocket: Bool) -> Bool = { _, _ in true },
        answer: @escaping @Sendable (_ request: ClientRequest, _ viaSocket: Bool, _ responder: Responder) async -> Void
    ) async throws -> LocalServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let executor = LoopExecutor(group.next())
        let answers = AnswerCount()
        func bootstrap(viaSocket: Bool) -> ServerBootstrap {
            ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 256)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.maxMessagesPerRead, value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        guard answers.add(channel) else { throw ChannelError.operationUnsupported }
                        var limits = NIOHTTPDecoderLimitConfiguration()
                        limits.maxHeaderListSize = ServeDefaults.largestHead
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                            withEncoderConfiguration: HTTPResponseEncoder.Configuration(),
                            withDecoderLimitConfiguration: limits)
                        let connection = ClientConnection(
                            executor: executor, answers: answers, takesBody: { takesBody($0, viaSocket) },
                            answer: { await answer($0, viaSocket, $1) })
                        try channel.pipeline.syncOperations.addHandler(connection)
                    }
                }
        }
        do {
            // The socket file first: the process's mask is another one while it is made.
            if let socketPath { try await listen(bootstrap(viaSocket: true), at: socketPath) }
        } catch {
            try? await group.shutdownGracefully()
            throw refusal(port: nil, socketPath: socketPath, error)
        }
        do {
            let bound = try await port.asyncMap {
                try await bootstrap(viaSocket: false).bind(host: "127.0.0.1", port: $0).get()
            }
            return LocalServer(
                port: bound.map { $0.localAddress?.port ?? 0 }, group: group, answers: answers, socketPath: socketPath)
        } catch {
            try? await group.shutdownGracefully()
            if let socketPath { unlink(socketPath) }
            throw refusal(port: port, socketPath: nil, error)
        }
    }

    /// Closes every connection, and returns when all is quiet.
    package func stop() async {
        // Tasks go on after their connections, and need the thread for that.
        await answers.finish()
        try? await group.shutdownGracefully()
        if let socketPath { unlink(socketPath) }
    }

    /// Binds the socket file, with mode 0600 from the beginning. One that a server left behind is replaced; anything
    /// else in its place is not.
    private static func listen(_ bootstrap: ServerBootstrap, at path: String) async throws {
        var status = stat()
        if lstat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFSOCK, status.st_uid == geteuid() else {
                throw ServeError(.cannotListen, "'\(path)' is there already, and is no socket of yours")
            }
            if await isAnswered(path) { throw ServeError(.cannotListen, "another program listens at '\(path)'") }
            unlink(path)
        }
        let mask = umask(0o177)
        defer { umask(mask) }
        _ = try await bootstrap.bind(unixDomainSocketPath: path).get()
    }

    private static func isAnswered(_ path: String) async -> Bool {
        let group = MultiThreadedEventLoopGroup.singleton
        do {
            try await ClientBootstrap(group: group).connect(unixDomainSocketPath: path).get().close().get()
            return true
        } catch {
            // Anything else than a refusal may be a server with much to do.
            return (error as? IOError)?.errnoCode != ECONNREFUSED
        }
    }

    private static func refusal(port: Int?, socketPath: String?, _ error: any Error) -> ServeError {
        if let error = error as? ServeError { return error }
        if let io = error as? IOError, io.errnoCode == EADDRINUSE, let port {
            return ServeError(
                .cannotListen, "port \(port) of 127.0.0.1 is taken: another 'alcf serve' may run",
                remedy: "Use that one, or choose another port: alcf serve --port 0", underlying: error)
        }
        if let socketPath {
            let reason = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
            return ServeError(
                .cannotListen, "cannot listen at '\(socketPath)': \(reason)",
                remedy: "Name a path of at most 107 bytes in a folder that is there: --socket PATH", underlying: error)
        }
        let place = port.map { "127.0.0.1 port \($0)" } ?? "127.0.0.1"
        return ServeError(
            .cannotListen, "cannot listen on \(place)", remedy: "Choose another: alcf serve --port 0",
            underlying: error)
    }
}

extension Optional {
    /// Returns what `transform` makes of the value; nil where there is none.
    fileprivate func asyncMap<T>(_ transform: (Wrapped) async throws -> T) async throws -> T? {
        if let self { try await transform(self) } else { nil }
    }
}
