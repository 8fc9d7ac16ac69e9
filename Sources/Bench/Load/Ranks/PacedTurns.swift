import ALCFRecord
import ALCFSystem

/// The turns of one of several processes that keep a limit of requests a second together: each sends in turns of its
/// own, which begin at other times than those of the others.
///
/// Were each given its part of the limit alone, all would send what they may at the same moment, and the service would
/// count more than the limit within one second. Pure: it has no clock.
struct PacedTurns: Sendable {
    /// Shorter turns than this could be missed by a timer that is late; one may then send several.
    private static let shortest = 0.02
    /// Seconds from the beginning of a turn within which it is used: so the requests of two turns that are a second
    /// apart stay that far apart.
    private static let patience = 0.04

    /// When a round begins of which all processes have one turn each, less this process's place in it.
    private let origin: MonotonicTime
    /// Seconds of a round.
    private let round: Double
    /// Seconds within which a turn may be used.
    private let open: Double
    /// Requests of a turn.
    private let count: Int
    private var latest = Int.min
    private var used = 0

    /// - Parameters:
    ///   - rate: requests a second of all processes.
    ///   - window: by how much longer than a second that many take.
    ///   - now: an instant.
    ///   - time: the same one by the clock of the first process, in seconds since 1970.
    init(rate: Double, window: Double, rank: Rank, now: MonotonicTime, time: Double) {
        let each = window / rate
        count = max(1, Int(clamping: (Self.shortest / each).rounded(.up)))
        let turn = Double(count) * each
        round = turn * Double(rank.size)
        open = min(turn, Self.patience)
        // Rounds are counted from 1970, so that all agree on them.
        let into = time.truncatingRemainder(dividingBy: round)
        origin = now.advanced(by: Double(rank.index) * turn - into)
    }

    /// Nil where a request may be sent now, which then counts as sent; else when to ask again.
    mutating func admit(at now: MonotonicTime) -> MonotonicTime? {
        let passed = now.seconds(since: origin)
        // An instant of whole nanoseconds may lie a little before the turn that was asked for.
        let turn = Int(clamping: ((passed + 1e-6) / round).rounded(.down))
        let begin = Double(turn) * round
        if turn != latest { (latest, used) = (turn, 0) }
        guard used < count, passed - begin < open else { return origin.advanced(by: begin + round) }
        used += 1
        return nil
    }
}
