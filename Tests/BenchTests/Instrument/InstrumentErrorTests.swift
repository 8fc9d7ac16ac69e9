import ALCFJSON
import ALCFSystem
import Testing

@testable import ALCFRecord

@Suite struct InstrumentErrorTests {
    private func sample(
        _ id: Int, start: Double, first: Double, last: Double, tokens: Int = 11, phase: Sample.Phase = .measured
    ) -> Sample {
        var trace = RequestTimeline(scheduled: start - 0.002, start: start)
        trace.dispatched = start - 0.001
        trace.firstToken = first
        trace.lastToken = last
        trace.tokenEvents = tokens
        trace.tokenReads = tokens
        trace.largestBurst = 1
        var sample = Sample(
            sequence: id, phase: phase, target: "null", run: 1, block: id, position: 0, promptID: "\(id)",
            passageID: "\(id)", trace: trace, outcome: .success)
        sample.tokens = TokenCounts(prompt: 1, completion: tokens, total: tokens + 1)
        return sample
    }

    private func entry(_ number: Int, _ arrived: Int64, _ first: Int64, _ last: Int64) -> ServerLogEntry {
        func time(_ microseconds: Int64) -> MonotonicTime { MonotonicTime(nanoseconds: microseconds * 1000) }
        return ServerLogEntry(number: number, arrived: time(arrived), firstToken: time(first), lastToken: time(last))
    }

    @Test func isWhatWasMeasuredLessWhatHappened() throws {
        // Ours: 0.2003 s to the first token, 0.3004 to the last, so 10.01 ms a token. The server's: 0.2, 0.3 and 10 ms.
        let samples = [sample(7, start: 5, first: 5.2003, last: 5.3004)]
        let log = [entry(7, 1_000_000, 1_200_000, 1_300_000)]
        let error = InstrumentError(samples, log: log)
        #expect(error.requests == 1 && error.failed == 0)
        #expect(abs(try #require(error.firstToken?.median) - 0.0003) < 1e-9)
        #expect(abs(try #require(error.lastToken?.p99) - 0.0004) < 1e-9)
        #expect(abs(try #require(error.decoding?.median) - 0.0001) < 1e-9)
        #expect(abs(try #require(error.timePerOutputToken?.max) - 0.00001) < 1e-9)
        #expect(abs(try #require(error.dispatch?.median) - 0.001) < 1e-9)
    }

    @Test func warmUpAndItsLogLineDoNotCount() throws {
        let samples = [
            sample(0, start: 0, first: 9, last: 9.1, phase: .warmup), sample(0, start: 5, first: 5.1, last: 5.2),
            sample(1, start: 6, first: 6.1, last: 6.2),
        ]
        // Of the prompt that warmed up, the second time counts, wherever it stands; the other is not in the log.
        let log = [entry(0, 2_000_000, 2_100_000, 2_200_000), entry(0, 1_000_000, 1_900_000, 1_950_000)]
        let error = InstrumentError(samples, log: log)
        #expect(error.requests == 1 && error.failed == 1)
        #expect(abs(try #require(error.firstToken?.max)) < 1e-9)
    }

    @Test func percentilesAreThoseOfNumPy() throws {
        // numpy.percentile(range(1, 102), [50, 99]) is 51 and 100.
        let spread = try #require(InstrumentError.Spread((1...101).map(Double.init).reversed()))
        #expect(spread.median == 51 && abs(spread.p99 - 100) < 1e-9 && spread.max == 101 && spread.count == 101)
        #expect(InstrumentError.Spread([]) == nil)
    }

    @Test func theLogIsReadAsItIsSent() {
        let text = "id,t_req_ns,t_first_token_ns,t_last_token_ns,tokens\n7,1000,2000,3000,4\n-1,5,6,7,8\nrubbish\n"
        let log = ServerLogEntry.parse(text)
        #expect(log.map(\.number) == [7, -1])
        #expect(log[0].lastToken.nanoseconds == 3000)
    }

    @Test func aCheckIsReadBackFromItsLine() throws {
        var check = InstrumentCheck(.after, load: .short(for: BenchmarkOptions(concurrency: 8), gap: 0.0123))
        check.error = InstrumentError(
            [sample(7, start: 5, first: 5.2003, last: 5.3004)], log: [entry(7, 1_000_000, 1_200_000, 1_300_000)])
        check.cpuShare = 0.25
        check.ceiling = 123_456
        let start = ProcessUsage.now
        check.usage = InstrumentCheck.Usage(from: start, to: start, loops: 2)
        #expect(try InstrumentCheck(json: JSONValue(parsing: check.json.serialized())) == check)
    }
}

@Suite struct InstrumentLoadTests {
    @Test func looksLikeTheRunAndStaysShort() {
        for concurrency in [1, 4, 15, 16, 64, 500, 10_000] {
            for gap in [nil, 0.0001, 0.003, 0.05, 3.0] {
                let load = InstrumentLoad.short(for: BenchmarkOptions(concurrency: concurrency), gap: gap)
                #expect(load.concurrency == min(concurrency, 1000))
                #expect(load.requests >= load.concurrency && load.tokens >= 2)
                let seconds = Double(load.requests / load.concurrency) * load.answerSeconds
                #expect(seconds < 0.75, "\(load)")
            }
        }
        #expect(InstrumentLoad.short(for: BenchmarkOptions()).requests >= 8)
        // A pace that is known is kept.
        #expect(InstrumentLoad.short(for: BenchmarkOptions(concurrency: 64), gap: 0.03).gap == 30)
    }

    @Test func anOpenLoopKeepsItsRate() {
        let load = InstrumentLoad.short(for: BenchmarkOptions(rate: 100))
        #expect(load.rate == 100 && load.requests == 60)
        #expect(InstrumentLoad.short(for: BenchmarkOptions(rate: 0.5)).rate == 20)
        #expect(InstrumentLoad.short(for: BenchmarkOptions(rate: 9999)).rate == 500)
        let both = BenchmarkOptions(rate: 100, isBothAtOnce: true)
        #expect(InstrumentLoad.short(for: both, targets: 2).rate == 200)
    }
}
