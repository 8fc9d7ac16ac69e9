import ALCFJSON

extension JSONValue {
    /// The reasoning in a message or delta, whatever the server calls it. Where there are two names they are copies of
    /// each other; some servers have it among the parts of the content.
    var reasoning: String? {
        self["reasoning"]?.string ?? self["reasoning_content"]?.string ?? self["thinking"]?.string
            ?? self["content"]?.parts(["thinking", "reasoning"])
    }

    /// The text of a message or delta, also where it comes in parts.
    var contentText: String? {
        guard let content = self["content"] else { return nil }
        return content.string ?? content.parts(["text", "output_text"])
    }

    /// Refusal in place of an answer, beside the content or among its parts. An empty text is none.
    var refusalText: String? {
        (self["refusal"]?.string ?? self["content"]?.parts(["refusal"])).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The texts of those parts of a content that are of these types, joined; a part that is a string, or names no
    /// type, is text. Nil where there are none.
    private func parts(_ types: Set<String>) -> String? {
        let isText = types.contains("text")
        let texts = (array ?? (object == nil ? [] : [self])).compactMap { part -> String? in
            if let text = part.string { return isText ? text : nil }
            guard types.contains(part["type"]?.string ?? "text") else { return nil }
            // The text stands under `text` or under the type's own name, and may have parts of its own.
            for name in ["text"] + types.sorted() {
                guard let inner = part[name] else { continue }
                if let text = inner.string ?? inner["value"]?.string { return text }
                if inner.array != nil { return inner.parts(["text"]) }
            }
            return nil
        }
        return texts.isEmpty ? nil : texts.joined()
    }

    /// The value, where it is not null.
    var unlessNull: JSONValue? { isNull ? Optional.none : .some(self) }

    /// Finish reason of a choice. An empty word, as some servers send in the meantime, is none; a value that is no word
    /// is shown as it is.
    var finishReason: String? {
        guard let reason = self["finish_reason"]?.unlessNull else { return nil }
        return reason.string.map { $0.isEmpty ? nil : $0 } ?? reason.serialized()
    }
}
