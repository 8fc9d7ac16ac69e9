import ALCFJSON
import ALCFSystem
import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct StudyReportTests {
    private let document = StudyAnalysis(
        StudyFixture.sessions([1, 1.1, 0.95, 1.04, 0.9, 1.02, 1.08, 0.97, 1.01, 1.05, 0.93, 1])
    ).document

    @Test func theVerdictComesFirstInEveryForm() throws {
        for form in [DocumentForm.terminal, .markdown, .html, .latex] {
            let text = form.text(document)
            let verdict = try #require(text.firstRange(of: "Sophia is faster than Metis, in 12 of 12 sessions"))
            let figures = try #require(text.firstRange(of: "next session"))
            #expect(verdict.lowerBound < figures.lowerBound, "\(form)")
            #expect(text.contains("2026-11-27T12:00:00Z") && text.contains("session-12"), "\(form)")
        }
        let json = try JSONValue(parsing: DocumentForm.json.text(document))
        let latency = try #require(json["comparisons"]?.array?.first { $0["figure"] == "service_latency" })
        #expect(latency["verdict"] == "second_is_better" && latency["points"]?.array?.count == 12)
        #expect(json["verdicts"]?.array?.first?.string?.hasPrefix("Sophia is faster than Metis") == true)
        for name in [
            "over_sessions", "next_session", "session_spread", "inconsistency", "cochran_q", "session_drift",
            "hour_of_day",
        ] {
            #expect(latency[name]?.isNull == false && Metric.named(name)?.name == name, "\(name)")
        }
    }

    @Test func theForestIsDrawnInCharactersAndInSVG() {
        let terminal = DocumentForm.terminal.text(document)
        #expect(terminal.contains("  12  12-11 06:00"), "\(terminal)")
        #expect(terminal.contains("o") && terminal.contains("#") && terminal.contains("=="))
        let html = DocumentForm.html.text(document)
        #expect(html.contains("forest-1-t") && html.contains("hour-1-t") && html.contains("over sessions"))
        #expect(!html.contains("NaN"))
    }

    /// A line that is not in the picture is not spoken of.
    @Test func theLineOfNoDifferenceIsNamedWhereItIsDrawn() {
        func forest(_ factors: [Double]) -> String {
            let study = StudyAnalysis(StudyFixture.sessions(factors))
            return StudyCharts(study).forests().first?.description ?? ""
        }
        // Metis takes 3.4 times as long; and as long as Sophia, more or less.
        let far = forest([1, 1.1, 0.95, 1.04, 0.9])
        #expect(far.contains("the next session will measure.") && !far.contains("dashed line"), "\(far)")
        #expect(forest([0.3, 0.25, 0.35, 0.28, 0.31]).hasSuffix("The dashed line is no difference."))
    }

    @Test func everyColumnIsExplained() {
        for column in ["over sessions", "next session", "τ", "I²", "p of Q", "ahead in"] {
            #expect(Metric.named(column) != nil, "\(column)")
        }
    }

    /// Foreign text in names may break no form.
    @Test func namesAreEscaped() {
        let name = "a|b <x> & c_d\n# e"
        let study = StudyAnalysis(
            StudyFixture.sessions([1, 1.1, 0.95, 1.04, 0.9]) { _, record in
                for index in record.manifest.targets.indices {
                    record.manifest.targets[index].label = "\(name)\(index)"
                }
            })
        let html = DocumentForm.html.text(study.document)
        let markdown = DocumentForm.markdown.text(study.document)
        #expect(!html.contains("<x>") && !markdown.contains("\n# e"))
        #expect(!DocumentForm.latex.text(study.document).contains("c_d"))
        #expect(!DocumentForm.terminal.text(study.document).contains("\n# e"))
    }
}
