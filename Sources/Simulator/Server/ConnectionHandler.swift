import ALCFSystem
import NIOCore
import NIOHTTP1

/// Reads requests off one connection and plays the answers' plans, one after the other.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// Largest body that the real service accepts; a longer one is not kept.
    static let largestBody = 10 << 20

    private let router: Router
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var timer: Scheduled<Void>?

    init(router: Router) { self.router = router }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
            // curl waits a second for this before it sends a large body.
            if head.headers.first(name: "Expect")?.lowercased() == "100-continue" {
                let go = HTTPResponseHead(version: .http1_1, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(go)), promise: nil)
            }
        case .body(let part):
            // One byte over the limit is kept as the mark of a body that is too long.
            body.append(contentsOf: part.readableBytesView.prefix(Self.largestBody + 1 - body.count))
        case .end:
            guard let head else { return }
            self.head = nil
            let request = SimulatedRequest(
                head.method.rawValue, target: head.uri, headers: head.headers.map { ($0.name, $0.value) }, body: body)
            body = []
            let isTooLong = request.body.count > Self.largestBody
            let response = isTooLong ? GatewayErrors.tooLong : router.response(to: request)
            play(response, keepAlive: head.isKeepAlive, context: context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    // MARK: Playing a plan

    private func play(_ response: SimulatedResponse, keepAlive: Bool, context: ChannelHandlerContext) {
        let playback = Playback(plan: response.plan, start: .now(), keepAlive: keepAlive)
        guard let headTime = response.plan.head else {
            return at(playback.deadline(response.plan.duration), context: context) { [self] in
                finish(playback, context: context)
            }
        }
        at(playback.deadline(headTime), context: context) { [self] in
            var headers = HTTPHeaders([("date", HTTPDate.text(WallClock.system.now())), ("server", "uvicorn")])
            headers.add(contentsOf: response.headers.map { ($0.name, $0.value) })
            let head = HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: response.status), headers: headers)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            step(playback, 0, context: context)
        }
    }

    private func step(_ playback: Playback, _ first: Int, context: ChannelHandlerContext) {
        var index = first
        let steps = playback.plan.steps
        while index < steps.count, playback.deadline(steps[index].time) <= .now() {
            let buffer = context.channel.allocator.buffer(bytes: steps[index].bytes)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
            index += 1
        }
        context.flush()
        guard index < steps.count else { return finish(playback, context: context) }
        at(playback.deadline(steps[index].time), context: context) { [self] in
            step(playback, index, context: context)
        }
    }

    private func finish(_ playback: Playback, context: ChannelHandlerContext) {
        switch playback.plan.ending {
        case .complete:
            let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
            guard !playback.keepAlive else { return }
            written.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        case .drop: context.close(promise: nil)
        case .stall: break
        }
    }

    /// Deadlines count from the request's end, so that a late timer does not put off all that follow.
    private func at(_ deadline: NIODeadline, context: ChannelHandlerContext, _ action: @escaping () -> Void) {
        guard deadline > .now() else { return action() }
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { action() }
    }
}

private struct Playback {
    let plan: StreamPlan
    let start: NIODeadline
    let keepAlive: Bool

    func deadline(_ seconds: Double) -> NIODeadline {
        start + .nanoseconds(Int64(clamping: min(max(seconds, 0), 1e9) * 1e9))
    }
}
