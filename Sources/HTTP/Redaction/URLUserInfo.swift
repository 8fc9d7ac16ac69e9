/// The user and password of a URL, wherever one stands: `http://user:p#ss@host` becomes `http://***@host`.
///
/// In a URL that is written as it should be, user information ends before the first `/`, `?` or `#`. A password that
/// was not percent-encoded may hold any of these and `@` besides, so that everything up to the last `@` counts. An `@`
/// in a path goes with it, which loses nothing that matters.
public enum URLUserInfo {
    /// A text with URLs in it, without the user information of any.
    static func removed(from bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(at) else { return bytes }
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard let start = authority(bytes, at: index) else {
                result.append(bytes[index])
                index += 1
                continue
            }
            let end = bytes[start...].firstIndex(where: endsURL) ?? bytes.count
            result += bytes[index..<start]
            if let last = bytes[start..<end].lastIndex(of: at) {
                result += Array(Redaction.mark.utf8) + bytes[last..<end]
            } else {
                result += bytes[start..<end]
            }
            index = end
        }
        return result
    }

    /// A text that is one URL as a whole, such as a variable's value, without its user information: also where it has
    /// no scheme, or blanks and quotes in the password.
    public static func removed(fromURL text: String) -> String {
        guard let parts = split(text) else { return text }
        return parts.scheme + Redaction.mark + "@" + parts.rest
    }

    /// Returns the text before the user information of a URL, it, and the text behind the `@`; nil for none.
    static func split(_ text: String) -> (scheme: String, userInfo: String, rest: String)? {
        let bytes = Array(text.utf8)
        guard let last = bytes.lastIndex(of: at) else { return nil }
        let start = bytes.indices.lazy.compactMap { authority(bytes, at: $0) }.first { $0 <= last } ?? 0
        func part(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        return (part(0..<start), part(start..<last), part(last + 1..<bytes.count))
    }

    /// Returns the start of the authority, if `://` stands at `index`, perhaps as JSON escapes it.
    private static func authority(_ bytes: [UInt8], at index: Int) -> Int? {
        guard bytes[index] == UInt8(ascii: ":") else { return nil }
        return marks.first { bytes[index...].starts(with: $0) }.map { index + $0.count }
    }

    private static let at = UInt8(ascii: "@")
    private static let marks = [Array("://".utf8), Array(":\\/\\/".utf8)]

    private static func endsURL(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "<"), UInt8(ascii: ">"), 0x7F: true
        default: byte <= 0x20
        }
    }
}
