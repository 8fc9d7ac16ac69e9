import ALCFSystem
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

@Suite struct HTMLReportTests {
    /// A record in which everything that comes from outside tries to be markup.
    private func hostile() -> Record {
        var record = Fixture.record(simulated: true)
        let attack = "</p><script>alert('x')</script><img src=x onerror=\"y\">&\u{1B}[31m\u{0}"
        record.manifest.targets[0].label = attack
        record.manifest.targets[0].model = attack
        record.manifest.prompts = record.manifest.prompts.map {
            Prompt(id: $0.id, passageID: $0.passageID, text: attack + $0.text, answers: [attack])
        }
        for index in record.samples.indices {
            record.samples[index].answer = attack
            record.samples[index].model = attack
            record.samples[index].finishReason = attack
            record.samples[index].errorMessage = attack
        }
        return record
    }

    @Test func nothingFromOutsideIsMarkup() {
        let html = HTMLReport.text(Analysis(hostile()))
        #expect(!html.contains("<script") && !html.contains("<img") && !html.contains("onerror=\"y"))
        #expect(html.contains("&lt;script&gt;"))
        #expect(!html.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" })
    }

    @Test func tagsAreBalanced() {
        for record in [Fixture.record(), hostile()] {
            var open: [Substring] = []
            for piece in HTMLReport.text(Analysis(record)).split(separator: "<").dropFirst(1) {
                guard let end = piece.firstIndex(of: ">") else { continue }
                let tag = piece[..<end]
                let name = tag.split(separator: " ").first ?? ""
                if name.hasPrefix("!") || ["meta", "br"].contains(name) { continue }
                if name.hasPrefix("/") {
                    #expect(open.popLast() == name.dropFirst())
                } else {
                    open.append(name)
                }
            }
            #expect(open.isEmpty)
        }
    }

    @Test func needsNoNetworkAndNoScript() {
        let html = HTMLReport.text(Analysis(Fixture.record()))
        #expect(html.contains("default-src &#39;none&#39;"))
        for word in ["<script", " src=", "url(", "@import", "<link", "href="] {
            #expect(!html.contains(word), "\(word)")
        }
    }

    @Test func everyDrawingHasATitleAndADescription() {
        let html = HTMLReport.text(Analysis(Fixture.record()))
        let drawings = html.split(separator: "<svg").dropFirst()
        #expect(drawings.count == 7)
        for drawing in drawings {
            #expect(drawing.contains("role=\"img\"") && drawing.contains("<title id=") && drawing.contains("<desc id="))
            #expect(!drawing.contains("nan") && !drawing.contains("inf\""))
        }
    }

    @Test func saysWhatTheOthersSay() throws {
        let analysis = Analysis(Fixture.record())
        let html = HTMLReport.text(analysis)
        let report = Report(analysis)
        for sentence in report.verdicts + report.limits {
            #expect(html.contains(HTML.text(sentence).rendered))
        }
        for row in report.tables.flatMap(\.rows) {
            #expect(html.contains(">\(HTML.text(row.label).rendered)</th>"))
        }
        #expect(html.contains("crossover: about 1000 tokens"))
    }

    @Test func emptyRecordsAreNoTrouble() {
        var record = Fixture.record()
        record.samples = []
        #expect(!HTMLReport.text(Analysis(record)).contains("<svg"))
        record.manifest.targets = []
        #expect(HTMLReport.text(Analysis(record)).contains("No targets"))
    }
}

@Suite struct ChartTests {
    @Test func ticksAreRound() {
        func ticks(_ low: Double, _ high: Double) -> [String] {
            let scale = Chart.Scale(low: low, high: high, from: 0, to: 1)
            return scale.ticks.map { NumberText.fixed($0, scale.decimals) }
        }
        #expect(ticks(0, 1) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(ticks(0, 0.28) == ["0.00", "0.05", "0.10", "0.15", "0.20", "0.25"])
        #expect(ticks(0, 5000) == ["0", "1000", "2000", "3000", "4000", "5000"])
        #expect(ticks(3, 3) == ["3"])
    }

    @Test func coordinatesAreShort() {
        #expect([0, 1.04, 12.25, -0.3, 100, .nan].map(Chart.n) == ["0", "1", "12.3", "-0.3", "100", "0"])
    }
}
