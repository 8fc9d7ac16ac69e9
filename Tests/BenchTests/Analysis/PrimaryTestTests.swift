import ALCFJSON
import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct PrimaryTestTests {
    @Test func readsWhatIsDeclared() throws {
        #expect(try PrimaryTest.figures("service_latency") == [.latency])
        // Other names of the same, in the order given, each once.
        #expect(try PrimaryTest.figures("ttft, latency,service_latency") == [.timeToFirstToken, .latency])
        for wrong in ["", "tpot", "ttft,,latency", "speed"] {
            let error = #expect(throws: BenchError.self) { try PrimaryTest.figures(wrong) }
            #expect(error?.remedy?.contains("extracted_exact_match") == true)
        }
    }

    @Test func theMarginOfEquivalenceIsTheRuns() throws {
        var record = Fixture.record()
        // Sophia's latencies, a hair longer, for both.
        let own = record.samples.filter { $0.target == "sophia" && $0.outcome.isSuccess }
        record.samples = own.flatMap { sample in
            var twin = sample
            twin.target = "metis"
            twin.trace.lastToken = sample.trace.lastToken.map { $0 + 0.02 + Double(sample.sequence % 3) / 1000 }
            return [sample, twin]
        }
        for index in record.samples.indices { record.samples[index].sequence = index }
        func comparison(_ share: Double) -> RatioComparison {
            record.manifest.design.equivalence = share
            return Analysis(record).comparisons[0].latency
        }
        #expect(comparison(0.05).isEquivalent && comparison(0.05).margin == 1.05)
        #expect(!comparison(0.005).isEquivalent)
        // What was not declared is not claimed to be equivalent either.
        record.manifest.design.primary = NameList(["ttft"])
        #expect(!comparison(0.05).isEquivalent && comparison(0.05).verdict == .described)
    }

    @Test func onlyWhatIsDeclaredIsCorrectedAndClaims() throws {
        var record = Fixture.record()
        let all = Analysis(record)
        #expect(all.primaryTests.count == 4 && all.comparisons[0].latency.adjustedP != nil)
        record.manifest.design.primary = NameList(["ttft"])
        let one = Analysis(record)
        #expect(one.primaryTests.map(\.figure) == [.timeToFirstToken])
        #expect(one.primaryTests[0].adjusted == one.primaryTests[0].pValue)
        let sentences = Verdicts.sentences(one.comparisons[0])
        #expect(sentences[0].hasSuffix("; described, not tested."))
        #expect(!sentences[1].contains("described"))
    }
}
