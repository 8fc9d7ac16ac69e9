import ALCFCrypto
import ALCFHTTP
import ALCFSystem
import Synchronization
import TestSupport
import Testing

@testable import ALCFLoad

/// Tokens that are refreshed and replaced while others are on their way.
@Suite struct CredentialKeeperTests {
    typealias Authorization = HTTPRequest.Authorization

    /// Answers when it is told to.
    final class Provider: Sendable {
        private struct Asked {
            let rejected: Authorization?
            let continuation: CheckedContinuation<Authorization?, any Error>
        }
        private let asked = Mutex<[Asked]>([])
        private let total = Mutex(0)

        /// How often it was asked.
        var count: Int { total.withLock { $0 } }

        func ask(_ rejected: Authorization?) async throws -> Authorization? {
            try await withCheckedThrowingContinuation { continuation in
                asked.withLock { $0.append(Asked(rejected: rejected, continuation: continuation)) }
                total.withLock { $0 += 1 }
            }
        }

        /// Waits until it was asked so often.
        func isAsked(_ times: Int) async -> Bool { await eventually { self.count >= times } }

        /// Answers the oldest question of those that wait, with or without something rejected.
        func answer(isReplacement: Bool, _ result: Result<Authorization?, any Error>) {
            let question = asked.withLock { asked in
                asked.firstIndex { ($0.rejected != nil) == isReplacement }.map { asked.remove(at: $0) }
            }
            question?.continuation.resume(with: result)
        }
    }

    struct Refused: Error {}

    let provider = Provider()
    let old = Authorization.bearer(Secret("old"))
    let new = Authorization.bearer(Secret("new"))

    /// A keeper that has the old token.
    func keeper(now: @escaping @Sendable () -> MonotonicTime = { .now }) async -> CredentialKeeper {
        let keeper = CredentialKeeper([provider.ask], now: now)
        async let refreshed: Void = keeper.refresh()
        #expect(await provider.isAsked(1))
        provider.answer(isReplacement: false, .success(old))
        await refreshed
        return keeper
    }

    @Test func aSlowRefreshDoesNotPutARejectedTokenBack() async throws {
        let keeper = await keeper()
        async let slow: Void = keeper.refresh()
        #expect(await provider.isAsked(2))
        async let replaced: Void = keeper.replace(old, of: 0)
        #expect(await provider.isAsked(3))
        provider.answer(isReplacement: true, .success(new))
        await replaced
        #expect(try keeper.current(0) == new)
        provider.answer(isReplacement: false, .success(old))
        await slow
        #expect(try keeper.current(0) == new)
    }

    @Test func norOneThatBeganAfterTheRejection() async throws {
        let keeper = await keeper()
        async let replaced: Void = keeper.replace(old, of: 0)
        #expect(await provider.isAsked(2))
        async let first: Void = keeper.refresh()
        #expect(await provider.isAsked(3))
        // What comes before the new token does not keep it out either.
        provider.answer(isReplacement: false, .success(old))
        await first
        async let second: Void = keeper.refresh()
        #expect(await provider.isAsked(4))
        provider.answer(isReplacement: true, .success(new))
        await replaced
        provider.answer(isReplacement: false, .success(old))
        await second
        #expect(try keeper.current(0) == new)
    }

    @Test func aTokenIsReplacedOnceHoweverManyRequestsWereRejected() async throws {
        let time = Mutex(MonotonicTime(nanoseconds: 0))
        let keeper = await keeper { time.withLock { $0 } }
        async let replaced: Void = keeper.replace(old, of: 0)
        #expect(await provider.isAsked(2))
        await keeper.replace(old, of: 0)
        provider.answer(isReplacement: true, .success(new))
        await replaced
        // Another request was sent with the old token, and ends a minute later.
        time.withLock { $0 = $0.advanced(by: 60) }
        await keeper.replace(old, of: 0)
        #expect(provider.count == 2)
        #expect(try keeper.current(0) == new)
    }

    @Test func aServiceThatRejectsEveryTokenIsNotAskedForEachRequest() async throws {
        let time = Mutex(MonotonicTime(nanoseconds: 0))
        let keeper = await keeper { time.withLock { $0 } }
        async let first: Void = keeper.replace(old, of: 0)
        #expect(await provider.isAsked(2))
        provider.answer(isReplacement: true, .success(new))
        await first
        time.withLock { $0 = $0.advanced(by: 29) }
        await keeper.replace(new, of: 0)
        #expect(provider.count == 2)
        time.withLock { $0 = $0.advanced(by: 2) }
        async let second: Void = keeper.replace(new, of: 0)
        #expect(await provider.isAsked(3))
        provider.answer(isReplacement: true, .success(old))
        await second
        #expect(try keeper.current(0) == old)
    }

    @Test func aRefreshThatFailsDoesNoHarmWhileTheTokenIsFresh() async throws {
        let time = Mutex(MonotonicTime(nanoseconds: 0))
        let keeper = await keeper { time.withLock { $0 } }
        for (times, seconds, isKept) in [(2, 59.0, true), (3, 2, false)] {
            time.withLock { $0 = $0.advanced(by: seconds) }
            async let refreshed: Void = keeper.refresh()
            #expect(await provider.isAsked(times))
            provider.answer(isReplacement: false, .failure(Refused()))
            await refreshed
            if isKept {
                #expect(try keeper.current(0) == old)
            } else {
                #expect(throws: Refused.self) { try keeper.current(0) }
            }
        }
    }
}
