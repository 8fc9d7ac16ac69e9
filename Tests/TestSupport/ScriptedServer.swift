import NIOCore
import NIOPosix
import Synchronization

/// A server on loopback that answers byte for byte what a test tells it to, however wrong that is.
package final class ScriptedServer: Sendable {
    /// A request as it came.
    package struct Request: Sendable {
        package let head: String
        package let body: [UInt8]
        /// Counts the requests of the server, from 0.
        package let index: Int

        package var method: String { String(head.prefix { $0 != " " }) }
        package var path: String { head.split(separator: " ").dropFirst().first.map(String.init) ?? "" }
        package func header(_ name: String) -> String? {
            for line in head.split(separator: "\r\n").dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                if parts.count == 2, parts[0].lowercased() == name.lowercased() {
                    return String(parts[1].drop { $0 == " " })
                }
            }
            return nil
        }
    }

    /// What to do next on the connection.
    package enum Step: Sendable {
        case send(String)
        case sendBytes([UInt8])
        /// The same bytes so many times, each time when those before have gone out: it takes no memory.
        case flood([UInt8], Int)
        /// Milliseconds.
        case wait(Int64)
        /// Goes on when the condition holds: the client has seen so much, however long a busy machine takes for it.
        case until(@Sendable () -> Bool)
        case close
    }

    fileprivate struct State {
        var requests: [Request] = []
        var closedByClient = 0
        var connections = 0
    }

    private let channel: any Channel
    fileprivate let state: StateBox

    fileprivate final class StateBox: Sendable {
        fileprivate let state = Mutex(State())
    }

    package static func start(_ script: @escaping @Sendable (Request) -> [Step]) async throws -> ScriptedServer {
        let box = StateBox()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ScriptHandler(box: box, script: script))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return ScriptedServer(channel: channel, box: box)
    }

    private init(channel: any Channel, box: StateBox) {
        self.channel = channel
        self.state = box
    }

    package var port: Int { channel.localAddress?.port ?? 0 }
    package var url: String { "http://127.0.0.1:\(port)" }
    package var requests: [Request] { state.state.withLock { $0.requests } }
    package var connections: Int { state.state.withLock { $0.connections } }
    /// How many connections the other side closed while an answer was still to be written.
    package var closedByClient: Int { state.state.withLock { $0.closedByClient } }

    package func stop() async { try? await channel.close() }

    /// A whole response with its length.
    package static func response(_ body: String, status: String = "200 OK", type: String = "application/json") -> String
    {
        "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private final class ScriptHandler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let box: StateBox
        private let script: @Sendable (Request) -> [Step]
        private var received: [UInt8] = []
        private var isAnswering = false

        init(box: StateBox, script: @escaping @Sendable (Request) -> [Step]) {
            self.box = box
            self.script = script
        }

        func channelActive(context: ChannelHandlerContext) { box.state.withLock { $0.connections += 1 } }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received.append(contentsOf: unwrapInboundIn(data).readableBytesView)
            guard let end = received.firstRange(of: Array("\r\n\r\n".utf8)) else { return }
            let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
            let probe = Request(head: head, body: [], index: 0)
            let length = probe.header("content-length").flatMap(Int.init) ?? 0
            guard received.count - end.upperBound >= length else { return }
            let body = Array(received[end.upperBound..<end.upperBound + length])
            received.removeSubrange(..<(end.upperBound + length))
            let request = box.state.withLock { state in
                let request = Request(head: head, body: body, index: state.requests.count)
                state.requests.append(request)
                return request
            }
            isAnswering = true
            play(script(request)[...], context: context)
        }

        private func play(_ steps: ArraySlice<Step>, context: ChannelHandlerContext) {
            var steps = steps
            while let step = steps.popFirst() {
                switch step {
                case .send(let text): write(Array(text.utf8), context)
                case .sendBytes(let bytes): write(bytes, context)
                case .flood(let bytes, let count):
                    guard count > 0 else { continue }
                    let rest = [.flood(bytes, count - 1)] + steps
                    let loop = NIOLoopBound((self, context), eventLoop: context.eventLoop)
                    let buffer = context.channel.allocator.buffer(bytes: bytes)
                    context.writeAndFlush(wrapOutboundOut(buffer)).whenSuccess {
                        // Not from within: a write that is done at once would go ever deeper.
                        loop.value.1.eventLoop.execute {
                            let (handler, context) = loop.value
                            handler.play(rest[...], context: context)
                        }
                    }
                    return
                case .wait(let milliseconds):
                    play(steps, after: milliseconds, context)
                    return
                case .until(let condition):
                    if condition() { continue }
                    play([step] + steps, after: 1, context)
                    return
                case .close:
                    isAnswering = false
                    context.close(promise: nil)
                    return
                }
            }
            isAnswering = false
        }

        private func play(_ steps: ArraySlice<Step>, after milliseconds: Int64, _ context: ChannelHandlerContext) {
            let loop = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: .milliseconds(milliseconds)) {
                let (handler, context) = loop.value
                if context.channel.isActive { handler.play(steps, context: context) }
            }
        }

        private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            if isAnswering { box.state.withLock { $0.closedByClient += 1 } }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
