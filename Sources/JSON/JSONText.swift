/// Writes the leaves of a document.
enum JSONText {
    /// Appends a string with its quotes, and with escapes where they must be.
    static func append(_ string: String, to out: inout [UInt8]) {
        var string = string
        string.withUTF8 { bytes in
            out.append(UInt8(ascii: "\""))
            var start = 0
            for index in 0..<bytes.count {
                let byte = unsafe bytes[index]
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F else {
                    continue
                }
                unsafe out.append(contentsOf: bytes[start..<index])
                start = index + 1
                escape(byte, to: &out)
            }
            unsafe out.append(contentsOf: bytes[start...])
            out.append(UInt8(ascii: "\""))
        }
    }

    /// Appends what is written as it is.
    static func append(plain string: String, to out: inout [UInt8]) {
        var string = string
        string.withUTF8 { unsafe out.append(contentsOf: $0) }
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
