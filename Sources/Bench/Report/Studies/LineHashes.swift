import ALCFJSON
package import ALCFRecord

/// Short hashes of a file's lines: they say where a file differs whose own hash says that it does. Of a long file, a
/// hash covers several lines.
package struct LineHashes: Sendable, Hashable {
    /// The most hashes of a file.
    static let most = 512
    /// Hexadecimal digits of each.
    private static let digits = 8

    /// Number of lines.
    package var count: Int
    /// Lines under each hash; the last may have fewer.
    package var step: Int
    /// The first eight hexadecimal digits of the SHA-256 of each step's bytes, one after the other.
    package var digest: String

    /// The hashes of a file. A last line without a line feed is a line too.
    ///
    /// - Throws: ``BenchError`` when there is no SHA-256.
    package init(_ bytes: [UInt8]) throws(BenchError) {
        let feed = UInt8(ascii: "\n")
        count = bytes.count { $0 == feed } + (bytes.last.map { $0 != feed } == true ? 1 : 0)
        step = max(1, (count + Self.most - 1) / Self.most)
        var (start, lines, text) = (0, 0, "")
        for (index, byte) in bytes.enumerated() where byte == feed || index == bytes.count - 1 {
            lines += 1
            guard lines.isMultiple(of: step) || index == bytes.count - 1 else { continue }
            text += try BenchError.hash(Array(bytes[start...index])).prefix(Self.digits)
            start = index + 1
        }
        digest = text
    }

    private init(count: Int, step: Int, digest: String) {
        self.count = count
        self.step = step
        self.digest = digest
    }

    /// Says where the file `other` differs first, as in `line 41`, `lines 81 to 84` or `its end`; nil where no hash
    /// tells.
    package func difference(from other: LineHashes) -> String? {
        guard step == other.step else { return "\(other.count) lines instead of \(count)" }
        let (mine, its) = (Array(digest.utf8), Array(other.digest.utf8))
        var place = 0
        while place < min(mine.count, its.count), mine[place] == its[place] { place += 1 }
        guard place < max(mine.count, its.count) else { return nil }
        let first = place / Self.digits * step + 1
        if first > other.count { return "cut off after line \(other.count) of \(count)" }
        if first > count { return "\(other.count) lines instead of \(count)" }
        return step == 1 ? "line \(first)" : "lines \(first) to \(min(first + step - 1, max(count, other.count)))"
    }
}

extension LineHashes: RecordObject {
    /// Hashes of an empty file.
    package static var blank: LineHashes { LineHashes(count: 0, step: 1, digest: "") }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.required("count", &count, in: 0...Int(Int32.max))
        try members.required("step", &step, in: 1...Int(Int32.max))
        try members.required("digest", &digest)
    }
}
