extension Schedule {
    /// Returns a rank's share: the union of all shares is the schedule of a single process, slot for slot.
    ///
    /// Conversations (of one turn: prompts) stay whole, and stay with one rank in the stages of all targets, so that
    /// requests that are compared were sent by one machine. They are dealt out in turn, over all slices. Stages
    /// without a slot remain, so that a stage has the same place in all shares. Due times are kept: together the ranks
    /// send the arrivals that were asked for. The warm-up is every rank's own, with the same numbers in all shares.
    ///
    /// - Parameter lanes: requests in flight of a closed loop, which are dealt out to the ranks in the same way
    ///   (``Rank/share(of:)``): a rank with one more of them gets so many more conversations. Nil for an open loop.
    package func share(of rank: Rank, lanes: Int? = nil) -> Schedule {
        var owners: [Int: Int] = [:]
        var dealt = 0
        func owner(_ slot: Slot) -> Int {
            if let known = owners[slot.block] { return known }
            let owner = (lanes.map { dealt % max(1, $0) } ?? dealt) % rank.size
            dealt += 1
            owners[slot.block] = owner
            return owner
        }
        var share = self
        share.stages = stages.map { stage in
            var isOwn = true
            return stage.filter { slot in
                if slot.slice == 0 { return true }
                // Later turns follow the first at once.
                if slot.turn == 0 { isOwn = owner(slot) == rank.index }
                return isOwn
            }
        }
        return share
    }
}

extension Schedule.Slot {
    /// Whether each rank sends it, to warm up its own connections.
    package var isEveryRanks: Bool { slice == 0 }
}
