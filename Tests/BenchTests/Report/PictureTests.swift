import ALCFSystem
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

@Suite struct PictureTests {
    private func files(_ wishes: [String], width: Double = 85, simulated: Bool = false) throws -> [String: String] {
        let document = Analysis(Fixture.record(simulated: simulated)).document
        let requests = try wishes.map { try PictureRequest($0) }
        return Dictionary(
            try PictureRequest.files(requests, of: document, millimetres: width).map {
                ($0.path, String(decoding: $0.bytes, as: UTF8.self))
            }, uniquingKeysWith: { $1 })
    }

    /// Each drawing of the page, under its name, with its numbers beside it.
    @Test func everyChartOfThePageIsAPicture() throws {
        let names = Analysis(Fixture.record()).document.plots(width: 640).map(\.id)
        let page = HTMLReport.text(Analysis(Fixture.record()))
        #expect(names.count == page.ranges(of: "<svg").count && names.contains("ecdf") && names.contains("length"))
        let made = try files(["a/paper.svg", "a/paper.pdf"])
        #expect(
            Set(made.keys) == Set(names.flatMap { ["a/paper-\($0).svg", "a/paper-\($0).pdf", "a/paper-\($0).csv"] }))
        for (path, text) in made {
            #expect(!text.contains("nan") && !text.contains("inf "), "\(path)")
            #expect(PictureRequest.isOwn(Array(text.utf8)), "\(path)")
        }
    }

    @Test func oneChartIsUnderTheNameThatWasGiven() throws {
        #expect(try Set(files(["ecdf=x.pdf"]).keys) == ["x.pdf", "x.csv"])
        let unknown = #expect(throws: BenchError.self) { try files(["forst=x.pdf"]) }
        #expect(unknown?.message == "this report has no chart 'forst'")
        #expect(unknown?.remedy?.contains("ecdf, box-latency") == true)
        #expect(throws: BenchError.self) { try files(["ecdf=x.pdf", "length=x.pdf"]) }
        for odd in ["x.png", "x", ".svg", "a/.pdf", "ecdf=", "-"] {
            #expect(throws: BenchError.self, "\(odd)") { try PictureRequest(odd) }
        }
        // A folder may have such a sign in its name.
        #expect(try PictureRequest("./a=b.svg").chart == nil)
        #expect(try PictureRequest("a.b=c.svg").chart == nil)
    }

    /// Labels are outlines: there is no text that needs a font, and nothing is loaded.
    @Test func noPictureNeedsAFont() throws {
        for (path, text) in try files(["p.svg", "p.pdf"]) where !path.hasSuffix(".csv") {
            #expect(!text.contains("<text") && !text.contains("/Font") && !text.contains(" Tj"), "\(path)")
            #expect(!text.contains("class=") && !text.contains("href"), "\(path)")
        }
        #expect(try files(["ecdf=p.svg"])["p.svg"]?.contains("aria-label=\"latency, seconds\"") == true)
    }

    @Test func theWidthIsThatOfAColumn() throws {
        let single = try #require(files(["ecdf=p.svg"])["p.svg"])
        #expect(single.contains("width=\"84.99mm\"") && single.contains("viewBox=\"0 0 380 "))
        let pdf = try #require(files(["ecdf=p.pdf"], width: 180)["p.pdf"])
        #expect(pdf.contains("/MediaBox [0 0 510.37 "))
        // The height of a text is that of a wider one: charts are drawn anew, and not shrunk.
        #expect(pdf.contains("0.6340 0 0 -0.6340 0 "))
    }

    /// The places of objects in the table are those in the file, and the stream is as long as it says.
    @Test func thePDFIsWhole() throws {
        let text = try #require(files(["timeline=p.pdf"])["p.pdf"])
        let table = try #require(text.ranges(of: "xref\n").first)
        let lines = text[table.lowerBound...].split(separator: "\n")
        for number in 1...5 {
            let place = try #require(Int(lines[2 + number].prefix(10)))
            let start = text.utf8.index(text.startIndex, offsetBy: place)
            #expect(text[start...].hasPrefix("\(number) 0 obj\n"))
        }
        let start = try #require(text.firstRange(of: "startxref\n")).upperBound
        #expect(Int(text[start...].prefix { $0.isNumber }) == text[..<table.lowerBound].utf8.count)
        let stream = try #require(text.firstRange(of: "stream\n")).upperBound
        let end = try #require(text.firstRange(of: "endstream")).lowerBound
        #expect(text.contains("/Length \(text[stream..<end].utf8.count) "))
        // The same report is the same file.
        #expect(try files(["timeline=p.pdf"])["p.pdf"] == text)
    }

    /// In a print without colour each target still differs in its line and in its mark.
    @Test func targetsDifferWithoutColour() {
        let dashes = (0..<6).map(PictureStyle.dash)
        #expect(Set(dashes).count == 6)
        let marks = (0..<6).map { PictureStyle.mark((0, 0), $0) }
        let forms = marks.map {
            "\($0.outline.steps.count) \($0.fill == nil) \($0.outline.steps.first.map { "\($0)" } ?? "")"
        }
        #expect(Set(forms).count == 6)
        func brightness(_ series: Int) -> Double {
            let colour = PictureStyle.colour(series)
            return 0.2126 * colour.red + 0.7152 * colour.green + 0.0722 * colour.blue
        }
        #expect(brightness(1) - brightness(0) > 0.25)
    }

    @Test func aSimulationIsSaidInThePicture() throws {
        #expect(
            try files(["ecdf=p.svg"], simulated: true)["p.svg"]?.contains(
                "aria-label=\"The services were simulated (speed 10)\"") == true)
        #expect(try files(["ecdf=p.svg"])["p.svg"]?.contains("simulated") == false)
    }

    /// The numbers are those that were measured, not those of the drawing's grid.
    @Test func numbersAreThoseOfTheRecord() throws {
        let record = Fixture.record()
        let csv = try #require(files(["length=p.svg"])["p.csv"])
        let lines = csv.split(separator: "\r\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(csv.hasPrefix("series,shape,number,point,output tokens,\"latency, seconds\"\r\n"))
        let marks = lines.filter { $0[1] == "mark" && $0[0] == "Metis" }
        let answers = record.samples.filter { $0.target == "metis" && $0.outcome.isSuccess }
            .sorted { $0.trace.start < $1.trace.start }
        #expect(marks.count == answers.count)
        for (mark, answer) in zip(marks, answers) {
            #expect(Double(mark[4]) == answer.tokens.completion.map(Double.init))
            let latency = try #require(answer[.serviceLatency])
            #expect(abs((Double(mark[5]) ?? 0) - latency) < 1e-6)
        }
        #expect(lines.contains { $0[1] == "fit" && $0[0] == "Sophia" })
        // A picture without an axis of numbers has no column for it.
        let bars = try #require(files(["timeline=p.svg"])["p.csv"])
        #expect(bars.hasPrefix("series,shape,number,point,seconds since the start,about\r\n"))
        #expect(bars.contains("Sophia,\"failed") || bars.contains("Sophia,failed"))
    }

    @Test func everyPrintableCharacterHasAShape() {
        for value in UInt32(0x20)..<0x7F {
            let scalar = Unicode.Scalar(value)
            #expect(scalar.flatMap(StrokeFont.glyph) != nil, "\(value)")
        }
        for scalar in "–÷×µτ²±≤≥…’“”→äöüéñßÅ".unicodeScalars {
            #expect(StrokeFont.glyph(scalar) != nil, "\(scalar)")
        }
        // Every other takes the place of a letter.
        #expect(StrokeFont.width("漢", 12) == StrokeFont.missing.width * StrokeFont.scale(12))
        for (letter, glyph) in strokeGlyphs {
            let path = Outline(strokes: glyph.strokes)
            for step in path.steps {
                let points: [(Double, Double)] =
                    switch step {
                    case .move(let a), .line(let a): [a]
                    case .curve(let a, let b, let c): [a, b, c]
                    case .close: []
                    }
                #expect(
                    points.allSatisfy { (-0.1...glyph.width + 0.1).contains($0.0) && (-4.3...16.1).contains($0.1) },
                    "\(letter)")
            }
        }
    }

    @Test func labelsFromOutsideAreNoMarkup() throws {
        var record = Fixture.record()
        record.manifest.targets[0].label = "\"><script>x</script>=1+1\u{1B}[31m"
        let files = try PictureRequest.files(
            [PictureRequest("p.svg"), PictureRequest("p.pdf")], of: Analysis(record).document, millimetres: 85)
        for file in files {
            let text = String(decoding: file.bytes, as: UTF8.self)
            #expect(!text.contains("\u{1B}"), "\(file.path)")
            if !file.path.hasSuffix(".csv") { #expect(!text.contains("<script"), "\(file.path)") }
        }
    }

    @Test func anEmptyReportHasNoPictures() throws {
        var record = Fixture.record()
        record.samples = []
        let document = Analysis(record).document
        let error = #expect(throws: BenchError.self) {
            try PictureRequest.files([PictureRequest("p.svg")], of: document, millimetres: 85)
        }
        #expect(error?.message == "this report has no charts")
    }

    /// Charts are drawn anew for each width: nothing sticks out of a narrow one.
    @Test(arguments: [60.0, 85, 180, 400])
    func nothingSticksOut(_ millimetres: Double) {
        let width = Picture.units(millimetres: millimetres)
        for plot in Analysis(Fixture.record()).document.plots(width: width) {
            let picture = Picture(plot)
            for ink in picture.inks {
                for case .line(let point) in ink.outline.steps {
                    #expect(
                        (-2...width + 2).contains(point.0) && (-2...picture.height + 2).contains(point.1),
                        "\(plot.id) \(ink.words ?? "")")
                }
            }
        }
    }
}
