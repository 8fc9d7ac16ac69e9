import ALCFCrypto
import ALCFSystem
import TestSupport
import Testing

@testable import ALCFAuth

@Suite struct EarlyRefreshTests {
    let directory = TemporaryDirectory()
    let clock = ManualClock(1_800_000_000)
    var store: TokenStore { TokenStore(path: directory("tokens.json"), client: .alcfTokens) }

    func manager(_ transport: ScriptedTransport, early: EarlyRefresh?) throws -> TokenManager {
        TokenManager(auth: try globus(transport, clock: clock), store: store, clock: clock.wall, early: early)
    }

    func sign(_ seconds: Int) { put(Samples.sdkFile(expiresAt: Int(clock.wall.now()) + seconds), at: store.path) }

    @Test func happensInTheBackgroundWhileTheTokenIsGood() async throws {
        sign(3700)
        let gate = Gate()
        let transport = ScriptedTransport([.json(200, Samples.refreshed())], before: { await gate.pass() })
        let manager = try manager(transport, early: EarlyRefresh())
        #expect(try await manager.accessToken().expose() == "AgOldAccess")
        clock.advance(50)
        _ = try await manager.accessToken()
        clock.advance(100)
        // Less than an hour is left, and the process has lived for more than a minute.
        #expect(try await manager.accessToken().expose() == "AgOldAccess", "nobody waits for it")
        _ = try await manager.accessToken()
        #expect(await eventually { gate.arrived == 1 })
        gate.open()
        #expect(try await eventually { try await manager.accessToken().expose() == "AgNewAccess" })
        #expect(transport.sent.count == 1)
        #expect(try await store.read()?.entry(Samples.gateway)?.accessToken.expose() == "AgNewAccess")
    }

    @Test func aFailureIsNoticedByNobodyAndTriedAgainLater() async throws {
        sign(3500)
        let transport = ScriptedTransport([
            .json(400, #"{"error":"invalid_request"}"#), .json(200, Samples.refreshed()),
        ])
        let manager = try manager(transport, early: EarlyRefresh(afterSeconds: 0))
        #expect(try await manager.accessToken().expose() == "AgOldAccess")
        #expect(try await manager.accessToken().expose() == "AgOldAccess")
        #expect(await eventually { transport.sent.count == 1 })
        #expect(try await manager.accessToken().expose() == "AgOldAccess")
        clock.advance(61)
        #expect(try await manager.accessToken().expose() == "AgOldAccess")
        #expect(await eventually { transport.sent.count == 2 })
    }

    @Test func neverInAProcessThatMayEndAtAnyMoment() async throws {
        sign(61)
        let transport = ScriptedTransport([])
        let manager = try manager(transport, early: nil)
        for _ in 0..<5 { #expect(try await manager.accessToken().expose() == "AgOldAccess") }
        #expect(transport.sent.isEmpty)
    }

    @Test func aShortLifeIsNoReasonToRefreshAgainAndAgain() {
        #expect(EarlyRefresh.threshold(life: nil) == 3600)
        #expect(EarlyRefresh.threshold(life: 172_800) == 3600)
        #expect(EarlyRefresh.threshold(life: 600) == 60)
    }

    @Test func aTokenForALongJobIsRefreshedNow() async throws {
        sign(5000)
        let transport = ScriptedTransport([.json(200, Samples.refreshed())])
        let manager = try manager(transport, early: nil)
        #expect(try await manager.accessToken(lasting: 4000).expose() == "AgOldAccess")
        #expect(try await manager.accessToken(lasting: 6000).expose() == "AgNewAccess")
        let error = await #expect(throws: AuthError.self) { try await manager.accessToken(lasting: 200_000) }
        #expect(error?.code == .refused)
    }
}
