import ALCFSystem
import NIOCore

/// Answers the requests of one connection on schedule, one after the other.
final class NullConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let state: NullState
    private var input = ByteBuffer()
    private var isAnswering = false
    private var timer: Scheduled<Void>?

    init(state: NullState) { self.state = state }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let time = MonotonicTime.now
        var bytes = unwrapInboundIn(data)
        if input.readableBytes == 0 { input = bytes } else { input.writeBuffer(&bytes) }
        next(at: time, context: context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func next(at time: MonotonicTime, context: ChannelHandlerContext) {
        guard !isAnswering else { return }
        do {
            guard let request = try NullRequest.take(from: &input) else { return }
            answer(request, at: time, context: context)
        } catch {
            context.close(promise: nil)
        }
    }

    private func answer(_ request: NullRequest, at time: MonotonicTime, context: ChannelHandlerContext) {
        if request.method == "POST", request.path.hasSuffix("/chat/completions") {
            isAnswering = true
            let answer = state.answer(path: request.path)
            let entry = NullLogEntry(
                number: request.number, arrived: time, firstToken: time, lastToken: time,
                tokens: answer.schedule.tokens)
            if answer.head.readableBytes > 0 { context.writeAndFlush(wrapOutboundOut(answer.head), promise: nil) }
            wait(answer, entry, token: 0, context: context)
        } else if request.path.hasSuffix("/models") {
            let model = #"{"id":"null","object":"model","created":1700000000,"owned_by":"alcf"}"#
            send("application/json", #"{"object":"list","data":[\#(model)]}"#, context: context)
        } else if request.path == "/log.csv" {
            let lines = [NullLogEntry.heading] + state.takeLog().map(\.line)
            send("text/csv", lines.joined(separator: "\n") + "\n", context: context)
        } else {
            send("text/plain", "", status: "404 Not Found", context: context)
        }
    }

    private func send(
        _ type: String, _ body: String, status: String = "200 OK", context: ChannelHandlerContext
    ) {
        let head =
            "HTTP/1.1 \(status)\r\nserver: null\r\ncontent-type: \(type)\r\ncontent-length: \(body.utf8.count)\r\n\r\n"
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: head + body)), promise: nil)
        next(at: .now, context: context)
    }

    // MARK: The schedule

    /// Deadlines count from the request's arrival, so that a late timer does not put off all that follow.
    private func wait(_ answer: NullAnswer, _ entry: NullLogEntry, token: Int, context: ChannelHandlerContext) {
        let milliseconds = answer.schedule.firstToken + Double(token) * answer.schedule.gap
        let due = entry.arrived.nanoseconds.addingClamped(Int64(clamping: milliseconds * 1e6))
        let deadline = NIODeadline.uptimeNanoseconds(UInt64(max(0, due)))
        guard deadline > .now() else { return write(answer, entry, token: token, context: context) }
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [self] in
            write(answer, entry, token: token, context: context)
        }
    }

    private func write(_ answer: NullAnswer, _ entry: NullLogEntry, token: Int, context: ChannelHandlerContext) {
        var entry = entry
        let last = answer.schedule.tokens - 1
        let isLast = answer.isWhole || token == last
        let bytes = token == 0 ? answer.first : isLast ? answer.last : answer.middle
        let time = MonotonicTime.now
        if token == 0 { entry.firstToken = time }
        // Before the client can ask for the log.
        if isLast {
            entry.lastToken = time
            state.append(entry)
        }
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
        guard isLast else { return wait(answer, entry, token: token + 1, context: context) }
        isAnswering = false
        next(at: .now, context: context)
    }
}
