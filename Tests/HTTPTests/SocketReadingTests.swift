import TestSupport
import Testing

@testable import ALCFHTTP

/// The kernel's knowledge of a connection, with each exchange over it.
@Suite struct SocketReadingTests {
    private func timings(_ client: HTTPClient, _ server: ScriptedServer) async throws -> HTTPTimings {
        let response = try await client.send(HTTPRequest(.post, try HTTPURL(server.url + "/x"), body: [1]))
        _ = try await response.body.collect()
        return response.timings
    }

    @Test func isThereOnNewAndKeptConnections() async throws {
        // libcurl names the socket where it has to wait: an answer that is there at once it may read without that.
        let server = try await ScriptedServer.start { _ in [.wait(500), .send(ScriptedServer.response("ok"))] }
        let client = HTTPClient.patient
        for number in 0..<3 {
            let timings = try await timings(client, server)
            #expect(timings.newConnections == (number == 0 ? 1 : 0))
            let reading = try #require(timings.socket)
            // On this machine, a round trip is well under a second, and nothing is lost.
            #expect((1e-7..<1).contains(try #require(reading.roundTrip)))
            #expect((1e-7..<1).contains(try #require(reading.leastRoundTrip)))
            #expect(try #require(reading.roundTripVariance) >= 0)
            #expect(reading.retransmissions == 0)
        }
        await server.stop()
    }

    /// A server that closes the connection with its answer leaves no socket to ask at the end.
    @Test func isReadBeforeTheConnectionIsGone() async throws {
        let server = try await ScriptedServer.start { _ in
            [.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok"), .close]
        }
        #expect(try await timings(HTTPClient(), server).socket?.roundTrip != nil)
        await server.stop()
    }

    /// A request that was given up tells of its connection too: that is where retransmissions matter.
    @Test func isThereOfATimeOut() async throws {
        let server = try await ScriptedServer.start { _ in [.wait(5000)] }
        var request = HTTPRequest(.post, try HTTPURL(server.url + "/x"), body: [1])
        request.timeouts.total = .seconds(2)
        let error = await #expect(throws: HTTPError.self) { _ = try await HTTPClient().send(request) }
        #expect(error?.code == .timeoutTotal && error?.timings?.socket?.retransmissions == 0)
        await server.stop()
    }

    @Test func whatIsNoConnectionHasNone() {
        #expect(SocketReading(socket: -1) == nil)
        #expect(SocketReading(socket: 1_000_000) == nil)
    }
}
