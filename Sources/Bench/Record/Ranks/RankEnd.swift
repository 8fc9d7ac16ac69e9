/// The orderly end of a rank: a line of its record. One that died has none.
package struct RankEnd: Sendable, Hashable {
    /// The line's type.
    package static let type = "rank_end"

    /// Whether it was stopped before it had sent all.
    package var isInterrupted: Bool

    /// An end.
    package init(isInterrupted: Bool) { self.isInterrupted = isInterrupted }
}

extension RankEnd: RecordObject {
    /// Nothing is known.
    package static var blank: RankEnd { RankEnd(isInterrupted: false) }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.type(Self.type)
        try members.required("interrupted", &isInterrupted)
    }
}

extension RecordWriter {
    /// Adds that the rank has come to its end.
    ///
    /// - Throws: ``BenchError`` when the line cannot be written in full.
    package func append(_ end: RankEnd) throws(BenchError) { try append(note: end.json) }
}
