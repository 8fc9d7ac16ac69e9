import ALCFSystem
import Testing

@testable import ALCFCommands

@Suite struct ChatEditorTests {
    /// Presses the keys that bytes stand for, and tells what came of the last one.
    func type(_ text: String, into editor: inout LineEditor) -> [LineEditor.Action] {
        var decoder = KeyDecoder()
        return decoder.add(Array(text.utf8)).map { editor.press($0) }
    }

    func text(_ input: String) -> String {
        var editor = LineEditor()
        _ = type(input, into: &editor)
        return String(editor.text)
    }

    @Test(arguments: [
        ("abc", "abc"),
        ("abc\u{7F}", "ab"),
        ("abc\u{1B}[D\u{1B}[DX", "aXbc"),
        ("abc\u{01}X\u{05}Y", "XabcY"),
        ("abc\u{1B}[HX\u{1B}[FY", "XabcY"),
        ("abc\u{1B}OHX", "Xabc"),
        ("abc\u{1B}[D\u{1B}[3~", "ab"),
        ("one two three\u{17}", "one two "),
        ("one two\u{02}\u{02}\u{02}\u{0B}", "one "),
        ("one two\u{02}\u{02}\u{02}\u{15}", "two"),
        ("one two\u{17}\u{01}\u{19} ", "two one "),
        ("one two\u{1B}b\u{1B}[1;5DX", "Xone two"),
        ("e\u{301}\u{7F}x", "x"),
        ("日本語\u{1B}[D\u{7F}", "日語"),
        ("👩‍🔬👍🏽\u{7F}", "👩‍🔬"),
        ("one\\\rtwo", "one\ntwo"),
        ("one\u{1B}\rtwo", "one\ntwo"),
        ("\u{1B}[200~a\r\nb\rc\td\u{1B}[31m\u{1B}[201~!", "a\nb\nc    d[31m!"),
        ("a\u{1B}[99;9xb\u{1B}[Zc", "abc"),
        ("ab\ncd", "cd"),
    ])
    func editsAsTold(_ input: String, _ expected: String) { #expect(text(input) == expected) }

    @Test func isTheSameHoweverTheBytesAreCut() {
        let bytes = Array("zürich 日本 👩‍🔬\u{1B}[D\u{1B}[200~x\ry\u{1B}[201~\u{1B}[1;5D\u{1B}OF!\u{17}".utf8)
        var whole = KeyDecoder()
        var expected = LineEditor()
        for key in whole.add(bytes) { _ = expected.press(key) }
        for size in 1...7 {
            var decoder = KeyDecoder()
            var editor = LineEditor()
            for start in stride(from: 0, to: bytes.count, by: size) {
                for key in decoder.add(bytes[start..<min(bytes.count, start + size)]) { _ = editor.press(key) }
            }
            #expect(editor.text == expected.text)
            #expect(editor.cursor == expected.cursor)
        }
    }

    /// Beyond what is kept of it, a paste had no end, and all that was typed afterwards was lost.
    @Test func aLongPasteHasAnEnd() {
        var decoder = KeyDecoder()
        let pasted = "\u{1B}" + String(repeating: "a\u{1B}[20", count: 300_000)
        let keys = decoder.add(Array("\u{1B}[200~\(pasted)\u{1B}[201~b".utf8))
        #expect(keys.count == 2)
        guard case .paste(let text)? = keys.first, case .text("b")? = keys.last else {
            Issue.record("\(keys.count) keys")
            return
        }
        #expect(text.utf8.count > 800_000 && text.utf8.allSatisfy { "a[20".utf8.contains($0) })
    }

    /// A text that a terminal sends as if it was typed, all at once: it must not be copied with each of its letters.
    @Test func aLongTextIsOneKey() {
        var decoder = KeyDecoder()
        let text = String(repeating: "é", count: 500_000)
        #expect(
            decoder.add(Array(("\u{1B}[D" + text + "\r" + text).utf8)) == [.left, .text(text), .enter, .text(text)])
    }

