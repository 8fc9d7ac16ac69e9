import ALCFCrypto
import ALCFHTTP
import ALCFJSON
import ALCFSystem
import Synchronization
import Testing

@testable import ALCFAuth

/// Random sequences of what can happen to a manager, against a model of Globus that knows which tokens are good.
@Suite struct TokenManagerStateTests {
    static let sequences = 60
    static let steps = 60

    @Test func neverLosesASignInNorGivesOutABadToken() async throws {
        var tally = (tokens: 0, failures: 0, refreshes: 0)
        for seed in 0..<Self.sequences {
            let world = try World(seed: UInt64(seed), rotates: seed % 2 == 0)
            for step in 0..<Self.steps { try await world.step("seed \(seed), step \(step)") }
            tally.tokens += world.given
            tally.failures += world.failed
            tally.refreshes += world.globus.refreshes
        }
        // The sequences came to what they are about.
        #expect(tally.tokens > 1000)
        #expect(tally.failures > 100)
        #expect(tally.refreshes > 200)
    }
}

/// Globus Auth as far as refreshing goes, with a will of its own about when it answers.
private final class ModelGlobus: HTTPTransport {
    struct State {
        var refreshToken = "AgrFirst"
        var access: [String: Double] = [:]
        var count = 0
        var fails = 0
        var deadRefreshes = 0
    }

    let state = Mutex(State())
    let clock: ManualClock
    let rotates: Bool

    init(clock: ManualClock, rotates: Bool) {
        self.clock = clock
        self.rotates = rotates
    }

    var refreshes: Int { state.withLock { $0.count } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        await Task.yield()
        let form = FormEncoding.decode(String(decoding: request.body ?? [], as: UTF8.self))
        let token = form.first { $0.name == "refresh_token" }?.value
        let now = clock.wall.now()
        let answer = try state.withLock { state -> (Int, String) in
            if state.fails > 0 {
                state.fails -= 1
                if state.fails % 2 == 0 { throw HTTPError(.connect, "no way") }
                return (400, #"{"error":"invalid_request"}"#)
            }
            guard token == state.refreshToken else {
                state.deadRefreshes += 1
                return (400, #"{"error":"invalid_grant"}"#)
            }
            state.count += 1
            if rotates { state.refreshToken = "Agr\(state.count)" }
            let access = "Ag\(state.count)"
            state.access[access] = now + 3600
            let refresh = rotates ? #""refresh_token":"\#(state.refreshToken)","# : ""
            return (
                200,
                """
                {"access_token":"\(access)","scope":"\(Samples.scope)","expires_in":3600,"token_type":"Bearer",\
                "resource_server":"\(Samples.gateway)",\(refresh)"other_tokens":[]}
                """
            )
        }
        return HTTPResponse(
            status: answer.0, headers: HTTPHeaders([("Content-Type", "application/json")]),
            body: HTTPBody(fragments: [HTTPFragment(time: .now, bytes: Array(answer.1.utf8))]))
    }
}

private final class World {
    let directory = TemporaryDirectory()
    let clock = ManualClock(1_800_000_000)
    let globus: ModelGlobus
    let store: TokenStore
    var managers: [TokenManager] = []
    var dice: Dice
    var given = 0
    var failed = 0

    init(seed: UInt64, rotates: Bool) throws {
        dice = Dice(seed: seed)
        globus = ModelGlobus(clock: clock, rotates: rotates)
        // A second look at the file, some milliseconds after it was written, is as good without them.
        store = TokenStore(
            path: directory("tokens.json"), client: .alcfTokens,
            pause: { _ in try await Task.sleep(for: .milliseconds(2)) })
        put(Samples.sdkFile(access: "Ag0", refresh: "AgrFirst", expiresAt: 1_800_003_600), at: store.path)
        globus.state.withLock { $0.access["Ag0"] = 1_800_003_600 }
        for _ in 0..<2 { managers.append(try manager()) }
    }

    private func manager() throws -> TokenManager {
        var retry = FastRetry().policy
        retry.maximumRetries = 0
        let auth = try GlobusAuth(environment: [:], transport: globus, retry: retry, clock: clock.wall)
        return TokenManager(auth: auth, store: store, clock: clock.wall)
    }

    func step(_ place: String) async throws {
        let manager = managers[Int(dice.number(UInt64(managers.count)))]
        switch dice.number(8) {
        case 0: clock.advance(Double(dice.number(4000)))
        case 1: clock.advance(Double(dice.number(60)))
        case 2: globus.state.withLock { $0.fails = 2 }
        case 3: managers[Int(dice.number(2))] = try self.manager()  // The process ended, and another began.
        case 4:
            // The service calls a good token inactive.
            guard let token = try? await manager.accessToken() else { return }
            let other = try? await manager.accessToken(replacing: token)
            #expect(other != token, "\(place)")
        case 5: await cancelled(manager, place)
        default: await concurrent(Int(dice.number(6)) + 1, place)
        }
        let refreshToken = try await store.read()?.entry(Samples.gateway)?.refreshToken
        #expect(refreshToken?.expose() == globus.state.withLock { $0.refreshToken }, "the sign-in is lost: \(place)")
        #expect(globus.state.withLock { $0.deadRefreshes } == 0, "a spent refresh token was used: \(place)")
    }

    private func concurrent(_ callers: Int, _ place: String) async {
        let before = globus.refreshes
        let managers = managers
        let results = await withTaskGroup(of: Secret?.self) { group in
            for caller in 0..<callers { group.addTask { try? await managers[caller % 2].accessToken() } }
            var results: [Secret?] = []
            for await result in group { results.append(result) }
            return results
        }
        #expect(globus.refreshes - before <= 1, "\(place)")
        for result in results { check(result, place) }
    }

    private func cancelled(_ manager: TokenManager, _ place: String) async {
        let doomed = Task { try await manager.accessToken() }
        let patient = Task { try? await manager.accessToken() }
        doomed.cancel()
        check(await patient.value, place)
        _ = await doomed.result
    }

    private func check(_ token: Secret?, _ place: String) {
        guard let token else {
            failed += 1
            return
        }
        given += 1
        let end = globus.state.withLock { $0.access[token.expose()] }
        #expect((end ?? 0) - clock.wall.now() >= 60, "\(token.expose()) is not good: \(place)")
    }
}
