import ALCFSystem
import Synchronization

/// Lets only so many requests begin within any span of time: the gateway takes ten a second of each user, all routes
/// together, and refuses the others.
public final class RequestLimiter: Sendable {
    private let longestWait: Duration?
    private let clock: any Clock<Duration>
    private let elapsed: @Sendable () -> Duration
    /// When the latest requests began or will begin.
    private let starts: Mutex<RequestWindow>

    /// - Parameters:
    ///   - count: requests within `window`.
    ///   - window: a little more than the gateway's own, because the way there takes now more, now less time.
    ///   - longestWait: a request that would wait longer is refused at once, since its sender may be gone by then. Nil
    ///     for no limit.
    ///   - clock: what waits.
    public init(
        count: Int = 10, window: Duration = .milliseconds(1050), longestWait: Duration? = nil,
        clock: any Clock<Duration> = .continuous
    ) {
        self.longestWait = longestWait
        starts = Mutex(RequestWindow(count: count, window: window.seconds))
        self.clock = clock
        elapsed = clock.stopwatch()
    }

    /// Returns when the next request may begin, in the order of the calls.
    ///
    /// - Parameter willWait: called with its length before a wait.
    /// - Throws: what the sleep throws where the task was cancelled; the turn is lost then. ``ClientError`` with code
    ///   `rateLimited` where the wait would be too long.
    public func admit(willWait: (Duration) -> Void = { _ in }) async throws {
        guard let wait = reserve() else {
            throw ClientError(
                .rateLimited, "too many requests wait here already for their turn at the service",
                retryAfter: longestWait?.seconds)
        }
        guard wait > .zero else { return }
        willWait(wait)
        try await clock.sleep(for: wait)
    }

    /// The time until the turn that is given out; nil where it would be too long, and none is given out.
    func reserve() -> Duration? {
        starts.withLock { starts in
            let now = MonotonicTime(nanoseconds: 0).advanced(by: elapsed().seconds)
            let start = starts.next(at: now)
            let wait = Duration.nanoseconds(start.nanoseconds - now.nanoseconds)
            if let longestWait, wait > longestWait { return nil }
            starts.record(start)
            return wait
        }
    }
}
