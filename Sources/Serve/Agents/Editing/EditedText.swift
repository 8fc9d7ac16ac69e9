/// A text under change, with every change in it, so that all of them can be taken back.
package struct EditedText: Sendable, Hashable {
    /// The text as it is now.
    package private(set) var bytes: [UInt8]
    /// Changes in the order in which they were made.
    package private(set) var splices: [Splice] = []

    /// Bytes in the place of others.
    package struct Splice: Sendable, Hashable {
        /// Place in the text as it was before this change.
        package var offset: Int
        /// Bytes that were there.
        package var removed: [UInt8]
        /// Bytes that are there now.
        package var inserted: [UInt8]

        /// A change.
        package init(offset: Int, removed: [UInt8], inserted: [UInt8]) {
            self.offset = offset
            self.removed = removed
            self.inserted = inserted
        }
    }

    /// A text without changes.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Puts bytes in the place of others.
    package mutating func replace(_ range: Range<Int>, with new: [UInt8]) {
        splices.append(Splice(offset: range.lowerBound, removed: Array(bytes[range]), inserted: new))
        bytes.replaceSubrange(range, with: new)
    }

    /// Puts a text before a byte.
    package mutating func insert(_ new: String, at offset: Int) { replace(offset..<offset, with: Array(new.utf8)) }

    /// Takes bytes out.
    package mutating func remove(_ range: Range<Int>) { replace(range, with: []) }

    /// Returns the text from before the changes; nil where the text is not the one that they led to.
    package static func undoing(_ splices: [Splice], in bytes: [UInt8]) -> [UInt8]? {
        var bytes = bytes
        for splice in splices.reversed() {
            let end = splice.offset + splice.inserted.count
            guard splice.offset >= 0, end <= bytes.count, bytes[splice.offset..<end].elementsEqual(splice.inserted)
            else { return nil }
            bytes.replaceSubrange(splice.offset..<end, with: splice.removed)
        }
        return bytes
    }
}

extension EditedText {
    /// End of lines in this text.
    var newline: String {
        guard let place = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return "\n" }
        return place > 0 && bytes[place - 1] == UInt8(ascii: "\r") ? "\r\n" : "\n"
    }

    /// Returns the place of the first byte of the line that holds a byte.
    func lineStart(of offset: Int) -> Int {
        let start = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return start == 0 && bytes.starts(with: Self.mark) ? min(offset, Self.mark.count) : start
    }

    /// Returns the blanks at the beginning of the line that holds a byte.
    func indentation(at offset: Int) -> String {
        let start = lineStart(of: offset)
        let blanks = bytes[start..<offset].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        return String(decoding: blanks, as: UTF8.self)
    }

    /// UTF-8's mark, which some editors write before a text.
    static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
