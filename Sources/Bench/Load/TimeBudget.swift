import ALCFSystem

/// The use of a timed closed loop's time: in whole slices, so that each target is asked what the others were.
///
/// If the time ends within a slice, its first target's share of what is left is what limits it; the others are asked
/// the same prompts then, and nothing follows.
struct TimeBudget {
    private let end: MonotonicTime
    /// Number of targets that take turns within a slice.
    private let turns: Int
    /// Whether a slice may be cut. One request at a time, a slice is a prompt and is not left half done.
    private let cuts: Bool
    private var last: (begun: MonotonicTime, requests: Int)?
    private var isSpent = false

    /// - Parameters:
    ///   - end: when the time of all targets together is over.
    ///   - turns: how many targets take turns within a slice.
    ///   - cuts: whether a slice may be cut.
    init(until end: MonotonicTime, turns: Int, cuts: Bool) {
        self.end = end
        self.turns = max(1, turns)
        self.cuts = cuts
    }

    /// Whether a slice of so many requests to each target may begin: by the pace of the one before, at least half of it
    /// must fit in.
    mutating func begins(_ requests: Int, at now: MonotonicTime) -> Bool {
        guard !isSpent, now < end else { return false }
        defer { last = (now, requests) }
        guard cuts, let last, last.requests > 0 else { return true }
        let expected = now.seconds(since: last.begun) / Double(last.requests) * Double(requests)
        return end.seconds(since: now) >= expected / 2
    }

    /// When the first target of a slice that begins now is asked nothing new; nil for not before its end.
    func deadline(at now: MonotonicTime) -> MonotonicTime? {
        cuts ? now.advanced(by: max(0, end.seconds(since: now)) / Double(turns)) : nil
    }

    /// A slice was cut: it is the last.
    mutating func spend() { isSpent = true }
}
