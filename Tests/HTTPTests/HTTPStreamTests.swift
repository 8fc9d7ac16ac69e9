import ALCFHTTP
import ALCFSystem
import Synchronization
import TestSupport
import Testing

/// Bodies that come slowly, stop, or break.
@Suite(.tags(.watchesTheClock)) struct HTTPStreamTests {
    let client = HTTPClient()
    static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"

    func request(_ server: ScriptedServer, _ timeouts: HTTPRequest.Timeouts = .init()) throws -> HTTPRequest {
        HTTPRequest(.get, try HTTPURL(server.url), timeouts: timeouts)
    }

    /// The reads of a response so far, for a server that waits for them.
    private final class Progress: Sendable {
        private let response = Mutex<HTTPResponse?>(nil)

        /// Nil until the head is there.
        var reads: Int? { response.withLock { $0?.timings.reads } }

        func follow(_ response: HTTPResponse) { self.response.withLock { $0 = response } }
    }

    @Test func stampsEveryRead() async throws {
        let progress = Progress()
        let server = try await ScriptedServer.start { _ in
            [
                .send(Self.head), .until { progress.reads == 0 }, .send("1\r\na\r\n"), .until { progress.reads == 1 },
                .send("1\r\nb\r\n0\r\n\r\n"),
            ]
        }
        let response = try await client.send(request(server))
        progress.follow(response)
        // Read late: the stamps must be of the socket, not of whoever looks.
        #expect(await eventually { response.timings.ended != nil })
        let looked = MonotonicTime.now
        var fragments: [HTTPFragment] = []
        for try await batch in response.body { fragments += batch }
        #expect(fragments.map(\.bytes) == [[0x61], [0x62]])
        let stamps = [
            try #require(response.timings.firstByte), fragments[0].time, fragments[1].time,
            try #require(response.timings.ended), looked,
        ]
        #expect(stamps == stamps.sorted() && fragments[0].time < fragments[1].time)
        #expect(response.timings.reads == 2)
        #expect(response.timings.bytesReceived == 2)
        await server.stop()
    }

    @Test func whatOneReadBroughtHasOneStamp() async throws {
        // libcurl hands on each chunk by itself.
        let progress = Progress()
        let server = try await ScriptedServer.start { _ in
            [
                .send(Self.head), .until { progress.reads == 0 }, .send("1\r\na\r\n1\r\nb\r\n1\r\nc\r\n"),
                .until { progress.reads == 1 }, .send("1\r\nd\r\n0\r\n\r\n"),
            ]
        }
        let response = try await client.send(request(server))
        progress.follow(response)
        var fragments: [HTTPFragment] = []
        for try await batch in response.body { fragments += batch }
        #expect(fragments.map(\.bytes) == [[0x61], [0x62], [0x63], [0x64]])
        #expect(Set(fragments.prefix(3).map(\.time)).count == 1 && fragments[3].time > fragments[2].time)
        #expect(response.timings.reads == 2)
        await server.stop()
    }

    @Test func givesOutWhatCameBeforeTheConnectionBroke() async throws {
        let server = try await ScriptedServer.start { _ in [.send(Self.head + "3\r\nabc\r\n"), .wait(20), .close] }
        let response = try await client.send(request(server))
        var received: [UInt8] = []
        let error = await #expect(throws: HTTPError.self) {
            for try await batch in response.body { received += batch.flatMap(\.bytes) }
        }
        #expect(error?.code == .disconnected)
        #expect(received == Array("abc".utf8))
        #expect(error?.timings?.ended != nil)
        await server.stop()
    }

    @Test func limitsTheWaitForTheFirstByte() async throws {
        let server = try await ScriptedServer.start { _ in [.wait(5000)] }
        let error = await #expect(throws: HTTPError.self) {
            try await client.send(request(server, .init(firstByte: .seconds(0.1))))
        }
        #expect(error?.code == .timeoutFirstByte)
        #expect(error?.isBeforeSend == false)
        await server.stop()
    }

    @Test func limitsSilenceInTheMiddle() async throws {
        let server = try await ScriptedServer.start { _ in [.send(Self.head + "1\r\na\r\n"), .wait(5000)] }
        let response = try await client.send(request(server, .init(idle: .seconds(0.1))))
        let error = await #expect(throws: HTTPError.self) { try await response.body.collect() }
        #expect(error?.code == .timeoutIdle)
        await server.stop()
    }

    @Test func limitsTheWhole() async throws {
        let server = try await ScriptedServer.start { _ in
            [.send(Self.head)] + (0..<200).flatMap { _ in [.send("1\r\na\r\n"), .wait(20)] }
        }
        let error = await #expect(throws: HTTPError.self) {
            try await client.send(request(server, .init(total: .seconds(0.2)))).body.collect()
        }
        #expect(error?.code == .timeoutTotal)
        await server.stop()
    }

    @Test func cancellingTheTaskEndsTheExchangeOnTheWire() async throws {
        let server = try await ScriptedServer.start { _ in [.send(Self.head + "1\r\na\r\n"), .wait(20_000)] }
        let request = try request(server)
        let task = Task { [client] in try await client.send(request).body.collect() }
        #expect(await eventually { server.requests.count == 1 })
        task.cancel()
        let error = await #expect(throws: HTTPError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(await eventually { server.closedByClient == 1 })
        await server.stop()
    }

    @Test func leavingTheLoopEndsTheExchangeOnTheWire() async throws {
        let server = try await ScriptedServer.start { _ in [.send(Self.head + "1\r\na\r\n"), .wait(20_000)] }
        let response = try await client.send(request(server))
        for try await _ in response.body { break }
        #expect(await eventually { server.closedByClient == 1 })
        #expect(response.status == 200)
        await server.stop()
    }

    @Test func cancellingIsHeardWhileDataKeepsComing() async throws {
        let piece = [UInt8](repeating: 0x78, count: 1 << 20)
        let server = try await ScriptedServer.start { _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Length: \(1 << 40)\r\n\r\n")] + (0..<512).map { _ in .sendBytes(piece) }
        }
        let body = try await client.send(request(server)).body
        let task = Task {
            var count = 0
            for try await _ in body {
                count += 1
                if count == 3 { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        let error = await #expect(throws: HTTPError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        await server.stop()
    }

    /// On a handle that was used before, libcurl before 8.1.1 may take such a line for a continuation of the last
    /// answer's last header, whose memory is another's by then.
    @Test func aHeaderThatContinuesNothingIsAnError() async throws {
        let server = try await ScriptedServer.start { request in
            let first = request.index.isMultiple(of: 2) ? "X-Long: \(String(repeating: "x", count: 60))" : " continued"
            return [.send("HTTP/1.1 200 OK\r\n\(first)\r\nContent-Length: 2\r\n\r\nok")]
        }
        for number in 0..<200 {
            do {
                let response = try await client.send(request(server))
                #expect(try await response.body.collect() == Array("ok".utf8))
                #expect(number.isMultiple(of: 2) == (response.headers["X-Long"] != nil))
            } catch let error as HTTPError {
                #expect(!number.isMultiple(of: 2) && !error.message.isEmpty)
            }
        }
        await server.stop()
    }

    @Test func isReadOnce() async throws {
        let body = HTTPBody(fragments: [HTTPFragment(time: .now, bytes: [1])])
        #expect(try await body.collect() == [1])
        await #expect(throws: HTTPError.self) { try await body.collect() }
    }

    @Test func aBodyOutlivesItsClient() async throws {
        let server = try await ScriptedServer.start { _ in
            [.send(Self.head), .wait(50), .send("1\r\na\r\n0\r\n\r\n")]
        }
        let body = try await HTTPClient().send(request(server)).body
        #expect(try await body.collect() == [0x61])
        await server.stop()
    }

    @Test func aSlowConsumerHoldsTheServerBack() async throws {
        let piece = [UInt8](repeating: 0x78, count: 1 << 20)
        let server = try await ScriptedServer.start { _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Length: \(16 << 20)\r\n\r\n")] + (0..<16).map { _ in .sendBytes(piece) }
        }
        let response = try await client.send(request(server))
        var largest = 0
        var total = 0
        for try await batch in response.body {
            let size = batch.reduce(0) { $0 + $1.bytes.count }
            largest = max(largest, size)
            total += size
            await Task.yield()
        }
        #expect(total == 16 << 20)
        // The high-water mark of 256 KiB and the read that crosses it.
        #expect(largest <= (256 << 10) + (64 << 10))
        await server.stop()
    }

    @Test func boundsWhatIsCollected() async throws {
        let server = try await ScriptedServer.start { _ in
            [.send(ScriptedServer.response(String(repeating: "x", count: 1000)))]
        }
        let response = try await client.send(request(server))
        let error = await #expect(throws: HTTPError.self) { try await response.body.collect(upTo: 999) }
        #expect(error?.code == .tooLarge)
        await server.stop()
    }

    @Test func boundsTheHead() async throws {
        let field = "X: " + String(repeating: "y", count: 8000) + "\r\n"
        let server = try await ScriptedServer.start { _ in
            [.send("HTTP/1.1 200 OK\r\n")] + (0..<64).map { _ in .send(field) } + [.send("\r\n")]
        }
        let error = await #expect(throws: HTTPError.self) { try await client.send(request(server)) }
        #expect(error?.code == .tooLarge || error?.code == .disconnected || error?.code == .other)
        await server.stop()
    }

    @Test func refusesWhatIsNotHTTP() async throws {
        let server = try await ScriptedServer.start { _ in [.send("hello\r\n\r\n"), .close] }
        let error = await #expect(throws: HTTPError.self) { try await client.send(request(server)) }
        #expect(error?.code == .malformed)
        await server.stop()
    }

    /// libcurl itself takes more digits for a status, or fewer.
    @Test(arguments: ["2000 OK", "20 OK", "000 OK", "+20 OK", "2x0 OK", "OK", "200OK", ""])
    func refusesAStatusThatIsNotOfThreeDigits(status: String) async throws {
        let server = try await ScriptedServer.start { _ in
            [.send("HTTP/1.1 \(status)\r\nContent-Length: 2\r\n\r\nhi"), .close]
        }
        let error = await #expect(throws: HTTPError.self) { try await client.send(request(server)) }
        #expect(error?.code == .malformed, "\(error?.message ?? "")")
        await server.stop()
    }

    @Test(arguments: ["200 OK", "200 ", "200", "599 x", "999 x"])
    func takesAStatusOfThreeDigits(status: String) async throws {
        let server = try await ScriptedServer.start { _ in
            [.send("HTTP/1.1 \(status)\r\nContent-Length: 2\r\n\r\nhi"), .close]
        }
        let response = try await client.send(request(server))
        #expect(response.status == Int(status.prefix(3)))
        #expect(try await response.body.collect() == Array("hi".utf8))
        await server.stop()
    }
}
