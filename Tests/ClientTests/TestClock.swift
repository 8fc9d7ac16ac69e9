import ALCFClient
import ALCFSystem
import Synchronization

/// A clock that only sleeping moves.
final class TestClock: Sendable {
    private let state = Mutex((now: 0.0, slept: [Double]()))

    /// The sleeps so far, in seconds.
    var slept: [Double] { state.withLock { $0.slept } }
    var now: MonotonicTime { MonotonicTime(nanoseconds: 0).advanced(by: state.withLock { $0.now }) }

    func advance(by seconds: Double) { state.withLock { $0.now += seconds } }

    func sleep(_ seconds: Double) {
        state.withLock {
            $0.now += seconds
            $0.slept.append(seconds)
        }
    }

    /// A policy on this clock; `random` 1 makes every wait the full backoff.
    func policy(
        maximumRetries: Int = 6, totalTime: Double = 120, repeatsAnswers: Bool = false, random: Double = 1
    ) -> InferenceClient.RetryPolicy {
        InferenceClient.RetryPolicy(
            maximumRetries: maximumRetries, totalTime: totalTime, repeatsAnswers: repeatsAnswers,
            sleep: { self.sleep($0) }, now: { self.now }, random: { random })
    }
}
