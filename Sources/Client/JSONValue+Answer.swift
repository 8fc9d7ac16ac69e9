import ALCFJSON

extension JSONValue {
    /// The reasoning in a message or delta. Where both names are there they are copies of each other.
    var reasoning: String? { self["reasoning"]?.string ?? self["reasoning_content"]?.string }

    /// The value, where it is not null.
    var unlessNull: JSONValue? { isNull ? Optional.none : .some(self) }

    /// Why a choice ended. An empty word, as some servers send while it goes on, is none.
    var finishReason: String? { self["finish_reason"]?.string.flatMap { $0.isEmpty ? nil : $0 } }
}
