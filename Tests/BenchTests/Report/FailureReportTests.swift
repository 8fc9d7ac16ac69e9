import ALCFJSON
import ALCFSystem
import Glibc
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

/// Two equal targets of which one fails its slowest requests: no report calls it the faster one.
@Suite struct FailureReportTests {
    /// 100 questions to each; Metis gives up on what would have taken longest.
    static func record(slowest share: Double = 0.3) -> Record {
        var record = Fixture.record(runs: 1, questions: 100)
        var generator = SplitMix64(seed: 5)
        var clock = 0.0
        for index in record.samples.indices {
            let normal = (-2 * log(1 - generator.unit())).squareRoot() * cos(2 * .pi * generator.unit())
            let seconds = 2 * exp(0.4 * normal)
            let isCut = record.samples[index].target == "metis" && SpecialFunctions.normalCDF(normal) > 1 - share
            var sample = record.samples[index]
            let tokens = 40 + Int(60 * generator.unit())
            sample.trace.scheduled = clock
            sample.trace.start = clock
            sample.trace.firstByte = clock + 0.1 * seconds
            sample.trace.firstEvent = clock + 0.4 * seconds
            sample.trace.firstToken = clock + 0.4 * seconds
            sample.trace.firstAnswer = clock + 0.4 * seconds
            sample.trace.lastToken = clock + seconds
            sample.trace.end = clock + seconds
            sample.trace.tokenEvents = tokens
            sample.trace.tokenReads = tokens
            sample.trace.largestBurst = 1
            sample.tokens = TokenCounts(prompt: 249, completion: tokens, total: 249 + tokens)
            if isCut {
                sample.outcome = .timeoutTotal
                sample.trace.end = clock + 5
                sample.trace.firstToken = nil
                sample.trace.firstAnswer = nil
                sample.trace.lastToken = nil
                sample.answer = nil
                sample.score = nil
                sample.errorMessage = "no end after 5 s"
            }
            clock = (sample.trace.end ?? clock) + 0.01
            record.samples[index] = sample
        }
        return record
    }

    private let analysis = Analysis(record())

