import ALCFClient
import ALCFHTTP
import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

@testable import ALCFLoad
@testable import ALCFRecord

@Suite(.tags(.watchesTheClock)) struct RunnerTests {
    func run(
        _ transport: StubTransport, prompts: Int = 4, _ options: BenchmarkOptions = BenchmarkOptions(warmup: 0),
        continuing progress: RunProgress = RunProgress()
    ) async throws -> [Sample] {
        let runner = BenchmarkRunner(
            targets: try Stub.targets(transport), prompts: Stub.prompts(prompts), options: options)
        let recorded = Recorded()
        try await runner.run(continuing: progress) { recorded.add($0) }
        return recorded.samples
    }

    @Test func recordsEveryAttemptWithItsOutcome() async throws {
        let transport = StubTransport { number, _ in
            switch number {
            case 0: throw HTTPError(.dns, "no such host")
            case 1: Stub.json(429, #"{"detail":"Too many requests."}"#)
            case 2: Stub.response([Stub.chunk(#"{"content":"a"}"#)])
            case 3:
                Stub.response([#"data: {"object":"error","message":"no","type":"x","code":500}"# + "\n\n", Stub.done])
            case 4: Stub.response(["data: {\n\n"])
            case 5: Stub.response([Stub.chunk("{}", finish: #""stop""#), Stub.done])
            case 6: throw HTTPError(.timeoutFirstByte, "too slow")
            default: Stub.response()
            }
        }
        let samples = try await run(transport)
        #expect(
            samples.map(\.outcome) == [
                .dns, .http429, .truncated, .streamErrorEvent, .malformed, .empty, .timeoutFirst, .success,
            ])
        #expect(samples.map(\.sequence) == Array(0..<8))
        #expect(samples.dropLast().allSatisfy { $0.errorMessage != nil && $0.score == nil })
        #expect(samples[7].answer == "a b" && samples[7].score?.exactMatch == true)
        #expect(samples[7].tokens == TokenCounts(prompt: 9, completion: 3, total: 12))
        #expect(samples[7].finishReason == "stop" && samples[7].httpStatus == 200)
        #expect(samples[1].httpStatus == 429)
    }

    @Test func stampsWhatTheSocketSaw() async throws {
        let sample = try await run(StubTransport { _, _ in Stub.response(gap: 10) }, prompts: 1)[0]
        let trace = sample.trace
        let zero = try #require(trace.firstEvent)
        func isAfter(_ seconds: Double, _ instant: Double?) -> Bool { abs((instant ?? -1) - zero - seconds) < 1e-9 }
        #expect(isAfter(0.01, trace.firstToken) && isAfter(0.02, trace.firstAnswer) && isAfter(0.03, trace.lastToken))
        #expect(trace.events == 6 && trace.tokenEvents == 3 && trace.tokenReads == 3 && trace.largestBurst == 1)
        #expect(try #require(trace.dispatched) >= trace.scheduled)
        let together = try await run(
            StubTransport { _, _ in Stub.response([Stub.stream.joined()]) }, prompts: 1)[0].trace
        #expect(together.tokenReads == 1 && together.largestBurst == 3)
    }

    @Test func sendsNothingAfterCancellationAndRecordsWhatWasInFlight() async throws {
        let transport = StubTransport { number, _ in
            if number >= 3 {
                do { try await Task.sleep(for: .seconds(60)) } catch { throw HTTPError(.cancelled, "cancelled") }
            }
            return Stub.response()
        }
        let runner = BenchmarkRunner(
            targets: try Stub.targets(transport), prompts: Stub.prompts(6), options: BenchmarkOptions(warmup: 0))
        let recorded = Recorded()
        let task = Task { try await runner.run { recorded.add($0) } }
        #expect(await eventually { transport.requests.count >= 4 })
        task.cancel()
        try await task.value
        #expect(recorded.samples.map(\.outcome) == [.success, .success, .success, .cancelled])
        #expect(transport.requests.count == 4)
    }

    @Test func keepsAsManyInFlightAsAskedFor() async throws {
        let transport = StubTransport { _, _ in
            try await Task.sleep(for: .milliseconds(5))
            return Stub.response()
        }
        let options = BenchmarkOptions(concurrency: 3, warmup: 0, isBothAtOnce: true, slices: 1)
        let samples = try await run(transport, prompts: 12, options)
        #expect(samples.count == 24)
        func peak(_ samples: [Sample]) -> Int {
            samples.map { one in
                samples.count {
                    $0.trace.scheduled <= one.trace.scheduled && ($0.trace.end ?? 0) > one.trace.scheduled
                }
            }.max() ?? 0
        }
        #expect(peak(samples.filter { $0.target == "a" }) == 3)
        #expect(peak(samples) > 3)
    }

    @Test func anOpenLoopDoesNotWaitForAnswers() async throws {
        let transport = StubTransport { _, _ in
            try await Task.sleep(for: .milliseconds(200))
            return Stub.response()
        }
        let options = BenchmarkOptions(warmup: 0, rate: 100, arrival: .constant, slices: 1)
        let samples = try await run(transport, prompts: 20, options)
        for target in ["a", "b"] {
            let scheduled = samples.filter { $0.target == target }.map(\.trace.scheduled).sorted()
            // Due every 10 ms to the nanosecond, whatever the answers do.
            for (left, right) in zip(scheduled, scheduled.dropFirst()) { #expect(abs(right - left - 0.01) < 1e-6) }
        }
        #expect(samples.allSatisfy { ($0.trace.dispatched ?? 0) >= $0.trace.scheduled })
    }

    @Test func theLimitIsOurQueueAndNotTheServicesLatency() async throws {
        let transport = StubTransport { _, _ in Stub.response(gap: 0) }
        var targets = try Stub.targets(transport, names: ["a"])
        targets[0].endpoint = ModelEndpoint(
            name: "a", baseURL: try HTTPURL("http://127.0.0.1:1/v1"), credentials: .service)
        let options = BenchmarkOptions(concurrency: 9, warmup: 0, slices: 1, maxRate: 20)
        targets[0].client = InferenceClient(
            baseURL: try HTTPURL("http://127.0.0.1:1"), tokens: StubTokens(), transport: transport)
        let recorded = Recorded()
        try await BenchmarkRunner(targets: targets, prompts: Stub.prompts(25), options: options)
            .run { recorded.add($0) }
        let times = transport.requests.map(\.at)
        #expect(times.count == 25)
        // At 20 a second, one is a second after the twentieth before it; seen from outside, a stamp may be late.
        for (first, later) in zip(times, times.dropFirst(20)) { #expect(later.seconds(since: first) > 0.5) }
        let waited = recorded.samples.filter { ($0.trace.dispatched ?? 0) - $0.trace.scheduled > 0.3 }
        #expect(!waited.isEmpty)
        #expect(
            waited.allSatisfy { ($0[.responseLatency] ?? 0) - ($0[.serviceLatency] ?? .infinity) > 0.29 })
    }

    @Test func continuesWithoutRepeating() async throws {
        let transport = StubTransport { _, _ in Stub.response() }
        let options = BenchmarkOptions(runs: 2)
        let whole = try await run(transport, prompts: 5, options)
        let kept = whole.filter { ![0, 3, 4, 17].contains($0.sequence) }
        let rest = try await run(transport, prompts: 5, options, continuing: RunProgress(samples: kept))
        #expect(rest.map(\.sequence) == [0, 3, 4, 17])
        for sample in rest {
            let before = try #require(whole.first { $0.sequence == sample.sequence })
            #expect(sample.target == before.target && sample.promptID == before.promptID)
            #expect(sample.block == before.block && sample.phase == before.phase)
        }
    }

    @Test func endsWhenTheTimeIsOverWithAWholeBlock() async throws {
        let transport = StubTransport { _, _ in
            try await Task.sleep(for: .milliseconds(10))
            return Stub.response()
        }
        let samples = try await run(
            transport, prompts: 4, BenchmarkOptions(runs: 100, warmup: 0, duration: 0.1))
        #expect(samples.count >= 2 && samples.count < 60)
        #expect(samples.count.isMultiple(of: 2))
        #expect(Dictionary(grouping: samples, by: \.block).values.allSatisfy { $0.count == 2 })
    }

    @Test func whatCannotBeRecordedEndsTheRun() async throws {
        let transport = StubTransport { _, _ in Stub.response() }
        let runner = BenchmarkRunner(
            targets: try Stub.targets(transport), prompts: Stub.prompts(9), options: BenchmarkOptions(warmup: 0))
        await #expect(throws: BenchError.self) {
            try await runner.run { if $0.sequence == 2 { throw BenchError(.recordWrite, "full") } }
        }
        #expect(transport.requests.count <= 5)
    }

    @Test func asksWhatItSaysItAsks() async throws {
        let transport = StubTransport { _, _ in Stub.response() }
        var options = BenchmarkOptions(maxTokens: 77, temperature: 0.5, seed: 9, warmup: 0)
        options.reasoningEffort = "low"
        _ = try await run(transport, prompts: 1, options)
        let body = try #require(transport.requests.first?.body)
        #expect(body["max_tokens"] == 77 && body["temperature"] == 0.5 && body["seed"] == 9)
        #expect(body["reasoning_effort"] == "low" && body["stream"] == true)
        #expect(body["messages"]?[0]?["content"] == "Question 0?")
    }
}
