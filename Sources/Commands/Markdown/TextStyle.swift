/// The style of a run of text.
struct TextStyle: OptionSet, Hashable {
    let rawValue: UInt8

    static let bold = TextStyle(rawValue: 1)
    static let italic = TextStyle(rawValue: 2)
    static let underlined = TextStyle(rawValue: 4)
    static let struck = TextStyle(rawValue: 8)
    static let code = TextStyle(rawValue: 16)
    static let dim = TextStyle(rawValue: 32)

    /// Sequence that switches the style on; empty for plain text.
    var start: String {
        let codes: [(TextStyle, String)] = [
            (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underlined, "4"), (.struck, "9"), (.code, "36"),
        ]
        let wanted = codes.filter { contains($0.0) }.map(\.1)
        return wanted.isEmpty ? "" : "\u{1B}[\(wanted.joined(separator: ";"))m"
    }

    /// `text` in this style, switched off again at its end.
    func applied(to text: String) -> String { isEmpty || text.isEmpty ? text : start + text + "\u{1B}[0m" }
}

/// Text of one style.
struct StyledText: Hashable {
    var text: String
    var style: TextStyle = []
}
