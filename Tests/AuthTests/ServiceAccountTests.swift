import ALCFCrypto
import ALCFHTTP
import Synchronization
import Testing

@testable import ALCFAuth

@Suite struct ServiceAccountTests {
    let home = TemporaryDirectory()
    let clock = ManualClock(1_800_000_000)
    let account = ServiceAccount(id: "22222222-2222-4222-8222-222222222222", secret: Secret("s3cr3t"))

    func tokens(_ transport: any HTTPTransport, isKept: Bool = true) throws -> ServiceAccountTokens {
        let store = try account.store(environment: ["HOME": home.path])
        return ServiceAccountTokens(
            account, auth: try globus(transport, clock: clock), store: isKept ? store : nil, clock: clock.wall)
    }

    @Test func isReadFromTheEnvironment() throws {
        #expect(try ServiceAccount(environment: [:]) == nil)
        let environment = [ServiceAccount.idVariable: account.id, ServiceAccount.secretVariable: "s3cr3t"]
        #expect(try ServiceAccount(environment: environment) == account)
        for broken in [
            [ServiceAccount.idVariable: account.id], [ServiceAccount.secretVariable: "s3cr3t"],
            [ServiceAccount.idVariable: "../../x", ServiceAccount.secretVariable: "s3cr3t"],
            [ServiceAccount.idVariable: account.id, ServiceAccount.secretVariable: "s3 cr3t"],
        ] {
            let error = #expect(throws: AuthError.self) { try ServiceAccount(environment: broken) }
            #expect(error?.code == .misconfigured)
            #expect(error.map { "\($0.message) \($0.remedy ?? "")".contains("s3") } == false)
        }
    }

    @Test func renewsItselfAndSharesWhatItGot() async throws {
        let transport = ScriptedTransport([
            .json(200, Samples.refreshed(refresh: nil)),
            .json(200, Samples.refreshed(access: "AgSecond", refresh: nil)),
        ])
        let one = try tokens(transport)
        #expect(try await one.accessToken().expose() == "AgNewAccess")
        #expect(try await tokens(transport).accessToken().expose() == "AgNewAccess", "another process")
        #expect(transport.sent.count == 1)
        #expect(transport.sent.first?.form == ["grant_type": "client_credentials", "scope": Samples.scope])
        clock.advance(172_750)
        #expect(try await one.accessToken().expose() == "AgSecond")
        #expect(transport.sent.count == 2)
        let path = try account.store(environment: ["HOME": home.path]).path
        #expect(slurp(path)?.contains("s3cr3t") == false)
    }

    @Test func replacesARejectedToken() async throws {
        let transport = ScriptedTransport([
            .json(200, Samples.refreshed(refresh: nil)),
            .json(200, Samples.refreshed(access: "AgSecond", refresh: nil)),
        ])
        let tokens = try tokens(transport, isKept: false)
        let first = try await tokens.accessToken()
        #expect(try await tokens.accessToken(replacing: first).expose() == "AgSecond")
        let error = await #expect(throws: AuthError.self) {
            try await tokens.accessToken(replacing: Secret("AgSecond"))
        }
        #expect(error?.code == .tokenRejected)
    }

    @Test func revokesAsItself() async throws {
        let path = try account.store(environment: ["HOME": home.path]).path
        _ = try await tokens(ScriptedTransport([.json(200, Samples.refreshed(refresh: nil))])).accessToken()
        let transport = ScriptedTransport([.json(200, #"{"active":false}"#)])
        let report = try await SignOut(auth: globus(transport), account: account)(
            try account.store(environment: ["HOME": home.path]))
        #expect(report.revoked == 1 && report.failures.isEmpty)
        #expect(transport.sent.map(\.form) == [["token": "AgNewAccess"]], "its id goes with its secret, in the header")
        #expect(slurp(path)?.contains("AgNewAccess") == false)
    }

    @Test func aWrongSecretIsTheUsersToMend() async throws {
        let tokens = try tokens(ScriptedTransport([.json(401, #"{"error":"invalid_client"}"#)]))
        let error = await #expect(throws: AuthError.self) { try await tokens.accessToken() }
        #expect(error?.code == .misconfigured)
        #expect(error?.remedy?.contains(ServiceAccount.secretVariable) == true)
    }

    @Test func aBrokenFileIsLeftAlone() async throws {
        let path = try account.store(environment: ["HOME": home.path]).path
        let transport = ScriptedTransport([.json(200, Samples.refreshed(refresh: nil))])
        _ = try await tokens(transport).accessToken()
        put("{ broken", at: path)
        #expect(try await tokens(transport).accessToken().expose() == "AgNewAccess")
        #expect(slurp(path) == "{ broken")
    }
}
