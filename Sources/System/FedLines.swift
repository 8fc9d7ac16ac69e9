/// The lines of a file, found one after the other: a list of them would be 32 times as long as a file of nothing but
/// line feeds.
package struct FedLines: Sequence, IteratorProtocol, Sendable {
    private let bytes: [UInt8]
    private let hasRest: Bool
    private var start = 0
    private var number = 0

    /// The lines of these bytes.
    ///
    /// - Parameter hasRest: whether bytes after the last line feed are a line too.
    package init(_ bytes: [UInt8], hasRest: Bool = false) {
        self.bytes = bytes
        self.hasRest = hasRest
    }

    /// Returns the next line with its number, from 1, without its line feed; nil after the last.
    package mutating func next() -> (number: Int, bytes: ArraySlice<UInt8>)? {
        var end = start
        while end < bytes.count {
            if bytes[end] == 0x0A {
                defer { start = end + 1 }
                number += 1
                return (number, bytes[start..<end])
            }
            end += 1
        }
        guard hasRest, start < bytes.count else { return nil }
        defer { start = bytes.count }
        return (number + 1, bytes[start...])
    }

    /// The bytes after the last line feed: a line that was cut off, or none.
    package static func rest(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        bytes[((bytes.lastIndex(of: 0x0A) ?? -1) + 1)...]
    }
}
