import ALCFJSON
import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct ExperimentTests {
    /// The fixture, each sample changed.
    func record(_ change: (Int, inout Sample) -> Void) -> Record {
        var record = Fixture.record()
        for index in record.samples.indices { change(index, &record.samples[index]) }
        return record
    }

    @Test func calibrationGivesTheLengthThatWasAskedFor() throws {
        // 12 tokens of template, and a token for 4.5 characters.
        let prompts = try #require(ContextPrompts((900, 212), (9_000, 2_012)))
        #expect(abs(prompts.fixedTokens - 12) < 1e-9 && abs(prompts.tokensPerCharacter * 4.5 - 1) < 1e-12)
        let work = try prompts.workload(lengths: [1_000, 4_000], repeats: 3, seed: 1)
        #expect(work.prompts.count == 6 && Set(work.prompts.map { $0.text.prefix(30) }).count == 6)
        for prompt in work.prompts {
            let wanted = try #require(prompt.task.flatMap { Double($0) })
            let tokens = Double(prompt.text.unicodeScalars.count) / 4.5 + 12
            #expect(tokens <= wanted + 2 && tokens >= wanted * 0.99 - 2)
            #expect(prompt.text.contains("is \(prompt.answers[0])."))
        }
        #expect(ContextPrompts((900, 212), (9_000, 200)) == nil)
        #expect(throws: BenchError.self) { try prompts.workload(lengths: [50], repeats: 1, seed: 1) }
    }

    @Test func prefillFitIsExactWhereTheDataAre() throws {
        var record = record { index, sample in
            let tokens = 1_000 * (index / 2 + 1)
            sample.outcome = .success
            sample.trace.firstToken = sample.trace.start + 0.5 + 2e-5 * Double(tokens) + 1e-9 * Double(tokens * tokens)
            sample.trace.lastToken = (sample.trace.firstToken ?? 0) + 1
            sample.tokens = TokenCounts(prompt: tokens, completion: 5)
        }
        let curved = try #require(ContextSummary("metis", in: record).curve ?? curve(&record))
        #expect(abs(curved.coefficients[0] - 0.5) < 1e-6 && abs(curved.coefficients[1] - 2e-5) < 1e-9)
        #expect(abs(curved.coefficients[2] - 1e-9) < 1e-13 && curved.explained > 0.999999)
        #expect(ContextSummary("metis", in: record).fit != nil)
    }

    /// The same with three lengths in the manifest, which a curve needs.
    func curve(_ record: inout Record) -> ContextSummary.Curve? {
        record.manifest.prompts = record.manifest.prompts.enumerated().map { index, prompt in
            Prompt(
                id: prompt.id, passageID: prompt.passageID, text: prompt.text, answers: prompt.answers,
                task: "\(1_000 * (index % 4 + 1))")
        }
        return ContextSummary("metis", in: record).curve
    }

    @Test func steadyWindowLeavesOutRiseAndDrain() throws {
        // Each second one request of ten tokens begins, lasts two seconds, and gives its tokens in the second half.
        let record = record { index, sample in
            sample.target = "metis"
            sample.outcome = .success
            sample.trace.scheduled = Double(index)
            sample.trace.start = Double(index)
            sample.trace.firstToken = Double(index) + 1
            sample.trace.lastToken = Double(index) + 2
            sample.trace.end = Double(index) + 2
            sample.tokens = TokenCounts(prompt: 1, completion: 10)
        }
        let level = SweepLevel("metis", load: 2, inFlight: 2, in: record)
        // From the second request's beginning at 1 s to the last one's at 31 s.
        #expect(abs(try #require(level.outputThroughput) - 10) < 1e-9)
        #expect(abs(try #require(level.requestThroughput) - 1) < 0.05)
        #expect(level.median == 2 && level.p95 == nil && level.p99 == nil && level.attempts == 32)
        #expect(SweepLevel("metis", load: 40, inFlight: 40, in: record).outputThroughput == nil)
        #expect(SweepLevel("sophia", load: 1, inFlight: 1, in: record).median == nil)
    }

    @Test func aControlIsFoundByItsName() throws {
        var record = Fixture.record()
        #expect(ControlCheck.all(record).isEmpty)
        record.manifest.design.isControlled = true
        record.manifest.targets[1].name = "metis-control"
        for index in record.samples.indices where record.samples[index].target == "sophia" {
            record.samples[index].target = "metis-control"
        }
        let check = try #require(ControlCheck.all(record).first)
        // It is Sophia, which is several times as fast: no control may pass that.
        #expect(check.passes == false && check.sentence.contains("FAILED"))
        let analysis = Analysis(record)
        #expect(Report(analysis).verdicts.contains(check.sentence))
        #expect(check.sentence.contains("against itself") && check.sentence.contains("over these"))
        let json = SummaryJSON.json(analysis)["control"]?[0]
        #expect(json?["passes"] == false && json?["half_width"]?.double == check.halfWidth)
    }

    @Test func aControlSaysWhatTheSetUpCanShow() throws {
        var record = Fixture.record()
        record.manifest.design.isControlled = true
        record.manifest.targets[1].name = "metis-control"
        // Both are the first target, a little apart and to and fro.
        let own = record.samples.filter { $0.target == "metis" }
        for index in record.samples.indices where record.samples[index].target == "sophia" {
            record.samples[index].target = "metis-control"
            if let twin = own.first(where: {
                $0.block == record.samples[index].block && $0.run == record.samples[index].run
                    && $0.phase == record.samples[index].phase
            }) {
                let shift = record.samples[index].block.isMultiple(of: 2) ? 0.05 : -0.05
                record.samples[index].outcome = twin.outcome
                record.samples[index].trace = twin.trace
                record.samples[index].trace.lastToken = twin.trace.lastToken.map { $0 + shift }
                record.samples[index].trace.end = twin.trace.end.map { $0 + shift }
            }
        }
        let check = try #require(ControlCheck.all(record).first)
        #expect(check.passes == true, "\(check.sentence)")
        #expect(check.sentence.contains("cannot show differences below about") && (check.halfWidth ?? 0) > 0)
    }

    @Test func tasksArePartsOfARecord() throws {
        let set = try QuestionSet.demo()
        let work = try TaskPrompts.workload(
            TaskPrompts.Task.allCases, perTask: 12, questions: set, source: "x", seed: 1, promptSeed: 1)
        #expect(work.prompts.count == 48 && Set(work.prompts.map(\.id)).count == 48)
        #expect(Set(work.prompts.map(\.text)).count == 48)
        #expect(work.prompts.allSatisfy { ($0.task == "questions") == !$0.answers.isEmpty })
        #expect(throws: BenchError.self) {
            try TaskPrompts.workload([.summary], perTask: 13, questions: set, source: "x", seed: 1, promptSeed: 1)
        }
        var record = Fixture.record()
        record.manifest.prompts = record.manifest.prompts.enumerated().map { index, prompt in
            Prompt(
                id: prompt.id, passageID: prompt.passageID, text: prompt.text, answers: prompt.answers,
                task: index < 3 ? "a" : "b")
        }
        #expect(record.tasks == ["a", "b"])
        #expect(record.task("a").samples.count == 12 && record.task("b").samples.count == 20)
        #expect(TaskStratum.all(record).isEmpty)
        record.manifest.design.experiment = .tasks
        #expect(TaskStratum.all(record).map { $0.analysis.targets[0].attempts } == [6, 10])
    }
}
