/// The process that a record is of, among those that shared a run: the member `rank` of its manifest.
package struct RankMark: Sendable, Hashable {
    /// The word for the run: see ``RankBoard/run``.
    package var run = ""
    /// Its number, from 0.
    package var index = 0
    /// Number of processes.
    package var size = 1
    /// The option or the variable that said so.
    package var source = ""
    /// Seconds that its machine's clock was ahead of rank 0's; nil where that was not found out.
    package var offset: Double?
    /// Bound of the error of ``offset``, in seconds.
    package var offsetError: Double?

    /// The mark of a rank.
    package init(_ rank: Rank, run: String, offset: ClockOffset?) {
        self.run = run
        index = rank.index
        size = rank.size
        source = rank.source
        self.offset = offset?.seconds
        offsetError = offset?.error
    }

    private init() {}
}

extension RankMark: RecordObject {
    /// Nothing is known.
    package static var blank: RankMark { RankMark() }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.required("run", &run)
        try members.required("index", &index, in: 0...Rank.most - 1)
        try members.required("size", &size, in: 1...Rank.most)
        try members.required("source", &source)
        try members.nullable("offset_seconds", &offset, in: Sample.Limits.seconds)
        try members.nullable("offset_error_seconds", &offsetError, in: Sample.Limits.seconds)
    }
}
