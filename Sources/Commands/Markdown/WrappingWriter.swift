/// Sets words into lines of a width. Each piece it gives out is complete: no style stays switched on.
struct WrappingWriter {
    let width: Int
    /// What has been written and not yet taken.
    private(set) var output = ""
    private var column = 0
    private var spaces = 0
    private var word: [(character: Character, style: TextStyle)] = []
    /// What a line begins with that goes on where the last one had no room.
    private var hang = StyledText(text: "")

    init(width: Int) { self.width = max(8, width) }

    /// Gives out what has been written.
    mutating func take() -> String {
        defer { output = "" }
        return output
    }

    /// Begins a line with `prefix`; lines that follow for want of room begin with `hang`.
    mutating func begin(_ prefix: StyledText, hang: StyledText) {
        emit(prefix)
        // On a narrow terminal a deep indentation would leave no room for words.
        self.hang = DisplayWidth.of(hang.text) <= width / 2 ? hang : StyledText(text: "")
    }

    /// Adds text without line feeds. Its end counts as the end of a word.
    mutating func write(_ pieces: [StyledText]) {
        for piece in pieces {
            for character in piece.text {
                if character == " " || character == "\t" {
                    flush()
                    spaces += 1
                    continue
                }
                if let last = word.last, last.character.allowsBreak(before: character) { flush() }
                word.append((character, piece.style))
            }
        }
        flush()
    }

    /// Ends the line.
    mutating func newLine() {
        flush()
        output += "\n"
        column = 0
        spaces = 0
        hang = StyledText(text: "")
    }

    /// Adds a line as it is; it may be wider than the width unless `isWrapped`.
    mutating func line(_ text: String, style: TextStyle, isWrapped: Bool = false) {
        guard isWrapped else {
            output += style.applied(to: text) + "\n"
            return
        }
        var (row, used) = ("", 0)
        for character in text {
            for character in character == "\t" ? "    " : String(character) {
                if used + DisplayWidth.of(character) > width {
                    output += style.applied(to: row) + "\n"
                    (row, used) = ("", 0)
                }
                row.append(character)
                used += DisplayWidth.of(character)
            }
        }
        output += style.applied(to: row) + "\n"
    }

    private mutating func flush() {
        guard !word.isEmpty else { return }
        let wordWidth = word.reduce(0) { $0 + DisplayWidth.of($1.character) }
        let start = DisplayWidth.of(hang.text)
        if column + spaces + wordWidth > width, column > start {
            wrap()
        } else {
            emit(StyledText(text: String(repeating: " ", count: min(spaces, max(0, width - column)))))
        }
        spaces = 0
        var run = StyledText(text: "")
        var runWidth = 0
        for (character, style) in word {
            let characterWidth = DisplayWidth.of(character)
            if column + runWidth + characterWidth > width {
                emit(run)
                (run.text, runWidth) = ("", 0)
                wrap()
            }
            if style != run.style {
                emit(run)
                (run, runWidth) = (StyledText(text: "", style: style), 0)
            }
            run.text.append(character)
            runWidth += characterWidth
        }
        emit(run)
        word = []
    }

    private mutating func wrap() {
        output += "\n"
        column = 0
        emit(hang)
    }

    private mutating func emit(_ piece: StyledText) {
        output += piece.style.applied(to: piece.text)
        column += DisplayWidth.of(piece.text)
    }
}
