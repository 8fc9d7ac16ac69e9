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
    private let sockets: [ListeningSocket]
    private let socketPath: String?

    private init(
        port: Int?, group: MultiThreadedEventLoopGroup, answers: AnswerCount, sockets: [ListeningSocket],
        socketPath: String?
    ) {
        self.port = port
        self.group = group
        self.answers = answers
        self.sockets = sockets
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
        var file: ListeningSocket?
        do {
            // The socket file first: the process's mask is another one while it is made.
            if let socketPath { file = try await listen(at: socketPath) }
        } catch {
            throw refusal(port: nil, socketPath: socketPath, error)
        }
        let network: ListeningSocket?
        do { network = try port.map { try ListeningSocket(port: $0) } } catch {
            if let socketPath { unlink(socketPath) }
            throw refusal(port: port, socketPath: nil, error)
        }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let executor = LoopExecutor(group.next())
        let answers = AnswerCount()
        for (socket, viaSocket) in [(file, true), (network, false)] {
            socket?.accept { connection in
                let writer = SocketWriter(to: connection)
                let bootstrap = ClientBootstrap(group: group)
                    .channelOption(.maxMessagesPerRead, value: 1)
                    .channelInitializer { channel in
                        channel.eventLoop.makeCompletedFuture {
                            guard answers.add(channel) else { throw ChannelError.operationUnsupported }
                            var limits = NIOHTTPDecoderLimitConfiguration()
                            limits.maxHeaderListSize = ServeDefaults.largestHead
                            let decoder = HTTPRequestDecoder(limitConfiguration: limits)
                            try channel.pipeline.syncOperations.addHandlers(
                                ByteToMessageHandler(decoder),
                                ClientConnection(
                                    executor: executor, socket: writer, answers: answers,
                                    takesBody: { takesBody($0, viaSocket) }, answer: { await answer($0, viaSocket, $1) }
                                ))
                        }
                    }
                _ = bootstrap.withConnectedSocket(connection)
            }
        }
        return LocalServer(
            port: network?.port, group: group, answers: answers, sockets: [file, network].compactMap(\.self),
            socketPath: socketPath)
    }

    /// Closes every connection, and returns when all is quiet.
    package func stop() async {
        for socket in sockets { socket.close() }
        // Tasks go on after their connections, and need the thread for that.
        await answers.finish()
        try? await group.shutdownGracefully()
        if let socketPath { unlink(socketPath) }
    }

    /// Binds the socket file, with mode 0600 from the beginning. One that a server left behind is replaced; anything
    /// else in its place is not.
    private static func listen(at path: String) async throws -> ListeningSocket {
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
        return try ListeningSocket(path: path)
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
        let code = (error as? ListeningSocket.Failure)?.code
        if code == EADDRINUSE, let port {
            return ServeError(
                .cannotListen, "port \(port) of 127.0.0.1 is taken: another 'alcf serve' may run",
                remedy: "Use that one, or choose another port: alcf serve --port 0", underlying: error)
        }
        if let socketPath {
            let reason = code.map { String(cString: strerror($0)) } ?? "\(error)"
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
