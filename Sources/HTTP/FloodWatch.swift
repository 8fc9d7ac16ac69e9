import ALCFSystem

/// Notices a server that keeps the connection busy without answering: chunk extensions without end, for example, which
/// libcurl reads away and nobody hears of.
///
/// It compares what the kernel has received with what came of it, once a second, so that it costs nothing where a
/// response is shorter than that.
struct FloodWatch {
    /// Bytes that may come for nothing: what waits in the kernel unread counts too, and is a few MiB at most as a rule.
    static let allowance = 64 << 20
    /// And so many for each one that is of use: a chunk of one byte takes six, and a TLS record some thirty more.
    private static let overhead = 64
    private static let interval = 1.0

    private var next: MonotonicTime
    private var start: (useful: Int, onWire: Int)?

    init(from time: MonotonicTime) { next = time.advanced(by: Self.interval) }

    /// Whether far more has come than there is use for.
    ///
    /// - Parameters:
    ///   - useful: bytes of heads and bodies so far.
    ///   - onWire: bytes that the connection has received so far; nil where that is not known. Only looked at when it
    ///     is time.
    mutating func isFlood(at now: MonotonicTime, useful: Int, onWire: @autoclosure () -> Int?) -> Bool {
        guard now >= next else { return false }
        next = now.advanced(by: Self.interval)
        guard let onWire = onWire() else { return false }
        guard let start, onWire >= start.onWire else {
            start = (useful, onWire)
            return false
        }
        return onWire - start.onWire > Self.allowance + Self.overhead * (useful - start.useful)
    }
}
