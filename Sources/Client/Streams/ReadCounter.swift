import ALCFSystem

/// Numbers the socket reads of a stream, from 0: one read may reach a parser in several fragments, all of one time.
struct ReadCounter: Sendable {
    /// The number of the latest read; 0 before the first.
    private(set) var index = 0
    private var latest: MonotonicTime?

    /// Takes note of a fragment that was read at `time`.
    mutating func count(_ time: MonotonicTime) {
        if let latest, latest != time { index += 1 }
        latest = time
    }
}
