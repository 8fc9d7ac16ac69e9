import ALCFClient
import ALCFHTTP
import ALCFJSON
import ALCFSystem
import Testing

@testable import ALCFLoad
@testable import ALCFRecord
@testable import ALCFReport

/// Prompts that follow each other in one conversation, from the file to the wire.
@Suite struct ConversationTests {
    /// Two conversations of two and three turns, and a single prompt.
    static let prompts = [0, 1, 0, 1, 2, 0].enumerated().map { number, turn in
        Prompt(id: "q\(number)", passageID: "p", text: "Question \(number)?", answers: ["a b"], turn: turn)
    }

    func run(
        _ transport: StubTransport, _ options: BenchmarkOptions = BenchmarkOptions(warmup: 0),
        continuing progress: RunProgress = RunProgress()
    ) async throws -> [Sample] {
        let runner = BenchmarkRunner(
            targets: try Stub.targets(transport, names: ["a"]), prompts: Self.prompts, options: options)
        let recorded = Recorded()
        try await runner.run(continuing: progress) { recorded.add($0) }
        return recorded.samples
    }

    func texts(_ body: JSONValue) -> [String] {
        (body["messages"]?.array ?? []).map { "\($0["role"]?.string ?? "")/\($0["content"]?.string ?? "")" }
    }

