import Synchronization

/// A clock that stands still until a test or a sleep moves it.
package final class TestClock: Clock {
    /// A time since the clock was made.
    package struct Instant: InstantProtocol {
        let offset: Duration
        package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        package func duration(to other: Instant) -> Duration { other.offset - offset }
        package static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    /// What becomes of a sleep: it moves the clock, or returns at once, or is cancelled.
    package enum Sleep: Sendable { case passes, leavesTheClock, isCancelled }

    private let sleep: Sleep
    private let state = Mutex((now: Duration.zero, slept: [Double]()))

    package init(_ sleep: Sleep = .passes) { self.sleep = sleep }

    /// The sleeps so far, in seconds.
    package var slept: [Double] { state.withLock { $0.slept } }
    package var now: Instant { Instant(offset: state.withLock { $0.now }) }
    package var minimumResolution: Duration { .zero }

    package func advance(by seconds: Double) { state.withLock { $0.now += .seconds(seconds) } }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        if sleep == .isCancelled { throw CancellationError() }
        state.withLock { state in
            let length = deadline.offset - state.now
            state.slept.append(Double(length.components.seconds) + Double(length.components.attoseconds) / 1e18)
            if sleep == .passes { state.now = deadline.offset }
        }
    }
}
