import ALCFStatistics
import ALCFSystem

/// The oddities of a data set that do not keep it from being used: each kind once, with a count and the first place.
struct DataNotes: Sendable {
    /// A kind of oddity.
    package struct Kind: Sendable, Hashable {
        /// The noun that is counted, as in `answer`.
        package let noun: String
        /// Fault of each record, as in `without an id`.
        let oddity: String
        /// Consequence of the fault.
        package let consequence: String
    }

    private var kinds: [Kind] = []
    private var found: [Kind: (count: Int, first: String)] = [:]

    /// Counts one more at `place`.
    package mutating func add(_ kind: Kind, at place: String) {
        if let known = found[kind] {
            found[kind] = (known.count + 1, known.first)
        } else {
            kinds.append(kind)
            found[kind] = (1, place)
        }
    }

    /// Returns a sentence for each kind, in the order in which they were met.
    package func sentences(_ name: String) -> [String] {
        kinds.compactMap { kind in
            found[kind].map { count, first in
                let place = count == 1 ? "at \(first)" : "the first at \(first)"
                return
                    "\(name) has \(NumberText.count(count, kind.noun)) \(kind.oddity) (\(place)): \(kind.consequence)"
            }
        }
    }
}

extension DataNotes.Kind {
    static let renamed = Self(
        noun: "record", oddity: "with the id of an earlier one", consequence: "a number is put behind it")
    static let repeated = Self(noun: "record", oddity: "that is an earlier one again", consequence: "it is left out")
    static let unanswerable = Self(
        noun: "question", oddity: "without an answer",
        consequence: "they are left out, because no answer would be right")
    static let bars = Self(
        noun: "record", oddity: "with '|' between answers",
        consequence: #"each part counts as an answer; write a JSON list, ["a|b"], for an answer that holds a bar"#)
    static let unsentContext = Self(
        noun: "record", oddity: "with both 'prompt' and 'context'",
        consequence: "a prompt is sent as it is, and the context is not")
    static let unusableConversation = Self(
        noun: "conversation",
        oddity: "without a reply, with one or a prompt of under four words, or a prompt of over 8,000 characters",
        consequence: "such are left out")
    static let emptyConversation = Self(
        noun: "conversation", oddity: "without a question in words", consequence: "such are left out")
}
