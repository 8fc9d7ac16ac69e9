import ALCFJSON

/// The votes of a `comparisons.jsonl`, with the lines that could not be read.
package struct ComparisonRecord: Sendable, Hashable {
    /// The votes, in the order of the file.
    package var votes: [ComparisonVote]
    /// The lines that are not as they must be, and why.
    package var unread: [String]

    /// Reads the lines of a file. A last line without an end was cut off by a crash, and is left out like others that
    /// cannot be read.
    ///
    /// - Parameter name: the name of the file in ``unread``.
    package init(_ bytes: [UInt8], name: String) {
        votes = []
        unread = []
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let torn = lines.popLast()
        for (index, line) in lines.enumerated() where !line.isEmpty {
            do throws(JSONError) {
                votes.append(try ComparisonVote(json: JSONValue(parsing: Array(line), limits: Self.limits)))
            } catch {
                unread.append("\(name), line \(index + 1): \(error)")
            }
        }
        if let torn, !torn.isEmpty { unread.append("\(name), line \(lines.count + 1): was cut off") }
    }

    /// Whether a file is one, by its first bytes: a line's `type` comes first. The very first line may have been cut
    /// off.
    package static func isOne(_ bytes: [UInt8]) -> Bool {
        let start = Array(#"{"type":"\#(ComparisonVote.type)""#.utf8)
        return bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 2).prefix(2).contains { $0.starts(with: start) }
    }

    private static let limits = JSONLimits(bytes: 64 << 20, values: 100_000, depth: 8)
}
