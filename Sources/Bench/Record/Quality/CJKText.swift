/// Chinese, Japanese and Korean text, taken apart for scoring: these scripts have no blanks between words, or none that
/// writers agree on.
enum CJKText {
    /// Whether a scalar is a unit by itself: Han, kana, bopomofo or Hangul, with the marks that repeat or lengthen
    /// them.
    static func isUnit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x11FF, 0x2E80...0x2FDF, 0x3005...0x3007, 0x3021...0x3029, 0x3031...0x3035, 0x3038...0x303C,
            0x3041...0x3096, 0x3099...0x309F, 0x30A1...0x30FA, 0x30FC...0x312F, 0x3131...0x318E, 0x31A0...0x31BF,
            0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA960...0xA97F, 0xAC00...0xD7FF, 0xF900...0xFAFF,
            0xFF66...0xFFDC, 0x1AFF0...0x1B16F, 0x20000...0x3FFFF:
            true
        default: false
        }
    }

    /// Whether so many times the units are more than the other letters.
    static func prevails(in text: some StringProtocol, weight: Int = 1) -> Bool {
        // No unit is ASCII, and most texts are.
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return false }
        var (units, letters) = (0, 0)
        for scalar in text.unicodeScalars.prefix(20_000) {
            if isUnit(scalar) { units += 1 } else if scalar.properties.isAlphabetic { letters += 1 }
        }
        return units * weight > letters
    }

    /// Returns the units of a text: its characters of these scripts, and its other words.
    ///
    /// Lower case, without full-width forms, without punctuation of any script; two units are equal where Unicode's
    /// canonical equivalence says so.
    package static func units(_ text: String) -> [String] {
        let lower = PythonText.lower(text.unicodeScalars.map(narrowed))
        var bare = String.UnicodeScalarView()
        bare.append(contentsOf: lower.filter { !isDropped($0) })
        var (units, word) = ([String](), "")
        func endWord() {
            if !word.isEmpty { units.append(word) }
            word = ""
        }
        for character in String(bare) {
            guard let first = character.unicodeScalars.first else { continue }
            if isUnit(first) {
                endWord()
                units.append(String(character))
            } else if PythonText.isSpace(first) {
                endWord()
            } else {
                word.append(character)
            }
        }
        endWord()
        return units
    }

    /// Punctuation as MLQA has it (all of Unicode's category P, and ASCII's), and what is not seen: formats, and
    /// selectors of variants.
    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        if PythonText.isPunctuation(scalar) { return true }
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation, .format:
            return true
        default: return (0xFE00...0xFE0F).contains(scalar.value) || (0xE0100...0xE01EF).contains(scalar.value)
        }
    }

    /// A full-width form as its ASCII character, a half-width one as the full katakana.
    private static func narrowed(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        case 0x3000: " "
        case 0xFF61...0xFF9F: katakana[Int(scalar.value) - 0xFF61]
        default: scalar
        }
    }

    /// U+FF61 to U+FF9F; the two sound marks are the combining ones.
    private static let katakana = Array(
        "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u{3099}\u{309A}".unicodeScalars)
}
