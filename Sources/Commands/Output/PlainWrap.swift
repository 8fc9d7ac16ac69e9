import ALCFSystem

/// Sets a sentence into lines of a terminal's width; what is to be copied stays in one piece.
enum PlainWrap {
    /// Beginnings of the commands that remedies quote.
    static let commands = [
        "alcf", "chmod", "chown", "curl", "export", "fuser", "iconv", "kill", "ls", "mv", "sudo", "ulimit", "unset",
    ]

    /// Returns the number of characters before a command, or an option of one, that continues to the end of the text or
    /// to `; or`; nil if there is none.
    static func command(in text: String) -> Int? {
        (commands.map { ": \($0) " } + [": --"]).compactMap { mark in
            text.firstRange(of: mark).map { text.distance(from: text.startIndex, to: $0.lowerBound) + 2 }
        }.min()
    }

    /// - Parameters:
    ///   - width: columns; nil for lines as long as they are.
    ///   - used: columns that stand before the text in its first line.
    ///   - indent: blanks before each further line.
    static func lines(_ text: String, width: Int?, used: Int = 0, indent: Int = 2) -> String {
        guard let width, width > 20 else { return text }
        var writer = WrappingWriter(
            width: width, breaksWords: false, column: used, hang: String(repeating: " ", count: indent))
        func words(_ text: Substring) -> [String] { text.split(separator: " ").map(String.init) }
        var pieces: [String] = []
        var rest = text[...]
        while let start = command(in: String(rest)).map({ rest.index(rest.startIndex, offsetBy: $0) }) {
            let end = rest[start...].firstRange(of: "; or ").map { rest.index(after: $0.lowerBound) } ?? rest.endIndex
            pieces += words(rest[..<start]) + [String(rest[start..<end])]
            rest = rest[end...]
        }
        for (index, piece) in (pieces + words(rest)).enumerated() {
            if index > 0 { writer.write([StyledText(text: " ")]) }
            writer.write(whole: piece)
        }
        return writer.take()
    }
}
