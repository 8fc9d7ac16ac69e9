/// One of the processes that shared a run: an element of the member `ranks` of the manifest of all of them.
package struct RankPart: Sendable, Hashable {
    /// The end of a rank.
    package enum State: String, MemberWord, Sendable, Hashable {
        /// It sent all that it was to send.
        case complete
        /// It was stopped by its user or its system.
        case interrupted
        /// It died, or was given up.
        case lost
        /// There is no record of it.
        case missing
    }

    /// Its number, from 0.
    package var rank = 0
    /// Its record.
    package var file: String?
    /// Its machine.
    package var host: String?
    /// Requests in its record.
    package var samples = 0
    /// Its end.
    package var state = State.missing
    /// Requests that were in flight when it died.
    package var inFlight = 0
    /// Measured requests of its share that were never sent; nil where time and not a number ends the run.
    package var notSent: Int?
    /// Seconds for which others measured after its last request, of a run that ends by time, where it ended early; nil
    /// for none, and where a number ends the run.
    package var missedSeconds: Double?
    /// Seconds that its machine's clock was ahead of rank 0's; nil where that was not found out.
    package var offset: Double?
    /// Bound of the error of ``offset``, in seconds.
    package var offsetError: Double?

    /// A part of which nothing is there.
    package init(rank: Int) { self.rank = rank }
}

extension RankPart: RecordObject {
    /// Nothing is known.
    package static var blank: RankPart { RankPart(rank: 0) }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.required("rank", &rank, in: 0...Rank.most)
        try members.nullable("file", &file)
        try members.nullable("host", &host)
        try members.required("samples", &samples, in: Sample.Limits.counts)
        try members.required("state", &state)
        try members.required("in_flight", &inFlight, in: Sample.Limits.counts)
        try members.nullable("not_sent", &notSent, in: Sample.Limits.counts)
        try members.optional("missed_seconds", &missedSeconds, in: Sample.Limits.seconds)
        try members.nullable("offset_seconds", &offset, in: Sample.Limits.seconds)
        try members.nullable("offset_error_seconds", &offsetError, in: Sample.Limits.seconds)
    }
}
