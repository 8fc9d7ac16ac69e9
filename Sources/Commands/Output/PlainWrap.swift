/// Sets a sentence into lines of a terminal's width; what is to be copied stays in one piece.
enum PlainWrap {
    /// What the commands that remedies quote begin with.
    static let commands = [
        "alcf", "chmod", "chown", "curl", "export", "fuser", "iconv", "kill", "ls", "mv", "sudo", "ulimit", "unset",
    ]

    /// The place at which a command, or an option of one, begins that goes on to the end of the text; nil where there is none.
    static func command(in text: String) -> String.Index? {
        (commands.map { ": \($0) " } + [": --"]).compactMap { mark in
            text.firstRange(of: mark).map { text.index($0.lowerBound, offsetBy: 2) }
        }.min()
    }

    /// - Parameters:
    ///   - width: columns; nil for lines as long as they are.
    ///   - used: columns that stand before the text in its first line.
    ///   - indent: blanks before each further line.
    static func lines(_ text: String, width: Int?, used: Int = 0, indent: Int = 2) -> String {
        guard let width, width > 20 else { return text }
        let command = command(in: text)
        let words = text[..<(command ?? text.endIndex)].split(separator: " ").map(String.init)
        var (out, column) = ("", used)
        for word in words + (command.map { [String(text[$0...])] } ?? []) {
            let length = DisplayWidth.of(word)
            if out.isEmpty {
                out = word
                column += length
            } else if column + 1 + length <= width {
                out += " " + word
                column += 1 + length
            } else {
                out += "\n" + String(repeating: " ", count: indent) + word
                column = indent + length
            }
        }
        return out
    }
}
