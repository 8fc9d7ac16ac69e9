/// The state of a rank, as it writes it for rank 0: the file `rank-0003.json` of the folder.
package struct RankNote: Sendable, Hashable {
    /// The progress of a rank.
    package enum State: String, MemberWord, Sendable, Hashable {
        /// It is there, and prepares its requests.
        case joined
        /// It sends requests, or waits for its turn.
        case running
        /// It has sent all that it was to send.
        case done
        /// It was stopped by its user or its system.
        case interrupted
        /// It cannot go on.
        case failed

        /// Whether nothing more is to be expected.
        package var isOver: Bool { self == .done || self == .interrupted || self == .failed }
    }

    /// The run that it takes part in: what rank 0 calls it. A note with another one is from an earlier run.
    package var run = ""
    /// A word that no other process has.
    package var mark = ""
    /// Its number.
    package var rank = 0
    /// The number of ranks that it knows of.
    package var size = 0
    /// Its progress.
    package var state = State.joined
    /// The stage of the schedule that it is ready to begin; -1 before the first.
    package var stage = -1
    /// Rises for as long as it lives.
    package var beat = 0
    /// The machine.
    package var host: String?
    /// Its process there.
    package var process = 0
    /// Its clock when it wrote this, in seconds since 1970.
    package var time = 0.0
    /// Number of times that it asked rank 0 for the time.
    package var ping = 0
    /// Reason that it failed.
    package var message: String?

    /// A note of which nothing is known yet.
    package init() {}
}

extension RankNote: RecordObject {
    /// Nothing is known.
    package static var blank: RankNote { RankNote() }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.type("rank_note")
        try members.required("run", &run)
        try members.required("mark", &mark)
        try members.required("rank", &rank, in: 0...Rank.most)
        try members.required("size", &size, in: 0...Rank.most)
        try members.required("state", &state)
        try members.required("stage", &stage)
        try members.required("beat", &beat)
        try members.nullable("host", &host)
        try members.required("process", &process)
        try members.required("time", &time)
        try members.required("ping", &ping)
        try members.nullable("message", &message)
    }
}
