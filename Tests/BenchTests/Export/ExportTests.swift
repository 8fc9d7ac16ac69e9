import ALCFJSON
import Testing

@testable import ALCFBench

@Suite struct ExportTests {
    private let analysis = Analysis(Fixture.record())

    @Test func csvHasALineForEachRequest() throws {
        let lines = try Export.csv.text(analysis).split(separator: "\r\n", omittingEmptySubsequences: true)
        #expect(lines.count == 33)
        #expect(lines[0].hasPrefix("sequence,phase,target,run,"))
        #expect(Set(lines.map { $0.count { $0 == "," } }).count == 1)
    }

    @Test func csvCellsAreQuotedAndRunNothing() {
        #expect(CSVExport.cell("a,b\"c\nd") == "\"a,b\"\"c\nd\"")
        #expect(CSVExport.cell("=1+1") == "'=1+1")
        #expect(CSVExport.cell(.double(-1.5)) == "-1.5")
        #expect(CSVExport.cell(.null) == "" && CSVExport.cell(nil) == "")
    }

    @Test func vllmHoldsOneTarget() throws {
        #expect(throws: BenchError.self) { try Export.vllm.text(analysis) }
        #expect(throws: BenchError.self) { try Export.vllm.text(analysis, target: "minerva") }
        let json = try JSONValue(parsing: try Export.vllm.text(analysis, target: "sophia"))
        #expect(json["completed"] == 15 && json["failed"] == 1)
        for key in [
            "ttfts", "itls", "latencies", "input_lens", "output_lens", "start_times", "generated_texts", "errors",
        ] {
            #expect(json[key]?.array?.count == 16, "\(key)")
        }
        let median = try #require(json["median_ttft_ms"]?.double)
        #expect(isClose(median, 1_000 * (try #require(analysis.targets[1].timeToFirstToken?.median)), 1e-9))
    }

    @Test func latexIsEscaped() throws {
        #expect(LaTeXExport.escaped("a_b & 5 % \\x {y} ÷") == "a\\_b \\& 5 \\% \\textbackslash{}x \\{y\\} $\\div$")
        let text = try Export.latex.text(analysis)
        #expect(text.contains("\\toprule") && text.contains("Metis $\\div$ Sophia"))
        #expect(text.split(separator: "\\begin{table}").count == text.split(separator: "\\end{table}").count)
    }

    @Test func methodsSayOnlyWhatTheRecordHolds() throws {
        let text = try Export.methods.text(analysis)
        for words in ["8 prompts", "SQuAD 1.1", "32 requests", "2 times", "1 request failed", "Holm"] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(!text.contains("SIMULATED"))
        #expect(try Export.methods.text(Analysis(Fixture.record(simulated: true))).contains("SIMULATED"))
    }
}
