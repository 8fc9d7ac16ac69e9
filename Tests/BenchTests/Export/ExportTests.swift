import ALCFJSON
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

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

    @Test(arguments: ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\u{FEFF}=1", "\u{A0}=1", "＝1", "=\u{301}1", "\u{1B}=1"])
    func aSpreadsheetTakesNoCellForAFormula(text: String) {
        #expect(CSVExport.cell(.string(text)).first == "'" || CSVExport.cell(.string(text)).hasPrefix("\"'"))
        #expect(!CSVExport.cell(.string(text)).unicodeScalars.contains("\u{1B}"))
    }

    /// A special character before a combining mark, or behind a prepended one, is one grapheme with it.
    @Test func escapesGoByScalars() {
        for (special, escaped) in [("%", "\\%"), ("\\", "\\textbackslash{}"), ("_", "\\_"), ("$", "\\$"), ("<", "$<$")]
        {
            for (before, after) in [("", "\u{301}"), ("\u{600}", ""), ("\u{110BD}", "\u{300}")] {
                #expect(
                    LaTeXReport.escaped(before + special + after).unicodeScalars.elementsEqual(
                        (before + escaped + after).unicodeScalars))
            }
        }
        for special in "\\`*_|<>[]#&~" {
            for (before, after) in [("", "\u{301}"), ("\u{600}", ""), ("a", "\u{200D}")] {
                let text = MarkdownReport.escaped(before + String(special) + after)
                #expect(text.unicodeScalars.elementsEqual((before + "\\" + String(special) + after).unicodeScalars))
            }
        }
        func isControl(_ scalar: Unicode.Scalar) -> Bool {
            [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
        }
        for line in ["\n", "\r\n", "\u{85}", "\u{2028}", "\u{2029}", "\u{B}", "\n\u{301}"] {
            #expect(!MarkdownReport.escaped("a\(line)b").unicodeScalars.contains(where: isControl))
            #expect(!LaTeXReport.escaped("a\(line)b").unicodeScalars.contains(where: isControl))
        }
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
        #expect(isClose(median, 1_000 * (try #require(analysis.targets[1][.timeToFirstToken]?.median)), 1e-9))
    }

    @Test func latexIsEscaped() throws {
        #expect(LaTeXReport.escaped("a_b & 5 % \\x {y} ÷") == "a\\_b \\& 5 \\% \\textbackslash{}x \\{y\\} $\\div$")
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
