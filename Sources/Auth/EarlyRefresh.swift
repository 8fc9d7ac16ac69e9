import ALCFSystem
import Synchronization

/// The decision when a long-lived process refreshes a token in the background, so that no request waits for Globus.
public final class EarlyRefresh: Sendable {
    /// A token is refreshed early when it has less than this left, in seconds.
    public static let remaining = 3600.0
    /// But not while more than this share of its life is left: a token of half an hour is not refreshed at once.
    public static let share = 0.1
    /// Seconds between two attempts.
    static let interval = 60.0

    private let age: Double
    private let state: Mutex<(start: Double?, last: Double?)>

    /// - Parameter age: how long, in seconds, the process must have used tokens to count as one that lives long. A
    ///   short one may end while Globus has already exchanged the refresh token, and the answer would be lost.
    public init(afterSeconds age: Double = 60) {
        self.age = age
        state = Mutex((nil, nil))
    }

    /// Returns the remaining life above which a token needs no early refresh, in seconds.
    ///
    /// - Parameter life: seconds that it had when it was issued; nil where that is not known.
    static func threshold(life: Double?) -> Double { min(remaining, life.map { $0 * share } ?? remaining) }

    /// Whether to begin a refresh now: how long the token that is wanted must last; nil for not now.
    func begin(_ entry: TokenEntry, life: Double?, now: Double) -> Double? {
        let wanted = Self.threshold(life: life)
        return state.withLock { state in
            let start = state.start ?? now
            state.start = start
            guard now - start >= age, entry.remaining(at: now) < wanted else { return nil }
            if let last = state.last, now - last < Self.interval { return nil }
            state.last = now
            return wanted
        }
    }
}
