package import ALCFJSON

/// A reader's judgement of two answers to the same questions, as one line of `comparisons.jsonl` has it.
package struct ComparisonVote: Sendable, Hashable {
    /// A judgement.
    package enum Choice: String, Sendable, Hashable, CaseIterable {
        /// The left answer is better.
        case left
        /// The right answer is better.
        case right
        /// Neither is better.
        case tie
        /// Neither is good.
        case bothBad = "both_bad"
    }

    /// The part of the speed that the reader saw before the vote.
    package enum ShownSpeed: String, Sendable, Hashable, CaseIterable {
        /// All of it.
        case shown
        /// The pace of the text, and no numbers.
        case numbersHidden = "numbers_hidden"
        /// Nothing: both answers appeared when both were complete.
        case hidden
    }

    /// Time of the vote in seconds since 1970.
    package var time: Double
    /// The left side.
    package var left: ComparedSide
    /// The right side.
    package var right: ComparedSide
    /// The judgement.
    package var choice: Choice
    /// The reader's note; empty for none.
    package var note = ""
    /// Number of questions in the conversation up to the vote.
    package var turns = 1
    /// Whether the reader did not know which model was on which side, and the sides were drawn.
    package var isBlind = true
    /// The part of the speed that was seen.
    package var shownSpeed = ShownSpeed.numbersHidden
    /// SHA-256 of the questions, in hexadecimal digits: tells whether two votes are on the same ones.
    package var questionHash: String
    /// The texts; nil where none are kept.
    package var texts: ComparisonTexts?

    /// A vote.
    package init(time: Double, left: ComparedSide, right: ComparedSide, choice: Choice, questionHash: String) {
        self.time = time
        self.left = left
        self.right = right
        self.choice = choice
        self.questionHash = questionHash
    }
}

extension ComparisonVote: JSONDecodable, JSONEncodable {
    /// The `type` of its line.
    package static let type = "comparison"
    /// The version of its format.
    package static let formatVersion = 1
    /// The most characters of a note.
    package static let longestNote = 2000

    /// Reads a line of a record. Members that are not known are passed over.
    ///
    /// - Throws: `JSONError` naming the member that is not as it must be.
    package init(json: JSONValue) throws(JSONError) {
        guard json["type"]?.string == Self.type else {
            throw JSONError(.mismatch, path: "type", "must be '\(Self.type)'")
        }
        guard try json.require("format_version", as: Int.self) <= Self.formatVersion else {
            throw JSONError(.mismatch, path: "format_version", "is newer than this program")
        }
        self.init(
            time: try json.require("time"), left: try json.require("left"), right: try json.require("right"),
            choice: try Self.word(json, "vote"), questionHash: try json.require("question_sha256"))
        guard time.isFinite, (0...253_402_300_799).contains(time) else {
            throw JSONError(.mismatch, path: "time", "must be a time up to the year 9999")
        }
        try readCircumstances(json)
        texts = try json.optional("texts")
    }

    /// Reads what a client and a record say alike.
    mutating func readCircumstances(_ json: JSONValue) throws(JSONError) {
        note = try json.optional("note") ?? ""
        turns = try json.require("turns")
        isBlind = try json.require("blind")
        shownSpeed = try Self.word(json, "speed")
        guard note.utf8.count <= 16 * Self.longestNote, note.count <= Self.longestNote else {
            throw JSONError(.mismatch, path: "note", "must have \(Self.longestNote) characters at most")
        }
        guard (1...10_000).contains(turns) else {
            throw JSONError(.mismatch, path: "turns", "must be from 1 to 10,000")
        }
        guard left.model != right.model else {
            throw JSONError(.mismatch, path: "right.model", "must be another than that of the left side")
        }
    }

    /// Returns one of the words that a member may be.
    static func word<Word: RawRepresentable & CaseIterable>(_ json: JSONValue, _ member: String) throws(JSONError)
        -> Word where Word.RawValue == String
    {
        guard let word = Word(rawValue: try json.require(member)) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw JSONError(.mismatch, path: member, "must be one of \(words)")
        }
        return word
    }

    /// The line of the record.
    package var json: JSONValue {
        var json: JSONObject = [
            "type": .string(Self.type), "format_version": .int(Self.formatVersion), "time": .double(time),
            "left": left.json, "right": right.json, "vote": .string(choice.rawValue), "note": .string(note),
            "turns": .int(turns), "blind": .bool(isBlind), "speed": .string(shownSpeed.rawValue),
            "question_sha256": .string(questionHash),
        ]
        if let texts { json["texts"] = texts.json }
        return .object(json)
    }
}
