import NIOCore
import NIOEmbedded
import NIOHTTP1
import Synchronization
import Testing

@testable import ALCFServe

/// One connection on a loop whose time, and whose thread, are the test's.
struct ClientConnectionTests {
    private let channel = EmbeddedChannel()

    private func open(
        answer: @escaping @Sendable (ClientRequest, Responder) async -> Void = {
            try? $1.send(200, Array($0.path.utf8))
        }
    ) throws {
        let connection = ClientConnection(
            executor: LoopExecutor(channel.eventLoop), socket: nil, answers: AnswerCount(), takesBody: { _ in true },
            answer: answer)
        try channel.pipeline.syncOperations.addHandlers(ByteToMessageHandler(HTTPRequestDecoder()), connection)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    private func ask(_ text: String) throws { try channel.writeInbound(ByteBuffer(string: text)) }

    /// Everything that was written since the last call.
    private func written() throws -> String {
        channel.embeddedEventLoop.run()
        var text = ""
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: buffer) }
        return text
    }

    private func pass(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }

    @Test func oneOnWhichNothingIsAskedIsClosed() throws {
        try open()
        pass(ClientConnection.patience - .seconds(1))
        #expect(channel.isActive)
        pass(.seconds(1))
        #expect(!channel.isActive)
    }

    @Test func aRequestThatIsNeverWholeIsGivenUp() throws {
        try open()
        pass(.minutes(4))
        try ask("POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nxx")
        pass(ClientConnection.patience - .seconds(1))
        // Bytes alone are no progress: a client could send one a minute for ever.
        try ask("x")
        #expect(channel.isActive)
        pass(.seconds(1))
        #expect(!channel.isActive)
    }

    @Test func anAnswerMayTakeLongerAndTheNextRequestHasItsOwnTime() throws {
        final class Gate: Sendable { let waiting = Mutex<CheckedContinuation<Void, Never>?>(nil) }
        let gate = Gate()
        try open { request, responder in
            await withCheckedContinuation { continuation in gate.waiting.withLock { $0 = continuation } }
            try? responder.send(200, Array(request.path.utf8))
        }
        try ask("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(try written() == "")
        pass(.hours(1))
        #expect(channel.isActive)
        gate.waiting.withLock { $0.take() }?.resume()
        #expect(try written().hasSuffix("/slow"))
        pass(ClientConnection.patience - .seconds(1))
        #expect(channel.isActive)
        pass(.seconds(1))
        #expect(!channel.isActive)
    }

    @Test func requestsOfOnePacketAreAnsweredInTheirOrder() throws {
        try open()
        let request = { (path: String) in "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n" }
        try ask(request("/one") + request("/two"))
        let text = try written()
        #expect(text.contains("/oneHTTP/1.1 200 OK") && text.hasSuffix("/two"))
        #expect(channel.isActive)
    }

    @Test func whatIsNoHTTPIsRefused() throws {
        try open()
        _ = try? ask("!?\r\n\r\n")
        #expect(try written().hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
        #expect(!channel.isActive)
    }

    @Test func aClientOfHTTP1_0GetsNoChunks() throws {
        try open { _, responder in
            try? responder.begin(Array("data: 1\n\n".utf8), headers: [])
            try? responder.send(Array("data: 2\n\n".utf8), isLast: true)
        }
        try ask("GET / HTTP/1.0\r\n\r\n")
        let text = try written()
        #expect(text.hasSuffix("\r\n\r\ndata: 1\n\ndata: 2\n\n"))
        #expect(text.contains("Connection: close\r\n"))
        #expect(!text.contains("chunked"))
        #expect(!channel.isActive)
    }

    @Test func aStreamIsSentInChunks() throws {
        try open { _, responder in
            try? responder.begin(Array("data: 1\n\n".utf8), headers: [("x-name", "a\r\nb")])
            try? responder.send(Array("data: 2\n\n".utf8), isLast: true)
        }
        try ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        let text = try written()
        #expect(text.hasSuffix("\r\n\r\n9\r\ndata: 1\n\n\r\n9\r\ndata: 2\n\n\r\n0\r\n\r\n"))
        #expect(text.contains("x-name: a??b\r\n"))
        #expect(channel.isActive)
    }

    /// An answer that was not sent whole must not be taken for that.
    @Test func anAnswerThatBrokeEndsTheConnection() throws {
        try open { _, responder in
            try? responder.begin(Array("data: 1\n\n".utf8), headers: [])
        }
        try ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(try !written().contains("0\r\n\r\n"))
        #expect(!channel.isActive)
    }
}
