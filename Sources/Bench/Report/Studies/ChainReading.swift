import ALCFJSON
package import ALCFRecord
import ALCFSystem

/// A chain as it is in a file, with everything that is wrong with it.
package struct ChainReading: Sendable {
    /// Something that is wrong with a line.
    package struct Fault: Sendable, Hashable {
        /// The line, from 1.
        package let line: Int
        /// A sentence's second half, after the file's name.
        package let message: String
    }

    /// The links that could be read, in the order of their lines.
    package private(set) var links: [ChainLink] = []
    /// SHA-256 of each line, whether or not it could be read.
    package private(set) var hashes: [String] = []
    /// Faults, in the order of the lines.
    package private(set) var faults: [Fault] = []
    /// Bytes of a last line without its line feed. A cut in the power leaves the beginning of a link there; whole
    /// links before it are not touched by that, and nothing that it cut off had been reported as done.
    package private(set) var tornBytes = 0

    /// The chain of these links.
    var chain: Chain { Chain(links: links, head: hashes.last ?? "") }

    /// Reads a chain.
    ///
    /// - Throws: ``BenchError`` for a file that is too large, and where there is no SHA-256.
    package init(_ bytes: [UInt8]) throws(BenchError) {
        guard bytes.count <= Chain.Limits.bytes else {
            throw BenchError(.recordRead, "a chain of \(bytes.count) bytes is longer than any study's")
        }
        var lines = bytes.split(
            separator: UInt8(ascii: "\n"), maxSplits: Chain.Limits.links + 2, omittingEmptySubsequences: false)
        tornBytes = lines.popLast()?.count ?? 0
        guard lines.count <= Chain.Limits.links + 1 else {
            throw BenchError(.recordRead, "a chain of \(lines.count) lines is longer than any study's")
        }
        if lines.isEmpty { faults.append(Fault(line: 1, message: "line 1: there is no complete line")) }
        for (index, line) in lines.enumerated() { try read(Array(line) + [UInt8(ascii: "\n")], at: index) }
    }

    private mutating func read(_ line: [UInt8], at index: Int) throws(BenchError) {
        func fault(_ message: String) {
            faults.append(Fault(line: index + 1, message: "line \(index + 1): \(message)"))
        }
        let before = hashes.last
        hashes.append(try BenchError.hash(line))
        guard line.count <= Chain.Limits.line else { return fault("longer than \(Chain.Limits.line) bytes") }
        let link: ChainLink
        do {
            link = try ChainLink(json: JSONValue(parsing: line, rejectDuplicates: true, limits: Self.limits))
        } catch { return fault("not a link: \(error)") }
        if link.line != line { fault("not as alcf writes it, so written by another program") }
        if let shape = Self.shape(link) { fault(shape) }
        if link.number != index {
            fault("is link \(link.number), where link \(index) must be: links were removed, added or reordered")
        }
        if link.previous != before {
            fault(
                before == nil
                    ? "the first link names one before it"
                    : "does not follow from line \(index): that was changed, removed or moved, or this one was")
        }
        if let last = links.last, link.time < last.time {
            fault(
                "added at \(DateText.iso8601(link.time)), before line \(index) (\(DateText.iso8601(last.time)))")
        }
        links.append(link)
    }

    private static let limits = JSONLimits(bytes: Chain.Limits.line, values: 100, depth: 4)

    /// Says what is wrong with the members of a link; nil for nothing.
    private static func shape(_ link: ChainLink) -> String? {
        if (link.kind == .plan) != (link.number == 0) {
            return "a plan is the first link, and the first link is a plan"
        }
        if (link.kind == .plan) != (link.session == nil) { return "every link but the plan is of a session" }
        if (link.file == nil) != (link.sha256 == nil) { return "a file and its hash belong together" }
        if (link.kind == .plan || link.kind == .session) && link.file == nil { return "names no file" }
        if let file = link.file, !StudyLayout.isInside(file) { return "the file is not in the study's folder" }
        for hash in [link.sha256, link.previous].compactMap(\.self) where !isHash(hash) {
            return "a hash is not 64 hexadecimal digits"
        }
        if let note = link.note, note.utf8.count > Chain.Limits.note { return "its note is too long" }
        return nil
    }

    /// Whether a text is a SHA-256 in small hexadecimal digits.
    static func isHash(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}
