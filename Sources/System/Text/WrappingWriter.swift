/// Sets words into lines of a width. Each piece it gives out is complete: no style stays switched on.
package struct WrappingWriter {
    package let width: Int
    /// Whether a word that is wider than a line is broken; else it stands out.
    private let breaksWords: Bool
    /// Output that was not yet taken.
    package private(set) var output = ""
    private var column: Int
    /// Whether no word stands on the line yet.
    private var isBlank = true
    private var spaces = 0
    private var word: [(character: Character, style: TextStyle)] = []
    /// Beginning of a continuation line.
    private var hang = StyledText(text: "")

    /// - Parameters:
    ///   - width: columns of a line.
    ///   - column: columns of the first line that are taken already.
    ///   - hang: what further lines begin with until ``begin(_:hang:)`` says something else.
    package init(width: Int, breaksWords: Bool = true, column: Int = 0, hang: String = "") {
        self.width = max(1, width)
        self.breaksWords = breaksWords
        self.column = column
        self.hang.text = hang
    }

    /// Returns the lines of a text without styles. Blanks stand between words, and a word is never broken.
    ///
    /// - Parameters:
    ///   - first: what the first line begins with.
    ///   - rest: what the others begin with; blanks as wide as `first` where not given.
    package static func lines(_ text: String, width: Int, first: String = "", rest: String? = nil) -> [String] {
        let rest = rest ?? String(repeating: " ", count: DisplayWidth.of(first))
        var writer = WrappingWriter(width: width, breaksWords: false, hang: rest)
        writer.emit(StyledText(text: first))
        writer.write([StyledText(text: text.safeOnOneLine.split(separator: " ").joined(separator: " "))])
        return writer.take().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Gives out what has been written.
    package mutating func take() -> String {
        defer { output = "" }
        return output
    }

    /// Begins a line with `prefix`; lines that follow for want of room begin with `hang`.
    package mutating func begin(_ prefix: StyledText, hang: StyledText) {
        emit(prefix)
        isBlank = true
        // On a narrow terminal a deep indentation would leave no room for words.
        self.hang = DisplayWidth.of(hang.text) <= width / 2 ? hang : StyledText(text: "")
    }

    /// Adds text without line feeds. Its end counts as the end of a word.
    package mutating func write(_ pieces: [StyledText]) {
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

    /// Adds text that is never broken, blanks in it included.
    package mutating func write(whole text: String) {
        word += text.map { ($0, []) }
        flush()
    }

    /// Ends the line.
    package mutating func newLine() {
        flush()
        output += "\n"
        column = 0
        isBlank = true
        spaces = 0
        hang = StyledText(text: "")
    }

    /// Adds a line as it is; it may be wider than the width unless `isWrapped`.
    package mutating func line(_ text: String, style: TextStyle, isWrapped: Bool = false) {
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
        if column + spaces + wordWidth > width, !isBlank {
            wrap()
        } else {
            emit(StyledText(text: String(repeating: " ", count: min(spaces, max(0, width - column)))))
        }
        spaces = 0
        var run = StyledText(text: "")
        var runWidth = 0
        for (character, style) in word {
            let characterWidth = DisplayWidth.of(character)
            if breaksWords, column + runWidth + characterWidth > width {
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
        isBlank = false
        word = []
    }

    private mutating func wrap() {
        output += "\n"
        column = 0
        isBlank = true
        emit(hang)
    }

    private mutating func emit(_ piece: StyledText) {
        output += piece.style.applied(to: piece.text)
        column += DisplayWidth.of(piece.text)
    }
}
