import ALCFCrypto
import ALCFHTTP
import ALCFJSON
import Testing

@testable import ALCFAuth

@Suite struct SignOutTests {
    let directory = TemporaryDirectory()
    var store: TokenStore { TokenStore(path: directory("tokens.json"), client: .inferenceApp) }
    let empty: JSONValue = ["data": ["DEFAULT": [:]], "format_version": "2.0", "globus-sdk.version": "4.9.1"]

    @Test func revokesEveryTokenAndEmptiesTheFile() async throws {
        put(Samples.sdkFile(), at: store.path)
        let transport = ScriptedTransport([.json(200, #"{"active": false}"#)])
        let report = try await SignOut(auth: globus(transport))(store)
        #expect(report.removed == [Samples.gateway, "auth.globus.org"])
        #expect(report.revoked == 4)
        #expect(report.failures.isEmpty)
        #expect(
            Set(transport.sent.compactMap { $0.form["token"] }) == [
                "AgOldAccess", "AgOldRefresh", "AgAuthAccess", "AgAuthRefresh",
            ])
        #expect(Set(transport.sent.map { $0.form["client_id"] }) == [OAuthClient.inferenceApp.id])
        #expect(try JSONValue(parsing: slurp(store.path) ?? "") == empty)
    }

    @Test func emptiesTheFileEvenWithoutANetwork() async throws {
        put(Samples.sdkFile(), at: store.path)
        let report = try await SignOut(auth: globus(ScriptedTransport([.fails(.dns)])))(store)
        #expect(report.revoked == 0)
        #expect(report.failures.map(\.code) == [.unavailable, .unavailable, .unavailable, .unavailable])
        #expect(try JSONValue(parsing: slurp(store.path) ?? "") == empty)
    }

    @Test func nothingToDo() async throws {
        let transport = ScriptedTransport([])
        let report = try await SignOut(auth: globus(transport))(store)
        #expect(report.removed.isEmpty)
        #expect(transport.sent.isEmpty)
        #expect(slurp(store.path) == nil)
    }
}
