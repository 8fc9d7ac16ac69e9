import ALCFJSON
package import ALCFRecord
import ALCFSystem

/// A line of a study's chain: something that happened, the SHA-256 of its file, and that of the line before.
///
/// Both hashes can be computed by other programs: `sha256sum session-01/run.jsonl`, and
/// `sed -n 1p chain.jsonl | sha256sum` for the line before the second, its line feed included.
package struct ChainLink: Sendable, Hashable {
    /// A kind of event.
    package enum Kind: String, Sendable, Hashable, MemberWord {
        /// The plan was made: the first link, and no other.
        case plan
        /// A session was measured, and has a record. Whether that is valid follows from the record.
        case session
        /// A session was begun and could not be measured. It may have a part of a record.
        case failed
        /// A session was due and was not begun in time.
        case missed
    }

    /// Place in the chain; 0 for the plan.
    package var number: Int
    /// Kind of event.
    package var kind: Kind
    /// Number of the session, from 1; nil for the plan.
    package var session: Int?
    /// Path of the file from the study's folder; nil for none.
    package var file: String?
    /// SHA-256 of the file, in hexadecimal.
    package var sha256: String?
    /// Short hashes of the file's lines, by which a changed one is found; nil for the plan.
    package var lines: LineHashes?
    /// Seconds since 1970 at which the link was added, by the clock of the machine that did.
    package var time: Double
    /// The reason, in words.
    package var note: String?
    /// SHA-256 of the line before, in hexadecimal; nil for the plan.
    package var previous: String?

    /// A link with these parts.
    package init(
        number: Int, kind: Kind, session: Int? = nil, file: String? = nil, sha256: String? = nil,
        lines: LineHashes? = nil, time: Double, note: String? = nil, previous: String? = nil
    ) {
        self.number = number
        self.kind = kind
        self.session = session
        self.file = file
        self.sha256 = sha256
        self.lines = lines
        self.time = time
        self.note = note
        self.previous = previous
    }

    /// The line, its line feed included. There is one way to write a link, so that nothing can hide in another.
    package var line: [UInt8] { json.serializedBytes() + [UInt8(ascii: "\n")] }
}

extension ChainLink: RecordObject {
    /// A link of which nothing is known.
    package static var blank: ChainLink { ChainLink(number: 0, kind: .plan, time: 0) }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.required("link", &number, in: 0...Chain.Limits.links)
        try members.required("kind", &kind)
        try members.optional("session", &session, in: 1...Chain.Limits.links)
        try members.optional("file", &file)
        try members.optional("sha256", &sha256)
        try members.optional("lines", &lines)
        members.derived("time", DateText.iso8601(time))
        try members.required("time_epoch", &time, in: 0...253_402_300_799)
        try members.optional("note", &note)
        try members.optional("previous", &previous)
    }
}
