/// Makes keys of the bytes that a terminal sends, however they are cut.
struct KeyDecoder {
    private enum State {
        case plain
        /// A character of UTF-8 of which so many bytes are missing.
        case character([UInt8], missing: Int)
        case escape
        /// After `ESC [` or `ESC O`.
        case sequence([UInt8])
        case paste
    }

    private var state = State.plain
    /// The paste under way, beside the state: of an array that a case holds, each byte would make a copy.
    private var pasted: [UInt8] = []
    /// Number of the bytes that end a paste which came last, and of those pasted before them.
    private var end = (bytes: 0, start: 0)

    /// The most bytes of one paste; the rest is left out.
    private static let pasteLimit = 1 << 20
    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    /// Takes bytes, and returns the keys they complete.
    mutating func add(_ bytes: some Sequence<UInt8>) -> [Key] {
        var keys: [Key] = []
        // Neighbouring characters become one text, so that a burst is drawn once.
        var text = ""
        func endText() {
            if !text.isEmpty { keys.append(.text(text)) }
            text = ""
        }
        for byte in bytes {
            guard let key = next(byte) else { continue }
            if case .text(let new) = key {
                text += new
            } else {
                endText()
                keys.append(key)
            }
        }
        endText()
        return keys
    }

    private mutating func next(_ byte: UInt8) -> Key? {
        switch state {
        case .plain: return plain(byte)
        case .character(let bytes, let missing):
            guard byte & 0xC0 == 0x80 else {
                state = .plain
                return plain(byte)
            }
            guard missing == 1 else {
                state = .character(bytes + [byte], missing: missing - 1)
                return nil
            }
            state = .plain
            let text = String(decoding: bytes + [byte], as: UTF8.self)
            return text.unicodeScalars.contains { (0x80...0x9F).contains($0.value) } ? nil : .text(text)
        case .escape: return escape(byte)
        case .sequence(let bytes):
            // Parameters end with a letter or a tilde; a sequence longer than any known one is none.
            guard (0x40...0x7E).contains(byte) else {
                state = byte < 0x20 || bytes.count > 16 ? .plain : .sequence(bytes + [byte])
                return nil
            }
            state = .plain
            return sequence(String(decoding: bytes, as: UTF8.self), Character(Unicode.Scalar(byte)))
        case .paste:
            if byte != Self.pasteEnd[end.bytes] { end.bytes = 0 }
            if byte == Self.pasteEnd[end.bytes] {
                if end.bytes == 0 { end.start = pasted.count }
                end.bytes += 1
            }
            if pasted.count < Self.pasteLimit { pasted.append(byte) }
            guard end.bytes == Self.pasteEnd.count else { return nil }
            state = .plain
            defer { (pasted, end) = ([], (0, 0)) }
            return .paste(Self.text(pasted: pasted.prefix(end.start)))
        }
    }

    private mutating func plain(_ byte: UInt8) -> Key? {
        switch byte {
        case 0x01: return .home
        case 0x02: return .left
        case 0x03: return .interrupt
        case 0x04: return .endOfInput
        case 0x05: return .end
        case 0x06: return .right
        case 0x08, 0x7F: return .backspace
        case 0x09: return .text(" ")
        case 0x0A, 0x0D: return .enter
        case 0x0B: return .eraseToEnd
        case 0x0C: return .clearScreen
        case 0x0E: return .down
        case 0x10: return .up
        case 0x15: return .eraseToStart
        case 0x17: return .eraseWord
        case 0x19: return .putBack
        case 0x1A: return .suspend
        case 0x1B:
            state = .escape
            return nil
        case 0x20..<0x7F: return .text(String(Unicode.Scalar(byte)))
        case 0xC2...0xDF: state = .character([byte], missing: 1)
        case 0xE0...0xEF: state = .character([byte], missing: 2)
        case 0xF0...0xF4: state = .character([byte], missing: 3)
        default: break
        }
        return nil
    }

    private mutating func escape(_ byte: UInt8) -> Key? {
        state = .plain
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "O"): state = .sequence([])
        case 0x1B: state = .escape
        case 0x0A, 0x0D: return .lineFeed
        case UInt8(ascii: "b"): return .wordLeft
        case UInt8(ascii: "f"): return .wordRight
        case 0x08, 0x7F: return .eraseWord
        // Escape alone, and then something else.
        case 0..<0x20: return plain(byte)
        default: break
        }
        return nil
    }

    private mutating func sequence(_ parameters: String, _ end: Character) -> Key? {
        let isWord = parameters.hasSuffix(";5") || parameters.hasSuffix(";3")
        switch (end, parameters) {
        case ("A", _): return .up
        case ("B", _): return .down
        case ("C", _): return isWord ? .wordRight : .right
        case ("D", _): return isWord ? .wordLeft : .left
        case ("H", _), ("~", "1"), ("~", "7"): return .home
        case ("F", _), ("~", "4"), ("~", "8"): return .end
        case ("~", "3"): return .delete
        case ("~", "200"):
            state = .paste
            return nil
        default: return nil
        }
    }

    /// Returns pasted text, with line feeds for every kind of line end, and without other control characters.
    private static func text(pasted bytes: some Sequence<UInt8>) -> String {
        let text = String(decoding: Array(bytes), as: UTF8.self).unicodeScalars
        var clean = String.UnicodeScalarView()
        var last: Unicode.Scalar = " "
        for scalar in text {
            if scalar == "\r" || scalar == "\n" {
                if !(scalar == "\n" && last == "\r") { clean.append("\n") }
            } else if scalar == "\t" {
                clean.append(contentsOf: "    ".unicodeScalars)
            } else if scalar.value >= 0x20, !(0x7F...0x9F).contains(scalar.value) {
                clean.append(scalar)
            }
            last = scalar
        }
        return String(clean)
    }
}
