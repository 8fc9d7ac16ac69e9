import ALCFSystem
import Synchronization
import TestSupport
import Testing

@testable import ALCFHTTP

/// Bodies that a sink takes at their first byte: by the client itself, and by what every other transport does.
struct HTTPBodyTakerTests {
    /// A transport that knows nothing of sinks.
    private struct Plain: HTTPTransport {
        let client: HTTPClient
        func send(_ request: HTTPRequest) async throws -> HTTPResponse { try await client.send(request) }
    }

    /// Takes all that comes, and after a number of bytes waits for the end alone.
    private final class Sink: HTTPBodySink {
        private struct State {
            var text = ""
            var ends: [HTTPError.Code?] = []
        }

        private let body: HTTPBody
        private let enough: Int
        private let state = Mutex(State())

        init(_ body: HTTPBody, enough: Int = .max) {
            self.body = body
            self.enough = enough
        }

        var text: String { state.withLock { $0.text } }
        var ends: [HTTPError.Code?] { state.withLock { $0.ends } }

        func hasRoom(orElse resume: @escaping @Sendable () -> Void) -> Bool { true }

        func receive(_ bytes: Span<UInt8>, at time: MonotonicTime) {
            let text = String(decoding: bytes.copy, as: UTF8.self)
            state.withLock { $0.text += text }
        }

        func readEnded() { if text.utf8.count >= enough { body.expectEnd(within: 600) } }
        func end(_ error: HTTPError?) { state.withLock { $0.ends.append(error?.code) } }
    }

    /// The sinks that were made, and the beginnings that they were made for.
    private final class Sinks: Sendable {
        private let state = Mutex<[(sink: Sink, beginning: String)]>([])
        var all: [(sink: Sink, beginning: String)] { state.withLock { $0 } }

        func take(_ response: HTTPResponse, _ beginning: Span<UInt8>, enough: Int = .max) -> Sink {
            let sink = Sink(response.body, enough: enough)
            let text = String(decoding: beginning.copy, as: UTF8.self)
            state.withLock { $0.append((sink, text)) }
            return sink
        }
    }

    enum Way: CaseIterable, Sendable { case client, sharded, plain }

    private func transport(_ way: Way) -> any HTTPTransport {
        switch way {
        case .client: HTTPClient.patient
        case .sharded: ShardedTransport(loops: 2)
        case .plain: Plain(client: HTTPClient.patient)
        }
    }

    private static let head = "HTTP/1.1 200 OK\r\nX-Kind: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    private func request(_ server: ScriptedServer) throws -> HTTPRequest { HTTPRequest(.get, try HTTPURL(server.url)) }

    @Test(arguments: Way.allCases)
    func aSinkGetsAllOfIt(way: Way) async throws {
        let server = try await ScriptedServer.start { _ in
            [.send(Self.head), .wait(20), .send("5\r\nhello\r\n"), .wait(20), .send("6\r\n there\r\n0\r\n\r\n")]
        }
        let sinks = Sinks()
        let response = try await transport(way).send(request(server)) { sinks.take($0, $1) }
        #expect(response.isTaken)
        #expect(response.status == 200)
        #expect(response.headers["x-kind"] == "a")
        #expect(sinks.all.map(\.sink.text) == ["hello there"])
        #expect(sinks.all.map(\.sink.ends) == [[nil]])
        #expect(sinks.all.first.map { "hello".hasPrefix($0.beginning) } == true)
        await #expect(throws: HTTPError.self) { try await response.body.collect() }
        #expect(response.timings.bytesReceived == 11)
        await server.stop()
    }

    @Test(arguments: Way.allCases)
    func oneThatNobodyTakesIsForTheOneWhoAsked(way: Way) async throws {
        let server = try await ScriptedServer.start { _ in [.send(Self.head + "5\r\nhello\r\n0\r\n\r\n")] }
        let response = try await transport(way).send(request(server)) { _, _ in nil }
        #expect(!response.isTaken)
        #expect(try await response.body.collect() == Array("hello".utf8))
        await server.stop()
    }

    /// Small bodies are libcurl's own once they are sent, and large ones are read piece by piece.
    @Test(arguments: [100, 1 << 20])
    func theBodyOfTheRequestIsLetGo(size: Int) async throws {
        let server = try await ScriptedServer.start { _ in
            [.send(Self.head + "5\r\nhello\r\n0\r\n\r\n")]
        }
        var request = try request(server)
        request.method = .post
        request.body = Array(repeating: 0x61, count: size)
        let (sinks, copy) = (Sinks(), request)
        _ = try await HTTPClient.patient.send(copy) { _, _ in nil }.body.collect()
        #expect(copy.body?.count == size)
        #expect(try await HTTPClient.patient.send(copy) { sinks.take($0, $1) }.isTaken)
        #expect(server.requests.map(\.body.count) == [size, size])
        #expect(request.body == [])
        await server.stop()
    }

    @Test(arguments: Way.allCases)
    func refusalsAndEmptyBodiesAreNotOffered(way: Way) async throws {
        let server = try await ScriptedServer.start { request in
            request.index == 0
                ? [.send("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno")]
                : [.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
        }
        let (sinks, transport) = (Sinks(), transport(way))
        let refused = try await transport.send(request(server)) { sinks.take($0, $1) }
        #expect(refused.status == 404)
        #expect(try await refused.body.collect() == Array("no".utf8))
        let empty = try await transport.send(request(server)) { sinks.take($0, $1) }
        #expect(try await empty.body.collect() == [])
        #expect(!empty.isTaken)
        #expect(sinks.all.isEmpty)
        await server.stop()
    }

    @Test(arguments: Way.allCases)
    func aBodyThatBreaksTellsItsSink(way: Way) async throws {
        let server = try await ScriptedServer.start { _ in [.send(Self.head + "5\r\nhello\r\n"), .wait(20), .close] }
        let sinks = Sinks()
        let response = try await transport(way).send(request(server)) { sinks.take($0, $1) }
        #expect(response.isTaken)
        #expect(sinks.all.first?.sink.text == "hello")
        #expect(sinks.all.first?.sink.ends == [.disconnected])
        await server.stop()
    }

    /// The server does not end its answer: who asked goes on all the same.
    @Test(arguments: Way.allCases)
    func whoAskedWaitsNoLongerThanTheSink(way: Way) async throws {
        let server = try await ScriptedServer.start { _ in [.send(Self.head + "5\r\nhello\r\n"), .wait(600_000)] }
        let sinks = Sinks()
        let response = try await transport(way).send(request(server)) { sinks.take($0, $1, enough: 5) }
        #expect(response.isTaken)
        #expect(sinks.all.first?.sink.ends == [])
        response.body.abandon()
        #expect(sinks.all.first?.sink.ends == [.cancelled])
        await server.stop()
    }

    @Test(arguments: Way.allCases)
    func cancellingTellsTheSink(way: Way) async throws {
        let server = try await ScriptedServer.start { _ in [.send(Self.head + "5\r\nhello\r\n"), .wait(600_000)] }
        let (sinks, transport, request) = (Sinks(), transport(way), try request(server))
        let task = Task { try await transport.send(request) { sinks.take($0, $1) } }
        #expect(await eventually { sinks.all.first?.sink.text == "hello" })
        task.cancel()
        #expect(try await task.value.isTaken)
        #expect(sinks.all.first?.sink.ends == [.cancelled])
        await server.stop()
    }
}
