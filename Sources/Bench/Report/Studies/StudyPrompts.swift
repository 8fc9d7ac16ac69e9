import ALCFJSON
package import ALCFRecord

/// The way in which the prompts of a study's sessions are drawn: a pure function of the data and the seeds, so that a
/// session draws again those that were planned.
package struct StudyPrompts: Sendable, Hashable {
    /// The data set as it was named, a file by its full path; nil for prompts of the program's own.
    package var source: String?
    /// Tokens of made-up prompts and their answers, as in `1000,200`; nil for none.
    package var synthetic: String?
    /// Prompts of each session, or conversations.
    package var count: Int
    /// The most turns of a conversation.
    package var turns: Int
    /// The prompts that sessions share.
    package var sharing: Sharing
    /// Whether the seed of made-up texts was given, so that an earlier run may have had it.
    package var isSeedGiven = false

    /// The number of prompts that the data were asked for, since a source of pages gives no more; nil for as many as
    /// the sessions take.
    package var wanted: Int?

    /// The prompts that sessions share.
    package enum Sharing: String, Sendable, Hashable, CaseIterable, MemberWord {
        /// Nothing: each session has prompts that no other has.
        case none = "fresh"
        /// Each session draws from all prompts, so that some recur; each sending begins with its own digits.
        case redrawn
        /// All sessions have the same prompts, so that they can be paired by prompt; each sending begins with its own
        /// digits.
        case same
    }

    /// A way of drawing.
    package init(source: String?, synthetic: String?, count: Int, turns: Int = 1, sharing: Sharing = .none) {
        self.source = source
        self.synthetic = synthetic
        self.count = count
        self.turns = turns
        self.sharing = sharing
    }

    /// Number of prompts, or conversations, that all sessions need of a data set.
    package func needed(sessions: Int) -> Int {
        sharing == .none ? count.multipliedReportingOverflow(by: sessions).partialValue : count
    }

    /// Returns the prompts of each session.
    ///
    /// - Parameters:
    ///   - sessions: their number.
    ///   - data: all of the data set; nil for made-up prompts.
    ///   - seed: what the choice follows from.
    ///   - promptSeed: what made-up texts follow from.
    /// - Throws: ``BenchError`` where the data are too few, with numbers that would do.
    package func sessions(
        _ sessions: Int, of data: DataSetContents?, seed: UInt64, promptSeed: UInt64
    ) throws(BenchError) -> [Workload] {
        if let synthetic { return try made(synthetic, sessions, promptSeed) }
        guard let data else { throw BenchError(.dataSet, "there are no prompts to draw from") }
        switch sharing {
        case .none:
            let there = data.count(turns: turns)
            guard needed(sessions: sessions) <= there else { throw shortage(sessions, there: there) }
            let all = try data.sampled(needed(sessions: sessions), turns: turns, seed: seed)
            return (0..<sessions).map { all.conversations(from: $0 * count, count: count) }
        case .redrawn:
            var list: [Workload] = []
            for index in 0..<sessions {
                list.append(try data.sampled(count, turns: turns, seed: seed &+ UInt64(index)))
            }
            return list
        case .same:
            return Array(repeating: try data.sampled(count, turns: turns, seed: seed), count: sessions)
        }
    }

    private func made(_ text: String, _ sessions: Int, _ seed: UInt64) throws(BenchError) -> [Workload] {
        guard let shape = SyntheticPrompts(text) else {
            throw BenchError(.dataSet, "'\(text)' are no lengths of prompts and answers")
        }
        var list: [Workload] = []
        for index in 0..<sessions {
            list.append(try shape.workload(count, seed: sharing == .same ? seed : seed &+ UInt64(index)))
        }
        // Texts are made for the study as a whole, and so is what names them.
        let hash = try BenchError.hash(Array(list.map(\.dataSet.sha256).joined(separator: "\n").utf8))
        return list.map { work in
            var work = work
            work.dataSet.sha256 = hash
            return work
        }
    }

    private func shortage(_ sessions: Int, there: Int) -> BenchError {
        let most = there / max(1, count)
        let ways = [
            most > 0 ? "\(most) session\(most == 1 ? "" : "s") of \(count)" : nil,
            there >= sessions ? "\(sessions) of \(there / sessions) (--samples \(there / sessions))" : nil,
        ].compactMap(\.self)
        let noun = turns > 1 ? "conversations" : "prompts"
        return BenchError(
            .tooFewQuestions,
            "\(sessions) sessions of \(count) \(noun) need \(needed(sessions: sessions)) different ones, and the data set has \(there)",
            remedy: (ways.isEmpty ? "" : "Plan \(ways.joined(separator: " or ")), or use")
                + (ways.isEmpty ? "Use" : "")
                + " a larger data set. With --cache-bust each session draws from all of them, and with --same-prompts all sessions have "
                + "the same; each request then begins with digits of its own.")
    }

    /// The SHA-256 of a session's prompts: of their identifiers, texts, answers and limits, as a record has them.
    ///
    /// - Throws: ``BenchError`` only where libcrypto has no SHA-256.
    package static func hash(_ prompts: [Prompt]) throws(BenchError) -> String {
        try BenchError.hash(JSONValue.array(prompts.map(\.json)).serializedBytes())
    }

    /// The first rule that the members break; nil where they can be followed.
    var fault: (member: String, reason: String)? {
        if source != nil, synthetic != nil { return ("synthetic", "excludes a source") }
        if let synthetic, SyntheticPrompts(synthetic) == nil {
            return ("synthetic", "must be two numbers of tokens, as in 1000,200")
        }
        return nil
    }
}

extension StudyPrompts: RecordObject {
    /// Nothing is drawn.
    package static var blank: StudyPrompts { StudyPrompts(source: nil, synthetic: nil, count: 1) }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.nullable("source", &source)
        try members.nullable("synthetic", &synthetic)
        try members.required("per_session", &count, in: BenchmarkOptions.Limits.samples)
        try members.required("turns", &turns, in: 1...100)
        try members.required("sharing", &sharing)
        try members.optional("rows_wanted", &wanted, in: 1...Int(Int32.max))
        try members.unusual("seed_given", &isSeedGiven, usually: false)
    }
}
