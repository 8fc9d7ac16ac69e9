import ALCFSystem
import Testing

/// What both kinds of tables, and the wrapper of lines, do with characters that take two columns or none.
@Suite struct TextTableTests {
    private let names = ["日本語の名前", "e\u{301}te\u{301}", "👩‍👩‍👧 family", "plain"]

    @Test(arguments: [30, 44, 80, 200]) func figuresStayInTheirColumns(_ width: Int) {
        let table = TextTable(
            figures: ["名前, s", "中央値", "p95"],
            rows: names.map { [.init($0), .init("1.25", "(1.00 to 1.50)"), .init("−0.5")] })
        let lines = table.lines(width: width, colour: false)
        #expect(lines.allSatisfy { DisplayWidth.of($0) <= width }, "\(lines)")
        guard width >= 44 else { return }
        let ends = lines.dropFirst().filter { $0.hasSuffix("−0.5") }.map { DisplayWidth.of($0) }
        #expect(ends.count == names.count && Set(ends).count == 1, "\(lines)")
    }

    @Test func wordsStayInTheirColumns() {
        var table = TextTable("MODEL", "STATE")
        for name in names { table.add(name, "running") }
        let columns = table.lines(width: nil, colour: false).dropFirst().map { line in
            DisplayWidth.of(line.prefix(line.count - "running".count))
        }
        #expect(Set(columns).count == 1)
    }

    @Test func aCellIsOneLineAndDrivesNothing() {
        var table = TextTable("A", "B")
        table.add("x\ny\u{1B}[2J", "z\r\n")
        let lines = table.lines(width: nil, colour: false)
        #expect(lines.count == 2 && !lines.joined().unicodeScalars.contains { $0.isUnsafe })
    }

    @Test func linesAreMeasuredInColumns() {
        let lines = WrappingWriter.lines("日本 語を 読む five six", width: 12, first: "  • ")
        #expect(lines.allSatisfy { DisplayWidth.of($0) <= 12 })
        #expect(lines.joined(separator: " ").contains("five"))
        // A word that is wider stands out and is not broken.
        #expect(
            WrappingWriter.lines("a https://example.org/path b", width: 10) == ["a", "https://example.org/path", "b"])
        #expect(WrappingWriter.lines("", width: 10, first: "  ! ") == ["  ! "])
    }
}
