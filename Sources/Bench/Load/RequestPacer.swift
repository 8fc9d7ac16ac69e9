import ALCFRecord
import ALCFSystem

/// Keeps requests below a service's limit: the gateway refuses a user's eleventh request within one second.
///
/// A request for which there is no room waits for the first instant at which there is. That wait is our own queue: it
/// is part of the response latency, and never of the service's.
struct RequestPacer {
    /// Refused requests are expensive, and the way to the gateway may squeeze two seconds into one.
    private static let window = 1.05

    /// The latest starts: those that happened, so that a late one does not squeeze those after it together.
    private var starts: RequestWindow
    /// Turns, where several processes keep the limit together; nil for one.
    private var turns: PacedTurns?

    /// - Parameter rate: requests a second; below 1, one request every 1 ÷ rate seconds.
    init(rate: Double) {
        let limit = max(1, Int(clamping: rate))
        starts = RequestWindow(count: limit, window: Self.window * Double(limit) / rate)
    }

    /// The limit of several processes together.
    ///
    /// - Parameters:
    ///   - rate: requests a second of all.
    ///   - now: an instant.
    ///   - time: the same one by the clock of the first process, in seconds since 1970.
    init(rate: Double, sharedBy rank: Rank, now: MonotonicTime, time: Double) {
        self.init(rate: rate / Double(rank.size))
        turns = PacedTurns(rate: rate, window: Self.window, rank: rank, now: now, time: time)
    }

    /// Nil where a request may be sent now, which then counts as sent; else when to ask again.
    mutating func admit(at now: MonotonicTime) -> MonotonicTime? {
        if turns != nil { return turns?.admit(at: now) }
        let free = starts.next(at: now)
        guard free <= now else { return free }
        starts.record(now)
        return nil
    }
}
