import ALCFSystem
import NIOCore
import NIOHTTP1

/// One connection of a local client: collects each request, has it answered in a task of its own, and cancels that when
/// the client goes away.
///
/// Requests are answered one after the other; while one is, no more is read. Answers are written by ``AnswerWriter``.
final class ClientConnection: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let executor: LoopExecutor
    private let socket: SocketWriter?
    private let answers: AnswerCount
    private let takesBody: @Sendable (ClientRequest) -> Bool
    private let answer: @Sendable (ClientRequest, Responder) async -> Void
    private var request: ClientRequest?
    private var form = AnswerWriter.Form()
    private var task: Task<Void, Never>?
    /// The answer that is under way.
    private var writer: AnswerWriter?
    /// Parts of requests that came behind the one that is being answered.
    private var waiting = Queue<HTTPServerRequestPart>()
    private var mustRead = false
    private var isBroken = false
    /// Closes the connection of a client that does not complete a request.
    private var deadline: Scheduled<Void>?

    /// - Parameters:
    ///   - socket: the connection for any thread; nil to write by the loop alone.
    ///   - answers: counts the answers that are under way.
    ///   - takesBody: tells by a request's head whether its body is kept.
    init(
        executor: LoopExecutor, socket: SocketWriter?, answers: AnswerCount,
        takesBody: @escaping @Sendable (ClientRequest) -> Bool,
        answer: @escaping @Sendable (ClientRequest, Responder) async -> Void
    ) {
        self.executor = executor
        self.socket = socket
        self.answers = answers
        self.takesBody = takesBody
        self.answer = answer
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if writer == nil { take(part, context) } else { waiting.append(part) }
    }

    func read(context: ChannelHandlerContext) {
        if writer == nil { context.read() } else { mustRead = true }
    }

    private func take(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        switch part {
        case .head(let head):
            expectRequest(context)
            var request = ClientRequest(
                head.method.rawValue, target: head.uri, headers: head.headers.map { ($0.name, $0.value) })
            // Nothing is kept here for those who may not ask: they are refused by their heads alone.
            request.isTooLarge = !takesBody(request)
            self.request = request
            form = AnswerWriter.Form(
                keepsAlive: head.isKeepAlive, isHead: head.method == .HEAD, takesChunks: head.version.minor > 0)
            // curl waits a second for this before it sends a large body.
            if request["expect"]?.lowercased() == "100-continue" {
                write("HTTP/1.1 100 Continue\r\n\r\n", context, promise: nil)
            }
        case .body(let part):
            guard var request else { return }
            // Else the body would be copied with every part.
            self.request = nil
            request.append(part.readableBytesView, upTo: ServeDefaults.largestBody)
            self.request = request
        case .end:
            guard let request else { return }
            self.request = nil
            deadline?.cancel()
            start(request, context)
        }
    }

    private func start(_ request: ClientRequest, _ context: ChannelHandlerContext) {
        // An answer before this one may have closed the connection.
        guard context.channel.isActive else { return }
        let writer = AnswerWriter(context.channel, socket, form: form)
        self.writer = writer
        let (answer, answers) = (answer, answers)
        answers.began()
        let connection = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let loop = context.eventLoop
        executor.now {
            task = Task(executorPreference: executor) {
                await answer(request, Responder(writer))
                answers.ended()
                loop.execute {
                    let (connection, context) = connection.value
                    connection.ended(writer, context)
                }
            }
        }
    }

    /// Goes on to the next request, which may be there already.
    private func ended(_ writer: AnswerWriter, _ context: ChannelHandlerContext) {
        guard self.writer === writer, context.channel.isActive else { return }
        // The next answer must not overtake what the kernel has yet to take of this one.
        let connection = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let loop = context.eventLoop
        let hasRoom = writer.hasRoom {
            loop.execute {
                let (connection, context) = connection.value
                connection.ended(writer, context)
            }
        }
        guard hasRoom else { return }
        self.writer = nil
        task = nil
        guard writer.hasEnded, writer.keepsAlive else {
            // Behind all that was written.
            let written = context.eventLoop.makePromise(of: Void.self)
            let channel = context.channel
            written.futureResult.whenComplete { _ in channel.close(promise: nil) }
            return write("", context, promise: written)
        }
        expectRequest(context)
        while self.writer == nil, let part = waiting.popFirst() { take(part, context) }
        guard self.writer == nil else { return }
        if isBroken { return refuse(context) }
        guard mustRead else { return }
        mustRead = false
        context.read()
    }

    // MARK: The connection

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

    static let patience = TimeAmount.minutes(5)

    func channelInactive(context: ChannelHandlerContext) {
        socket?.close()
        task?.cancel()
        writer?.gone()
        writer = nil
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError else { return context.close(promise: nil) }
        // Earlier requests are answered first.
        isBroken = true
        if writer == nil { refuse(context) }
    }

    /// Answers what is no HTTP.
    private func refuse(_ context: ChannelHandlerContext) {
        let written = context.eventLoop.makePromise(of: Void.self)
        let channel = context.channel
        written.futureResult.whenComplete { _ in channel.close(promise: nil) }
        write(
            "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", context, promise: written)
    }

    private func write(_ text: String, _ context: ChannelHandlerContext, promise: EventLoopPromise<Void>?) {
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(string: text)), promise: promise)
    }
}
