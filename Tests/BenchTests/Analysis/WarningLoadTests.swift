import ALCFJSON
import Testing

@testable import ALCFLoad
@testable import ALCFRecord
@testable import ALCFReport

/// What was asked for and not kept: lengths of answers, and times of sending.
@Suite struct WarningLoadTests {
    func kinds(_ change: (inout Record) -> Void) -> [Warning] {
        var record = Fixture.record(runs: 1)
        for index in record.samples.indices { record.samples[index].outcome = .success }
        change(&record)
        return Analysis(record).warnings
    }

    @Test func moreTokensThanAllowedAreNamed() {
        let found = kinds { $0.samples[0].tokens.completion = 600 }.first { $0.kind == .overTokenLimit }
        #expect(found?.target == "metis" && found?.message.contains("up to 600 where 512 are allowed") == true)
        #expect(!kinds { _ in }.contains { $0.kind == .overTokenLimit })
    }

    @Test func farFewerTokensThanAskedForAreNamed() {
        func made(_ limit: Int, source: String = SyntheticPrompts.source) -> [Warning] {
            kinds { record in
                record.manifest.dataSet.source = source
                record.manifest.prompts = record.manifest.prompts.map {
                    Prompt(id: $0.id, passageID: $0.passageID, text: $0.text, answers: [], maxTokens: limit)
                }
            }
        }
        let found = made(200).filter { $0.kind == .shorterThanAsked }
        // 30 to 146 tokens came.
        #expect(found.map(\.target) == ["metis", "sophia"] && found[0].message.contains("8 of 8"))
        #expect(found[0].remedy.contains("--force-length"))
        #expect(!made(30).contains { $0.kind == .shorterThanAsked })
        // A limit of somebody's own data set is no length.
        #expect(!made(200, source: "d.jsonl").contains { $0.kind == .shorterThanAsked })
    }

    @Test func whatWaitedForTheCapIsSaid() {
        func held(_ seconds: Double) -> Warning? {
            kinds { record in
                record.manifest.design.maxInFlight = 2
                for index in record.samples.indices {
                    record.samples[index].trace.dispatched = record.samples[index].trace.scheduled + seconds
                }
            }.first { $0.kind == .heldBack }
        }
        #expect(held(0.001) == nil)
        #expect(held(0.5)?.message.contains("8 of 8 requests waited until fewer than 2 were in flight") == true)
    }

    @Test func promptsThatWereUsedUpAreSaid() {
        let found = kinds { record in
            record.manifest.design.duration = 3600.0
            record.manifest.design.mostRuns = 1
        }
        #expect(found.contains { $0.kind == .promptsUsedUp })
    }

    @Test func aZeroBesideTextIsNoCount() async throws {
        let zero =
            #"data: {"id":"1","model":"m","choices":[],"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}}"#
        let stream = Stub.stream.dropLast() + [Stub.chunk("{}", finish: #""stop""#) + zero + "\n\n" + Stub.done]
        let transport = StubTransport { _, _ in Stub.response(Array(stream)) }
        let recorded = Recorded()
        try await BenchmarkRunner(
            targets: try Stub.targets(transport, names: ["a"]), prompts: Stub.prompts(2),
            options: BenchmarkOptions(warmup: 0)
        ).run { recorded.add($0) }
        #expect(recorded.samples.count == 2 && recorded.samples.allSatisfy(\.outcome.isSuccess))
        #expect(recorded.samples.allSatisfy { $0.tokens == TokenCounts() })
    }

    @Test func forcedLengthsAreSentToThoseThatTakeThem() async throws {
        let transport = StubTransport { _, _ in Stub.response() }
        var options = BenchmarkOptions(maxTokens: 50, warmup: 0)
        options.forcedTargets = ["b"]
        try await BenchmarkRunner(
            targets: try Stub.targets(transport), prompts: Stub.prompts(2), options: options
        ).run { _ in }
        for request in transport.requests {
            let isForced = request.url.contains("/b/")
            #expect(request.body["ignore_eos"]?.bool == (isForced ? true : nil))
            #expect(request.body["min_tokens"]?.int == (isForced ? 50 : nil))
        }
    }
}
