/// The decisions of every rank but rank 0. Pure: it is told what rank 0 wrote and what time it is.
package struct RankFollower: Sendable {
    /// Number of times that rank 0 is asked for the time.
    static let pings = 5

    /// The rank's message to rank 0.
    package private(set) var note: RankNote
    /// The latest message of rank 0, in the run that this rank takes part in.
    package private(set) var board: RankBoard?
    /// The best estimate of the clock's offset so far.
    package private(set) var offset: ClockOffset?
    /// Whether rank 0 has shown no sign of life for too long, or another run has taken its place.
    package private(set) var hasLostLead = false
    /// Reason that rank 0, which is alive, takes this rank into no run; nil for none.
    package private(set) var refusal: String?
    private let limits: RankLimits
    private let began: Double
    /// Run and beat of the first board that was seen.
    private var first: (run: String, beat: Int)?
    private var alive: Double
    private var asked: Double?

    /// - Parameters:
    ///   - note: with the rank's own mark, number and machine.
    ///   - now: seconds on a clock that only rises.
    package init(_ note: RankNote, limits: RankLimits, now: Double) {
        self.note = note
        self.limits = limits
        began = now
        alive = now
    }

    /// Whether rank 0 knows of this rank, so that what it wrote is of this run.
    package var isAdmitted: Bool { board != nil }

    /// Whether rank 0 has given this rank up, and goes on without it.
    package var isGivenUp: Bool { board?.lost.contains(note.rank) == true }

    /// Whether this rank is to send nothing more.
    package var mustStop: Bool { board?.state == .stopping || isGivenUp }

    /// Whether the clocks were compared as often as they are to be.
    package var hasCompared: Bool { note.ping >= Self.pings && asked == nil }

    /// Whether rank 0 did not admit this rank in time.
    package func isTooLate(now: Double) -> Bool { !isAdmitted && now - began > limits.wait + 10 }

    /// This rank is ready to begin a stage.
    package mutating func arrived(_ stage: Int) {
        note.state = .running
        note.stage = stage
    }

    /// Nothing more is to be expected of this rank.
    package mutating func ended(_ state: RankNote.State, message: String? = nil) {
        note.state = state
        note.message = message
    }

    /// It is still alive, which rank 0 must see.
    package mutating func beat(time: Double) {
        note.beat += 1
        note.time = time
    }

    /// Takes in what rank 0 has written.
    ///
    /// - Parameters:
    ///   - found: its board, maybe of an earlier run; nil where there is none.
    ///   - now: seconds on a clock that only rises.
    ///   - time: seconds since 1970.
    package mutating func look(at found: RankBoard?, now: Double, time: Double) {
        if let found {
            if found.mark(note.rank) == note.mark, board == nil || found.run == note.run {
                note.run = found.run
                if board?.beat != found.beat { alive = now }
                board = found
                compare(time: time)
            } else if board == nil {
                // Whether it is of this run shows when rank 0 names this rank in it.
                note.run = found.run
                refusal = refusal(by: found)
            } else if found.run != note.run {
                hasLostLead = true
            }
        }
        if board != nil, now - alive > limits.silence { hasLostLead = true }
    }

    /// Returns why a board takes this rank into no run. One that has not changed since it was seen first may be of a
    /// run that is long over.
    private mutating func refusal(by found: RankBoard) -> String? {
        guard let first else {
            first = (found.run, found.beat)
            return nil
        }
        guard first != (found.run, found.beat) else { return nil }
        switch found.state {
        case .gathering: return nil
        case .running, .stopping: return "a run that this rank has no part in is under way"
        case .ended: return "the run is over"
        case .failed: return "rank 0: \(found.message ?? "it failed")"
        }
    }

    private mutating func compare(time: Double) {
        if let asked, let answer = board?.answers.first(where: { $0.rank == note.rank }), answer.ping == note.ping {
            let found = ClockOffset(asked: asked, answered: time, other: answer.time)
            if found.error < offset?.error ?? .infinity { offset = found }
            self.asked = nil
        }
        if asked == nil, note.ping < Self.pings {
            note.ping += 1
            asked = time
        }
    }
}
