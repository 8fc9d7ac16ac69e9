import ALCFJSON
import ALCFSystem
import Testing

@testable import ALCFRecord
@testable import ALCFReport

/// The forms of a report, whatever stands in it.
@Suite struct DocumentTests {
    /// Texts that try to be markup, to break a table or to drive a terminal; also beside what combines with them.
    static let hostile = [
        "a|b", "a\n# b\r\n- c\u{2028}d", "<script>alert(1)</script><img src=x onerror=\"y\">",
        "\\\\ \\end{tabular} \\input{x}",
        "x & y && z", "50 % $x_{1}^2$ #1 ~{}", "\u{1B}[31mred\u{0}\u{7}\u{9B}2J\u{202E}", "[x](y) `code` **b** ![i](j)",
        "[10pt] leads", "- item", "1. item", "+ plus", "|\u{301} <\u{301} &\u{301} \\\u{301} %\u{301}",
        "</td></table>'\"",
        "日本語 👩‍👩‍👧 é",
    ]

    private static func document(_ text: String) -> Document {
        @Sendable func table(isText: Bool) -> Document.Table {
            Document.Table(
                title: text, columns: [text, text],
                rows: [
                    Document.Row(label: text, cells: [Document.Cell(text, text), Document.Cell(text)]),
                    Document.Row(label: "x", cells: [Document.Cell("1"), Document.Cell("2", text)]),
                ], isText: isText)
        }
        return Document(
            title: text, notices: [text],
            blocks: [
                .section(.init("verdict", text, .verdict, [.list([text, text])])),
                .section(.init("setting", text, .setting, [.list([text])])),
                .section(
                    .init(
                        "figures", text, .body,
                        [
                            .heading(text), .paragraph(text), .table(table(isText: false)), .table(table(isText: true)),
                            .note(text), .definitions([.init(name: text, term: text, text: text)]),
                            .panels([.init(title: text, text: text, mark: text, note: text)]), .preformatted(text),
                            .details(text, [.paragraph(text)]),
                        ])), .section(.init("warnings", text, .caveat, [.warning(text, remedy: text)])),
                .section(.init("method", text, .reference, [.list([text])])),
            ])
    }

