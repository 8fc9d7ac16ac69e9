import ALCFSystem

/// Rank 0's decisions. Pure: it is told what the others wrote and what time it is, and says what goes on the board.
package struct RankLead: Sendable {
    /// Rank 0's message to the others.
    package private(set) var board: RankBoard
    private let limits: RankLimits
    private let began: Double
    /// The stage that rank 0 is ready for itself; the greatest number when it has sent all.
    private var own = -1
    /// The latest note of each rank that takes part.
    private var notes: [Int: RankNote] = [:]
    /// When each showed its last sign of life.
    private var alive: [Int: Double] = [:]

    /// - Parameters:
    ///   - run: a word that no other run has.
    ///   - now: seconds on a clock that only rises.
    package init(run: String, size: Int, limits: RankLimits, now: Double) {
        board = RankBoard(run: run, size: size)
        board.members[0] = run
        self.limits = limits
        began = now
    }

    /// The latest note of a rank that takes part.
    package func note(_ rank: Int) -> RankNote? { notes[rank] }

    /// The ranks that are waited for: to join, and then to end.
    package var awaited: [Int] {
        board.state == .gathering
            ? board.members.indices.filter { board.mark($0) == nil } : members.filter(isActive)
    }

    /// Whether every other rank is ready for the first stage, or has ended.
    package var areOthersReady: Bool { members.allSatisfy { !isActive($0) || (notes[$0]?.stage ?? -1) >= 0 } }

    /// Whether nothing more is to be expected of any other rank.
    package var isOver: Bool { members.allSatisfy { !isActive($0) } }

    /// The other ranks that take part.
    private var members: [Int] { board.members.indices.dropFirst().filter { board.mark($0) != nil } }

    private func isActive(_ rank: Int) -> Bool { !board.lost.contains(rank) && notes[rank]?.state.isOver != true }

    // MARK: What has happened

    /// Rank 0 is ready to begin a stage; nil when it has sent all.
    package mutating func arrived(_ stage: Int?) { own = stage ?? .max }

    /// The run cannot go on.
    package mutating func failed(_ message: String) {
        guard board.state != .failed else { return }
        board.state = .failed
        board.message = message
    }

    /// All have ended, or are given up.
    package mutating func ended() { if board.isUnderWay { board.state = .ended } }

    /// All are to stop, and to leave their records.
    package mutating func stopped() { if board.state == .running { board.state = .stopping } }

    /// It is still alive, which the others must see.
    package mutating func beat() { board.beat += 1 }

    /// Takes in what others have written.
    ///
    /// - Parameters:
    ///   - found: their notes; those of other runs among them.
    ///   - now: seconds on a clock that only rises.
    ///   - time: seconds since 1970.
    package mutating func look(at found: [RankNote], now: Double, time: Double) {
        for note in found where note.run == board.run { take(note, now: now, time: time) }
        gather(now: now)
        guard board.isUnderWay else { return }
        for rank in members where isActive(rank) && now - alive[rank, default: began] > limits.silence {
            board.lost.append(rank)
        }
        release(time: time)
    }

    private mutating func take(_ note: RankNote, now: Double, time: Double) {
        let rank = note.rank
        guard rank > 0, rank < board.size, note.size == board.size else {
            // A process that comes to a run under way has no part in it, and must not end it.
            guard board.state == .gathering else { return }
            return failed(
                rank == 0
                    ? "two processes are rank 0"
                    : "a process is rank \(rank) of \(note.size), and rank 0 knows of \(board.size) ranks")
        }
        if let mark = board.mark(rank), mark != note.mark {
            guard board.state == .gathering else { return }
            let hosts = [notes[rank]?.host, note.host].compactMap { $0 }
            return failed(
                "two processes are rank \(rank)\(hosts.isEmpty ? "" : ", on \(hosts.joined(separator: " and "))")")
        }
        if board.mark(rank) == nil {
            // A run that began without this one does not wait for its part.
            guard board.state == .gathering else { return }
            board.members[rank] = note.mark
        }
        if notes[rank]?.beat != note.beat { alive[rank] = now }
        notes[rank] = note
        if note.ping > 0, board.stage < 0 {
            let place = board.answers.firstIndex { $0.rank == rank }
            if let place, board.answers[place].ping < note.ping {
                board.answers[place] = RankBoard.Answer(rank: rank, ping: note.ping, time: time)
            } else if place == nil {
                board.answers.append(RankBoard.Answer(rank: rank, ping: note.ping, time: time))
            }
        }
        if note.state == .failed, board.stage < 0 {
            failed("rank \(rank)\(note.host.map { " on \($0)" } ?? ""): \(note.message ?? "it failed")")
        }
    }

    private mutating func gather(now: Double) {
        guard board.state == .gathering else { return }
        let missing = board.members.indices.filter { board.mark($0) == nil }
        if missing.isEmpty {
            board.state = .running
        } else if now - began > limits.wait {
            if limits.startsWithout {
                board.lost += missing
                board.state = .running
            } else {
                failed(
                    "\(Self.list(missing)) did not join within \(NumberText.plain(limits.wait)) s: \(board.size - missing.count) of "
                        + "\(board.size) are there")
            }
        }
        if board.state == .running { for rank in members { alive[rank] = now } }
    }

    private mutating func release(time: Double) {
        let stages = members.filter(isActive).map { notes[$0]?.stage ?? -1 } + [own]
        guard let stage = stages.min(), stage < .max, stage > board.stage else { return }
        board.stage = stage
        board.begins = time + limits.notice
        // All have compared their clocks.
        board.answers = []
    }

    /// `rank 3`, `ranks 3 and 5`, `ranks 1, 2, 3 and 97 more`.
    package static func list(_ ranks: [Int]) -> String {
        guard let last = ranks.last, ranks.count > 1 else { return "rank \(ranks.first ?? 0)" }
        guard ranks.count <= 8 else {
            return "ranks \(ranks.prefix(7).map(String.init).joined(separator: ", ")) and \(ranks.count - 7) more"
        }
        return "ranks \(ranks.dropLast().map(String.init).joined(separator: ", ")) and \(last)"
    }
}
