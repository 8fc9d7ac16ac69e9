import ALCFCrypto
import ALCFHTTP
import ALCFSystem
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import ALCFAuth

/// The note that a refresh has begun, for where its result is lost.
@Suite struct RefreshMarkTests {
    let directory = TemporaryDirectory()
    let clock = ManualClock(1_800_000_000)
    var store: TokenStore { TokenStore(path: directory("tokens.json"), client: .alcfTokens) }
    var mark: String { directory("tokens.json.refreshing") }

    /// A manager of a token that has ended.
    private func manager(
        _ replies: [ScriptedTransport.Reply], before: @escaping @Sendable () async throws -> Void = {}
    ) throws -> TokenManager {
        put(Samples.sdkFile(expiresAt: Int(clock.wall.now()) - 1), at: store.path)
        let transport = ScriptedTransport(replies, before: before)
        return TokenManager(auth: try globus(transport, clock: clock), store: store, clock: clock.wall)
    }

    private static let refusal = ScriptedTransport.Reply.json(400, #"{"error":"invalid_grant"}"#)

    /// Begins a refresh, and is gone before it ends.
    private func loseOne() async throws {
        let manager = try manager([.fails(.timeoutTotal)])
        let error = await #expect(throws: AuthError.self) { try await manager.accessToken() }
        #expect(error?.code == .unavailable)
    }

    @Test func isThereWhileGlobusIsAskedAndNoLonger() async throws {
        let mark = mark
        let seen = Mutex<(mode: mode_t, text: String)?>(nil)
        let manager = try manager([.json(200, Samples.refreshed())]) {
            let found = (mode(mark), slurp(mark) ?? "")
            seen.withLock { $0 = found }
        }
        #expect(try await manager.accessToken().expose() == "AgNewAccess")
        let (permissions, text) = try #require(seen.withLock { $0 })
        #expect(permissions & 0o777 == 0o600)
        #expect(text.contains("1800000000") && !Samples.secrets.contains { text.contains($0) }, "\(text)")
        #expect(!names(in: directory.path).contains("tokens.json.refreshing"))
    }

    @Test func saysThatAnEarlierRefreshWasCutShort() async throws {
        try await loseOne()
        #expect(slurp(mark) != nil)
        clock.advance(3600)
        let manager = try manager([Self.refusal])
        let error = await #expect(throws: AuthError.self) { try await manager.accessToken() }
        #expect(error?.code == .signInNeeded && error?.remedy == "Sign in with: alcf authenticate")
        // 1,800,000,000 s: the beginning of the first, not of the second.
        #expect(
            error?.message.contains("a refresh that began at 2027-01-15T08:00:00Z ended before") == true, "\(error!)")
        let again = await #expect(throws: AuthError.self) { try await manager.accessToken() }
        #expect(again?.message == error?.message, "it is said for as long as the token is there")
    }

    @Test func aRefusalWithoutSuchARefreshIsOnlyThat() async throws {
        let manager = try manager([Self.refusal])
        let error = await #expect(throws: AuthError.self) { try await manager.accessToken() }
        #expect(error?.code == .signInNeeded && error?.message.contains("began at") == false)
        #expect(slurp(mark) == nil)
    }

    @Test(arguments: [
        "", "{", "[]", #"{"begun":"x","refresh_token_sha256":"y"}"#, #"{"begun":1,"refresh_token_sha256":"0"}"#,
    ])
    func whatIsNoMarkOfThisTokenSaysNothing(_ content: String) async throws {
        put(content, at: mark)
        let manager = try manager([Self.refusal])
        let error = await #expect(throws: AuthError.self) { try await manager.accessToken() }
        #expect(error?.code == .signInNeeded && error?.message.contains("began at") == false)
    }

    @Test func whatWasNeverSentLeavesNone() async throws {
        let manager = try manager([.fails(.connect)])
        await #expect(throws: AuthError.self) { try await manager.accessToken() }
        #expect(slurp(mark) == nil)
    }

    @Test func signingOutRemovesIt() async throws {
        try await loseOne()
        store.removeLeftovers()
        #expect(slurp(mark) == nil)
    }

    private func held(_ path: String) -> FileLock? {
        if case .held(let lock) = FileLock.attempt(path) { lock } else { nil }
    }

    @Test func whoeverWaitsForTheLockIsToldOnce() async throws {
        let lock = Mutex(held(store.lockPath))
        #expect(lock.withLock { $0 != nil })
        let waited = Mutex(0.0)
        let patient = TokenStore(path: directory("tokens.json"), client: .alcfTokens) { seconds in
            // The other lets go after ten seconds.
            let total = waited.withLock {
                $0 += seconds
                return $0
            }
            if total > 10 { lock.withLock { $0 = nil } }
        }
        put(Samples.sdkFile(expiresAt: Int(clock.wall.now()) - 1), at: patient.path)
        let warnings = Mutex<[AuthError]>([])
        let manager = TokenManager(
            auth: try globus(ScriptedTransport([.json(200, Samples.refreshed())]), clock: clock), store: patient,
            clock: clock.wall, warn: { warning in warnings.withLock { $0.append(warning) } })
        #expect(try await manager.accessToken().expose() == "AgNewAccess")
        #expect(warnings.withLock { $0.map(\.code) } == [.fileLocked])
        #expect(warnings.withLock { $0.first?.message.contains("tokens.json.lock") } == true)
    }
}
