import ALCFJSON

/// The requests of a file that `alcf serve --record` wrote, with the lines that could not be read.
package struct ServedRecord: Sendable, Hashable {
    /// The requests, in the order of the file.
    package private(set) var lines: [ServedLine] = []
    /// The lines that are not as they must be, and why.
    package private(set) var unread: [String] = []

    /// Reads the lines of a file.
    ///
    /// - Parameter name: the name of the file in ``unread``.
    package init(_ bytes: [UInt8], name: String) {
        var number = 0
        var rest = bytes[...]
        while !rest.isEmpty {
            number += 1
            let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
            let line = rest[..<end]
            rest = rest[min(end + 1, rest.endIndex)...]
            guard line.contains(where: { $0 > 0x20 }) else { continue }
            do throws(JSONError) {
                lines.append(try ServedLine(json: JSONValue(parsing: Array(line), limits: Self.limits)))
            } catch {
                // Nobody reads more of a file of rubbish.
                if unread.count < 1000 { unread.append("\(name), line \(number): \(error)") }
            }
        }
    }

    /// Whether a file is one, by its first bytes: a line's `type` comes first. The very first line may have been cut
    /// off.
    package static func isOne(_ bytes: [UInt8]) -> Bool {
        let start = Array(#"{"type":"\#(ServedLine.type)""#.utf8)
        return bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 2).prefix(2).contains { $0.starts(with: start) }
    }

    private static let limits = JSONLimits(bytes: 1 << 20, values: 10_000, depth: 8)
}
