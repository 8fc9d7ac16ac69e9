import ALCFCrypto
import ALCFHTTP
import ALCFJSON
import ALCFSystem
import Synchronization
import TestSupport
import Testing

@testable import ALCFAuth

@Suite struct TokenManagerTests {
    static let now = 1_800_000_000.0
    let directory = TemporaryDirectory()
    let clock = ManualClock(now)
    var store: TokenStore { TokenStore(path: directory("tokens.json"), client: .inferenceApp) }

    func manager(_ transport: any HTTPTransport) throws -> TokenManager {
        TokenManager(auth: try globus(transport, clock: clock), store: store, clock: clock.wall)
    }

    /// A file whose token has `seconds` left.
    func sign(_ seconds: Int, access: String = "AgOldAccess", refresh: String = "AgOldRefresh") {
        put(
            Samples.sdkFile(access: access, refresh: refresh, expiresAt: Int(Self.now) + seconds), at: store.path)
    }

    @Test func aGoodTokenTouchesNothingButTheFile() async throws {
        sign(61)
        let transport = ScriptedTransport([])
        let manager = try manager(transport)
        #expect(try await manager.accessToken().expose() == "AgOldAccess")
        #expect(mode(store.lockPath) == 0)
        put("gone", at: store.path)
        #expect(try await manager.accessToken().expose() == "AgOldAccess", "from memory")
        #expect(transport.sent.isEmpty)
    }

    @Test func refreshesWithTheClientOfTheFile() async throws {
        sign(59)
        let transport = ScriptedTransport([.json(200, Samples.refreshed())])
        let manager = try manager(transport)
        #expect(try await manager.accessToken().expose() == "AgNewAccess")
        #expect(try await manager.accessToken().expose() == "AgNewAccess")
        #expect(transport.sent.count == 1)
        #expect(transport.sent.first?.form["client_id"] == OAuthClient.inferenceApp.id)
        #expect(transport.sent.first?.form["refresh_token"] == "AgOldRefresh")

        let file = try #require(try await store.read())
        let entry = try #require(try file.entry(Samples.gateway))
        #expect(entry.accessToken.expose() == "AgNewAccess")
        #expect(entry.refreshToken?.expose() == "AgNewRefresh", "a rotated refresh token replaces the old one")
        #expect(entry.identityID == Samples.identity)
        #expect(entry.expiresAt == Int(Self.now) + 172_800)
        #expect(try file.entry("auth.globus.org")?.accessToken.expose() == "AgAuthAccess")
    }

    @Test func keepsTheRefreshTokenWhenTheAnswerHasNone() async throws {
        sign(0)
        let transport = ScriptedTransport([.json(200, Samples.refreshed(refresh: nil))])
        _ = try await manager(transport).accessToken()
        #expect(try await store.read()?.entry(Samples.gateway)?.refreshToken?.expose() == "AgOldRefresh")
    }

    /// A good refresh token is never given up for what is none.
    @Test(arguments: [
        "\"\"", "\" \"", "\"two words\"", "\"\\u0000\"", "\"é\"", "null", "17", "[]", "{}", "true", "\"null\"",
        "\"None\"",
    ])
    func keepsTheRefreshTokenWhenTheAnswersIsNone(member: String) async throws {
        sign(0)
        let answer = Samples.refreshed(refresh: "X").replacing(
            "\"refresh_token\":\"X\"", with: "\"refresh_token\":\(member)")
        let manager = try manager(ScriptedTransport([.json(200, answer)]))
        #expect(try await manager.accessToken().expose() == "AgNewAccess")
        #expect(try await store.read()?.entry(Samples.gateway)?.refreshToken?.expose() == "AgOldRefresh")
    }

    /// A Python tool read the file before, and writes it back after we have stored: whenever that is between two of our looks.
    @Test(arguments: [1, 2, 3]) func whatAnotherPutBackIsReplacedAgain(look: Int) async throws {
        sign(0)
        let looks = Mutex(0)
        let path = store.path
        let store = TokenStore(path: path, client: .inferenceApp) { _ in
            guard
                looks.withLock({
                    $0 += 1; return $0
                }) == look
            else { return }
            put(Samples.sdkFile(expiresAt: Int(Self.now)).replacing("auth.globus.org", with: "theirs"), at: path)
        }
        let manager = TokenManager(
            auth: try globus(ScriptedTransport([.json(200, Samples.refreshed())]), clock: clock), store: store,
            clock: clock.wall)
        #expect(try await manager.accessToken().expose() == "AgNewAccess")
        let file = try #require(try await store.read())
        #expect(try file.entry(Samples.gateway)?.refreshToken?.expose() == "AgNewRefresh")
        #expect(file.resourceServers.contains("theirs"), "what else they wrote stays")
        #expect(looks.withLock { $0 } == 3)
    }

