import ALCFSystem

extension BenchmarkOptions {
    /// Returns the options of a rank's share, from those of the whole: its part of the requests in flight, of the
    /// connections and of the rate.
    package func share(of rank: Rank) -> BenchmarkOptions {
        var share = self
        if let rate { share.rate = rate / Double(rank.size) } else { share.concurrency = rank.share(of: concurrency) }
        share.maxInFlight = maxInFlight.map(rank.share)
        share.connections = connections.map(rank.share)
        share.maxRate = maxRate.map { $0 / Double(rank.size) }
        return share
    }

    /// Returns the options of the whole, where those given are for each of `size` ranks. Prompts, runs and durations
    /// are the whole's in any case.
    package func whole(ofRanks size: Int) throws(BenchError) -> BenchmarkOptions {
        var whole = self
        if let rate {
            whole.rate = rate * Double(size)
        } else {
            whole.concurrency = concurrency.multipliedClamped(by: size)
        }
        whole.maxInFlight = maxInFlight.map { $0.multipliedClamped(by: size) }
        whole.connections = connections.map { $0.multipliedClamped(by: size) }
        whole.maxRate = maxRate.map { $0 * Double(size) }
        let most = Limits.concurrency.upperBound
        let counts = [
            ("--concurrency", whole.concurrency), ("--concurrency", whole.maxInFlight ?? 1),
            ("--connections", whole.connections ?? 1),
        ]
        if let (name, count) = counts.first(where: { $0.1 > most }) {
            throw BenchError(
                .rank, "'\(name)' is \(count) over \(size) ranks, and at most \(most) is possible",
                remedy: "Give a smaller number for each rank, or start fewer ranks.")
        }
        if let rate = whole.rate, !Limits.rate.contains(rate) {
            throw BenchError(
                .rank, "'--rate' is \(rate) over \(size) ranks, and at most \(Limits.rate.upperBound) is possible",
                remedy: "Give a smaller rate for each rank, or start fewer ranks.")
        }
        return whole
    }

    /// Makes sure that each of `size` ranks gets something to do.
    ///
    /// - Throws: ``BenchError`` naming the option that cannot be divided.
    package func requireShares(amongRanks size: Int) throws(BenchError) {
        if precision != nil {
            throw BenchError(
                .rank, "'--precision' needs one request at a time, and \(size) ranks send \(size)",
                remedy: "Leave it out, or run a single process (--rank none).")
        }
        let counts: [(name: String, count: Int?)] = [
            (name: "--concurrency", count: rate == nil ? concurrency : maxInFlight),
            (name: "--connections", count: connections),
        ]
        for (name, count) in counts {
            guard let count, count < size else { continue }
            throw BenchError(
                .rank, "'\(name) \(count)' cannot be shared by \(size) ranks: each needs at least one",
                remedy:
                    "Give \(name) \(size) or more, or --per-rank: the number is then for each rank."
            )
        }
        guard let connections, connections / size < loops else { return }
        throw BenchError(
            .rank,
            "'--connections \(connections)' is \(connections / size) for each of \(size) ranks, fewer than '--loops \(loops)'",
            remedy: "Give more connections, or fewer event loops.")
    }
}
