import ALCFCrypto
import ALCFJSON
import ALCFSystem
import Testing

@testable import ALCFAuth

@Suite struct TokenStatusTests {
    let directory = TemporaryDirectory()
    var store: TokenStore { TokenStore(path: directory("tokens.json"), client: .alcfTokens, reason: "a test") }
    let clock = WallClock { 1_800_000_000 }

    @Test func nobodySignedIn() async throws {
        let status = try await TokenStatus.read(store, clock: clock)
        #expect(!status.isSignedIn)
        #expect(status.json["signed_in"] == false)
        #expect(status.json["remaining_seconds"] == .null)
        #expect(status.json["path"]?.string == store.path)
    }

    @Test func aSignInOfAPythonTool() async throws {
        put(Samples.sdkFile(expiresAt: 1_800_003_600), at: store.path)
        let status = try await TokenStatus.read(store, clock: clock)
        #expect(status.isSignedIn)
        #expect(status.remaining == 3600)
        #expect(status.identityID == Samples.identity)
        #expect(status.username == nil)
        #expect(status.nextSignInDue == nil, "what is not known is not guessed")
        #expect(status.canRefresh)
    }

    @Test func aSignInOfOurs() async throws {
        let response = try TokenResponse(json: JSONValue(parsing: Samples.signedIn()), now: 1_800_000_000)
        try await store.save(response, clock: clock)
        let later = WallClock { 1_800_172_900 }
        let json = try await TokenStatus.read(store, clock: later).json
        let expected: JSONValue = [
            "signed_in": true, "service": "inference", "source": "token_file",
            "client_id": .string(OAuthClient.alcfTokens.id), "app_name": "alcf_tokens",
            "path": .string(store.path), "reason": "a test", "identity_id": .string(Samples.identity),
            "username": "auser@anl.gov", "expires_at": "2027-01-17T08:00:00Z", "expires_at_seconds": 1_800_172_800,
            "remaining_seconds": 0, "can_refresh": true, "last_authentication": 1_799_999_000,
            "session_age_seconds": 173_900, "next_sign_in_due": "2027-02-14T07:43:20Z",
        ]
        #expect(json == expected)
        for secret in Samples.secrets { #expect(!json.serialized().contains(secret)) }
    }

    @Test func anEndedTokenWithoutARefreshTokenIsNoSignIn() async throws {
        put(
            Samples.sdkFile(expiresAt: 1_799_999_999).replacing(#""refresh_token": "AgOldRefresh", "#, with: ""),
            at: store.path)
        let status = try await TokenStatus.read(store, clock: clock)
        #expect(!status.isSignedIn)
        #expect(status.remaining == 0)
    }

    @Test func anUnsafeFileIsAnError() async throws {
        put(Samples.sdkFile(), at: store.path, mode: 0o644)
        await #expect(throws: AuthError.self) { try await TokenStatus.read(store, clock: clock) }
    }
}
