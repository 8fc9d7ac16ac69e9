/// Text that was pasted into a terminal, without the characters that pasting adds.
struct PastedText {
    /// No characters that cannot be seen, and no blanks, quotation marks or brackets around.
    let plain: String

    init(_ text: String) {
        var scalars: [Unicode.Scalar] = []
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            if scalar == "\u{1B}" || scalar == "\u{9B}" {
                // An escape sequence (ECMA-48 §5.4): parameters, and the character that ends it.
                if scalar == "\u{1B}", rest.first == "[" { rest.removeFirst() } else if scalar == "\u{1B}" { continue }
                rest = rest.drop { (0x20...0x3F).contains($0.value) }
                rest = rest.dropFirst()
            } else if Self.quotationMarks.contains(scalar) {
                scalars.append("\"")
            } else if scalar.properties.isWhitespace {
                scalars.append(" ")
            } else if !Self.isInvisible(scalar) {
                scalars.append(scalar)
            }
        }
        // Where the terminal shows the escape character, or keeps it to itself, the rest of the marks is text.
        var text = String(String.UnicodeScalarView(scalars))
        text = Self.trimmed(text, [" "])
        for mark in ["^[[200~", "^[[201~", "[200~", "[201~", "200~", "201~"] {
            if text.hasPrefix(mark) { text.removeFirst(mark.count) }
            if text.hasSuffix(mark) { text.removeLast(mark.count) }
        }
        plain = Self.trimmed(text, ["\"", "'", "`", "<", ">", "(", ")", "[", "]", ",", ";", " "])
    }

    private static func trimmed(_ text: String, _ around: Set<Character>) -> String {
        var text = text[...]
        while let first = text.first, around.contains(first) { text.removeFirst() }
        while let last = text.last, around.contains(last) { text.removeLast() }
        return String(text)
    }

    /// Zero width, marks of direction and of byte order, variation selectors, control characters.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isDefaultIgnorableCodePoint
            || [.control, .format].contains(scalar.properties.generalCategory)
    }

    private static let quotationMarks = Set("“”„‟‘’‚‛«»‹›「」".unicodeScalars)
}