    @Test func aTurnIsSentWithWhatWasSaidBefore() async throws {
        let transport = StubTransport { _, _ in Stub.response() }
        let samples = try await run(transport)
        #expect(samples.map(\.promptID) == Self.prompts.map(\.id))
        #expect(samples.allSatisfy { $0.outcome == .success && $0.answer == "a b" })
        #expect(
            texts(transport.requests[4].body) == [
                "user/Question 2?", "assistant/a b", "user/Question 3?", "assistant/a b", "user/Question 4?",
            ])
        #expect(texts(transport.requests[5].body) == ["user/Question 5?"])
        // One after the other, each a block of its own.
        #expect(Set(samples.map(\.block)).count == 6)
    }

    @Test func afterATurnWithoutAnAnswerTheRestIsNotSent() async throws {
        let transport = StubTransport { number, _ in
            if number == 3 { throw HTTPError(.connect, "refused") }
            return Stub.response()
        }
        let samples = try await run(transport)
        #expect(samples.map(\.outcome) == [.success, .success, .success, .connect, .skipped, .success])
        #expect(transport.requests.count == 5)
        #expect(samples[4].trace.dispatched == nil)
        // What was not sent says nothing about the service.
        let manifest = RunManifest(
            toolVersion: "t", startedAt: 0, seed: 1, design: Design(),
            dataSet: RunManifest.DataSet(name: "d", version: "", sha256: "", count: 6, passages: 1, source: "s"),
            targets: [RunManifest.Target(name: "a", url: "http://127.0.0.1", model: "m")], prompts: Self.prompts)
        let summary = Analysis(Record(manifest: manifest, samples: samples)).targets[0]
        #expect(summary.attempts == 5 && summary.successes == 4)
    }

    @Test func aContinuedRunKnowsWhatWasSaid() async throws {
        let whole = try await run(StubTransport { _, _ in Stub.response() })
        let transport = StubTransport { _, _ in Stub.response() }
        let rest = try await run(transport, continuing: RunProgress(samples: Array(whole[..<4])))
        #expect(rest.map(\.promptID) == ["q4", "q5"])
        #expect(texts(transport.requests[0].body).count == 5)
    }

    @Test func severalConversationsRunAtOnceAndKeepTheirOrder() async throws {
        let transport = StubTransport { _, _ in
            try await Task.sleep(for: .milliseconds(2))
            return Stub.response()
        }
        let options = BenchmarkOptions(runs: 4, concurrency: 3, warmup: 0, slices: 1)
        let samples = try await run(transport, options)
        #expect(samples.count == 24)
        for run in 1...4 {
            for conversation in [["q0", "q1"], ["q2", "q3", "q4"]] {
                let order = samples.filter { $0.run == run && conversation.contains($0.promptID) }.map(\.promptID)
                #expect(order == conversation)
            }
        }
        #expect(Set(samples.map(\.block)).count == 24)
    }

    @Test func anOpenLoopBeginsConversationsByTheClock() {
        let options = BenchmarkOptions(warmup: 0, rate: 10, arrival: .constant, slices: 1)
        let slots = Schedule(targets: 2, prompts: Self.prompts, options: options).slots
        #expect(slots.count == 12)
        #expect(slots.allSatisfy { ($0.due == nil) == ($0.turn > 0) })
        #expect(Set(slots.compactMap(\.due)) == [0, 0.1, 0.2])
    }

    @Test func sliceBoundariesDoNotCutConversations() {
        let prompts = (0..<40).flatMap { number in
            (0..<3).map { Prompt(id: "\(number).\($0)", passageID: "p", text: "t", answers: [], turn: $0) }
        }
        for concurrency in [1, 2, 4] {
            let schedule = Schedule(
                targets: 2, prompts: prompts, options: BenchmarkOptions(concurrency: concurrency, warmup: 1))
            #expect(schedule.slots.count == 242)
            for stage in schedule.stages where stage.first?.phase == .measured {
                #expect(stage.first?.turn == 0 && stage.last?.turn == 2)
                for (slot, next) in zip(stage, stage.dropFirst()) where next.turn > 0 {
                    #expect(slot.prompt + 1 == next.prompt && slot.target == next.target)
                }
            }
        }
    }

    @Test func questionsOfOnePassageBecomeAConversation() throws {
        let questions = (0..<12).map { number in
            Question(
                id: "\(number)", title: "t\(number / 6)", context: "Passage \(number / 3).",
                question: "Which \(number)?",
                answers: ["x"], passageID: "p\(number / 3)")
        }
        let set = QuestionSet(name: "s", version: "1", sha256: "", questions: questions)
        let work = try DataSetContents.questions(set, source: "s", url: nil).sampled(3, turns: 2, seed: 7)
        #expect(work.prompts.map(\.turn) == [0, 1, 0, 1, 0, 1])
        for pair in stride(from: 0, to: 6, by: 2) {
            #expect(work.prompts[pair].passageID == work.prompts[pair + 1].passageID)
            #expect(work.prompts[pair].text.contains("Passage ") && !work.prompts[pair + 1].text.contains("Passage "))
        }
        #expect(work.dataSet.passages == 3)
        #expect(try DataSetContents.questions(set, source: "s", url: nil).sampled(3, turns: 2, seed: 7) == work)
        #expect(throws: BenchError.self) {
            try DataSetContents.questions(set, source: "s", url: nil).sampled(5, turns: 2, seed: 7)
        }
    }

    @Test func filesHoldTurns() throws {
        let shared = """
            [{"id":"c","conversations":[{"from":"human","value":"Tell me about the sea."},{"from":"gpt","value":"It is wide and deep."},
            {"from":"human","value":"And its salt?"},{"from":"gpt","value":"Three percent."}]}]
            """
        let lines = #"{"id":"x","turns":["First one","Second one","Third one"]}"# + "\n" + #"{"prompt":"Alone"}"#
        let one = try DataFile.read(Array(shared.utf8), name: "s.json")
        #expect(one.count == 1)
        #expect(
            try one.sampled(1, turns: 9, seed: 1).prompts.map(\.text) == ["Tell me about the sea.", "And its salt?"])
        #expect(try one.sampled(1, seed: 1).prompts.map(\.turn) == [0])
        let two = try DataFile.read(Array(lines.utf8), name: "l.jsonl")
        #expect(two.count == 2)
        #expect(try two.sampled(2, turns: 2, seed: 1).prompts.count == 3)
        let prompt = try two.sampled(2, turns: 2, seed: 1).prompts.first { $0.turn == 1 }
        #expect(try Prompt(json: #require(prompt).json) == prompt)
    }
}
