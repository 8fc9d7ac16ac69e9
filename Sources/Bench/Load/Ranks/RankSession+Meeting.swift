package import ALCFRecord
import ALCFSystem

extension RankSession {
    /// Waits until all ranks are there, and returns what they are to do alike.
    ///
    /// - Parameters:
    ///   - onWait: called at rank 0 with the ranks that are waited for, now and then.
    ///   - start: what rank 0 decides; not asked for at other ranks.
    /// - Throws: `BenchError` naming the ranks that are missing; `CancellationError`.
    package func meet(
        onWait: ([Int]) -> Void = { _ in }, _ start: (_ run: String) throws -> RankStart
    ) async throws -> RankStart {
        if rank.leads {
            try await requireUnused()
            let start = try start(mark)
            try folder.write(start)
            try turn()
            keep()
            try await wait(onWait) { state in
                if case .lead(let lead) = state.role, lead.board.isUnderWay { true } else { false }
            }
            return start
        }
        try turn()
        keep()
        try await wait { state in
            guard case .follower(let follower) = state.role else { return true }
            if let refusal = follower.refusal {
                throw BenchError(
                    .rank, refusal,
                    remedy: "Start all ranks anew, together; another run needs another --rank-folder or --output.")
            }
            if follower.isTooLate(now: Self.now) {
                throw BenchError(
                    .rank, "rank 0 did not answer in \(self.folder.path)",
                    remedy:
                        "Make sure that all ranks see this folder (--rank-folder), and start them together (--rank-wait)."
                )
            }
            if follower.hasLostLead {
                throw BenchError(
                    .rank, "rank 0 shows no sign of life in \(self.folder.path)",
                    remedy: "Start all ranks again. --rank-timeout sets how long is waited for a sign of life.")
            }
            return follower.board?.isUnderWay == true && follower.hasCompared
        }
        // Its name may have been seen before its content.
        for _ in 0..<40 {
            if let found = folder.start(), found.run == run { return found }
            try await Task.sleep(for: .milliseconds(250))
        }
        throw BenchError(
            .rank, "start.json in \(folder.path) is not of this run", remedy: "Name another folder with --rank-folder.")
    }

    /// Makes sure that no other run is under way in the folder: its rank 0 would show signs of life.
    func requireUnused() async throws {
        guard let found = folder.board(), found.run != mark, found.state == .gathering || found.isUnderWay
        else { return }
        try await Task.sleep(for: .seconds(2.5 * Self.pulse))
        guard let later = folder.board(), later.run == found.run, later.beat != found.beat else { return }
        throw BenchError(
            .rank, "another run is under way in \(folder.path)",
            remedy: "Wait for its end, or name another folder (--rank-folder, or another --output).")
    }

    /// Makes sure that a rank has prepared the same experiment as rank 0, which says so to the others.
    ///
    /// - Throws: `BenchError` naming a difference, or where the run cannot go on.
    package func agree(on plan: RankPlan) async throws {
        if rank.leads { return try folder.write(plan) }
        var lead: RankPlan?
        try await wait { state in
            if case .follower(let follower) = state.role, follower.hasLostLead { return true }
            lead = folder.plan().flatMap { $0.run == plan.run ? $0 : nil }
            return lead != nil
        }
        guard let difference = lead?.difference(of: plan) else { return }
        throw BenchError(
            .rank, "this process is not to do what rank 0 does: \(difference)",
            remedy: "Give all processes the same options and the same data.")
    }

    /// Waits, at rank 0, until all others have what they write to, and are ready for the first stage.
    ///
    /// - Throws: `BenchError` where the run cannot go on; `CancellationError`.
    /// - Returns: the numbers of those that are.
    package func othersAreReady() async throws -> [Int] {
        var ready: [Int] = []
        try await wait { state in
            guard case .lead(let lead) = state.role else { return true }
            ready = lead.awaited
            return lead.areOthersReady
        }
        return ready
    }
}
