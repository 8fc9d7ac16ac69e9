import ALCFCrypto
import ALCFJSON
import ALCFSystem
import Testing

@testable import ALCFAuth

/// What the environment says counts for programs that use the library as for the command line.
@Suite struct AuthEnvironmentTests {
    let home = TemporaryDirectory()

    private func environment(_ values: [String: String], _ transport: ScriptedTransport = ScriptedTransport([]))
        -> AuthEnvironment
    {
        AuthEnvironment(
            values.merging(["HOME": home.path, GlobusAuth.baseURLVariable: "http://127.0.0.1:9"]) { own, _ in own },
            transport: transport)
    }

    @Test func aCommandOpensTheEncryptedFile() async throws {
        let path = home("tokens.alcf-encrypted.json")
        let passphrase = Passphrase { _ in Secret("correct horse") }
        let store = TokenStore(path: path, client: .alcfTokens, kind: .encrypted, passphrase: passphrase)
        let now = WallClock.system.now()
        try await store.save(TokenResponse(json: JSONValue(parsing: Samples.signedIn()), now: now), clock: .system)
        var values = [TokenStore.pathVariable: home("tokens.json")]
        let error = await #expect(throws: AuthError.self) {
            try await environment(values).tokens().accessToken()
        }
        #expect(error?.code == .passphraseNeeded)
        #expect(error?.remedy?.contains(Passphrase.commandVariable) == true)
        values[Passphrase.commandVariable] = "echo correct horse"
        #expect(try await environment(values).tokens().accessToken().expose() == "AgGateNew")
    }

    @Test func aServiceAccountComesBeforeTheFile() async throws {
        let account = [ServiceAccount.idVariable: "some-id", ServiceAccount.secretVariable: "s3cr3t"]
        let transport = ScriptedTransport([.json(200, Samples.refreshed(refresh: nil))])
        #expect(try await environment(account, transport).tokens().accessToken().expose() == "AgNewAccess")
        #expect(transport.sent.first?.form["grant_type"] == "client_credentials")
        let given = account.merging([EnvironmentToken.variable: "AgGiven"]) { own, _ in own }
        #expect(try await environment(given).tokens().accessToken().expose() == "AgGiven")
    }

    @Test(arguments: [
        [SessionLife.variable: "soon"], [ServiceAccount.idVariable: "some-id"],
        [EnvironmentToken.variable: "two words"],
        [GlobusAuth.baseURLVariable: "http://example.org"],
    ])
    func whatMakesNoSenseIsSaidAtOnce(_ values: [String: String]) {
        let error = #expect(throws: AuthError.self) { try environment(values).tokens() }
        #expect(error?.code == .misconfigured)
    }

    @Test func everyVariableIsNamed() {
        #expect(Set(AuthEnvironment.variables).isSuperset(of: TokenStore.variables))
        #expect(AuthEnvironment.variables.contains(Passphrase.commandVariable))
        #expect(AuthEnvironment.variables.contains(SessionLife.variable))
    }
}
