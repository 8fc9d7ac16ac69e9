import ALCFJSON
import ALCFSystem
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

/// A run that mixes tasks has no figure over all of them, in no report, also when it is made again.
@Suite struct StrataReportTests {
    /// Short questions, of which Metis is four times slower, and long texts, of which it is four times faster.
    static func record(experiment: String = "tasks", tasks: [String] = ["questions", "generation"]) -> Record {
        var record = Fixture.record(runs: 1, questions: 16)
        record.manifest.design.experiment = MixedExperiment(rawValue: experiment)
        record.manifest.prompts = record.manifest.prompts.enumerated().map { index, prompt in
            Prompt(
                id: prompt.id, passageID: prompt.passageID, text: prompt.text, answers: prompt.answers,
                task: tasks[index % 2])
        }
        for index in record.samples.indices {
            let isShort = record.samples[index].block.isMultiple(of: 2)
            let isMetis = record.samples[index].target == "metis"
            let noise = 1 + Double(record.samples[index].block % 5) / 1_000
            let latency = (isShort ? (isMetis ? 4.0 : 1.0) : (isMetis ? 10.0 : 40.0)) * noise
            // One after the other, as one client sends them.
            let start = 100 * Double(record.samples[index].sequence)
            record.samples[index].trace.scheduled = start
            record.samples[index].trace.start = start
            record.samples[index].trace.firstToken = start + latency / 2
            record.samples[index].trace.firstAnswer = start + latency / 2
            record.samples[index].trace.lastToken = start + latency
            record.samples[index].trace.end = start + latency
            record.samples[index].outcome = .success
        }
        return record
    }

    @Test func eachTaskHasItsOwnVerdict() {
        let report = Report(Analysis(Self.record()))
        #expect(report.verdicts.contains { $0.hasPrefix("questions: Sophia answers 4.0 times faster than Metis") })
        #expect(report.verdicts.contains { $0.hasPrefix("generation: Metis answers 4.0 times faster than Sophia") })
        #expect(!report.verdicts.contains { $0.contains("16 pairs") || $0.contains("difference in latency") })
    }

    @Test func nothingIsPooled() throws {
        let analysis = Analysis(Self.record())
        let pooled = try #require(analysis.targets[0][.serviceLatency])
        let mean = NumberText.significant(pooled.mean)
        let markdown = MarkdownReport.text(analysis)
        let html = HTMLReport.text(analysis)
        for text in [
            markdown, html, TerminalReport.text(analysis), try Export.latex.text(analysis), BriefReport.text(analysis),
        ] {
            #expect(!text.contains("16 pairs"))
            #expect(!text.contains(" \(mean) ") && !text.contains(">\(mean)<"))
        }
        // Their own tables are there.
        #expect(markdown.contains("## questions: Latency, seconds") && markdown.contains("## Tasks"))
        #expect(html.contains("questions: Latency, seconds") && html.contains("generation: Latency: spread"))
        let json = SummaryJSON.json(analysis)
        #expect(json["summary"]?.isNull == true && json["comparison"]?.array?.isEmpty == true)
        #expect(json["metis"]?["statistics"]?.isNull == true)
        #expect(json["tasks"]?["questions"]?["comparison"]?[0]?["latency"]?["pairs"] == 8)
        #expect(json["tasks"]?["generation"]?["summary"]?["metis"]?["attempts"] == 8)
    }

    @Test func aReportIsMadeAgainFromTheRecord() throws {
        let record = Self.record()
        let again = Analysis(try RecordReader.parse(Fixture.lines(record)))
        #expect(MarkdownReport.text(again) == MarkdownReport.text(Analysis(record)))
        #expect(HTMLReport.text(again) == HTMLReport.text(Analysis(record)))
        #expect(SummaryJSON.json(again) == SummaryJSON.json(Analysis(record)))
    }

    /// All declared tests of all strata are corrected together.
    @Test func theCorrectionIsOverAllStrata() throws {
        let strata = Analysis(Self.record()).strata
        let alone = strata.flatMap(\.analysis.primaryTests)
        #expect(alone == ClaimFamily.corrected(alone))
        // The smallest of all p-values is multiplied by the number of figures in all strata.
        let least = try #require(alone.min { $0.pValue < $1.pValue })
        #expect(isClose(least.adjusted, Double(alone.count) * least.pValue, 1e-9))
        for part in strata {
            let test = part.analysis.primaryTests.first { $0.figure == .latency }
            #expect(part.analysis.comparisons[0].latency.adjustedP == test?.adjusted)
        }
    }

    @Test func lengthsOfPromptsHaveTheirTable() throws {
        let analysis = Analysis(Self.record(experiment: "context", tasks: ["4096", "8192"]))
        let table = try #require(Report(analysis).tables.first)
        #expect(table.title == "Lengths of prompts" && table.rows.map(\.label).contains("Metis, 4096 tokens"))
        #expect(MarkdownReport.text(analysis).contains("fact found"))
        #expect(SummaryJSON.json(analysis)["context"]?[0]?["levels"]?.array?.count == 2)
    }

    @Test func otherRunsHaveNoStrata() {
        #expect(Analysis(Fixture.record()).strata.isEmpty)
        // A ratio of strata stands beside its figures.
        for table in Report(Analysis(Self.record())).tables where table.columns.contains("Metis ÷ Sophia") {
            for row in table.rows where !row.cells[2].text.isEmpty && row.cells[2].text != "–" {
                #expect(row.cells[0].text != "–" && row.cells[1].text != "–", "\(row.label)")
            }
        }
    }
}
