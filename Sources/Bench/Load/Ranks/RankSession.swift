package import ALCFRecord
import ALCFSystem
import Glibc
import Synchronization

/// The ties between this process and the others that share a benchmark, from their meeting to their end.
///
/// A task of its own writes signs of life and answers the others; what is decided is in ``RankLead`` and
/// ``RankFollower``.
package final class RankSession: Sendable {
    enum Role {
        case lead(RankLead)
        case follower(RankFollower)
    }

    struct State {
        var role: Role
        var keeper: Task<Void, Never>?
        /// When something was written last.
        var written = -Double.infinity
        /// Whether nothing is written any more.
        var isOver = false
        /// Called once when rank 0 says that all are to stop.
        var stop: (@Sendable () -> Void)?
    }

    /// Seconds between two signs of life.
    static let pulse = 1.0
    /// Seconds between two looks while something is waited for: the first, and the longest.
    private static let (shortest, longest) = (0.01, 0.25)

    /// Which process this is.
    package let rank: Rank
    /// The folder by which they talk.
    package let folder: RankFolder
    /// A word that no other process has; of rank 0, that of the run.
    let mark: String
    let state: Mutex<State>

    /// A process that has not met the others yet.
    ///
    /// - Throws: `BenchError` where the folder cannot be used.
    package init(_ rank: Rank, folder path: String, limits: RankLimits) throws(BenchError) {
        self.rank = rank
        folder = try RankFolder(path)
        mark = String(UInt64.random(in: .min ... .max), radix: 36)
        let now = Self.now
        guard !rank.leads else {
            state = Mutex(
                State(role: .lead(RankLead(run: mark, size: rank.size, limits: limits, now: now))))
            return
        }
        var note = RankNote()
        note.mark = mark
        note.rank = rank.index
        note.size = rank.size
        note.host = HostName.current
        note.process = Int(getpid())
        state = Mutex(State(role: .follower(RankFollower(note, limits: limits, now: now))))
    }

    /// Word of the run.
    package var run: String {
        state.withLock { state in
            switch state.role {
            case .lead: mark
            case .follower(let follower): follower.note.run
            }
        }
    }

    /// The offset of this machine's clock to rank 0's; nil where it was not found out.
    package var offset: ClockOffset? {
        state.withLock { state in
            switch state.role {
            case .lead: ClockOffset.none
            case .follower(let follower): follower.offset
            }
        }
    }

    /// Whether rank 0 is given up, so that this rank goes on alone.
    package var hasLostLead: Bool {
        state.withLock { state in
            if case .follower(let follower) = state.role { follower.hasLostLead } else { false }
        }
    }

    /// Whether rank 0 was asked to end, and all with it.
    package var isStopping: Bool {
        state.withLock { state in
            switch state.role {
            case .lead(let lead): lead.board.state == .stopping
            case .follower(let follower): follower.board?.state == .stopping
            }
        }
    }

    // MARK: Stages

    /// Waits until all ranks are ready for a stage, and then for the time at which it begins.
    ///
    /// - Throws: `BenchError` where the run cannot go on.
    package func gate(_ stage: Int) async throws {
        state.withLock { state in
            switch state.role {
            case .lead(var lead):
                lead.arrived(stage)
                state.role = .lead(lead)
            case .follower(var follower):
                follower.arrived(stage)
                state.role = .follower(follower)
            }
            state.written = -.infinity
        }
        do {
            try await wait { state in
                switch state.role {
                case .lead(let lead): return lead.board.stage >= stage
                case .follower(let follower): return follower.hasLostLead || (follower.board?.stage ?? -1) >= stage
                }
            }
            let begins: Double? = state.withLock { state in
                switch state.role {
                case .lead(let lead): lead.board.stage == stage ? lead.board.begins : nil
                case .follower(let follower):
                    follower.board?.stage == stage && !follower.hasLostLead
                        ? (follower.board?.begins ?? 0) + (follower.offset?.seconds ?? 0) : nil
                }
            }
            let left = begins.map { $0 - WallClock.system.now() } ?? 0
            // A clock that was set meanwhile must not hold anything up.
            if left > 0 { try await Task.sleep(for: .seconds(min(left, 2))) }
        } catch is CancellationError {}
    }

    // MARK: Turns

    static var now: Double { MonotonicTime.now.seconds(since: MonotonicTime(nanoseconds: 0)) }

    func keep() {
        let keeper = Task.detached { [weak self] in
            while !Task.isCancelled {
                guard let self else { return }
                _ = try? self.turn()
                self.passOnStop()
                // Who waits for something looks more often.
                try? await Task.sleep(for: .seconds(Self.pulse))
            }
        }
        state.withLock { $0.keeper = keeper }
    }

    /// Seconds after which a wait is spoken of, and then again.
    private static let (patience, repetition) = (3.0, 30.0)

    /// Looks until `condition` holds.
    ///
    /// - Parameter onWait: called at rank 0 with the ranks that are waited for, now and then.
    func wait(
        _ onWait: ([Int]) -> Void = { _ in }, _ condition: (borrowing State) throws -> Bool
    ) async throws {
        var pause = Self.shortest
        var spoken = Self.now + Self.patience
        while true {
            pause = try turn() ? Self.shortest : min(2 * pause, Self.longest)
            try state.withLock { state in
                if let message = failure(state) {
                    throw BenchError(
                        .rank, message,
                        remedy: "Look at the other ranks' messages. Ranks talk in \(folder.path) (--rank-folder).")
                }
            }
            if try state.withLock({ try condition($0) }) { return }
            if Self.now >= spoken {
                spoken = Self.now + Self.repetition
                let awaited: [Int] = state.withLock { state in
                    if case .lead(let lead) = state.role { lead.awaited } else { [] }
                }
                if !awaited.isEmpty { onWait(awaited) }
            }
            try await Task.sleep(for: .seconds(pause))
        }
    }

    private func failure(_ state: borrowing State) -> String? {
        switch state.role {
        case .lead(let lead): lead.board.state == .failed ? lead.board.message ?? "the run failed" : nil
        case .follower(let follower):
            follower.board?.state == .failed ? "rank 0: \(follower.board?.message ?? "it failed")" : nil
        }
    }

    /// Reads what is new, decides, and writes; returns whether something was new.
    @discardableResult
    func turn() throws -> Bool {
        try state.withLock { state in
            if state.isOver { return false }
            let now = Self.now
            let isDue = now - state.written >= Self.pulse
            switch state.role {
            case .lead(var lead):
                let before = lead.board
                let notes = folder.notes()
                // The clock is read after the questions for it.
                lead.look(at: notes, now: now, time: WallClock.system.now())
                let isNew = lead.board != before
                if isNew || isDue {
                    if let found = folder.board(), before.beat > 0, found.run != before.run {
                        lead.failed("another run has begun in \(folder.path)")
                        state.role = .lead(lead)
                        return true
                    }
                    lead.beat()
                    try folder.write(lead.board)
                    state.written = now
                }
                state.role = .lead(lead)
                return isNew
            case .follower(var follower):
                let (note, board) = (follower.note, follower.board)
                let found = folder.board()
                // The clock is read after the answer, and before the next question is written.
                follower.look(at: found, now: now, time: WallClock.system.now())
                let isNew = follower.note != note
                if isNew || isDue {
                    follower.beat(time: WallClock.system.now())
                    try folder.write(follower.note)
                    state.written = now
                }
                let isNews = isNew || follower.board?.stage != board?.stage || follower.board?.state != board?.state
                state.role = .follower(follower)
                return isNews
            }
        }
    }
}
