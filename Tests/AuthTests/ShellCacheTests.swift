import ALCFCrypto
import ALCFSystem
import Glibc
import Testing

@testable import ALCFAuth

@Suite struct ShellCacheTests {
    let home = TemporaryDirectory()
    static let now = 1_800_000_000.0

    static let several = """
        {"app_name": "alcf_tokens", "client_id": "7f3e61f5-e0de-4e8f-9150-0a62c65dda63", "by_resource_server":
        {"\(Samples.gateway)": {"scope": "\(Samples.scope)", "access_token": "AgOldAccess",
        "refresh_token": "AgOldRefresh", "expires_at": 1800000030}}}
        """
    static let flat = """
        {"app_name": "inference_app", "client_id": "58fdd3bc-e1c3-4ce5-80ea-8d6b87cfb944",
        "resource_server": "\(Samples.gateway)", "scope": "\(Samples.scope)", "access_token": "AgOldAccess",
        "refresh_token": "AgOldRefresh", "expires_at": 1800005000}
        """

    func place(_ text: String, for client: OAuthClient) throws -> String {
        let path = AtomicFile.parent(of: home(client.tokenFile)) + "/tokens-bash.json"
        try AtomicFile.makeDirectory(AtomicFile.parent(of: path))
        put(text, at: path)
        return path
    }

    @Test func isReadWhereThereIsNothingElse() async throws {
        let path = try place(Self.flat, for: .inferenceApp)
        let environment = ["HOME": home.path]
        let store = try await TokenStore.locate(environment: environment)
        #expect(store.path == path && store.kind == .shellCache && store.client == .inferenceApp)
        let clock = WallClock { Self.now }
        let status = try await TokenStatus.read(store, clock: clock)
        #expect(status.isSignedIn && status.remaining == 5000 && status.canRefresh)
        #expect(status.reason.contains("shell scripts"))
        #expect(status.nextSignInDue == nil)

        _ = try place(Samples.sdkFile(), for: .alcfTokens)
        let usual = home(OAuthClient.alcfTokens.tokenFile)
        put(Samples.sdkFile(), at: usual)
        #expect(try await TokenStore.locate(environment: environment).path == usual)
    }

    @Test func isRefreshedInMemoryAndNeverWritten() async throws {
        let path = try place(Self.several, for: .alcfTokens)
        let store = try await TokenStore.locate(environment: ["HOME": home.path])
        let clock = ManualClock(Self.now)
        let transport = ScriptedTransport([
            .json(200, Samples.refreshed()), .json(200, Samples.refreshed(access: "AgThird")),
        ])
        let manager = TokenManager(
            auth: try globus(transport, clock: clock), store: store, clock: clock.wall,
            warn: { Issue.record("\($0)") })
        #expect(try await manager.accessToken().expose() == "AgNewAccess")
        clock.advance(172_790)
        #expect(try await manager.accessToken().expose() == "AgThird")
        #expect(transport.sent.map { $0.form["refresh_token"] } == ["AgOldRefresh", "AgNewRefresh"])
        #expect(transport.sent.first?.form["client_id"] == OAuthClient.alcfTokens.id)
        #expect(slurp(path) == Self.several)
        #expect(names(in: AtomicFile.parent(of: path)) == ["tokens-bash.json"], "no lock, no temporary file")
    }

    @Test func neverTakesASignIn() async throws {
        _ = try place(Self.flat, for: .inferenceApp)
        let store = try await TokenStore.locateForSignIn(
            environment: ["HOME": home.path], services: [.inference], encrypts: false)
        #expect(store.kind == .shared && store.client == .alcfTokens)
        let named = home("named.json")
        put(Self.flat, at: named)
        let environment = [TokenStore.pathVariable: named]
        #expect(try await TokenStore.locate(environment: environment).kind == .shellCache)
        let candidate = try #require(try TokenStore.candidates(environment: environment).last)
        await #expect(throws: AuthError.self) { try await candidate.setAsideIfCorrupt() }
        #expect(slurp(named) == Self.flat)
    }

    @Test func oneThatOthersCanReadIsRefused() async throws {
        let path = try place(Self.flat, for: .inferenceApp)
        chmod(path, 0o644)
        let environment = ["HOME": home.path]
        let error = await #expect(throws: AuthError.self) { try await TokenStore.locate(environment: environment) }
        #expect(error?.code == .fileUnsafe)
    }
}
