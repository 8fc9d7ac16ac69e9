/// The length of a text, estimated without a tokenizer.
enum TextLength {
    /// Returns its words; where a script has no blanks between words, each Chinese, Japanese or Korean character counts
    /// as one, and every three letters of Thai, Lao, Khmer and Burmese.
    package static func words(_ text: String) -> Int {
        var (words, others, isInWord) = (0, 0, false)
        for scalar in text.unicodeScalars {
            if CJKText.isUnit(scalar) {
                words += 1
                isInWord = false
            } else if isUnspaced(scalar) {
                others += 1
                isInWord = false
            } else if PythonText.isSpace(scalar) {
                isInWord = false
            } else if !isInWord {
                words += PythonText.isWord(scalar) ? 1 : 0
                isInWord = PythonText.isWord(scalar)
            }
        }
        return words + (others + 2) / 3
    }

    private static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF: true
        default: false
        }
    }
}
