import ALCFSystem

/// Keeps the probes of a target so few that no server counts them as load: none where several in a row have failed, and
/// after the first ones no more than one a second. Pure: it has no clock.
struct ProbeAllowance: Sendable {
    /// Number of probes that may follow each other without a pause, one for each block.
    static let unpaced = 200
    /// Seconds between two probes, after these.
    static let interval = 1.0
    /// Number of failures in a row after which no more is asked.
    static let mostFailures = 3

    private var count = 0
    private var last: MonotonicTime?
    private var failures = 0

    /// Whether one may be sent now, which then counts as sent.
    mutating func admits(at now: MonotonicTime, isPaced: Bool = false) -> Bool {
        guard failures < Self.mostFailures else { return false }
        if isPaced || count >= Self.unpaced, let last, now.seconds(since: last) < Self.interval { return false }
        count += 1
        last = now
        return true
    }

    /// Takes in whether the last one was answered well.
    mutating func note(isGood: Bool) { failures = isGood ? 0 : failures + 1 }
}
