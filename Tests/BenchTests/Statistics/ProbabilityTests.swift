import ALCFJSON
import ALCFSystem
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

/// No p-value is 0, in text or in JSON.
@Suite struct ProbabilityTests {
    @Test func textNeverSaysZero() {
        #expect(NumberText.p(0) == "p < 0.0001")
        #expect(NumberText.p(1e-9) == "p < 0.0001")
        #expect(NumberText.p(0.0042) == "p = 0.0042")
        #expect(NumberText.p(0.5) == "p = 0.50")
        #expect(NumberText.probability(nil) == "–")
    }

    /// 1,200 pairs that differ one way: 2 · 2⁻¹²⁰⁰ is below what a double holds.
    @Test func testsGiveTheSmallestThatTheyCan() throws {
        #expect(try #require(McNemar(onlyFirst: 1_200, onlySecond: 0)).pValue > 0)
        // scipy.stats.binomtest(10, 10).pvalue
        #expect(isClose(McNemar(onlyFirst: 10, onlySecond: 0)?.pValue, 0.001953125, 1e-12))
        let many = (1...4_000).map(Double.init)
        #expect(try #require(WilcoxonSignedRank(differences: many)).pValue == Probability.resolution)
        #expect(try #require(MannWhitney(many, many.map { $0 + 10_000 })).pValue == Probability.resolution)
        let same = try #require(GeometricRatio(Array(repeating: 2, count: 10), over: Array(repeating: 1, count: 10)))
        #expect(same.pValue == Probability.resolution)
        #expect(
            same.equivalencePValue(within: 1.05) == 1 && same.equivalencePValue(within: 3) == Probability.resolution)
    }

    @Test func noReportHasAZero() throws {
        var record = Fixture.record(runs: 1, questions: 40)
        for index in record.samples.indices {
            let start = record.samples[index].trace.start
            let seconds = record.samples[index].target == "metis" ? 4.0 : 1.0
            record.samples[index].trace.firstToken = start + seconds / 2
            record.samples[index].trace.firstAnswer = start + seconds / 2
            record.samples[index].trace.lastToken = start + seconds
        }
        let analysis = Analysis(record)
        for text in [
            TerminalReport.text(analysis), MarkdownReport.text(analysis), HTMLReport.text(analysis),
            BriefReport.text(analysis),
        ] {
            #expect(!text.contains("p = 0 ") && !text.contains("p = 0)") && !text.contains("p = 0.00)"))
        }
        func look(_ json: JSONValue, _ key: String) {
            if key == "p" || key.hasSuffix("_p"), let p = json.double { #expect(p > 0, "\(key)") }
            for (key, value) in json.object ?? JSONObject() { look(value, key) }
            for value in json.array ?? [] { look(value, key) }
        }
        look(SummaryJSON.json(analysis), "")
    }
}
