package import ALCFJSON

/// Something in a study that is not as it must be.
package struct StudyFinding: Sendable, Hashable {
    /// A kind of finding; its raw value is its name in JSON.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The plan is missing, is not one, or is not the one that the chain began with.
        case plan
        /// A line of the chain does not follow from those before it.
        case chain
        /// The chain is not the one that was noted elsewhere.
        case head
        /// The chain says nothing of a session.
        case sessionLeftOut = "session_left_out"
        /// The chain has more of a session than one.
        case sessionRepeated = "session_repeated"
        /// A session is in the chain that was not planned.
        case sessionUnplanned = "session_unplanned"
        /// A record that the chain names is not there.
        case recordMissing = "record_missing"
        /// A record is not the file that the chain has the hash of.
        case recordChanged = "record_changed"
        /// A record cannot be read in full.
        case recordUnread = "record_unread"
        /// A record is of another study, or of another session.
        case recordForeign = "record_foreign"
        /// A session was not as the plan says.
        case notAsPlanned = "not_as_planned"
        /// A session was not at its time.
        case time
        /// A report's figures do not follow from the records.
        case figures
        /// A file is there that the chain does not have.
        case extraFile = "extra_file"
        /// The signature is not one of this chain, or not by the key that was asked for.
        case signature
    }

    /// Kind.
    package let kind: Kind
    /// Number of the session; nil where it is of none.
    package let session: Int?
    /// The file, from the study's folder; nil where it is of none.
    package let file: String?
    /// The finding in words, without a capital and a full stop.
    package let message: String

    /// A finding.
    package init(_ kind: Kind, session: Int? = nil, file: String? = nil, _ message: String) {
        self.kind = kind
        self.session = session
        self.file = file
        self.message = message
    }

    /// As in the report for programs.
    package var json: JSONValue {
        [
            "kind": .string(kind.rawValue), "session": JSONValue(session), "file": JSONValue(file),
            "message": .string(message),
        ]
    }
}
