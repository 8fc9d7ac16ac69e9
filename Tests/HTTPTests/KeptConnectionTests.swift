import ALCFSystem
import TestSupport
import Testing

@testable import ALCFHTTP

/// Connections that are kept from one request to the next, and end in between.
@Suite(.tags(.watchesTheClock)) struct KeptConnectionTests {
    private func post(_ client: HTTPClient, _ server: ScriptedServer) async throws -> HTTPResponse {
        let response = try await client.send(HTTPRequest(.post, try HTTPURL(server.url + "/x"), body: [1]))
        _ = try await response.body.collect()
        return response
    }

    @Test func oneThatTheServerRetiredHasAClassOfItsOwn() async throws {
        let server = try await ScriptedServer.start { request in
            request.index == 1 ? [.close] : [.send(ScriptedServer.response("ok"))]
        }
        let client = HTTPClient.patient
        #expect(try await post(client, server).timings.newConnections == 1)
        let error = await #expect(throws: HTTPError.self) { try await post(client, server) }
        #expect(error?.code == .disconnected && error?.isRetiredConnection == true)
        #expect(error?.isBeforeSend == false, "it may have been taken up")
        #expect(server.requests.count == 2, "a POST is never sent twice")
        #expect(try await post(client, server).status == 200)
        await server.stop()
    }

    /// The server took the request, and broke afterwards: that is its failure, on whatever connection.
    @Test func aServerThatBreaksLaterHasFailed() async throws {
        let server = try await ScriptedServer.start { request in
            request.index == 1 ? [.wait(1200), .close] : [.send(ScriptedServer.response("ok"))]
        }
        let client = HTTPClient.patient
        _ = try await post(client, server)
        let error = await #expect(throws: HTTPError.self) { try await post(client, server) }
        #expect(error?.code == .disconnected && error?.isRetiredConnection == false)
        await server.stop()
    }

    @Test func aNewConnectionThatBreaksIsAFailure() async throws {
        let server = try await ScriptedServer.start { _ in [.close] }
        let error = await #expect(throws: HTTPError.self) { try await post(HTTPClient(), server) }
        #expect(error?.code == .disconnected && error?.isRetiredConnection == false)
        await server.stop()
    }

    @Test func anIdleOneIsGivenUpBeforeTheServerDoesSo() async throws {
        let server = try await ScriptedServer.start { _ in [.send(ScriptedServer.response("ok"))] }
        var configuration = HTTPClient.Configuration()
        #expect((2...3).contains(configuration.idleLimit), "servers retire theirs after five seconds and more")
        configuration.idleLimit = 1
        let client = HTTPClient(configuration)
        _ = try await post(client, server)
        try await Task.sleep(for: .seconds(2.05))
        #expect(try await post(client, server).timings.newConnections == 1)
        #expect(server.connections == 2)
        await server.stop()
    }
}
