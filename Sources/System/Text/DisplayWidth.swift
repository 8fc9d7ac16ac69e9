/// The number of terminal columns of a text: two for East Asian wide characters and emoji, none for combining
/// characters.
package enum DisplayWidth {
    /// Columns of a text without line feeds and escape sequences.
    package static func of(_ text: some Sequence<Character>) -> Int { text.reduce(0) { $0 + of($1) } }

    /// Columns of one character, with all that combines with it.
    package static func of(_ character: Character) -> Int {
        if let byte = character.asciiValue { return byte < 0x20 ? 0 : 1 }
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        if first.isASCII, scalars.count == 1 { return first.value < 0x20 ? 0 : 1 }
        if scalars.count > 1, isEmojiSequence(first, scalars) { return 2 }
        return scalars.reduce(0) { $0 + width(of: $1) }
    }

    /// Returns a text of at most so many columns: where it is wider, its end gives way to a sign for that.
    package static func shortened(_ text: String, to width: Int) -> String {
        guard of(text) > width else { return text }
        var (fitting, used) = ("", 0)
        for character in text {
            used += of(character)
            if used >= width { break }
            fitting.append(character)
        }
        return fitting + "…"
    }

    private static func isEmojiSequence(_ first: Unicode.Scalar, _ scalars: String.UnicodeScalarView) -> Bool {
        guard first.properties.isEmoji else { return false }
        // A variation selector asks for the picture, a joiner makes one of several.
        return first.properties.isEmojiPresentation || scalars.contains { $0.value == 0xFE0F || $0.value == 0x200D }
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x300 { return value == 0 ? 0 : 1 }
        // The middle and end of a Hangul syllable are drawn in its first part's place.
        if (0x1160...0x11FF).contains(value) { return 0 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return scalar.properties.isEmojiPresentation || isWide(value) ? 2 : 1
        }
    }

    /// Wide and full-width ranges of Unicode's EastAsianWidth.txt; emoji are known by their own property.
    private static func isWide(_ value: UInt32) -> Bool {
        guard value >= 0x1100 else { return false }
        return wide.contains { $0.contains(value) }
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
        0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
        0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD,
    ]
}

extension Character {
    /// Whether a line may be broken between this character and the next, as between ideographs.
    package func allowsBreak(before next: Character) -> Bool {
        if isASCII, next.isASCII { return false }
        guard DisplayWidth.of(self) == 2 || DisplayWidth.of(next) == 2 else { return false }
        return !"、。，．！？：；）」』】〉》〕］｝,.!?:;)]}’”…・ー々*_`~".contains(next)
            && !"（「『【〈《〔［｛([{‘“*_`~".contains(self)
    }
}
