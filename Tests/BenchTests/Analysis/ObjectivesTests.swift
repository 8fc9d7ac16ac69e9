import ALCFJSON
import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct ObjectivesTests {
    @Test func readsLimitsAndPresets() throws {
        let own = try ServiceObjectives("ttft=3s,tpot=80ms,latency=0.5")
        #expect(own.limits.map(\.figure) == [.timeToFirstToken, .timePerOutputToken, .serviceLatency])
        #expect(own.limits.map(\.seconds) == [3, 0.08, 0.5])
        let preset = try ServiceObjectives("mlperf-gpt-oss-120b-interactive")
        #expect(preset.limits.map(\.seconds) == [2, 0.02])
        for preset in ServiceObjectives.presets { #expect(throws: Never.self) { try ServiceObjectives(preset.name) } }
    }

    @Test(arguments: ["", "ttft", "ttft=", "speed=3s", "ttft=-1s", "ttft=3m"]) func refusesOthers(_ text: String) {
        #expect(throws: BenchError.self) { try ServiceObjectives(text) }
    }

    @Test func failedRequestsKeepNoObjective() throws {
        let analysis = Analysis(Fixture.record(), objectives: try ServiceObjectives("ttft=3s"))
        #expect(analysis.targets[0].goodput?.met == 0)
        #expect(analysis.targets[1].goodput?.met == 15)
        #expect(analysis.targets[1].goodput?.attempts == 16)
        #expect(Report(analysis).tables.contains { $0.title == "Goodput, ttft=3s" })
    }

    @Test func whatCannotBeKnownIsNotGood() throws {
        var record = Fixture.record()
        for index in record.samples.indices { record.samples[index].trace.streamed = false }
        #expect(Analysis(record, objectives: try ServiceObjectives("ttft=3s")).targets[1].goodput == nil)
    }

    private func sample(
        tokens: Int?, shape: (reads: Int, largest: Int, first: Int), start: Double = 0, first: Double, last: Double
    ) -> Sample {
        var sample = Fixture.record().samples[1]
        sample.outcome = .success
        sample.target = "sophia"
        sample.tokens = TokenCounts(prompt: 10, completion: tokens)
        sample.trace.start = start
        sample.trace.firstToken = start + first
        sample.trace.firstAnswer = start + first
        sample.trace.lastToken = start + last
        sample.trace.tokenEvents = tokens ?? 20
        sample.trace.tokenReads = shape.reads
        sample.trace.largestBurst = shape.largest
        sample.trace.firstBurst = shape.first
        return sample
    }

    /// 26 requests keep their time per token, and of 34 it is not known: those were not kept.
    @Test func whatIsNotKnownIsNotKept() throws {
        let paced = sample(tokens: 20, shape: (20, 1, 1), first: 0.1, last: 1)
        let uncounted = sample(tokens: nil, shape: (20, 1, 1), first: 0.1, last: 1)
        let samples = (0..<60).map { $0 < 26 ? paced : uncounted }
        let goodput = try #require(Goodput(samples, ServiceObjectives("ttft=3s,tpot=80ms"), busySeconds: 60))
        #expect(goodput.met == 26 && goodput.unjudged == 34 && goodput.attempts == 60)
        #expect(goodput.unknown.map(\.value) == [.timePerOutputToken] && goodput.unknown.map(\.count) == [34])
        // What breaks a limit that is known was judged.
        let broken = try #require(Goodput(samples, ServiceObjectives("ttft=50ms,tpot=80ms"), busySeconds: 60))
        #expect(broken.met == 0 && broken.unjudged == 0)
    }

    /// 20 tokens in 4 s: 200 ms each, however they are passed on.
    @Test(arguments: [
        (1, 20, 20, 4.0),  // all at once
        (3, 16, 2, 1.0),  // most at the end
        (3, 12, 12, 3.9),  // most at the beginning, held back
        (2, 10, 10, 3.95),  // half held back, and the rest soon after: it looks like a stream
        (20, 1, 1, 0.2),  // a smooth stream
    ])
    func burstinessDoesNotWin(_ reads: Int, _ largest: Int, _ first: Int, _ firstToken: Double) throws {
        let own = sample(tokens: 20, shape: (reads, largest, first), first: firstToken, last: 4)
        let limit = try ServiceObjectives("tpot=150ms").limits[0]
        #expect(limit.isKept(by: own) != true)
    }

    /// Where all of the time, shared over all of the tokens, is within the limit, the pace was too.
    @Test func aStreamThatWasHeldBackIsJudgedByAllOfItsTime() throws {
        let bursty = sample(tokens: 21, shape: (1, 21, 21), first: 0.99, last: 1)
        #expect(try ServiceObjectives("tpot=60ms").limits[0].isKept(by: bursty) == true)
        #expect(try ServiceObjectives("tpot=40ms").limits[0].isKept(by: bursty) == nil)
        let one = sample(tokens: 1, shape: (1, 1, 1), first: 1, last: 1)
        #expect(try ServiceObjectives("tpot=1ms").limits[0].isKept(by: one) == true)
    }

    @Test func objectivesThatCannotBeJudgedSaySo() throws {
        var record = Fixture.record()
        for index in record.samples.indices where record.samples[index].target == "metis" {
            record.samples[index].trace.streamed = false
        }
        let analysis = Analysis(record, objectives: try ServiceObjectives("ttft=3s,latency=9s"))
        #expect(analysis.targets[0].goodput == nil && analysis.targets[0].voidObjectives == [.timeToFirstToken])
        #expect(analysis.targets[1].goodput?.met == 15)
        let table = try #require(Report(analysis).tables.first { $0.title.hasPrefix("Goodput") })
        #expect(table.rows.contains { $0.cells.map(\.text).prefix(2) == ["cannot be judged", "0"] })
        let json = SummaryJSON.json(analysis)["summary"]?["metis"]
        #expect(json?["goodput"]?.isNull == true && json?["goodput_void"]?[0]?.string == "ttft")
        let failures = try FailCondition("metis goodput < 1").failures(analysis)
        #expect(failures.first?.contains("no answer has a time to first token") == true)
    }

    /// Nothing was answered, so nothing was kept: that is known.
    @Test func aTargetWithoutAnswersKeepsNothing() throws {
        var record = Fixture.record()
        for index in record.samples.indices where record.samples[index].target == "metis" {
            record.samples[index].outcome = .http5xx
        }
        let analysis = Analysis(record, objectives: try ServiceObjectives("tpot=80ms"))
        #expect(analysis.targets[0].goodput?.met == 0 && analysis.targets[0].goodput?.attempts == 16)
    }
}
