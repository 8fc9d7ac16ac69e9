import ALCFSystem

extension String {
    /// The text without anything that could drive the terminal but the styles that this program writes itself
    /// (`TextStyle`): the last look at what leaves, whatever it was put together from.
    var safeButStyled: String {
        guard utf8.contains(0x1B) else { return safeForTerminal }
        // By scalars: what combines with an escape character is no part of it.
        let parts = unicodeScalars.split(separator: "\u{1B}", omittingEmptySubsequences: false)
        return parts.enumerated().map { index, part in
            guard index > 0 else { return String(part).safeForTerminal }
            guard let style = Self.styles.first(where: { part.starts(with: $0.unicodeScalars) }) else {
                return "\u{FFFD}" + String(part).safeForTerminal
            }
            return "\u{1B}" + style + String(part.dropFirst(style.utf8.count)).safeForTerminal
        }.joined()
    }

    private static let styles =
        ["[0m"] + [TextStyle.bold, .dim, .red, .green, .yellow, .alarm].map { String($0.start.dropFirst()) }
}
