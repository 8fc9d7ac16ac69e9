import ALCFJSON
import Testing

@testable import ALCFRecord
@testable import ALCFReport

/// Each of the ten reports in each of the five forms.
@Suite struct EveryReportTests {
    /// A name that would break a table, a page or a paper.
    private static let name = "a|b <x> & c_d\n# e"

    private static func named(_ record: Record) -> Record {
        var record = record
        for index in record.manifest.targets.indices { record.manifest.targets[index].label = "\(name)\(index)" }
        return record
    }

    private static func check() throws -> InstrumentCheck {
        let spread = #"{"count":64,"p50":0.0004,"p99":0.0012,"max":0.002}"#
        var check = InstrumentCheck(
            .alone, load: InstrumentLoad(concurrency: 4, requests: 8, firstToken: 200, gap: 20, tokens: 64))
        check.ceiling = 200_000
        check.error = try InstrumentError(
            json: JSONValue(
                parsing: #"{"requests":64,"failed":0,"ttft":\#(spread),"last_token":\#(spread),"decoding":\#(spread)}"#)
        )
        return check
    }

    private static func sweep(_ record: Record) -> SweepReport {
        let levels = [1.0, 2, 4].flatMap { load in
            record.manifest.targets.map { SweepLevel($0.name, load: load, inFlight: 1, in: record) }
        }
        return SweepReport(
            levels: levels, targets: record.manifest.targets, isRate: false, notes: ["\(name) was left out."],
            isSimulated: true, setting: ["seed 1"])
    }

    private static let original = #"""
        {"a|b <x> & c_d\n# e": {"results": [{"latency_sec": 2.5, "response": "x", "metadata": {"total_tokens": 9, "completion_tokens": 4}}],
          "statistics": {"latency": {"mean": 2.5}}}}
        """#

    private static func documents() throws -> [(name: String, document: Document)] {
        let run = named(Fixture.record())
        func strata(_ experiment: String, _ tasks: [String]) -> Document {
            Analysis(named(StrataReportTests.record(experiment: experiment, tasks: tasks))).document
        }
        let plans = try SamplePlan.all(run, precisions: [0.2, 0.005])
        let cost = CostSummary("metis", in: run, price: .perHour(12), power: nil)
        return [
            ("run", Analysis(run).document), ("tasks", strata("tasks", ["questions", "generation"])),
            ("context", strata("context", ["4096", "8192"])), ("sweep", sweep(run).document),
            ("plan", PlanReport(plans, pilot: name, isSimulated: true).document),
            ("cost", CostReport([cost]).document), ("self-check", SelfCheckReport(try check()).document),
            ("original", AsPublished(try JSONValue(parsing: original)).document),
            ("study", StudyAnalysis([StudySession(number: 1, label: name, analysis: Analysis(run))]).document),
            (
                "comparisons",
                ComparisonReportTests.analysis(ComparisonReportTests.votes(5, 3, ties: 1, name + "0", name + "1"))
                    .document
            ),
        ]
    }

    @Test func eachReachesEveryForm() throws {
        let documents = try Self.documents()
        #expect(documents.count == 10)
        for (name, document) in documents {
            let markdown = DocumentForm.markdown.text(document)
            let html = DocumentForm.html.text(document)
            let latex = DocumentForm.latex.text(document)
            // A table in each, with as many cells in each row.
            let rows = markdown.split(separator: "\n").filter { $0.hasPrefix("|") }
            #expect(rows.count > 2, "\(name)")
            #expect(html.contains("<table") && latex.contains("\\toprule"), "\(name)")
            #expect(!html.contains("<x>") && !markdown.contains("\n# e") && !latex.contains("c_d"), "\(name)")
            #expect(!markdown.replacing("\\|", with: "").contains("a|b"), "\(name)")
            let terminal = DocumentForm.terminal.text(document)
            #expect(!terminal.contains("\u{1B}") && !terminal.contains("\n# e"), "\(name)")
            let json = try JSONValue(parsing: DocumentForm.json.text(document))
            #expect(json.object?.isEmpty == false || json.array?.isEmpty == false, "\(name)")
        }
    }

    @Test func aSimulatedReportSaysSoFirst() throws {
        for (name, document) in try Self.documents() where ["sweep", "plan"].contains(name) {
            #expect(DocumentForm.terminal.text(document).hasPrefix("!! SIMULATED: "))
            #expect(DocumentForm.html.text(document).contains("</h1>\n<p class=\"alarm\" role=\"alert\">SIMULATED: "))
        }
    }

    @Test func theSelfCheckLooksAsItShould() throws {
        let check = try Self.check()
        let verdict = InstrumentSuitability(check).text.split(separator: "\n")
        #expect(
            DocumentForm.terminal.text(SelfCheckReport(check).document) == """
                The instrument's own error

                What can be measured
                \(verdict.map { "  • \($0)" }.joined(separator: "\n"))

                  4 in flight, first token after 200 ms, then one every 20 ms, 64 tokens; 64 requests

                measured − server's log, ms   p50      p99      largest
                  time to first token         0.4000   1.2000   2.0000
                  time to last token          0.4000   1.2000   2.0000

                Load of this machine
                  • CPU – of a core while it ran
                  • Ceiling: 200000 events a second, when nothing waits

                """)
    }

    @Test func theOriginalStudysFiguresLookAsTheyShould() throws {
        let text = DocumentForm.terminal.text(AsPublished(try JSONValue(parsing: Self.original)).document)
        #expect(text.contains("\na|b <x> & c_d # e     in the file   reproduced   corrected\n"))
        #expect(text.contains("\n  mean latency, s     2.500         2.500        2.500\n"), "\(text)")
        #expect(text.contains("\n  tokens, mean            –         9.000        4.000\n"), "\(text)")
    }

    @Test func theSweepSaysWhatItFound() throws {
        let lines = DocumentForm.terminal.text(Self.sweep(Fixture.record()).document).split(separator: "\n")
        let verdict = try #require(lines.firstIndex(of: "What the data show"))
        let table = try #require(lines.firstIndex { $0.hasPrefix("Requests in flight") })
        #expect(verdict < table && lines[table].contains("answered"))
        #expect(lines[table...].contains { $0.hasPrefix("  Metis, 1 ") })
    }
}
