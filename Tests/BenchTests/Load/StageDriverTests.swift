import ALCFAuth
import ALCFClient
import ALCFCrypto
import ALCFHTTP
import ALCFSystem
import Synchronization
import TestSupport
import Testing

@testable import ALCFLoad
@testable import ALCFRecord

/// What ``StageDriver`` does beyond its machine: requests, timers, the end of what is under way.
@Suite(.tags(.watchesTheClock)) struct StageDriverTests {
    /// Has no token, ever.
    struct NoTokens: TokenProvider {
        func accessToken() async throws -> Secret { throw AuthError(.signInNeeded, "nobody is signed in") }
        func accessToken(replacing rejected: Secret) async throws -> Secret { try await accessToken() }
    }

    func target(_ name: String, _ transport: StubTransport, tokens: (any TokenProvider)?) throws -> BenchmarkTarget {
        BenchmarkTarget(
            name: name,
            endpoint: ModelEndpoint(
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
        let (response, service) = (last[.responseLatency], last[.serviceLatency])
        #expect(try #require(response) - #require(service) > 0.1)
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
        #expect(await eventually { transport.requests.count >= 2 })
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
        #expect(await eventually { !recorded.samples.isEmpty })
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
