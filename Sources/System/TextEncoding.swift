/// The encoding of a text, as far as its bytes tell it.
package enum TextEncoding {
    /// The mark that some programs write before UTF-8.
    package static let mark = UnicodeMark.utf8.bytes

    /// Returns the bytes without a UTF-8 mark before them.
    package static func withoutMark(_ bytes: [UInt8]) -> [UInt8] {
        bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
    }

    /// Returns the name of an encoding that is not UTF-8, as in `UTF-16`: by its mark, or by the zero bytes between
    /// ASCII characters; nil where neither is there.
    package static func foreignName(_ bytes: [UInt8]) -> String? {
        let head = Array(bytes.prefix(4))
        if let mark = UnicodeMark(head), mark != .utf8 { return mark.name }
        guard head.count == 4 else { return nil }
        switch head.map({ $0 == 0 }) {
        case [false, true, false, true], [true, false, true, false]: return "UTF-16"
        case [false, true, true, true], [true, true, true, false]: return "UTF-32"
        default: return nil
        }
    }

    /// Returns the number, from 1, of the first line that is not UTF-8; nil where all are.
    package static func firstInvalidLine(_ bytes: [UInt8]) -> Int? {
        guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
        let lines = TextLines.split(bytes)
        return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? lines.count - 1) + 1
    }
}
