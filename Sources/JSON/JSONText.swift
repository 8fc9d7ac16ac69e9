/// Writes the leaves of a document.
enum JSONText {
    /// Appends a string with its quotes, and with escapes where they must be: also for what drives a terminal (C1,
    /// changes of direction), so that a document can be shown as it is.
    static func append(_ string: String, to out: inout [UInt8]) {
        var string = string
        string.withUTF8 { bytes in
            out.append(UInt8(ascii: "\""))
            var start = 0
            for index in 0..<bytes.count {
                let byte = unsafe bytes[index]
                if byte &- 0x20 < 0x5F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { continue }
                if byte < 0x80 {
                    unsafe out.append(contentsOf: bytes[start..<index])
                    start = index + 1
                    escape(byte, to: &out)
                } else if byte >= 0xC2, let scalar = unsafe escaped(bytes, index, lead: byte) {
                    unsafe out.append(contentsOf: bytes[start..<index])
                    start = index + (byte < 0xE0 ? 2 : 3)
                    let digits = String(scalar, radix: 16)
                    append(plain: "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits, to: &out)
                }
            }
            unsafe out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
            out.append(UInt8(ascii: "\""))
        }
    }

    /// Appends what is written as it is.
    static func append(plain string: String, to out: inout [UInt8]) {
        var string = string
        string.withUTF8 { unsafe out.append(contentsOf: $0) }
    }

    /// Appends a text of the source, which is written as it is.
    static func append(word text: StaticString, to out: inout [UInt8]) {
        text.withUTF8Buffer { unsafe out.append(contentsOf: $0) }
    }

    /// Appends an integer.
    static func append(_ value: Int, to out: inout [UInt8]) {
        if value < 0 { out.append(UInt8(ascii: "-")) }
        var left = out.count
        var rest = value.magnitude
        repeat {
            out.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        // The last digit came first.
        var right = out.count - 1
        while left < right {
            out.swapAt(left, right)
            left += 1
            right -= 1
        }
    }

    /// Appends a number with the fewest digits that read back the same; `null` for one that is infinite or none.
    static func append(_ value: Double, to out: inout [UInt8]) {
        guard value.isFinite else { return append(word: "null", to: &out) }
        append(plain: value.description, to: &out)
    }

    /// Appends a truth value.
    static func append(_ value: Bool, to out: inout [UInt8]) { append(word: value ? "true" : "false", to: &out) }

    /// The scalar that begins at `index`, where it is one beyond ASCII that is escaped.
    private static func escaped(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, lead: UInt8) -> UInt32? {
        guard lead == 0xC2 || lead == 0xD8 || lead == 0xE2 else { return nil }
        let length = lead == 0xE2 ? 3 : 2
        guard index + length <= bytes.count else { return nil }
        var scalar = UInt32(lead & (length == 3 ? 0x0F : 0x1F))
        for offset in 1..<length { scalar = unsafe scalar << 6 | UInt32(bytes[index + offset] & 0x3F) }
        switch scalar {
        case 0x80...0x9F, 0x61C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: return scalar
        default: return nil
        }
    }

    private static func escape(_ byte: UInt8, to out: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""): append(plain: "\\\"", to: &out)
        case UInt8(ascii: "\\"): append(plain: "\\\\", to: &out)
        case 0x0A: append(plain: "\\n", to: &out)
        case 0x0D: append(plain: "\\r", to: &out)
        case 0x09: append(plain: "\\t", to: &out)
        default:
            append(plain: byte < 0x10 ? "\\u000" : "\\u00", to: &out)
            append(plain: String(byte, radix: 16), to: &out)
        }
    }
}
