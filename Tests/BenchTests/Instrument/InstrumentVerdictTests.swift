import ALCFJSON
import ALCFSystem
import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct InstrumentVerdictTests {
    /// A check that found the same lag at every token.
    private func check(lag: Double, count: Int = 12, cpu: Double = 0.1) throws -> InstrumentCheck {
        let spread: JSONValue = [
            "count": .int(count), "p50": .double(lag), "p99": .double(2 * lag), "max": .double(3 * lag),
        ]
        var check = InstrumentCheck(.after, load: .short(for: BenchmarkOptions()))
        check.error = try InstrumentError(json: [
            "requests": .int(count), "failed": 0, "ttft": spread, "last_token": spread, "tpot": .null,
            "dispatch": spread,
        ])
        check.usage = try InstrumentCheck.Usage(
            json: ["cpu_seconds": .double(cpu * 10), "wall_seconds": 10.0, "loops": 1])
        return check
    }

    private func analysis(_ checks: InstrumentCheck...) -> Analysis {
        var record = Fixture.record()
        record.instrument = checks
        return Analysis(record)
    }

    @Test func aFineInstrumentIsALineInEveryReport() throws {
        let analysis = analysis(try check(lag: 0.0001))
        #expect(!analysis.instrument.isInvalid)
        let line = "instrument: lag at the first token 0.10 ms (p99 0.20), at the last 0.10 ms (p99 0.20)"
        #expect(TerminalReport.text(analysis, width: 300).contains(line))
        #expect(MarkdownReport.text(analysis).contains(line))
        #expect(HTMLReport.text(analysis).contains(line))
        let json = SummaryJSON.json(analysis)["instrument"]
        #expect(json?["valid"] == true && json?["checks"]?.array?.count == 1)
        #expect(!TerminalReport.text(analysis).contains("INVALID"))
    }

    @Test func aLagOverOnePerCentMakesEveryReportInvalid() throws {
        // Sophia's first token takes about 0.95 s: 9 ms are below 1 % of it, 10 ms are above.
        #expect(!analysis(try check(lag: 0.009)).instrument.isInvalid)
        let analysis = analysis(try check(lag: 0.010), try check(lag: 0.0001))
        #expect(analysis.instrument.reasons.count == 1)
        let reason =
            "the instrument's own error is 10 ms, which is more than 1 % of Sophia's median time to first token"
        #expect(analysis.instrument.reasons[0].hasPrefix(reason))
        for text in [
            TerminalReport.text(analysis, width: 400), MarkdownReport.text(analysis), HTMLReport.text(analysis),
        ] {
            #expect(text.replacing("&#39;", with: "'").contains("INVALID: \(reason)"))
            #expect(text.contains("INVALID: Sophia answers"))
            #expect(text.contains("self-check"))
        }
        let json = SummaryJSON.json(analysis)
        #expect(json["instrument"]?["valid"] == false)
        #expect(json["warnings"]?.array?.contains { $0["kind"] == "invalid_instrument" } == true)
    }

    @Test func aBusyProcessMakesTheRunInvalid() throws {
        #expect(!analysis(try check(lag: 0, cpu: 0.79)).instrument.isInvalid)
        let busy = analysis(try check(lag: 0, cpu: 0.81)).instrument
        #expect(busy.isInvalid && busy.reasons[0].contains("81 % of a core") && busy.remedy.contains("--concurrency"))
    }

    @Test func nothingIsSaidOfRunsWithoutACheck() {
        let analysis = analysis()
        #expect(analysis.instrument.line == nil && !analysis.instrument.isInvalid)
        #expect(SummaryJSON.json(analysis)["instrument"]?["valid"]?.isNull == true)
    }

    @Test func aRecordKeepsItsChecks() throws {
        let record = Fixture.record()
        let check = try check(lag: 0.001)
        let lines = [record.manifest.json] + record.samples.map(\.json) + [check.json]
        let text = lines.map { $0.serialized() + "\n" }.joined()
        let read = try RecordReader.parse(Array(text.utf8))
        #expect(read.instrument == [check])
        #expect(read.samples.count == record.samples.count)
    }
}
