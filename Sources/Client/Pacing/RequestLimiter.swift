public import ALCFSystem
import Synchronization

/// Lets only so many requests begin within any span of time: the gateway takes ten a second of each user, all routes
/// together, and refuses the others.
public final class RequestLimiter: Sendable {
    private let now: @Sendable () -> MonotonicTime
    private let sleep: @Sendable (Double) async throws -> Void
    /// When the latest requests began or will begin.
    private let starts: Mutex<RequestWindow>

    /// - Parameters:
    ///   - count: requests within `window`.
    ///   - window: seconds; a little more than the gateway's own, because the way there takes now more, now less time.
    ///   - now: the time.
    ///   - sleep: waits for so many seconds.
    public init(
        count: Int = 10, window: Double = 1.05, now: @escaping @Sendable () -> MonotonicTime = { .now },
        sleep: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    ) {
        starts = Mutex(RequestWindow(count: count, window: window))
        self.now = now
        self.sleep = sleep
    }

    /// Returns when the next request may begin, in the order of the calls.
    ///
    /// - Parameter willWait: called with the seconds before a wait.
    /// - Throws: what the sleep throws where the task was cancelled; the turn is lost then.
    public func admit(willWait: (Double) -> Void = { _ in }) async throws {
        let wait = reserve()
        guard wait > 0 else { return }
        willWait(wait)
        try await sleep(wait)
    }

    /// Seconds until the turn that is given out.
    func reserve() -> Double {
        starts.withLock { starts in
            let now = now()
            let start = starts.next(at: now)
            starts.record(start)
            return start.seconds(since: now)
        }
    }
}
