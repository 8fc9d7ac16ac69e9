extension Schedule {
    /// Returns it with the requests to fleets dealt out to their servers in turn, conversation for conversation, so
    /// that one finds its earlier turns in its server's cache. It follows from the schedule alone which server gets
    /// which, whatever comes back from them.
    ///
    /// - Parameter servers: the places of the servers of each target that are sent to; empty for a target that is none.
    package func dealt(to servers: [[Int]]) -> Schedule {
        guard servers.contains(where: { !$0.isEmpty }) else { return self }
        var dealt = self
        // Numbers of conversations, by target: those of the warm-up, which each server gets for itself, and the others.
        var counts = Array(repeating: (warmup: 0, others: 0), count: servers.count)
        var latest = Array(repeating: 0, count: servers.count)
        for (number, stage) in stages.enumerated() {
            for (place, slot) in stage.enumerated() where servers.indices.contains(slot.target) {
                let own = servers[slot.target]
                guard !own.isEmpty else { continue }
                if slot.turn == 0 {
                    let isWarmup = slot.isEveryRanks
                    let count = isWarmup ? counts[slot.target].warmup : counts[slot.target].others
                    if isWarmup { counts[slot.target].warmup += 1 } else { counts[slot.target].others += 1 }
                    latest[slot.target] = own[count % own.count]
                }
                dealt.stages[number][place].server = latest[slot.target]
            }
        }
        return dealt
    }
}
