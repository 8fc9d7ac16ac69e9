import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct FailConditionTests {
    private let analysis = Analysis(Fixture.record())

    @Test(arguments: [
        "ttft > 2s", "ttft median>2s", "latency mean > 3000ms", "metis latency > 5 s", "Metis latency p50 >= 5",
        "errors>5%", "errors > 0",
        "success_rate < 100%", "answered < 1", "decode rate < 200", "single_stream_output_rate < 20 tokens/s",
        "latency ratio > 2",
        "sophia extracted_f1 < 90%", "completion_tokens max > 100", "ttft ≥ 0.9s", "throughput < 1e3",
    ]) func areMet(_ text: String) throws {
        #expect(try !FailCondition(text).failures(analysis).isEmpty)
    }

    @Test(arguments: [
        "ttft > 6s", "metis latency < 5 s", "errors>10%", "sophia latency > 3s", "latency ratio > 4", "f1 < 50%",
        "completion_tokens > 100",
    ]) func areNotMet(_ text: String) throws {
        #expect(try FailCondition(text).failures(analysis).isEmpty)
    }

    @Test func sayWhichFigureAndItsValue() throws {
        #expect(try FailCondition("ttft > 2s").failures(analysis) == ["'ttft > 2s': ttft median of Metis is 4.75 s"])
        #expect(try FailCondition("errors>5%").failures(analysis) == ["'errors>5%': errors of Sophia is 6.3 %"])
    }

    /// A figure that is not known is no figure that is kept.
    @Test(arguments: [
        "ttft p95 > 100s", "latency p99 > 100s", "steady_output_throughput < 1", "goodput < 0", "invalid",
    ])
    func whatCannotBeToldFails(_ text: String) throws {
        let failures = try FailCondition(text).failures(analysis)
        #expect(!failures.isEmpty && failures.allSatisfy { $0.contains("counts as failed") })
        #expect(try FailCondition("ttft p95 > 9s").failures(analysis)[0].contains("it takes 72 answers"))
    }

    @Test(arguments: [
        "", " ", "ttft", "ttft >", "> 2s", "ttft > 2 parsecs", "ttft > -", "ttft > nan", "ttft > inf", "ttft p59 > 2s",
        "latncy > 2s",
        "a b ttft > 2s", "errors p95 > 5%", "errors > 5s", "ttft > 5%", "decode_rate ratio > 2", "invalid > 1",
        "ttft = 2s", "ttft => 2s",
    ]) func whatIsNotUnderstoodIsAnError(_ text: String) {
        #expect(throws: BenchError.self) { try FailCondition(text) }
    }

    @Test func aNearNameIsOffered() {
        do {
            _ = try FailCondition("latncy > 2s")
            Issue.record("it was understood")
        } catch { #expect(error.message.contains("did you mean 'latency'?")) }
    }

    /// Only what helps with the part that is wrong is listed.
    @Test func theRemedyIsOfThePartThatIsWrong() {
        func remedy(_ text: String) -> String {
            do { _ = try FailCondition(text) } catch { return error.remedy ?? "" }
            return ""
        }
        #expect(remedy("ttft p59 > 2s").contains("median (p50), p90") && !remedy("ttft p59 > 2s").contains("latency"))
        #expect(remedy("latncy > 2s").contains("latency, ") && remedy("latncy > 2s").contains("(p50)"))
        #expect(remedy("ttft > 2 parsecs") == "Give a number, with one of these units or none: ms, µs, us, s.")
        #expect(remedy("ttft = 2s").hasPrefix("Give [TARGET] FIGURE"))
    }

    @Test func firstTokensOfDifferentKindsHaveNoRatio() throws {
        let analysis = Analysis(FirstTokensTests.record())
        #expect(try FailCondition("ttft ratio > 100").failures(analysis)[0].contains("not known"))
        #expect(try FailCondition("ttfa ratio > 100").failures(analysis).isEmpty)
    }

    /// Sophia's one failure of 16 is slower than any answer: a median feels it, a percentile near the top is infinite.
    @Test func failuresAreSlowerThanAnyAnswer() throws {
        let record = FailureReportTests.record()
        let analysis = Analysis(record)
        let failures = try FailCondition("latency p95 > 60s").failures(analysis)
        #expect(
            failures == [
                "'latency p95 > 60s': latency p95 of Metis is ∞, as failed requests are slower than any answer"
            ])
        let median = try #require(analysis.targets[0].failuresAsSlowest[.serviceLatency]?.median)
        #expect(try FailCondition("metis latency > \(median - 0.001)").failures(analysis).count == 1)
        #expect(try FailCondition("metis latency > \(median + 0.001)").failures(analysis).isEmpty)
    }

    @Test func aRatioThatFailuresDenyIsNotKnown() throws {
        let failures = try FailCondition("latency ratio > 100").failures(Analysis(FailureReportTests.record()))
        #expect(failures.count == 1 && failures[0].contains("failures counted as slowest"))
    }
}
