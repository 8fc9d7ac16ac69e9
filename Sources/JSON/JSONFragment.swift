/// JSON inside other text, whole or cut off.
package enum JSONFragment {
    /// The object that begins at the first `{` of `text`, where it is whole.
    package static func object(in text: some StringProtocol) -> JSONValue? {
        let bytes = Array(text.utf8)
        guard let start = bytes.firstIndex(of: UInt8(ascii: "{")) else { return nil }
        var depth = 0
        var inString = false
        var escaped = false
        for index in start..<bytes.count {
            let byte = bytes[index]
            if inString {
                if escaped {
                    escaped = false
                } else if byte == UInt8(ascii: "\\") {
                    escaped = true
                } else if byte == UInt8(ascii: "\"") {
                    inString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): inString = true
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 { return try? JSONValue(parsing: Array(bytes[start...index])) }
            default: break
            }
        }
        return nil
    }

    /// The text of the first member `"message"`, as far as it goes: for an object whose end was cut off.
    package static func message(in text: some StringProtocol) -> String? {
        guard let name = text.firstRange(of: "\"message\"") else { return nil }
        let rest = text[name.upperBound...].drop { $0.isWhitespace || $0 == ":" }
        guard rest.first == "\"" else { return nil }
        var out: [UInt8] = []
        var escaped = false
        for byte in rest.utf8.dropFirst() {
            if !escaped, byte == UInt8(ascii: "\"") { break }
            escaped = !escaped && byte == UInt8(ascii: "\\")
            out.append(byte)
        }
        // A torn escape at the end, at most `\uD83D\uDE0`, is what may keep it from being read.
        for cut in 0...min(11, out.count) {
            let quoted = "\"" + String(decoding: out.dropLast(cut), as: UTF8.self) + "\""
            if let text = try? JSONValue(parsing: quoted).string { return text }
        }
        return nil
    }
}
