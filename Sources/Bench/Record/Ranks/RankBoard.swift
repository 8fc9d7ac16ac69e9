/// The message of rank 0 to all others: the file `go.json` of the folder.
package struct RankBoard: Sendable, Hashable {
    /// The progress of a run.
    package enum State: String, MemberWord, Sendable, Hashable {
        /// Ranks are waited for.
        case gathering
        /// All are there that will take part.
        case running
        /// Rank 0 was asked to end: all are to stop, and leave their records.
        case stopping
        /// All have ended, or are given up.
        case ended
        /// The run cannot go on.
        case failed
    }

    /// The time at which rank 0 saw that it was asked for it.
    package struct Answer: Sendable, Hashable {
        /// The rank that asked.
        package var rank = 0
        /// The number of its question: see ``RankNote/ping``.
        package var ping = 0
        /// Rank 0's clock then, in seconds since 1970.
        package var time = 0.0
    }

    /// A word that no other run has.
    package var run: String
    /// Number of ranks.
    package var size: Int
    /// Its progress.
    package var state = State.gathering
    /// Rises for as long as rank 0 lives.
    package var beat = 0
    /// Whether it has begun.
    package var isUnderWay: Bool { state == .running || state == .stopping }

    /// The marks of the ranks that take part, by rank; empty for one that is not there.
    package var members: [String]
    /// The ranks that are not waited for any more.
    package var lost: [Int] = []
    /// The latest stage that may begin; -1 for none yet.
    package var stage = -1
    /// When it begins, by rank 0's clock, in seconds since 1970.
    package var begins = 0.0
    /// Answers to ranks that asked for the time.
    package var answers: [Answer] = []
    /// Reason that the run cannot go on.
    package var message: String?

    /// The board of a run that begins.
    package init(run: String, size: Int) {
        self.run = run
        self.size = size
        members = Array(repeating: "", count: size)
    }

    /// The mark of a rank that takes part; nil for one that does not.
    package func mark(_ rank: Int) -> String? {
        members.indices.contains(rank) && !members[rank].isEmpty ? members[rank] : nil
    }
}

extension RankBoard: RecordObject {
    /// Nothing is known.
    package static var blank: RankBoard { RankBoard(run: "", size: 0) }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.type("rank_board")
        try members.required("run", &run)
        try members.required("size", &size, in: 0...Rank.most)
        try members.required("state", &state)
        try members.required("beat", &beat)
        try members.required("members", &self.members)
        try members.required("lost", &lost)
        try members.required("stage", &stage)
        try members.required("begins", &begins)
        try members.required("answers", &answers)
        try members.nullable("message", &message)
    }
}

extension RankBoard.Answer: RecordObject {
    /// Nothing is known.
    package static var blank: RankBoard.Answer { RankBoard.Answer() }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.required("rank", &rank)
        try members.required("ping", &ping)
        try members.required("time", &time)
    }
}
