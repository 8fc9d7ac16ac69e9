import TestSupport
import Testing

@testable import ALCFRecord

@Suite struct RankShareTests {
    func options(_ random: inout TestRandom) -> BenchmarkOptions {
        var options = BenchmarkOptions(
            runs: Int.random(in: 1...3, using: &random), concurrency: Int.random(in: 1...20, using: &random),
            seed: random.next(), warmup: Int.random(in: 0...2, using: &random))
        if random.oneIn(2) {
            options.rate = Double.random(in: 0.5...50, using: &random)
            options.concurrency = 1
            options.arrival = [.poisson, .gamma, .constant, .trace][Int.random(in: 0..<4, using: &random)]
            if options.arrival == .gamma { options.burstiness = 0.5 }
            if random.oneIn(3), options.arrival != .trace { options.duration = 20 }
            if random.oneIn(4) { options.ramp = 1 }
        }
        options.isBothAtOnce = random.oneIn(3)
        if random.oneIn(4) { options.slices = Int.random(in: 1...5, using: &random) }
        return options
    }

    @Test func togetherTheSharesAreTheWholeSchedule() {
        var random = TestRandom()
        for _ in 0..<300 {
            let options = options(&random)
            let prompts = Int.random(in: 1...80, using: &random)
            let targets = Int.random(in: 1...3, using: &random)
            let isTalk = random.oneIn(3)
            let turns = (0..<prompts).map { isTalk ? $0 % 3 : 0 }
            let due = (0..<prompts).map { Double($0) * 0.3 }
            let whole = Schedule(targets: targets, prompts: prompts, turns: turns, due: due, options: options)
            let size = Int.random(in: 1...9, using: &random)
            let lanes = options.rate == nil ? options.concurrency : nil
            let shares = (0..<size).map { whole.share(of: Rank(index: $0, size: size), lanes: lanes) }
            #expect(shares.allSatisfy { $0.stages.count == whole.stages.count })
            for (index, stage) in whole.stages.enumerated() {
                let parts = shares.map { $0.stages[index] }
                if stage.first?.isEveryRanks == true {
                    #expect(parts.allSatisfy { $0 == stage })
                } else {
                    // Slot for slot, with all that belongs to each.
                    #expect(parts.flatMap(\.self).sorted { $0.sequence < $1.sequence } == stage)
                    #expect(
                        parts.allSatisfy { part in zip(part, part.dropFirst()).allSatisfy { $0.sequence < $1.sequence }
                        })
                }
            }
            // A block is with one rank at all targets, and a conversation is with one.
            var owners: [Int: Int] = [:]
            for (rank, share) in shares.enumerated() {
                for slot in share.slots where !slot.isEveryRanks {
                    let first = slot.block - slot.turn
                    #expect(owners[first] ?? rank == rank)
                    owners[first] = rank
                }
            }
            // Balanced within each slice and in all: by the requests in flight that a rank has, where those are shared.
            let slices = Set(whole.slots.map(\.slice)).filter { $0 > 0 }
            for some in slices.map({ [$0] }) + [slices] {
                let counts = shares.map { share in
                    Set(share.slots.filter { some.contains($0.slice) && $0.turn == 0 }.map(\.block)).count
                }
                if let lanes, lanes >= size {
                    let rounds = shares.indices.map { rank in
                        let own = Rank(index: rank, size: size).share(of: lanes)
                        return (counts[rank] + own - 1) / own
                    }
                    #expect((rounds.max() ?? 0) - (rounds.min() ?? 0) <= 1)
                } else if lanes == nil {
                    #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
                }
            }
        }
    }

    @Test func theLoadIsShared() throws {
        var whole = BenchmarkOptions(concurrency: 10, maxRate: 8)
        whole.connections = 9
        let shares = (0..<4).map { whole.share(of: Rank(index: $0, size: 4)) }
        #expect(shares.map(\.concurrency) == [3, 3, 2, 2] && shares.map(\.connections) == [3, 2, 2, 2])
        #expect(shares.allSatisfy { $0.maxRate == 2 && $0.rate == nil })
        var open = BenchmarkOptions(rate: 6)
        open.maxInFlight = 5
        #expect(open.share(of: Rank(index: 0, size: 4)).rate == 1.5)
        #expect((0..<4).map { open.share(of: Rank(index: $0, size: 4)).maxInFlight } == [2, 1, 1, 1])
        try whole.requireShares(amongRanks: 4)
        try open.requireShares(amongRanks: 5)
        #expect(throws: BenchError.self) { () throws -> Void in try whole.requireShares(amongRanks: 10) }
        #expect(throws: BenchError.self) { () throws -> Void in try open.requireShares(amongRanks: 6) }
        let alone = #expect(throws: BenchError.self) { () throws -> Void in
            try BenchmarkOptions().requireShares(amongRanks: 2)
        }
        #expect(alone?.remedy?.contains("--per-rank") == true)
    }

    @Test func theLoadOfEachRankMakesTheWhole() throws {
        var each = BenchmarkOptions(concurrency: 3, maxRate: 2)
        each.connections = 4
        let whole = try each.whole(ofRanks: 4)
        #expect(whole.concurrency == 12 && whole.maxRate == 8 && whole.connections == 16)
        #expect((0..<4).allSatisfy { whole.share(of: Rank(index: $0, size: 4)).concurrency == 3 })
        #expect(whole.samples == each.samples)
        #expect(throws: BenchError.self) { () throws -> Void in _ = try each.whole(ofRanks: 5_000) }
        #expect(throws: BenchError.self) { () throws -> Void in _ = try BenchmarkOptions(rate: 9_000).whole(ofRanks: 2)
        }
    }
}
