package import ALCFRecord
import ALCFSystem
import Synchronization

extension RankSession {
    /// Tells all others to stop, at rank 0.
    package func stopOthers() {
        state.withLock { state in
            guard case .lead(var lead) = state.role else { return }
            lead.stopped()
            state.role = .lead(lead)
            state.written = -.infinity
        }
        _ = try? turn()
    }

    /// Calls `handler` when rank 0 says that all are to stop, or goes on without this rank; never at rank 0.
    package func whenStopped(_ handler: @escaping @Sendable () -> Void) {
        state.withLock { $0.stop = handler }
        passOnStop()
    }

    /// Calls the handler of a stop where all, or this rank, are to stop.
    func passOnStop() {
        let handler: (@Sendable () -> Void)? = state.withLock { state in
            guard case .follower(let follower) = state.role, follower.mustStop else { return nil }
            return state.stop.take()
        }
        handler?()
    }

    /// Whether rank 0 has given this rank up, and goes on without it.
    package var isGivenUp: Bool {
        state.withLock { state in
            if case .follower(let follower) = state.role { follower.isGivenUp } else { false }
        }
    }

    /// Tells the others that this process cannot go on. Rank 0 shows signs of life for a moment longer, so that those
    /// that have just come know that the message is not of an earlier run.
    package func fail(_ end: RankNote.State, message: String) async {
        if rank.leads, end == .failed {
            // The messages of another run that is under way stay as they are: it must not end with this one.
            guard (try? await requireUnused()) != nil else { return state.withLock { $0.isOver = true } }
            for _ in 0..<3 {
                state.withLock { state in
                    guard case .lead(var lead) = state.role else { return }
                    lead.failed(message)
                    state.role = .lead(lead)
                    state.written = -.infinity
                }
                _ = try? turn()
                try? await Task.sleep(for: .seconds(Self.pulse / 2))
            }
        }
        self.end(end, message: message)
    }

    /// Tells the others that nothing more is to be expected of this process, and stops.
    package func end(_ end: RankNote.State, message: String? = nil) {
        state.withLock { state in
            switch state.role {
            case .lead(var lead):
                if end == .failed { lead.failed(message ?? "rank 0 failed") } else { lead.ended() }
                lead.arrived(nil)
                state.role = .lead(lead)
            case .follower(var follower):
                follower.ended(end, message: message)
                state.role = .follower(follower)
            }
            state.written = -.infinity
        }
        _ = try? turn()
        state.withLock { state in
            state.isOver = true
            state.keeper?.cancel()
        }
    }

    /// Waits, at rank 0, until every other rank has ended or is given up.
    ///
    /// - Parameter onWait: called with those that are waited for, now and then.
    /// - Throws: `BenchError` where the run cannot go on; `CancellationError`.
    package func waitForOthers(onWait: ([Int]) -> Void) async throws {
        state.withLock { state in
            if case .lead(var lead) = state.role {
                lead.arrived(nil)
                state.role = .lead(lead)
            }
        }
        try await wait(onWait) { state in
            if case .lead(let lead) = state.role { lead.isOver } else { true }
        }
    }

    /// Waits, at any other rank that has ended, until rank 0 has seen the end of all, or shows no sign of life: then
    /// ``hasLostLead`` tells that nobody joins their records.
    package func waitForLead(_ end: RankNote.State) async {
        state.withLock { state in
            guard case .follower(var follower) = state.role else { return }
            follower.ended(end)
            state.role = .follower(follower)
            state.written = -.infinity
        }
        try? await wait { state in
            guard case .follower(let follower) = state.role else { return true }
            // Its folder goes with the run.
            return follower.hasLostLead || follower.board?.state == .ended || PathFacts(path: folder.path) == nil
        }
    }
}