    @Test func theVerdictIsWithheld() {
        let latency = analysis.comparisons[0].latency
        #expect(latency.ratio.map { $0.pValue < 0.05 && $0.ratio < 1 } == true)
        #expect(latency.verdict == .withheld && latency.withheld == .firstFaster)
        let sentence = Verdicts.sentences(analysis.comparisons[0])[0]
        #expect(
            sentence.hasPrefix(
                "Latency: withheld because of failures. Over answered requests alone Metis ÷ Sophia is 0."))
        #expect(
            sentence.contains(
                "but Metis failed \(latency.failures?.firstFailed ?? 0) of 100 requests that Sophia answered"))
    }

    @Test func noFormOfTheReportCallsItFaster() {
        let texts = [
            TerminalReport.text(analysis), MarkdownReport.text(analysis), HTMLReport.text(analysis),
            SummaryJSON.json(analysis).serialized(), BriefReport.text(analysis),
        ]
        for text in texts {
            #expect(
                !text.contains("Metis answers") && !text.contains("Metis gives its first token"), "\(text.prefix(300))")
            #expect(!text.contains("times faster") && !text.contains("Metis is faster"))
        }
        #expect(texts[4].contains("Neither Metis nor Sophia can be called the quicker one: Metis failed"))
    }

    @Test func everyAttemptStandsBesideTheAnswers() throws {
        let rows = try #require(Report(analysis).tables.first { $0.title == "Latency, seconds" }).rows
        let labels = rows.map(\.label)
        let place = try #require(labels.firstIndex(of: "median, failures as slowest"))
        #expect(labels[place - 1].hasPrefix("median"))
        let tail = try #require(rows.first { $0.label == "95th percentile, failures as slowest" })
        let failed = analysis.targets[0].attempts - analysis.targets[0].successes
        #expect(tail.cells[0] == Report.Cell("∞", "(\(failed) of 100 failed)"))
        #expect(Double(tail.cells[1].text) != nil)
        let mean = try #require(rows.first { $0.label == "mean, failures as slowest" })
        #expect(mean.cells[0].full.hasPrefix("≥ ") && mean.cells[0].full.hasSuffix("(no upper bound)"))
        let wins = try #require(rows.first { $0.label == "came first, failures as slowest" })
        #expect(wins.cells.prefix(2).compactMap { Int($0.text) }.reduce(0, +) == 100)
        #expect(
            Limits.sentences(analysis).contains {
                $0.contains("cover answered requests only (Metis failed \(failed) of 100)")
            })
    }

    @Test func jsonHoldsEveryAttempt() throws {
        let json = SummaryJSON.json(analysis)
        let latency = try #require(json["comparison"]?[0]?["latency"])
        #expect(latency["verdict"]?.string == "withheld_failures" && latency["withheld"]?.string == "first_faster")
        #expect(latency["failures_as_slowest"]?["win_ratio"]?["ratio"]?.double.map { $0 < 1 } == true)
        let all = try #require(json["summary"]?["metis"]?["latency_failures_as_slowest"])
        #expect(all["count"]?.int == 100 && all["p95"]?.isNull == true)
        #expect(all["null_because"]?["p95"]?.string?.contains("slower than any answer") == true)
    }

    /// Given up after five seconds at the latest, the mean wait has an upper bound.
    @Test func aTimeLimitBoundsTheMean() throws {
        var record = Self.record()
        record.manifest.design.requestTimeout = 5.0
        let mean = try #require(Analysis(record).targets[0].failuresAsSlowest[.serviceLatency])
        #expect(isClose(mean.mostMean, mean.leastMean, 1e-9))
    }

    @Test func latexHasItsOwnSigns() throws {
        let text = try Export.latex.text(analysis)
        #expect(text.contains("$\\infty$") && text.contains("$\\ge$"))
        #expect(!text.contains("∞") && !text.contains("≥") && !text.contains("≤"))
    }

    /// The share of requests that were answered by some time never reaches all of them.
    @Test func theCurveOfLatencyEndsAtTheShareAnswered() {
        #expect(HTMLReport.text(analysis).contains("If a curve ends below 100 %, the remaining requests failed."))
    }

    @Test func failuresAsSlowestAreInASweep() throws {
        let level = SweepLevel("metis", load: 1, inFlight: 1, in: Self.record(slowest: 0.6))
        #expect(level.attempted?.median == .infinity && level.median != nil)
        let table = SweepLevel.table([level], targets: [("metis", "Metis")], isRate: false)
        #expect(table.columns.contains("p50 s, failures as slowest"))
        #expect(table.rows[0].cells.contains { $0.text == "∞" })
        for column in table.columns { #expect(Metric.named(column) != nil, "\(column)") }
    }

    @Test func fewFailuresAreNoReasonToWithhold() {
        let record = Fixture.record(runs: 3, questions: 24)
        let analysis = Analysis(record)
        #expect(analysis.targets[1].attempts > analysis.targets[1].successes)
        #expect(analysis.comparisons[0].latency.verdict == .secondFaster)
    }

    /// Fitted lines are of answers: whom they favour is not said of a target that failed often.
    @Test func linesOfAnswersCallNobodyFaster() {
        var record = Fixture.record(runs: 2, questions: 16)
        for index in record.samples.indices
        where record.samples[index].target == "metis" && record.samples[index].block.isMultiple(of: 4) {
            record.samples[index].outcome = .http5xx
        }
        let sentences = Verdicts.latencyModels(Analysis(record))
        #expect(sentences.contains { $0.contains("so the report does not say which line is the lower") })
        #expect(!sentences.contains { $0.contains("'s is the lower") })
    }
}