    @Test func submitsClearsAndLeaves() {
        var editor = LineEditor()
        #expect(type("hi\r", into: &editor).last == .submit("hi"))
        #expect(type("gone\u{03}", into: &editor).last == .cleared)
        #expect(type("\u{03}", into: &editor).last == .interrupt)
        #expect(type("\u{04}", into: &editor).last == .endOfInput)
        #expect(type("x\u{01}\u{04}", into: &editor).last == .draw)
        #expect(editor.text.isEmpty)
    }

    @Test func callsUpWhatWasEntered() {
        var editor = LineEditor()
        _ = type("one\rtwo\rtwo\rdraft", into: &editor)
        _ = type("\u{1B}[A", into: &editor)
        #expect(String(editor.text) == "two")
        _ = type("\u{10}", into: &editor)
        #expect(String(editor.text) == "one")
        #expect(type("\u{1B}[A", into: &editor) == [.nothing])
        _ = type("\u{1B}[B\u{1B}[B", into: &editor)
        #expect(String(editor.text) == "draft")
    }

    @Test func movesUpWithinTheTextBeforeTheHistory() {
        var editor = LineEditor()
        _ = type("old\rfirst\\\rse\u{1B}[AX", into: &editor)
        #expect(String(editor.text) == "fiXrst\nse")
        _ = type("\u{1B}[A", into: &editor)
        #expect(String(editor.text) == "old")
    }

    @Test func ignoresBytesThatAreNoText() {
        var decoder = KeyDecoder()
        #expect(decoder.add([0xFF, 0xC0, 0x80, 0x41, 0xE6, 0x97, 0x42]) == [.text("AB")])
    }

    // MARK: What is drawn

    func screen(_ text: String, cursor: Int? = nil, width: Int, height: Int = 24) -> Screen {
        let text = Array(text)
        let frame = EditorFrame(
            text: text, cursor: cursor ?? text.count, prompt: "> ", promptStyle: [], width: width, height: height)
        var screen = Screen(width: width, height: height)
        screen.receive(frame.drawing(over: 0))
        return screen
    }

    @Test func wrapsWideCharactersWhole() {
        let screen = screen("日本語abc", width: 7)
        #expect(screen.text == ["> 日本", "  語abc", ""])
        #expect(screen.row == 2)
        #expect(screen.column == 2)
    }

    @Test func placesTheCursor() {
        let screen = screen("one\ntwo words", cursor: 5, width: 20)
        #expect(screen.text == ["> one", "  two words"])
        #expect((screen.row, screen.column) == (1, 3))
    }

    @Test func drawsOverWhatWasThere() {
        var screen = Screen(width: 10)
        let long = Array("0123456789abcdefghij")
        let first = EditorFrame(text: long, cursor: 20, prompt: "> ", promptStyle: .bold, width: 10, height: 24)
        screen.receive(first.drawing(over: 0))
        let second = EditorFrame(text: ["x"], cursor: 1, prompt: "> ", promptStyle: .bold, width: 10, height: 24)
        screen.receive(second.drawing(over: first.cursorRow))
        #expect(screen.text == ["> x"])
    }

    @Test func findsTheCursorAgainInANarrowerWindow() {
        let text = Array("0123456789abcdefghij\nxyz")
        let frame = EditorFrame(text: text, cursor: 24, prompt: "> ", promptStyle: [], width: 22, height: 24)
        #expect(frame.rows.count == 2)
        #expect(frame.cursorRow(reflowedTo: 22) == 1)
        // The first row, of 22 columns, takes three lines.
        #expect(frame.cursorRow(reflowedTo: 10) == 3)
        #expect(frame.cursorRow(reflowedTo: 40) == 1)
    }

    @Test func showsTheRowsAroundTheCursorWhereThereIsNoRoomForAll() {
        let lines = (0..<50).map { "line \($0)" }.joined(separator: "\n")
        let end = screen(lines, width: 20, height: 10)
        #expect(end.text.count == 10)
        #expect(end.text.last == "  line 49")
        let start = screen(lines, cursor: 0, width: 20, height: 10)
        #expect(start.text.first == "> line 0")
        #expect(start.row == 0)
    }
}
