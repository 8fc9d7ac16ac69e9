import ALCFCrypto
import ALCFJSON
import ALCFSystem
import Synchronization
import Testing

@testable import ALCFAuth

@Suite struct SessionLifeTests {
    static let day = 86_400.0
    let directory = TemporaryDirectory()
    let clock = ManualClock(1_800_000_000)
    var store: TokenStore { TokenStore(path: directory("tokens.json"), client: .alcfTokens) }

    /// Authenticated at 1 799 999 000.
    func signIn() async throws {
        let response = try TokenResponse(json: JSONValue(parsing: Samples.signedIn()), now: clock.wall.now())
        try await store.save(response, clock: clock.wall)
    }

    @Test func isReadFromTheEnvironment() throws {
        #expect(try SessionLife(environment: [:]).days == 30)
        #expect(try SessionLife(environment: [SessionLife.variable: "7"]).days == 7)
        #expect(try SessionLife(environment: [SessionLife.variable: "0"]).days == nil)
        for text in ["x", "-1", "nan", "1e99"] {
            #expect(throws: AuthError.self) { try SessionLife(environment: [SessionLife.variable: text]) }
        }
    }

    @Test func warnsOnceFromThreeDaysBefore() async throws {
        try await signIn()
        let warnings = Mutex<[AuthError]>([])
        let transport = ScriptedTransport([.json(200, Samples.refreshed(refresh: "AgGateRefreshNew"))])
        func manager() throws -> TokenManager {
            TokenManager(
                auth: try globus(transport, clock: clock), store: store, clock: clock.wall,
                warn: { warning in warnings.withLock { $0.append(warning) } })
        }
        clock.advance(26.9 * Self.day)
        _ = try await manager().accessToken()
        #expect(warnings.withLock { $0.isEmpty })
        clock.advance(0.2 * Self.day)
        let late = try manager()
        _ = try await late.accessToken()
        clock.advance(2.5 * Self.day)
        _ = try await late.accessToken()
        #expect(warnings.withLock { $0.map(\.code) } == [.signInDue])
        #expect(warnings.withLock { $0.first?.remedy }?.contains("alcf authenticate --force") == true)
    }

    @Test func claimsNothingWhenAnotherProgramSignedIn() async throws {
        try await signIn()
        #expect(try await TokenStatus.read(store, clock: clock.wall).nextSignInDue == 1_799_999_000 + 30 * 86_400)
        // A Python tool signs in: it replaces the entries, and leaves our key as it was.
        put(
            try #require(slurp(store.path)).replacing("AgGateRefreshNew", with: "AgPython"), at: store.path)
        let status = try await TokenStatus.read(store, clock: clock.wall)
        #expect(status.username == "auser@anl.gov")
        #expect(status.nextSignInDue == nil && status.lastAuthentication == nil)
        #expect(status.json["next_sign_in_due"] == .null)
        let late = WallClock { 1_800_000_000 + 29 * Self.day }
        let manager = TokenManager(
            auth: try globus(ScriptedTransport([.json(200, Samples.refreshed())])), store: store, clock: late,
            warn: { Issue.record("\($0)") })
        _ = try await manager.accessToken()
    }

    @Test func aRefreshOfOursIsNoSignIn() async throws {
        try await signIn()
        clock.advance(Self.day * 5)
        let transport = ScriptedTransport([.json(200, Samples.refreshed(refresh: "AgRotated"))])
        _ = try await TokenManager(auth: globus(transport, clock: clock), store: store, clock: clock.wall)
            .accessToken()
        let status = try await TokenStatus.read(store, clock: clock.wall)
        #expect(status.lastAuthentication == 1_799_999_000)
    }

    @Test func tellsWhatWillNotLast() async throws {
        try await signIn()
        func shortfall(_ seconds: Double, days: Double? = 30) async throws -> AuthError? {
            try await TokenStatus.read(store, clock: clock.wall, sessionLife: SessionLife(days: days))
                .shortfall(lasting: seconds)
        }
        #expect(try await shortfall(6 * 3600) == nil)
        #expect(try await shortfall(49 * 3600)?.message.contains("access token ends") == true)
        #expect(try await shortfall(6 * 3600, days: 0.1)?.message.contains("new sign-in") == true)
        clock.advance(172_800 - 3600)
        #expect(try await shortfall(1800) == nil)
        let late = try await shortfall(6 * 3600)
        #expect(late?.code == .signInNeeded)
        #expect(late?.remedy?.contains("alcf token --min-remaining 21600s") == true)
        let nobody = TokenStore(path: directory("none.json"), client: .alcfTokens)
        #expect(try await TokenStatus.read(nobody).shortfall(lasting: 1)?.code == .signInNeeded)
    }
}
