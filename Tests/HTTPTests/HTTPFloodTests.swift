import ALCFSystem
import TestSupport
import Testing

@testable import ALCFHTTP

/// Servers that send without end what nobody hears of.
@Suite(.tags(.watchesTheClock)) struct HTTPFloodTests {
    let client = HTTPClient()
    static let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

    private func failure(_ steps: [ScriptedServer.Step]) async throws -> HTTPError? {
        let server = try await ScriptedServer.start { _ in steps }
        defer { Task { await server.stop() } }
        do {
            let response = try await client.send(HTTPRequest(.get, try HTTPURL(server.url)))
            _ = try await response.body.collect()
            return nil
        } catch let error as HTTPError { return error }
    }

    @Test func headsAndTrailersWithoutEndAreRefused() async throws {
        let field = Array(("X-A: " + String(repeating: "y", count: 1000) + "\r\n").utf8)
        let early = Array("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n".utf8)
        for (steps, what) in [
            ([.send("HTTP/1.1 200 OK\r\n"), .flood(field, 2000)], "headers"),
            ([.send(Self.chunked + "2\r\n{}\r\n0\r\n"), .flood(field, 2000)], "trailers"),
            ([.flood(early, 20_000)], "informational heads"),
            ([.send("HTTP/1.1 200 OK\r\nX: "), .flood(Array(repeating: 0x61, count: 65_536), 20)], "a line"),
        ] as [([ScriptedServer.Step], String)] {
            let error = try await failure(steps)
            #expect(error?.code == .tooLarge && error?.message.contains("headers without end") == true, "\(what)")
        }
    }

    @Test func trailersOfUsualLengthAreNoHarm() async throws {
        #expect(try await failure([.send(Self.chunked + "2\r\n{}\r\n0\r\nX-A: b\r\nX-B: c\r\n\r\n"), .close]) == nil)
    }

    @Test func chunkExtensionsWithoutEndAreNoticed() async throws {
        let error = try await failure([
            .send(Self.chunked + "2;"), .flood(Array(repeating: 0x61, count: 1 << 20), 100_000),
        ])
        #expect(error?.code == .malformed && error?.message.contains("almost nothing of an answer") == true)
    }

    @Test func onlyALotForNothingIsAFlood() {
        let begin = MonotonicTime.now
        func isFlood(useful: Int, onWire: Int?) -> Bool {
            var watch = FloodWatch(from: begin)
            // The first look is early, and asks nothing; the second finds where the connection stood.
            let early = watch.isFlood(at: begin.advanced(by: 0.5), useful: 0, onWire: nil)
            let first = watch.isFlood(at: begin.advanced(by: 1.1), useful: 1000, onWire: 5000)
            #expect(!early && !first)
            return watch.isFlood(at: begin.advanced(by: 2.2), useful: useful, onWire: onWire)
        }
        #expect(isFlood(useful: 1000, onWire: 5000 + FloodWatch.allowance + 1))
        #expect(!isFlood(useful: 1000, onWire: 5000 + FloodWatch.allowance))
        // A chunk for each byte, over TLS.
        #expect(!isFlood(useful: 1000 + 10_000_000, onWire: 5000 + 400_000_000))
        #expect(!isFlood(useful: 1000, onWire: nil) && !isFlood(useful: 1000, onWire: 0))
    }
}
