import ALCFJSON
import Testing

@testable import ALCFRecord
@testable import ALCFReport

/// One target streams its reasoning and the other does not: their first tokens are not the same work.
@Suite struct FirstTokensTests {
    /// Both make 20 reasoning and 10 answer tokens at 10 ms each; Metis shows all, Sophia the answer.
    static func record(blocks: Int = 12, bothShow: Bool = false) -> Record {
        var record = Fixture.record(runs: 1, questions: blocks)
        for index in record.samples.indices {
            let block = record.samples[index].block
            let start = Double(index)
            let shows = record.samples[index].target == "metis" || bothShow
            var trace = RequestTimeline(scheduled: start, start: start)
            let noise = Double((block * 7) % 5) / 1_000
            let first = start + 0.01 + noise
            trace.firstToken = shows ? first : first + 0.2
            trace.firstAnswer = first + 0.2
            trace.lastToken = first + 0.29
            trace.end = trace.lastToken
            trace.tokenEvents = shows ? 30 : 10
            trace.events = trace.tokenEvents + 2
            trace.tokenReads = trace.tokenEvents
            trace.largestBurst = 1
            trace.reasoningEvents = shows ? 20 : 0
            trace.recordedFirstOutput = shows ? .reasoning : .answer
            record.samples[index].trace = trace
            record.samples[index].outcome = .success
            record.samples[index].tokens = TokenCounts(prompt: 100, completion: 30, reasoning: 20)
            record.samples[index].finishReason = "stop"
        }
        return record
    }

    @Test func theirTimesAreNotCompared() throws {
        let analysis = Analysis(Self.record())
        let text = TerminalReport.text(analysis, width: 200)
        #expect(!text.contains("gives its first token"))
        #expect(
            text.contains(
                "First tokens are not compared, because they differ in kind: reasoning (12 of 12) from Metis, answer (12 of 12) from Sophia."
            ))
        #expect(text.contains("First answer tokens are compared instead:"))
        let rows = Report(analysis).tables.flatMap(\.rows)
        #expect(rows.first { $0.label == "first token, median" }?.cells[2].text == "")
        #expect(rows.first { $0.label == "first answer token, median" }?.cells[2].text == "1.00")
        #expect(rows.first { $0.label == "first token is of the" }?.cells.map(\.text) == ["reasoning", "answer", ""])
        let json = SummaryJSON.json(analysis)["comparison"]?[0]
        #expect(json?["ttft"]?["ratio"]?.isNull == true && json?["ttft"]?["verdict"] == "not_comparable")
        #expect(json?["ttfa"]?["ratio"]?.double != nil)
        #expect(json?["first_tokens"]?["alike"] == false)
        // The declared test is made of first answer tokens, and says so.
        let test = try #require(analysis.primaryTests.first { $0.figure == .timeToFirstToken })
        #expect(test.isOfFirstAnswers && test.title == "time to first answer")
    }

    @Test func thePacesAreTheSame() throws {
        let targets = Analysis(Self.record()).targets
        for target in targets { #expect(isClose(target[.timePerOutputToken]?.median, 0.01, 1e-9)) }
        #expect(targets[0].seenShare == 1)
        #expect(isClose(targets[1].seenShare, 1.0 / 3))
    }

    @Test func theAuditAndTheWarningsSayIt() throws {
        let analysis = Analysis(Self.record())
        let audit = try #require(analysis.audit)
        #expect(audit.checks.first { $0.question == "kind of first token" }?.holds == false)
        #expect(audit.checks.first { $0.question == "share of output seen ± 5 points" }?.holds == false)
        #expect(audit.sentence.contains("first tokens differ in kind"))
        #expect(analysis.warnings.contains { $0.kind == .firstTokensDiffer })
        #expect(analysis.warnings.contains { $0.kind == .hiddenTokens && $0.target == "sophia" })
        #expect(!analysis.warnings.contains { $0.kind == .hiddenTokens && $0.target == "metis" })
    }

    @Test func alikeTheyAreComparedAndFirstAnswersToo() throws {
        let analysis = Analysis(Self.record(bothShow: true))
        let sentences = Verdicts.sentences(analysis.comparisons[0])
        #expect(sentences.contains { $0.hasPrefix("Time to first token:") })
        #expect(sentences.contains { $0.hasPrefix("Time to first answer token:") })
        #expect(!analysis.warnings.contains { $0.kind == .firstTokensDiffer || $0.kind == .hiddenTokens })
        #expect(try #require(analysis.audit).checks.first { $0.question == "kind of first token" }?.holds == true)
    }

    @Test func kindsMixedWithinATargetAreNamed() {
        var record = Self.record(bothShow: true)
        for index in record.samples.indices where record.samples[index].block.isMultiple(of: 2) {
            record.samples[index].trace.recordedFirstOutput = .answer
        }
        let analysis = Analysis(record)
        #expect(
            analysis.warnings.contains {
                $0.kind == .firstTokensDiffer && $0.message.contains("reasoning (6 of 12) and answer (6 of 12)")
            })
    }

    /// Three tokens a burst: the first waits for two others.
    @Test func burstsAreNamed() throws {
        var record = Self.record(bothShow: true)
        for index in record.samples.indices where record.samples[index].target == "sophia" {
            record.samples[index].trace.firstBurst = 3
            record.samples[index].trace.largestBurst = 3
            record.samples[index].trace.tokenReads = 10
            record.samples[index].trace.firstToken = record.samples[index].trace.firstToken.map { $0 + 0.02 }
        }
        let analysis = Analysis(record)
        let warning = try #require(analysis.warnings.first { $0.kind == .firstBurst })
        #expect(warning.target == "sophia" && warning.message.contains("3.0 tokens"))
        #expect(
            try #require(analysis.audit).checks.first { $0.question.hasPrefix("tokens with the first read") }?.holds
                == false)
        #expect(Verdicts.sentences(analysis.comparisons[0])[1].contains("3.0 from Sophia"))
    }

    @Test func aSweepHasFirstAnswersBesideFirstTokens() throws {
        let record = Self.record()
        let levels = ["metis", "sophia"].map { SweepLevel($0, load: 1, inFlight: 1, in: record) }
        #expect(levels[0].timeToFirstAnswer != levels[0].timeToFirstToken)
        let targets = record.manifest.targets.map { ($0.name, $0.label) }
        #expect(SweepLevel.table(levels, targets: targets, isRate: false).columns.contains("first answer p50 s"))
        #expect(
            try #require(SweepLevel.firstTokensNote(levels, targets: targets)).contains(
                "Metis reasoning, Sophia answer"))
        #expect(levels[0].json["ttfa_p50"]?.double == levels[0].timeToFirstAnswer)
    }
}