    private func hasControls(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.isUnsafe && $0 != "\n" } || text.contains("\r")
    }

    @Test(arguments: hostile) func nothingDrivesATerminal(_ text: String) {
        for width in [nil, 40, 80] {
            let plain = TerminalReport.text(Self.document(text), width: width)
            #expect(!hasControls(plain))
            // With colours, nothing begins with an escape character but our own styles.
            let parts = TerminalReport.text(Self.document(text), width: width, colour: true).unicodeScalars
                .split(separator: "\u{1B}", omittingEmptySubsequences: false).dropFirst()
            for part in parts {
                let code = part.prefix { $0 != "m" }
                #expect(code.first == "[" && code.dropFirst().allSatisfy { "0123456789;".unicodeScalars.contains($0) })
            }
        }
    }

    /// Whether a special character stands for itself in each line.
    private func bare(_ line: some StringProtocol, _ special: Unicode.Scalar) -> Int {
        var (count, isEscaped) = (0, false)
        for scalar in line.unicodeScalars {
            if scalar == special, !isEscaped { count += 1 }
            isEscaped = scalar == "\\" && !isEscaped
        }
        return count
    }

    @Test(arguments: hostile) func nothingIsMarkdown(_ text: String) {
        let markdown = MarkdownReport.text(Self.document(text))
        #expect(!hasControls(markdown))
        // What is preformatted stands in a fence, and needs no escapes.
        var isFenced = false
        let lines = markdown.split(separator: "\n").filter { line in
            if line.hasPrefix("```") { isFenced.toggle() }
            return !isFenced && !line.hasPrefix("```")
        }
        #expect(!isFenced)
        for line in lines {
            #expect(bare(line, "<") == 0 && bare(line, "`") == 0 && bare(line, "[") == 0, "\(line)")
            #expect(bare(line, "|") == (line.hasPrefix("|") ? 4 : 0), "\(line)")
            // Only our own quotation of a notice.
            #expect(bare(line, ">") == (line.hasPrefix("> **") ? 1 : 0), "\(line)")
        }
        #expect(!lines.contains { $0.hasPrefix("# b") || $0.hasPrefix("1. ") || $0.hasPrefix("+ ") })
    }

    @Test(arguments: hostile) func nothingIsHTML(_ text: String) {
        let html = HTMLReport.text(Self.document(text))
        #expect(!hasControls(html))
        #expect(!html.contains("<script") && !html.contains("<img") && !html.contains("onerror=\"y"))
        for tag in ["table", "td", "th", "section", "details", "main"] {
            #expect(
                html.ranges(of: "<\(tag)>").count + html.ranges(of: "<\(tag) ").count
                    == html.ranges(of: "</\(tag)>").count)
        }
    }

    @Test(arguments: hostile) func nothingIsLaTeX(_ text: String) {
        let latex = LaTeXReport.text(Self.document(text))
        #expect(!hasControls(latex))
        for line in latex.split(separator: "\n") where !line.hasPrefix("%") {
            #expect(
                bare(line, "%") == 0 && bare(line, "#") == 0 && bare(line, "_") == 0 && bare(line, "^") == 0, "\(line)")
            #expect(bare(line, "~") == 0 && bare(line, "$").isMultiple(of: 2), "\(line)")
            #expect(bare(line, "{") == bare(line, "}"), "\(line)")
            // Two columns beside the labels.
            #expect([0, 2].contains(bare(line, "&")), "\(line)")
            #expect(!line.drop { $0 == " " }.hasPrefix("["), "\(line)")
        }
        #expect(latex.ranges(of: "\\end{tabular}").count == 2 && !latex.contains("\\input"))
    }

    @Test(arguments: hostile) func jsonHasTheTextAsItIs(_ text: String) throws {
        // Our reader takes no text with a zero.
        let text = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\0" }))
        let json = try JSONValue(parsing: DocumentForm.json.text(Self.document(text)))
        #expect(json["title"]?.string == text)
        #expect(json["sections"]?["figures"]?["blocks"]?[2]?["rows"]?[0]?["label"]?.string == text)
    }

    @Test func namesInEastAsianScriptsKeepTheColumns() {
        let table = Document.Table(
            "Latency, seconds", ["メティス", "Sophia"],
            [("中央値", ["5.06", "1.54"]), ("mean", ["−5.05", "1.66"])])
        let lines = table.layout.lines(width: 80, colour: false)
        #expect(
            lines == [
                "Latency, seconds   メティス   Sophia", "  中央値            5.06      1.54",
                "  mean             −5.05      1.66",
            ])
        #expect(DisplayWidth.of(lines[0].prefix { $0 != "S" }) == DisplayWidth.of(lines[1].prefix { $0 != "1" }))
    }

    /// A section that a report's data do not hold is in the JSON form too.
    @Test func aNewSectionReachesEveryForm() throws {
        let document = Document(
            title: "t",
            blocks: [
                .section(.init("old", "Old", .body, isInData: true, [.paragraph("kept")])),
                .section(.init("new", "New section", .body, [.list(["a finding"])])),
                .section(.init("empty", "Empty section", .body, [])),
            ]
        ) { ["figure": 1] }
        for form in DocumentForm.allCases {
            let text = form.text(document)
            #expect(text.contains("New section") && text.contains("a finding"), "\(form)")
            #expect(!text.contains("Empty section"), "\(form)")
        }
        let json = JSONReport.json(document)
        #expect(json["figure"] == 1 && json["sections"]?.object?.keys == ["new"])
    }

    /// First the verdict, then the picture, then the tables.
    @Test func aPageIsReadInAMinute() throws {
        let html = HTMLReport.text(Analysis(Fixture.record()))
        let places = try [
            "verdict", "warnings", "picture", "figures", "charts", "answers", "limits", "setting", "method",
        ].map { id in
            try #require(html.firstRange(of: "<section id=\"\(id)\">")).lowerBound
        }
        #expect(places == places.sorted())
        // One drawing is open; the others are behind a line.
        let picture = html[places[2]..<places[3]]
        #expect(picture.ranges(of: "<svg").count == 1)
        #expect(html[places[4]..<places[5]].contains("</h2>\n<details>"))
        let markdown = MarkdownReport.text(Analysis(Fixture.record())).split(separator: "\n").filter {
            $0.hasPrefix("## ")
        }
        #expect(
            markdown == [
                "## What the data show", "## Warnings", "## Figures", "## What the data cannot tell", "## Setting",
                "## Definitions",
            ])
    }
}
