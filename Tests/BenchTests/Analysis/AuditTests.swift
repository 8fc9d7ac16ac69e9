import ALCFJSON
import ALCFSystem
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

/// Every condition of the audit with a run that keeps it, one that breaks it and, where that can be, one that leaves it unknown.
@Suite struct AuditTests {
    /// A run of two equal targets with one change, and the expected verdict on one condition.
    struct Case: CustomTestStringConvertible {
        var question: String
        var holds: Bool?
        /// The clause of the sentence that names the broken condition.
        var says = ""
        /// The number of times each prompt is sent.
        var runs = 1
        var questions = 8
        /// Changes the first target's samples.
        var first: @Sendable (inout Sample) -> Void = { _ in }
        var manifest: @Sendable (inout RunManifest) -> Void = { _ in }
        /// Changes all samples.
        var all: @Sendable (inout Sample) -> Void = { _ in }

        var testDescription: String { "\(question): \(holds.map(String.init) ?? "unknown")" }
    }

    private static let loadedTogether: @Sendable (inout RunManifest) -> Void = { manifest in
        manifest.design.isBothAtOnce = true
        manifest.design.concurrency = 4
    }

    static let cases = [
        Case(question: "model by name", holds: true),
        Case(question: "model by name", holds: false, says: "the models differ by name or build") {
            $0.model = "other"
        },
        Case(question: "model by name", holds: false, says: "the models differ by name or build") {
            $0.systemFingerprint = "build \($0.block % 2)"
        },
        Case(question: "model by name", holds: nil) { $0.model = NumberText.unknown },
        Case(question: "prompts", holds: true),
        Case(question: "prompts", holds: false, says: "the prompts answered differ") {
            if $0.promptID == "q0" { $0.promptID = "q1" }
        },
        Case(question: "prompts", holds: nil) { if $0.promptID == "q0" { $0.promptID = "of another file" } },
        Case(question: "prompt tokens ± 5 %", holds: true) { $0.tokens.prompt = 205 },
        Case(question: "prompt tokens ± 5 %", holds: false, says: "prompt token counts differ by more than 5 %") {
            $0.tokens.prompt = 220
        },
        Case(question: "prompt tokens ± 5 %", holds: nil) { $0.tokens.prompt = nil },
        Case(question: "output length ± 10 %", holds: true) { $0.tokens.completion = 64 },
        Case(question: "output length ± 10 %", holds: false, says: "output lengths differ by more than 10 %") {
            $0.tokens.completion = 70
        },
        Case(question: "output length ± 10 %", holds: nil) { $0.tokens.completion = nil },
        Case(question: "request fields", holds: true, manifest: { $0.setFields([0, 1]) }),
        Case(question: "request fields", holds: false, says: "request fields differ", manifest: { $0.setFields([0]) }),
        Case(question: "share cut off ± 5 points", holds: true),
        Case(
            question: "share cut off ± 5 points", holds: false,
            says: "the shares of answers cut off differ by more than 5 points"
        ) { if $0.block == 0 { $0.finishReason = "length" } },
        Case(question: "share cut off ± 5 points", holds: nil) { $0.finishReason = nil },
        Case(question: "characters per token ± 20 %", holds: true),
        Case(
            question: "characters per token ± 20 %", holds: false, says: "characters per token differ by more than 20 %"
        ) { $0.answer = "short" },
        Case(question: "characters per token ± 20 %", holds: nil) { $0.tokens.reasoning = nil },
        Case(question: "manner of streaming", holds: true),
        Case(question: "manner of streaming", holds: false, says: "answers were streamed in different ways") {
            $0.trace.tokenReads = 1
        },
        Case(question: "manner of streaming", holds: nil) { $0.trace.tokenReads = 0 },
        Case(question: "kind of first token", holds: true),
        Case(question: "kind of first token", holds: false, says: "first tokens differ in kind") {
            $0.trace.recordedFirstOutput = .reasoning
        },
        Case(question: "kind of first token", holds: nil) { $0.trace.streamed = false },
        Case(question: "tokens with the first read ± 50 %", holds: true),
        Case(
            question: "tokens with the first read ± 50 %", holds: false,
            says: "tokens in the first read differ by more than 50 %"
        ) { $0.trace.firstBurst = 5 },
        Case(question: "tokens with the first read ± 50 %", holds: nil) { $0.trace.streamed = false },
        Case(question: "share of output seen ± 5 points", holds: true),
        Case(
            question: "share of output seen ± 5 points", holds: false,
            says: "the shares of output seen differ by more than 5 points"
        ) { $0.tokens.reasoning = 30 },
        Case(question: "share of output seen ± 5 points", holds: nil) { $0.tokens.completion = nil },
        Case(question: "freshness of prompts", holds: true, all: { $0.tokens.cached = 50 }),
        Case(
            question: "freshness of prompts", holds: false, says: "some prompts were served from a cache",
            first: { $0.tokens.cached = 150 }, all: { if $0.target != "metis" { $0.tokens.cached = 50 } }),
        // One prompt that was sent twice is too little to test.
        Case(question: "freshness of prompts", holds: nil, runs: 2, questions: 1),
        Case(
            question: "freedom from each other's load", holds: false,
            says: "the targets may have slowed each other down",
            manifest: loadedTogether),
        Case(
            question: "freedom from each other's load", holds: nil,
            manifest: { manifest in
                loadedTogether(&manifest)
                manifest.targets[1].url = "https://elsewhere.example/v1"
            }),
        Case(
            question: "times of measurement", holds: false, says: "the times of measurement differ",
            manifest: { $0.design.concurrency = 4 },
            all: { sample in
                sample.slice = 1
                if sample.target == "sophia" { sample.sequence += 1_000 }
            }),
    ]

