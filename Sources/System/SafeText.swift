extension String {
    /// The text without anything that could drive a terminal or a page, line feed and tab apart: control characters
    /// (C0, DEL and C1), and those that change the direction of text.
    ///
    /// It goes by Unicode scalars: as a part of a grapheme such a character is as strong as alone. Marks of direction,
    /// which Hebrew and Arabic have use for, are dropped; the rest becomes U+FFFD.
    package var safeForTerminal: String {
        if utf8.allSatisfy({ $0 < 0x7F && ($0 >= 0x20 || $0 == 0x0A || $0 == 0x09) }) { return self }
        // By bytes: all of them are in ASCII, or begin with one of three.
        let bytes = Array(utf8)
        var safe: [UInt8] = []
        safe.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let (scalar, length) = Self.questionable(bytes, index)
            if !scalar.isDirectionMark {
                if scalar.isUnsafe, byte != 0x0A, byte != 0x09 {
                    safe.append(contentsOf: [0xEF, 0xBF, 0xBD])
                } else {
                    safe.append(contentsOf: bytes[index..<index + length])
                }
            }
            index += length
        }
        return String(decoding: safe, as: UTF8.self)
    }

    /// The scalar at `index`, where it may be one that ``safeForTerminal`` changes, and its bytes; else one that it
    /// leaves, and the one byte there.
    private static func questionable(_ bytes: [UInt8], _ index: Int) -> (Unicode.Scalar, Int) {
        let byte = bytes[index]
        let length = byte == 0xC2 || byte == 0xD8 ? 2 : byte == 0xE2 ? 3 : 1
        guard length > 1 else { return (byte < 0x80 ? Unicode.Scalar(byte) : "x", 1) }
        var value = UInt32(byte & (length == 2 ? 0x1F : 0x0F))
        for next in bytes[index + 1..<index + length] { value = value << 6 | UInt32(next & 0x3F) }
        return (Unicode.Scalar(value) ?? "x", length)
    }

    /// The same on one line: line feeds, tabs and other separators of lines become blanks.
    package var safeOnOneLine: String {
        var result = ""
        result.unicodeScalars.append(
            contentsOf: safeForTerminal.unicodeScalars.lazy.map { $0.isLineBreak || $0 == "\t" ? " " : $0 })
        return result
    }
}

extension Unicode.Scalar {
    /// Whether it is a control character, or overrides, embeds or isolates the direction of what follows.
    package var isUnsafe: Bool {
        switch value {
        case ..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// Whether a line ends with it, whatever is combined with it.
    package var isLineBreak: Bool {
        switch value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// Whether it is an invisible mark of direction, without a scope: it matters to the characters beside it only.
    var isDirectionMark: Bool { value == 0x61C || value == 0x200E || value == 0x200F }
}
