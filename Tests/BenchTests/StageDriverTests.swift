import ALCFAuth
import ALCFClient
import ALCFCrypto
import ALCFHTTP
import ALCFSystem
import Synchronization
import Testing

@testable import ALCFLoad
@testable import ALCFRecord

/// How requests are begun and ended when nothing goes well.
@Suite struct StageDriverTests {
    /// Has no token, ever.
    struct NoTokens: TokenProvider {
        func accessToken() async throws -> Secret { throw AuthError(.signInNeeded, "nobody is signed in") }
        func accessToken(replacing rejected: Secret) async throws -> Secret { try await accessToken() }
    }

    func target(_ name: String, _ transport: StubTransport, tokens: (any TokenProvider)?) throws -> BenchmarkTarget {
        BenchmarkTarget(
            name: name,
            endpoint: ChatEndpoint(
                name: name, baseURL: try HTTPURL("http://127.0.0.1:1/\(name)/v1"),
                credentials: tokens == nil ? .none : .service),
            model: "m",
            client: InferenceClient(
                baseURL: try HTTPURL("http://127.0.0.1:1"), tokens: tokens, transport: transport))
    }

    func run(_ targets: [BenchmarkTarget], prompts: Int, _ options: BenchmarkOptions) async throws -> [Sample] {
        let recorded = Recorded()
        try await BenchmarkRunner(targets: targets, prompts: Stub.prompts(prompts), options: options)
            .run { recorded.add($0) }
        return recorded.samples
    }

    @Test func tenThousandRequestsThatFailAtOnceEndOneAfterTheOther() async throws {
        let transport = StubTransport { _, _ in Stub.response() }
        let samples = try await run(
            [try target("a", transport, tokens: NoTokens())], prompts: 10_000,
            BenchmarkOptions(concurrency: 64, warmup: 0, slices: 1))
        #expect(samples.count == 10_000 && samples.allSatisfy { $0.outcome == .auth })
        #expect(Set(samples.map(\.sequence)).count == 10_000)
        #expect(transport.requests.isEmpty)
    }

    @Test func theLimitOfTheServiceHoldsUpNobodyElse() async throws {
        let transport = StubTransport { _, _ in Stub.response() }
        let targets = [
            try target("service", transport, tokens: StubTokens()), try target("other", transport, tokens: nil),
        ]
        let options = BenchmarkOptions(
            warmup: 0, rate: 40, arrival: .constant, isBothAtOnce: true, slices: 1, maxRate: 20)
        let samples = try await run(targets, prompts: 40, options)
        func wait(_ target: String) -> Double {
            samples.filter { $0.target == target }.map { ($0.trace.dispatched ?? 0) - $0.trace.scheduled }.max() ?? 0
        }
        #expect(samples.count == 80)
        // 40 requests at 20 a second are a second late in the end; the others are late by what the machine is.
        #expect(wait("service") > 0.5)
        #expect(wait("other") < wait("service") / 2)
    }

    @Test func aCapHoldsBackWhatIsDueAndTheWaitCounts() async throws {
        let flying = Mutex((now: 0, most: 0))
        let transport = StubTransport { _, _ in
            flying.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            try await Task.sleep(for: .milliseconds(20))
            flying.withLock { $0.now -= 1 }
            return Stub.response(gap: 0)
        }
        var options = BenchmarkOptions(warmup: 0, rate: 500, arrival: .constant, slices: 1)
        options.maxInFlight = 3
        let samples = try await run([try target("a", transport, tokens: nil)], prompts: 30, options)
        #expect(samples.count == 30 && samples.allSatisfy(\.outcome.isSuccess))
        #expect(flying.withLock(\.most) <= 3)
        // 30 requests in three places at 20 ms each: the last waits for nine before it, 60 ms after the first was due.
        let last = try #require(samples.max { $0.sequence < $1.sequence })
        #expect((last.trace.dispatched ?? 0) - last.trace.scheduled > 0.1)
        #expect((last.metrics.responseLatency ?? 0) > 0.1 && (last.metrics.serviceLatency ?? 1) < 0.1)
        // First come, first served; those that are let go together stamp themselves in any order.
        let sent = samples.sorted { ($0.trace.dispatched ?? 0) < ($1.trace.dispatched ?? 0) }.map(\.sequence)
        #expect(sent.enumerated().allSatisfy { abs($0.offset - $0.element) < 3 }, "\(sent)")
    }

    @Test func whatWaitsForTheCapIsLetGoWhenTheRunIsStopped() async throws {
        let transport = StubTransport { _, _ in
            try await Task.sleep(for: .seconds(3600))
            return Stub.response()
        }
        var options = BenchmarkOptions(warmup: 0, rate: 1000, arrival: .constant, slices: 1)
        options.maxInFlight = 2
        let runner = BenchmarkRunner(
            targets: [try target("a", transport, tokens: nil)], prompts: Stub.prompts(50), options: options)
        let recorded = Recorded()
        let task = Task { try await runner.run { recorded.add($0) } }
        while transport.requests.count < 2 { try await Task.sleep(for: .milliseconds(2)) }
        task.cancel()
        try await task.value
        #expect(recorded.samples.count == 2 && recorded.samples.allSatisfy { $0.outcome == .cancelled })
    }

    @Test func whatWaitsForItsTimeIsLetGoWhenTheRunIsStopped() async throws {
        let transport = StubTransport { _, _ in Stub.response() }
        let prompts = [0, 1].map { Prompt(id: "q\($0)", passageID: "p", text: "t", answers: ["a"], turn: $0) }
        var options = BenchmarkOptions(warmup: 0)
        options.think = 3600
        let runner = BenchmarkRunner(
            targets: [try target("a", transport, tokens: nil)], prompts: prompts, options: options)
        let recorded = Recorded()
        let task = Task { try await runner.run { recorded.add($0) } }
        while recorded.samples.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        task.cancel()
        try await task.value
        #expect(recorded.samples.map(\.outcome) == [.success])
    }

    @Test func aConversationGoesOnFromAnAnswerThatCountsOnly() async throws {
        // A finish reason and no text: no failure of the stream, and no answer.
        let transport = StubTransport { _, _ in Stub.response([Stub.chunk("{}", finish: #""stop""#), Stub.done]) }
        let prompts = (0..<3).map { Prompt(id: "q\($0)", passageID: "p", text: "t", answers: ["a"], turn: $0) }
        let recorded = Recorded()
        try await BenchmarkRunner(
            targets: [try target("a", transport, tokens: nil)], prompts: prompts, options: BenchmarkOptions(warmup: 0)
        ).run { recorded.add($0) }
        #expect(recorded.samples.map(\.outcome) == [.empty, .skipped, .skipped])
    }
}
