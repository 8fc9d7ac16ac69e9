import TestSupport
import Testing

@testable import ALCFRecord
@testable import ALCFReport

/// Servers that are one target together.
@Suite struct FleetTests {
    @Test func eachRankHasItsServers() {
        func servers(_ ranks: Int, _ count: Int) -> [[Int]] {
            (0..<ranks).map { Rank(index: $0, size: ranks).servers(of: count) }
        }
        #expect(servers(3, 3) == [[0], [1], [2]])
        #expect(servers(2, 5) == [[0, 2, 4], [1, 3]])
        // More processes than servers: some share one.
        #expect(servers(5, 2) == [[0], [1], [0], [1], [0]])
        #expect(servers(1, 3) == [[0, 1, 2]])
        #expect(servers(4, 0) == [[], [], [], []])
        #expect(Rank.isEven(servers: 6, ranks: 3) && Rank.isEven(servers: 2, ranks: 4))
        #expect(!Rank.isEven(servers: 5, ranks: 2) && !Rank.isEven(servers: 2, ranks: 5))
    }

    /// All servers belong to some rank, and each rank has one.
    @Test func noServerIsLeftOut() {
        for ranks in 1...12 {
            for count in 1...30 {
                let all = (0..<ranks).map { Rank(index: $0, size: ranks).servers(of: count) }
                #expect(all.allSatisfy { !$0.isEmpty } && Set(all.flatMap(\.self)) == Set(0..<count))
                if count >= ranks { #expect(all.flatMap(\.self).count == count) }
            }
        }
    }

    @Test func requestsAreDealtOutInTurn() {
        var random = TestRandom()
        for _ in 0..<100 {
            let options = BenchmarkOptions(
                runs: Int.random(in: 1...2, using: &random), concurrency: Int.random(in: 1...8, using: &random),
                seed: random.next(), warmup: 4)
            let isTalk = random.oneIn(2)
            let prompts = 3 * Int.random(in: 2...20, using: &random)
            let turns = (0..<prompts).map { isTalk ? $0 % 3 : 0 }
            let whole = Schedule(targets: 3, prompts: prompts, turns: turns, options: options)
            let dealt = whole.dealt(to: [[0, 1, 2, 3], [], [2, 5]])
            // Nothing else changes, and a target that is no fleet has no server.
            var bare = dealt
            for stage in bare.stages.indices {
                for slot in bare.stages[stage].indices { bare.stages[stage][slot].server = nil }
            }
            #expect(bare == whole)
            #expect(dealt.slots.allSatisfy { ($0.target == 1) == ($0.server == nil) })
            for (target, own) in [(0, [0, 1, 2, 3]), (2, [2, 5])] {
                let slots = dealt.slots.filter { $0.target == target }
                #expect(Set(slots.filter(\.isEveryRanks).compactMap(\.server)) == Set(own))
                let firsts = slots.filter { !$0.isEveryRanks && $0.turn == 0 }
                let counts = own.map { server in firsts.count { $0.server == server } }
                #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
                // A conversation stays with its server.
                let homes = Dictionary(
                    slots.filter { !$0.isEveryRanks }.map { ([$0.block - $0.turn], Set([$0.server])) },
                    uniquingKeysWith: { $0.union($1) })
                #expect(homes.values.allSatisfy { $0.count == 1 })
            }
        }
    }

    @Test func aServerThatAnswersNothingIsNamed() {
        var record = Fixture.record()
        record.manifest.targets[0].servers = ["a", "b", "c"].map {
            FleetServer(name: "node-\($0)", url: "http://\($0)/v1")
        }
        var count = 0
        for index in record.samples.indices where record.samples[index].target == "metis" {
            record.samples[index].server = count % 3
            if count % 3 == 1 {
                record.samples[index].outcome = .connect
                record.samples[index].trace.firstToken = nil
            }
            count += 1
        }
        let analysis = Analysis(record)
        let warning = analysis.warnings.first { $0.kind == .silentServers }
        #expect(warning?.message.contains("node-b of Metis (5 requests)") == true, "\(String(describing: warning))")
        let text = TerminalReport.text(analysis, width: nil)
        #expect(text.contains("node-c") && text.contains("Each server of Metis"))
        #expect(text.contains("and 2 more servers"))
        #expect(!Analysis(Fixture.record()).warnings.contains { $0.kind == .silentServers })
    }
}
