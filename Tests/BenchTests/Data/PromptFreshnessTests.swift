import ALCFJSON
import Testing

@testable import ALCFLoad
@testable import ALCFRecord
@testable import ALCFReport

/// Texts that no server has seen: see ``PromptNonce``.
@Suite struct PromptFreshnessTests {
    @Test func noncesDifferFromTheirFirstDigitsOn() {
        for seed in [1, 2, 77, UInt64.max] {
            let nonce = PromptNonce(seed: seed)
            let all = (0..<20_000).map(nonce.digits)
            #expect(all.allSatisfy { $0.utf8.count == 12 && $0.allSatisfy(\.isNumber) })
            #expect(Set(all.map { $0.prefix(6) }).count == 20_000)
            #expect(Set(all.prefix(300).map { $0.prefix(3) }).count == 300)
        }
        // Another seed, other digits: nothing of an earlier run comes again.
        let (one, other) = (PromptNonce(seed: 1), PromptNonce(seed: 2))
        #expect(Set((0..<5_000).map(one.digits)).isDisjoint(with: (0..<5_000).map(other.digits)))
    }

    @Test func madeUpTextsOfEveryKindBeginWithDigitsOfTheirOwn() throws {
        let shape = try #require(SyntheticPrompts("64,8"))
        let context = try #require(ContextPrompts((900, 212), (9_000, 2_012)))
        func texts(_ seed: UInt64) throws -> [[String]] {
            [
                try shape.workload(40, seed: seed).prompts.map(\.text),
                try context.workload(lengths: [1_000, 4_000], repeats: 9, seed: seed).prompts.map(\.text)
                    + [2_000, 12_000].map { ContextPrompts.calibration(characters: $0, seed: seed).prompt },
                try TaskPrompts.workload(
                    TaskPrompts.Task.allCases, perTask: 12, questions: .demo(), source: "x", seed: 1, promptSeed: seed
                ).prompts.map(\.text),
                WarmupPrompts.made(9, like: [], seed: seed).map(\.text),
            ]
        }
        for (one, other) in zip(try texts(1), try texts(2)) {
            #expect(Set(one.map { $0.prefix(6) }).count == one.count)
            #expect(Set(one.map { $0.prefix(12) }).isDisjoint(with: other.map { $0.prefix(12) }))
        }
        #expect(try texts(5) == texts(5))
    }

    @Test func warmsUpWithWhatIsNotMeasured() async throws {
        let prompts = try #require(SyntheticPrompts("64,8")).workload(6, seed: 3).prompts
        let transport = StubTransport { _, _ in Stub.response() }
        var options = BenchmarkOptions(warmup: 3)
        options.promptSeed = 3
        let runner = BenchmarkRunner(targets: try Stub.targets(transport), prompts: prompts, options: options)
        let recorded = Recorded()
        try await runner.run { recorded.add($0) }
        let warmups = recorded.samples.filter { $0.phase == .warmup }
        #expect(warmups.map(\.promptID) == ["warmup-1", "warmup-1", "warmup-2", "warmup-2", "warmup-3", "warmup-3"])
        let texts = transport.requests.map { $0.body["messages"]?[0]?["content"]?.string ?? "" }
        #expect(Set(texts.prefix(6)).isDisjoint(with: texts.dropFirst(6)) && Set(texts.prefix(6)).count == 3)
        // About as long, and asking for as much.
        #expect(runner.warmups.allSatisfy { (200...330).contains($0.text.utf8.count) && $0.maxTokens == 8 })
        let tokens = Set(texts.map { String($0.prefix(3)) })
        #expect(tokens.count == 9)
    }

    @Test func cacheBustGivesEachSendingABeginningOfItsOwn() async throws {
        let transport = StubTransport { _, _ in Stub.response() }
        var options = BenchmarkOptions(runs: 3, warmup: 2)
        options.bustsCache = true
        options.promptSeed = 8
        // The same server under two names.
        var targets = try Stub.targets(transport)
        targets[1].endpoint = targets[0].endpoint
        let others = try Stub.targets(transport)
        #expect(PromptSupply.isShared(targets.map(\.manifest)) && !PromptSupply.isShared(others.map(\.manifest)))
        let prompts = (0..<4).map {
            Prompt(id: "q\($0)", passageID: "p", text: "Question \($0)?", answers: ["a"], turn: $0 % 2)
        }
        let samples = Recorded()
        try await BenchmarkRunner(targets: targets, prompts: prompts, options: options).run { samples.add($0) }
        let messages = transport.requests.map { $0.body["messages"]?.array ?? [] }
        let firsts = messages.filter { $0.count == 1 }.compactMap { $0[0]["content"]?.string }
        #expect(firsts.count == 2 * (2 + 3 * 2))
        #expect(Set(firsts.map { $0.prefix(12) }).count == firsts.count)
        #expect(firsts.dropFirst(4).allSatisfy { $0.dropFirst(12).hasPrefix("\n\nQuestion ") })
        // A later turn brings what was said, as it was sent.
        let later = messages.filter { $0.count == 3 }
        #expect(later.count == 12)
        #expect(later.allSatisfy { firsts.contains($0[0]["content"]?.string ?? "") })
        #expect(later.allSatisfy { ["Question 1?", "Question 3?"].contains($0[2]["content"]?.string ?? "") })
    }

    @Test func saysHowManyPromptsALoadTakes() throws {
        let prompts = Stub.prompts(10)
        #expect(!PromptSupply.isShort(prompts, BenchmarkOptions(samples: 10)))
        #expect(!PromptSupply.isShort(prompts, BenchmarkOptions(samples: 10, rate: 5)))
        // 5 a second for 4 s: 20 at equal gaps.
        let timed = BenchmarkOptions(samples: 10, rate: 5, arrival: .constant, duration: 4)
        #expect(PromptSupply.needed(prompts, timed) == 20 && PromptSupply.isShort(prompts, timed))
        #expect(!PromptSupply.isShort(Stub.prompts(20), timed))
        // A closed loop: at most one answer each half second and place in flight.
        #expect(PromptSupply.needed(prompts, BenchmarkOptions(concurrency: 3, duration: 4)) == 24)
        let shared = ["http://localhost:8000/v1", "http://127.0.0.1:8000/v1/"].map {
            PromptSupply.server($0, model: "m")
        }
        #expect(shared[0] == shared[1])
        #expect(PromptSupply.server("http://a/v1", model: "m") != PromptSupply.server("http://a/v1", model: "n"))
    }

    @Test func levelsTakeTheNextPromptsAndBeginAnewOnlyAtTheEnd() {
        let workload = Workload(
            dataSet: RunManifest.DataSet(name: "", version: "", sha256: "", count: 0, passages: 0, source: ""),
            prompts: Stub.prompts(5))
        #expect(workload.conversations(from: 1, count: 3).prompts.map(\.id) == ["q1", "q2", "q3"])
        #expect(
            workload.conversations(from: 4, count: 7).prompts.map(\.id) == [
                "q4", "q0", "q1", "q2", "q3", "q4#2", "q0#2",
            ])
    }
}
