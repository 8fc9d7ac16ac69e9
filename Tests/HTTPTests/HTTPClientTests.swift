import ALCFCrypto
import ALCFHTTP
import ALCFSystem
import TestSupport
import Testing

@Suite struct HTTPClientTests {
    let client = HTTPClient.patient

    func get(_ server: ScriptedServer, _ path: String = "/") throws -> HTTPRequest {
        HTTPRequest(.get, try HTTPURL(server.url + path))
    }

    @Test func givesStatusHeadersAndBody() async throws {
        let server = try await ScriptedServer.start { _ in
            [.send("HTTP/1.1 404 Not Found\r\nX-One: a\r\nx-two:b \r\nContent-Length: 5\r\n\r\nhello")]
        }
        let response = try await client.send(get(server, "/a?b=c"))
        #expect(response.status == 404)
        #expect(response.headers["x-one"] == "a")
        #expect(response.headers["X-TWO"] == "b")
        #expect(try await response.body.collect() == Array("hello".utf8))
        #expect(server.requests.first?.path == "/a?b=c")
        await server.stop()
    }

    @Test func passesOverInformationalHeadsAndTrailers() async throws {
        let server = try await ScriptedServer.start { _ in
            [
                .send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"),
                .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Trailer: t\r\n\r\n"),
            ]
        }
        let response = try await client.send(get(server))
        #expect(response.status == 200)
        #expect(response.headers["link"] == nil)
        #expect(try await response.body.collect() == Array("abc".utf8))
        await server.stop()
    }

    @Test(arguments: [0, 1, 70_000, 3_000_000]) func sendsBodiesWhole(size: Int) async throws {
        let server = try await ScriptedServer.start { _ in [.wait(300), .send(ScriptedServer.response("{}"))] }
        var request = HTTPRequest(.post, try HTTPURL(server.url))
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        request.body = body
        let response = try await client.send(request)
        _ = try await response.body.collect()
        #expect(server.requests.first?.body == body)
        #expect(server.requests.first?.header("expect") == nil)
        let timings = response.timings
        let stamps = [
            timings.queued, try #require(timings.started), try #require(timings.connected), try #require(timings.sent),
            try #require(timings.firstByte), try #require(timings.ended),
        ]
        #expect(stamps == stamps.sorted())
        // libcurl's own start-transfer time is that of sending when the body is over 64 KiB; ours must not be.
        // Much less than the server waits: the stamp of sending may be late, on a busy machine.
        #expect(stamps[4].seconds(since: stamps[3]) >= 0.03)
        await server.stop()
    }

    @Test func keepsConnections() async throws {
        let server = try await ScriptedServer.start { _ in [.send(ScriptedServer.response("{}"))] }
        var new: [Int?] = []
        for _ in 0..<3 {
            let response = try await client.send(get(server))
            _ = try await response.body.collect()
            new.append(response.timings.newConnections)
        }
        #expect(new == [1, 0, 0])
        #expect(server.connections == 1)
        await server.stop()
    }

    @Test func neverSendsAPostTwice() async throws {
        // The kept connection breaks after the second request was read: libcurl alone would send it once more.
        let server = try await ScriptedServer.start { request in
            request.index == 0 ? [.send(ScriptedServer.response("{}"))] : [.wait(20), .close]
        }
        var request = HTTPRequest(.post, try HTTPURL(server.url))
        request.body = Array("{}".utf8)
        _ = try await client.send(request).body.collect()
        let error = await #expect(throws: HTTPError.self) { try await client.send(request).body.collect() }
        #expect(error?.code == .disconnected)
        #expect(error?.isBeforeSend == false)
        #expect(server.requests.count == 2)
        await server.stop()
    }

    @Test func sendsAPostWithoutABody() async throws {
        let server = try await ScriptedServer.start { _ in [.send(ScriptedServer.response("{}"))] }
        for _ in 0..<3 {
            _ = try await client.send(HTTPRequest(.post, HTTPURL(server.url))).body.collect()
        }
        #expect(server.requests.count == 3)
        #expect(server.requests.allSatisfy { $0.header("content-length") == "0" && $0.method == "POST" })
        await server.stop()
    }

    @Test func doesNotFollowRedirects() async throws {
        let server = try await ScriptedServer.start { _ in
            [.send("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")]
        }
        var request = try get(server)
        request.authorization = .bearer(Secret("token-one"))
        let response = try await client.send(request)
        #expect(response.status == 302)
        _ = try await response.body.collect()
        #expect(server.requests.count == 1)
        #expect(server.requests.first?.header("authorization") == "Bearer token-one")
        await server.stop()
    }

    @Test func refusesCredentialsOverPlainHTTP() async throws {
        var request = HTTPRequest(.get, try HTTPURL("http://example.org/"))
        request.authorization = .bearer(Secret("token-one"))
        let error = await #expect(throws: HTTPError.self) { try await client.send(request) }
        #expect(error?.code == .insecure)
        #expect(!"\(String(describing: error))".contains("token-one"))
    }

    @Test(arguments: [("X", "a\r\nY: b"), ("X Y", "a"), ("", "a"), ("Authorization", "Bearer x")])
    func refusesHeadersThatWouldBreakTheRequest(name: String, value: String) async throws {
        let request = HTTPRequest(.get, try HTTPURL("http://127.0.0.1:1/"), headers: [(name, value)])
        let error = await #expect(throws: HTTPError.self) { try await client.send(request) }
        #expect(error?.code == .invalidRequest)
    }

    @Test func saysThatNobodyListens() async throws {
        let error = await #expect(throws: HTTPError.self) {
            try await client.send(HTTPRequest(.get, HTTPURL("http://127.0.0.1:1/")))
        }
        #expect(error?.code == .connect)
        #expect(error?.isBeforeSend == true)
    }

    @Test func runsManyAtOnce() async throws {
        let server = try await ScriptedServer.start { request in
            [.wait(20), .send(ScriptedServer.response(request.path))]
        }
        let answers = try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<64 {
                let request = try get(server, "/\(index)")
                group.addTask { [client] in
                    String(decoding: try await client.send(request).body.collect(), as: UTF8.self)
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(answers == Set((0..<64).map { "/\($0)" }))
        await server.stop()
    }
}