    @Test func whatIsNewerThanOursStays() async throws {
        let path = store.path
        let theirs = [
            Samples.sdkFile(access: "AgTheirs", expiresAt: Int(Self.now) + 172_800),
            Samples.sdkFile(access: "AgTheirs", expiresAt: Int(Self.now) + 172_801),
            Samples.sdkFile(access: "AgTheirs", expiresAt: Int(Self.now)).replacing(
                Samples.identity, with: "somebody-else"),
            #"{"data": {"DEFAULT": {}}, "format_version": "2.0", "globus-sdk.version": "4.9.1"}"#,
        ]
        for text in theirs {
            sign(0)
            let store = TokenStore(path: path, client: .inferenceApp) { _ in put(text, at: path) }
            let manager = TokenManager(
                auth: try globus(ScriptedTransport([.json(200, Samples.refreshed())]), clock: clock), store: store,
                clock: clock.wall)
            _ = try await manager.accessToken()
            #expect(slurp(path) == text)
        }
    }

    @Test func oneRefreshForEverybody() async throws {
        sign(0)
        let gate = Gate()
        let transport = ScriptedTransport([.json(200, Samples.refreshed())], before: { await gate.pass() })
        let manager = try manager(transport)
        try await withThrowingTaskGroup(of: Secret.self) { group in
            for _ in 0..<200 { group.addTask { try await manager.accessToken() } }
            #expect(await eventually { gate.arrived == 1 })
            gate.open()
            for try await token in group { #expect(token.expose() == "AgNewAccess") }
        }
        #expect(transport.sent.count == 1)
    }

    @Test func cancellingOneCallerDoesNotCancelTheRefresh() async throws {
        sign(0)
        let gate = Gate()
        let transport = ScriptedTransport([.json(200, Samples.refreshed())], before: { await gate.pass() })
        let manager = try manager(transport)
        let first = Task { try await manager.accessToken() }
        #expect(await eventually { gate.arrived == 1 })
        let second = Task { try await manager.accessToken() }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        gate.open()
        #expect(try await second.value.expose() == "AgNewAccess")
        #expect(try await store.read()?.entry(Samples.gateway)?.accessToken.expose() == "AgNewAccess")
        #expect(transport.sent.count == 1)
    }

    @Test func aFailedRefreshDoesNotPoisonTheNext() async throws {
        sign(0)
        let manager = try manager(
            ScriptedTransport([.json(400, #"{"error":"invalid_request"}"#), .json(200, Samples.refreshed())]))
        await #expect(throws: AuthError.self) { try await manager.accessToken() }
        #expect(try await manager.accessToken().expose() == "AgNewAccess")
    }

    @Test func usesWhatAnotherProcessRefreshed() async throws {
        sign(0)
        guard case .held(let lock) = FileLock.attempt(store.lockPath) else {
            Issue.record("no lock")
            return
        }
        let waits = Mutex(0)
        let store = TokenStore(path: store.path, client: .inferenceApp) { seconds in
            waits.withLock { $0 += 1 }
            try await Task.sleep(for: .seconds(seconds))
        }
        let transport = ScriptedTransport([])
        let manager = TokenManager(auth: try globus(transport, clock: clock), store: store, clock: clock.wall)
        let task = Task { try await manager.accessToken() }
        #expect(await eventually { waits.withLock { $0 > 0 } }, "it waits for the lock")
        sign(5000, access: "AgTheirAccess")
        _ = consume lock
        #expect(try await task.value.expose() == "AgTheirAccess")
        #expect(transport.sent.isEmpty)
    }

    @Test func usesWhatAPythonToolStoredWhileGlobusRefused() async throws {
        sign(0)
        let path = store.path
        let transport = ScriptedTransport(
            [.json(400, #"{"error":"invalid_grant"}"#)],
            before: {
                put(
                    Samples.sdkFile(access: "AgTheirAccess", refresh: "AgTheirs", expiresAt: Int(Self.now) + 5000),
                    at: path)
            })
        #expect(try await manager(transport).accessToken().expose() == "AgTheirAccess")
        #expect(slurp(path)?.contains("AgTheirs") == true)
    }

    @Test func doesNotUndoASignOutThatCameMeanwhile() async throws {
        sign(0)
        let path = store.path
        let empty = #"{"data": {"DEFAULT": {}}, "format_version": "2.0", "globus-sdk.version": "4.9.1"}"#
        let transport = ScriptedTransport([.json(200, Samples.refreshed())], before: { put(empty, at: path) })
        _ = try await manager(transport).accessToken()
        #expect(slurp(path) == empty)
    }

    @Test func doesNotUndoASignInThatCameMeanwhile() async throws {
        sign(0)
        let path = store.path
        let theirs = Samples.sdkFile(access: "AgTheirAccess", refresh: "AgTheirs", expiresAt: Int(Self.now))
            .replacing(Samples.identity, with: "another identity")
        let transport = ScriptedTransport([.json(200, Samples.refreshed())], before: { put(theirs, at: path) })
        _ = try await manager(transport).accessToken()
        #expect(slurp(path) == theirs)
    }

    // MARK: Rejected tokens

    @Test func replacesARejectedTokenOnceForEverybody() async throws {
        sign(5000)
        let gate = Gate()
        let transport = ScriptedTransport([.json(200, Samples.refreshed())], before: { await gate.pass() })
        let manager = try manager(transport)
        let old = try await manager.accessToken()
        try await withThrowingTaskGroup(of: Secret.self) { group in
            for _ in 0..<50 { group.addTask { try await manager.accessToken(replacing: old) } }
            #expect(await eventually { gate.arrived == 1 })
            gate.open()
            for try await token in group { #expect(token.expose() == "AgNewAccess") }
        }
        #expect(try await manager.accessToken(replacing: old).expose() == "AgNewAccess", "it was replaced before")
        #expect(try await manager.accessToken().expose() == "AgNewAccess")
        #expect(transport.sent.count == 1)
    }

    @Test func takesTheStoresTokenWhereItIsAnother() async throws {
        sign(5000)
        let transport = ScriptedTransport([])
        let manager = try manager(transport)
        let old = try await manager.accessToken()
        sign(5000, access: "AgTheirAccess")
        #expect(try await manager.accessToken(replacing: old).expose() == "AgTheirAccess")
        #expect(transport.sent.isEmpty)
    }

    @Test func neverGivesOutARejectedTokenAgain() async throws {
        sign(5000)
        let manager = try manager(ScriptedTransport([.json(200, Samples.refreshed(access: "AgOldAccess"))]))
        let old = try await manager.accessToken()
        let error = await #expect(throws: AuthError.self) { try await manager.accessToken(replacing: old) }
        #expect(error?.code == .tokenRejected)
    }

    // MARK: No token to be had

    @Test func nobodySignedIn() async throws {
        let transport = ScriptedTransport([])
        let manager = try manager(transport)
        let error = await #expect(throws: AuthError.self) { try await manager.accessToken() }
        #expect(error?.code == .signInNeeded)
        #expect(error?.message.contains(store.path) == true)
        #expect(transport.sent.isEmpty)
        #expect(mode(store.lockPath) == 0)

        sign(5000)
        #expect(try await manager.accessToken().expose() == "AgOldAccess", "a sign-in elsewhere is noticed")
    }

    @Test func theSignInIsOver() async throws {
        sign(0)
        let before = slurp(store.path)
        let manager = try manager(ScriptedTransport([.json(400, #"{"error":"invalid_grant"}"#)]))
        let error = await #expect(throws: AuthError.self) { try await manager.accessToken() }
        #expect(error?.code == .signInNeeded)
        #expect(slurp(store.path) == before)
    }

    @Test func noRefreshToken() async throws {
        put(Samples.sdkFile(expiresAt: 0).replacing(#""refresh_token": "AgOldRefresh", "#, with: ""), at: store.path)
        let transport = ScriptedTransport([])
        let manager = try manager(transport)
        let error = await #expect(throws: AuthError.self) { try await manager.accessToken() }
        #expect(error?.code == .signInNeeded)
        #expect(transport.sent.isEmpty)
    }

    @Test func aTokenOfAnotherScope() async throws {
        put(
            Samples.sdkFile(expiresAt: 2_000_000_000).replacing("/action_all", with: "/action_some"), at: store.path)
        let manager = try manager(ScriptedTransport([]))
        let error = await #expect(throws: AuthError.self) { try await manager.accessToken() }
        #expect(error?.code == .signInNeeded)
    }

    /// A compute node may see the home directory read-only: the work goes on, and the user hears of it.
    @Test func aTokenThatCannotBeStoredServesAllTheSame() async throws {
        sign(0)
        let path = store.path
        let warnings = Mutex<[AuthError]>([])
        let transport = ScriptedTransport([.json(200, Samples.refreshed())], before: { put("{", at: path) })
        let manager = TokenManager(
            auth: try globus(transport, clock: clock), store: store, clock: clock.wall,
            warn: { error in warnings.withLock { $0.append(error) } })
        #expect(try await manager.accessToken().expose() == "AgNewAccess")
        #expect(warnings.withLock { $0.map(\.code) } == [.fileCorrupt])
        #expect(slurp(path) == "{")

        // The refresh token in the file is spent. What replaced it is remembered, and stored as soon as that works.
        sign(0)
        clock.advance(200_000)
        _ = try? await manager.accessToken()
        #expect(transport.sent.map { $0.form["refresh_token"] } == ["AgOldRefresh", "AgNewRefresh"])
    }

    @Test func noErrorHoldsASecret() async throws {
        let bodies = [
            #"{"error":"invalid_grant","error_description":"AgOldRefresh"}"#,
            #"{"error":"x","error_description":"AgOldRefresh"}"#, #"{"errors":[{"detail":"AgOldRefresh"}]}"#,
            #"{"access_token":"AgNewAccess","x":"#, Samples.refreshed(access: "AgNewAccess\\n"),
        ]
        for (index, body) in bodies.enumerated() {
            for status in [200, 400, 503] where status == 200 || index < 3 {
                sign(0)
                let manager = try manager(ScriptedTransport([.json(status, body)]))
                let error = await #expect(throws: AuthError.self) { try await manager.accessToken() }
                let caught = try #require(error)
                var dumped = "\(caught) \(caught.remedy ?? "") \(String(reflecting: caught))"
                dump(caught, to: &dumped)
                for secret in Samples.secrets { #expect(!dumped.contains(secret), "\(status) \(body)") }
            }
        }
    }
}
