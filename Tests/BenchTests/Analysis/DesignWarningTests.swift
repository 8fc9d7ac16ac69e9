import ALCFJSON
import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct DesignWarningTests {
    private func kinds(_ change: (inout Sample) -> Void) -> Set<Warning.Kind> {
        var record = Fixture.record()
        for index in record.samples.indices { change(&record.samples[index]) }
        return Set(Analysis(record).warnings.map(\.kind))
    }

    @Test func answersOfDifferentLengthsAreNamed() {
        #expect(!kinds { _ in }.contains(.outputTokensDiffer))
        let longer = kinds { sample in
            if sample.target == "metis" { sample.tokens.completion = sample.tokens.completion.map { $0 * 2 } }
        }
        #expect(longer.contains(.outputTokensDiffer))
    }

    @Test func answersThatEndForOtherReasonsAreNamed() throws {
        #expect(!kinds { _ in }.contains(.finishReasonsDiffer))
        let cut = kinds { if $0.target == "sophia", $0.block < 2 { $0.finishReason = "content_filter" } }
        #expect(cut.contains(.finishReasonsDiffer))
        // All alike, whatever the reason: that is no difference.
        #expect(!kinds { $0.finishReason = "tool_calls" }.contains(.finishReasonsDiffer))
    }

    @Test func saysThatLinesDoNotCross() {
        func sentences(_ metis: (Double, Double), _ sophia: (Double, Double)) -> String {
            var record = Fixture.record()
            for index in record.samples.indices {
                let sample = record.samples[index]
                let (fixed, slope) = sample.target == "metis" ? metis : sophia
                let tokens = Double(sample.tokens.completion ?? 0)
                let noise = Double((index * 5) % 7) / 1000
                record.samples[index].trace.lastToken = sample.trace.start + fixed + slope * tokens + noise
                record.samples[index].trace.firstToken = sample.trace.start + fixed / 2
            }
            return Verdicts.latencyModels(Analysis(record)).joined(separator: " ")
        }
        #expect(sentences((4.8, 0.0027), (1, 0.007)).contains("Metis's for longer ones"))
        #expect(
            sentences((4.8, 0.02), (1, 0.007)).contains(
                "No crossover: of the fitted lines of Metis and Sophia, Sophia's is the lower at every answer length"))
        #expect(
            sentences((4.8, 0.007), (1, 0.007)).contains(
                "No crossover: the fitted times per token of Metis and Sophia do not differ significantly"))
        // A slope that may be 0 gives a crossing that may be anywhere: none is named.
        let unknown = sentences((4.8, 0), (1, 0.007))
        #expect(
            unknown.contains(
                "Cannot say for which answer length Metis overtakes Sophia, if any: no time per token could be fitted for Metis; try "
                    + "--synthetic 100,50-1600.")
                && !unknown.contains("from about"))
    }

    @Test func connectingStandsApart() throws {
        var record = Fixture.record()
        record.samples[0].trace.dns = 0.01
        record.samples[0].trace.connect = 0.02
        record.samples[0].trace.tls = 0.03
        record.samples[2].trace.dns = 0
        let analysis = Analysis(record)
        let first = try #require(analysis.targets.first { $0.target.name == record.samples[0].target })
        #expect(first.connecting?.count == 1 && isClose(first.connecting?.median, 0.06, 1e-12))
        #expect(Report(analysis).tables[0].rows.contains { $0.label == "connecting, apart" })
        #expect(analysis.targets.count { $0.connecting == nil } == 1)
    }
}
