import ALCFJSON
import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct LoadWindowTests {
    private func sample(
        _ start: Double, _ end: Double, tokens: Int, target: String = "a", first: Double? = nil, streamed: Bool = true
    )
        -> Sample
    {
        var trace = RequestTimeline(scheduled: start, start: start, streamed: streamed)
        trace.firstToken = first ?? end
        trace.firstAnswer = trace.firstToken
        trace.lastToken = end
        trace.end = end
        trace.tokenEvents = tokens
        trace.tokenReads = tokens
        var sample = Sample(
            sequence: Int(start * 1_000), phase: .measured, target: target, run: 1, block: 1, position: 0,
            promptID: "\(start)",
            passageID: "p", trace: trace, outcome: .success)
        sample.tokens = TokenCounts(completion: tokens)
        return sample
    }

    /// Two requests of 100 tokens every 2 s, each 1 s long: 100 tokens a second are delivered over time, and 200 while it is busy.
    @Test func anOpenLoopCountsIdleTime() throws {
        var samples: [Sample] = []
        for turn in 0..<40 {
            for start in [2 * Double(turn), 2 * Double(turn) + 0.01] {
                samples.append(sample(start, start + 1, tokens: 100, first: start))
            }
        }
        let load = LoadWindow(samples, of: samples, LoadPeriods(takesTurns: true))
        let steady = try #require(load.steady)
        #expect(abs(steady - 100) < 5, "\(steady)")
        #expect(load.peak == 2)
        #expect(isClose(load.busySeconds, 40 * 1.01, 1e-9))
    }

    /// Eight requests begin and end together, twice, their answers in one piece: between the first end and the last start lies nothing.
    @Test func whatBeginsAndEndsTogetherHasNoSteadyPart() {
        var samples: [Sample] = []
        for turn in 0..<6 {
            for lane in 0..<8 {
                let start = Double(turn) * 1.01 + Double(lane) / 1_000
                samples.append(sample(start, start + 1, tokens: 127))
            }
        }
        // Slices of sixteen, as of `--runs 3 --concurrency 8 -n 16`, with the other target between them.
        var all = samples
        for turn in 0..<3 {
            let start = Double(turn) * 2.02 - 0.001
            all.append(sample(start, start + 0.001, tokens: 1, target: "b"))
        }
        let load = LoadWindow(samples, of: all, LoadPeriods(takesTurns: true))
        #expect(load.steady.map { $0 <= 1.05 * 8 * 127 } ?? true)
        #expect(isClose(load.bound, 8 * 127, 1e-6))
    }

    @Test func aFigureBeyondItsBoundIsVoid() {
        // Tokens that come in the last instant of their request, of all requests that end in the window and of no others.
        var samples: [Sample] = []
        for number in 0..<24 {
            let start = Double(number / 2)
            samples.append(sample(start, start + 1, tokens: number == 0 || number > 20 ? 1 : 1_000))
        }
        let load = LoadWindow(samples, of: samples, LoadPeriods())
        if let steady = load.steady, let bound = load.bound { #expect(steady <= 1.05 * bound) }
    }

    /// A pause between two sessions is no time under load.
    @Test func aBreakIsNotInTheWindow() throws {
        func session(_ from: Double) -> [Sample] {
            (0..<40).map { number in
                let start: Double = from + Double(number) / 2
                return sample(start, start + 1, tokens: 50, first: start)
            }
        }
        let samples = session(0) + session(10_000)
        let broken = try #require(
            LoadWindow(samples, of: samples, LoadPeriods(takesTurns: true, breaks: [9_999])).steady)
        #expect(abs(broken - 100) < 6)
    }

    /// Two runs on two days have a break between them; two at one time have no turns that could be told.
    @Test func mergedRunsAreNotOneTurn() throws {
        var record = Fixture.record()
        func part(_ offset: Double) throws -> MergedPart {
            try MergedPart(json: ["file": "x", "started_at": .double(1_000 + offset)])
        }
        record.manifest.design.merged = try [part(86_400), part(0)]
        #expect(LoadPeriods(record).breaks == [86_400, 0] && !LoadPeriods(record).areMixed)
        record.manifest.design.merged = try [part(0), part(try #require(record.samples[0].trace.firstToken))]
        #expect(LoadPeriods(record).areMixed)
        record.manifest.design.merged = try [part(0), part(0)]
        #expect(LoadPeriods(record).areMixed)
        #expect(!LoadPeriods(Fixture.record()).areMixed)
    }

    /// Twenty tokens were made before the first that was seen: they are spread over the wait for it.
    @Test func hiddenTokensAreDeliveredBeforeTheFirst() {
        var hidden = sample(0, 2, tokens: 30, first: 1)
        hidden.trace.reasoningEvents = 0
        hidden.trace.recordedFirstOutput = .answer
        hidden.tokens = TokenCounts(completion: 30, reasoning: 20)
        #expect(hidden.tokensDelivered(in: 0...1) == 20)
        #expect(hidden.tokensDelivered(in: 1...2) == 10)
        #expect(hidden.tokensDelivered(in: 0.5...1.5) == 15)
    }

    @Test func aSweepsLevelKeepsItsBound() {
        var record = Fixture.record()
        // Three requests in flight, whose answers all end just before the last one starts.
        record.samples = (0..<6).map { number in
            let start: Double = Double(number) / 1_000
            return sample(start, 0.01 + start / 10, tokens: 500, target: "metis")
        }
        let level = SweepLevel("metis", load: 1, inFlight: 1, in: record)
        if let found = level.outputThroughput { #expect(found <= 1.05 * 6 * 500 / 0.0075) }
    }
}
