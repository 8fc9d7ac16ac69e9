/// A Python bytes literal, as in `b'{"error": "it\'s \xe2\x80\x9cfull\xe2\x80\x9d"}'`.
enum PythonBytes {
    /// The bytes of the literal that `text` begins with; up to its end where the closing quote was cut off.
    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var rest = Array(text.utf8)[...]
        guard rest.popFirst() == UInt8(ascii: "b"), let quote = rest.popFirst(),
            quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
        else { return nil }
        var out: [UInt8] = []
        while let byte = rest.popFirst(), byte != quote {
            guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
                out.append(byte)
                continue
            }
            switch escape {
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "r"): out.append(0x0D)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "x"):
                if let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) { out.append(value) }
                rest = rest.dropFirst(2)
            default: out.append(escape)
            }
        }
        return out
    }
}
