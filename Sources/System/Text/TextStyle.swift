/// The look of a run of text on a terminal.
package struct TextStyle: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let bold = TextStyle(rawValue: 1)
    package static let italic = TextStyle(rawValue: 2)
    package static let underlined = TextStyle(rawValue: 4)
    package static let struck = TextStyle(rawValue: 8)
    package static let code = TextStyle(rawValue: 16)
    package static let dim = TextStyle(rawValue: 32)
    package static let red = TextStyle(rawValue: 64)
    package static let green = TextStyle(rawValue: 128)
    package static let yellow = TextStyle(rawValue: 256)
    /// Style of alarms.
    package static let alarm: TextStyle = [.bold, .red]

    /// The sequence that switches it on; empty for plain text.
    package var start: String {
        let codes: [(TextStyle, String)] = [
            (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underlined, "4"), (.struck, "9"), (.red, "31"), (.green, "32"),
            (.yellow, "33"), (.code, "36"),
        ]
        let wanted = codes.filter { contains($0.0) }.map(\.1)
        return wanted.isEmpty ? "" : "\u{1B}[\(wanted.joined(separator: ";"))m"
    }

    /// Returns the text in this style, switched off again at its end; as it is where styles are not wanted.
    package func applied(to text: String, where isWanted: Bool = true) -> String {
        isEmpty || text.isEmpty || !isWanted ? text : start + text + "\u{1B}[0m"
    }
}

/// Text of one style.
package struct StyledText: Hashable, Sendable {
    package var text: String
    package var style: TextStyle

    package init(text: String, style: TextStyle = []) {
        self.text = text
        self.style = style
    }
}
