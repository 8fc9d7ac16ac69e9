import ALCFSystem
import NIOCore
import NIOHTTP1
import Synchronization

/// One connection of a local client: collects each request, has it answered in a task of its own, and cancels that when
/// the client goes away.
final class ClientConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let executor: LoopExecutor
    private let answers: AnswerCount
    private let takesBody: @Sendable (ClientRequest) -> Bool
    private let answer: @Sendable (ClientRequest, Responder) async -> Void
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var isTooLarge = false
    private var task: Task<Void, Never>?
    private var handle: Handle?
    /// Closes the connection of a client that does not complete a request.
    private var deadline: Scheduled<Void>?

    /// - Parameters:
    ///   - answers: counts the answers that are under way.
    ///   - takesBody: tells by a request's head whether its body is kept.
    init(
        executor: LoopExecutor, answers: AnswerCount, takesBody: @escaping @Sendable (ClientRequest) -> Bool,
        answer: @escaping @Sendable (ClientRequest, Responder) async -> Void
    ) {
        self.executor = executor
        self.answers = answers
        self.takesBody = takesBody
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            expectRequest(context)
            body = []
            // Nothing is kept here for those who may not ask: they are refused by their heads alone.
            isTooLarge = !takesBody(
                ClientRequest(head.method.rawValue, target: head.uri, headers: head.headers.map { ($0.name, $0.value) })
            )
            // curl waits a second for this before it sends a large body.
            if head.headers.first(name: "Expect")?.lowercased() == "100-continue" {
                let go = HTTPResponseHead(version: .http1_1, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(go)), promise: nil)
            }
        case .body(let part):
            guard !isTooLarge, body.count + part.readableBytes <= ServeDefaults.largestBody else {
                isTooLarge = true
                body = []
                return
            }
            body.append(contentsOf: part.readableBytesView)
        case .end:
            guard let head else { return }
            self.head = nil
            deadline?.cancel()
            let request = ClientRequest(
                head.method.rawValue, target: head.uri, headers: head.headers.map { ($0.name, $0.value) }, body: body,
                isTooLarge: isTooLarge)
            body = []
            start(request, keepAlive: head.isKeepAlive, context: context)
        }
    }

    private func start(_ request: ClientRequest, keepAlive: Bool, context: ChannelHandlerContext) {
        let handle = Handle(context.channel, keepAlive: keepAlive, isHead: request.method == "HEAD")
        self.handle = handle
        let (answer, answers) = (answer, answers)
        answers.began()
        let connection = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let loop = context.eventLoop
        task = Task(executorPreference: executor) {
            await answer(request, Responder(handle))
            answers.ended()
            loop.execute {
                let (connection, context) = connection.value
                // The next request may be complete already, and its answer may take longer than a request.
                if connection.handle === handle, context.channel.isActive { connection.expectRequest(context) }
            }
        }
    }

    func channelActive(context: ChannelHandlerContext) {
        expectRequest(context)
        context.fireChannelActive()
    }

    /// Closes the connection where no request is complete in time: one on which nothing is asked takes a descriptor
    /// from those that ask.
    private func expectRequest(_ context: ChannelHandlerContext) {
        let channel = context.channel
        deadline?.cancel()
        deadline = context.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
    }

    private static let patience = TimeAmount.minutes(5)

    func channelInactive(context: ChannelHandlerContext) {
        task?.cancel()
        handle?.gone()
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { handle?.resume() }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A head that is no HTTP: NIO's own handler has answered it.
        context.close(promise: nil)
    }
}

extension ClientConnection {
    /// The writing side of a connection for one answer.
    final class Handle: Sendable {
        private struct State {
            var waiting: CheckedContinuation<Void, Never>?
            var isGone = false
            var hasBegun = false
            var hasEnded = false
        }

        private let channel: any Channel
        private let keepAlive: Bool
        private let isHead: Bool
        private let state = Mutex(State())

        init(_ channel: any Channel, keepAlive: Bool, isHead: Bool) {
            self.channel = channel
            self.keepAlive = keepAlive
            self.isHead = isHead
        }

        /// Sends the head, with the first bytes of the body.
        func write(status: Int, headers: [(String, String)], body: [UInt8]) async throws {
            try check()
            let isFirst = state.withLock { state in
                defer { state.hasBegun = true }
                return !state.hasBegun
            }
            guard isFirst else {
                // Another head in the middle of an answer would be taken for a part of it.
                close()
                throw CancellationError()
            }
            var fields = HTTPHeaders(headers.map { ($0.0, Self.printable($0.1)) })
            if !keepAlive { fields.add(name: "Connection", value: "close") }
            let head = HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: fields)
            channel.write(HTTPServerResponsePart.head(head), promise: nil)
            try await write(body)
        }

        /// Sends bytes of the body, and waits where the client is slow to take them.
        func write(_ bytes: [UInt8]) async throws {
            try check()
            if !bytes.isEmpty, !isHead {
                let buffer = channel.allocator.buffer(bytes: bytes)
                channel.write(HTTPServerResponsePart.body(.byteBuffer(buffer)), promise: nil)
            }
            channel.flush()
            if !channel.isWritable { await writable() }
            try check()
        }

        /// Ends the answer.
        func end() async throws {
            try check()
            state.withLock { $0.hasEnded = true }
            let written = channel.eventLoop.makePromise(of: Void.self)
            channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: written)
            if !keepAlive {
                let channel = channel
                written.futureResult.whenComplete { _ in channel.close(promise: nil) }
            }
        }

        /// A value without what no head may hold: some come from the service's lists.
        private static func printable(_ value: String) -> String {
            guard !value.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return value }
            return String(
                value.unicodeScalars.map { (0x20..<0x7F).contains($0.value) ? Character($0) : Character("?") })
        }

        /// Closes the connection, whatever was sent.
        func close() { channel.close(promise: nil) }

        /// Takes note that the client takes more.
        func resume() { take()?.resume() }

        /// Takes note that the client has gone away.
        func gone() {
            state.withLock { $0.isGone = true }
            resume()
        }

        private func take() -> CheckedContinuation<Void, Never>? {
            state.withLock { state in
                defer { state.waiting = nil }
                return state.waiting
            }
        }

        private func check() throws {
            if state.withLock({ $0.isGone || $0.hasEnded }) { throw CancellationError() }
        }

        private func writable() async {
            await withCheckedContinuation { continuation in
                // The loop's own thread sees changes of it, so that none comes between the look and the wait.
                channel.eventLoop.execute { [self] in
                    let mustWait = state.withLock { state in
                        if state.isGone || channel.isWritable { return false }
                        state.waiting = continuation
                        return true
                    }
                    if !mustWait { continuation.resume() }
                }
            }
        }
    }
}