    @Test(arguments: cases) func judgesEachCondition(_ expected: Case) throws {
        let audit = try #require(Analysis(Self.record(expected)).audit)
        let check = try #require(audit.checks.first { $0.question == expected.question }, "\(audit.checks)")
        #expect(check.holds == expected.holds, "\(check.detail)")
        #expect(!check.detail.isEmpty)
        if expected.holds == false {
            #expect(!audit.holds && audit.sentence.hasPrefix("the targets did not run an identical experiment: "))
            #expect(audit.sentence.contains(expected.says), "\(audit.sentence)")
        }
        if expected.holds == nil {
            let name = expected.question.replacing(" ± ", with: " within ± ")
            let unknown = audit.sentence.components(after: ". Could not be checked: ")
            #expect(unknown.contains(name), "\(audit.sentence)")
        }
    }

    @Test func everyConditionIsTried() throws {
        let equal = try #require(Analysis(Self.record(Case(question: ""))).audit)
        #expect(equal.holds && equal.sentence == "the targets ran the same experiment, as far as could be checked")
        let tried = Set(Self.cases.filter { $0.holds == false }.map { $0.question })
        #expect(Set(equal.checks.map(\.question)).isSubset(of: tried))
    }

    /// Two targets that answer alike: streamed, one token to an event and a read.
    private static func record(_ expected: Case) -> Record {
        var record = Fixture.record(runs: expected.runs, questions: expected.questions)
        expected.manifest(&record.manifest)
        for index in record.samples.indices {
            equalise(&record.samples[index])
            expected.all(&record.samples[index])
            if record.samples[index].target == "metis" { expected.first(&record.samples[index]) }
        }
        return record
    }

    private static func equalise(_ sample: inout Sample) {
        sample.outcome = .success
        sample.errorMessage = nil
        sample.model = "gpt-oss-120b"
        sample.finishReason = "stop"
        sample.answer = String(repeating: "abcd", count: 60)
        sample.tokens = TokenCounts(prompt: 200, completion: 60, total: 260, reasoning: 0, cached: 0)
        var trace = RequestTimeline(scheduled: sample.trace.start, start: sample.trace.start)
        let first = trace.start + 1
        (trace.firstByte, trace.firstEvent, trace.firstToken, trace.firstAnswer) = (first, first, first, first)
        (trace.lastToken, trace.end) = (first + 1, first + 1)
        (trace.events, trace.tokenEvents, trace.tokenReads, trace.largestBurst) = (62, 60, 60, 1)
        trace.reasoningEvents = 0
        trace.recordedFirstOutput = .answer
        sample.trace = trace
    }
}

extension RunManifest {
    /// Gives these targets a field of their own.
    fileprivate mutating func setFields(_ places: [Int]) {
        for place in places { targets[place].request = ["fields": ["top_k": 5]] }
    }
}

extension String {
    fileprivate func components(after mark: String) -> Substring {
        firstRange(of: mark).map { self[$0.upperBound...] } ?? ""
    }
}
