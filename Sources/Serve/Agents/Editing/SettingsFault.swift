import ALCFSystem

/// A reason for which a settings file is not edited, and the place in it.
package struct SettingsFault: Error, Sendable, Hashable {
    /// The reason, without the place and without values of the file.
    package let reason: String
    /// Line, from 1.
    package let line: Int
    /// Column in characters, from 1.
    package let column: Int

    /// A fault at a byte of a text.
    package init(_ reason: String, at offset: Int, in bytes: [UInt8]) {
        self.reason = reason
        let before = bytes.prefix(offset)
        line = 1 + before.count { $0 == UInt8(ascii: "\n") }
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let head = TextEncoding.withoutMark(Array(before[start...]))
        column = 1 + String(decoding: head, as: UTF8.self).count
    }

    /// Refuses a text that is not UTF-8.
    static func checkEncoding(_ bytes: [UInt8]) throws(SettingsFault) {
        if let name = TextEncoding.foreignName(bytes) {
            throw SettingsFault("it is \(name), and must be UTF-8", at: 0, in: bytes)
        }
        guard String(validating: bytes, as: UTF8.self) == nil else { return }
        let line = TextEncoding.firstInvalidLine(bytes) ?? 1
        var offset = 0
        for _ in 1..<line {
            offset = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
        }
        throw SettingsFault("this line is not UTF-8", at: offset, in: bytes)
    }
}

extension SettingsFault: CustomStringConvertible {
    /// Place and reason, as in `line 3, column 7: a comma is missing`.
    package var description: String { "line \(line), column \(column): \(reason)" }
}
