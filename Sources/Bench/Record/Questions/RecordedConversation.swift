import ALCFJSON

/// A conversation as ShareGPT (`conversations`, with `from` and `value`) and OpenAI's API (`messages`, with `role` and
/// `content`; also as `prompt`) write it: what a person says in it becomes the prompts, one for each turn. Empty turns
/// are left out.
struct RecordedConversation {
    /// System prompt; nil for none.
    package let system: String?
    /// Messages of the user, in order.
    package let questions: [String]
    /// Whether it can be measured with.
    ///
    /// Of ShareGPT's, prompts or replies below four words, prompts above 8,000 characters and conversations of one turn
    /// are left out, as other tools leave them out, and without a tokenizer. `messages` are the user's own, and need no
    /// reply.
    package let isUsable: Bool

    private enum Speaker { case system, person, model, other }

    /// Reads it from a record; nil where the record holds none.
    ///
    /// - Parameter isTable: whether it may be written into a cell.
    package init?(_ json: JSONValue, isTable: Bool) {
        let found = Self.names.lazy.compactMap { name in Self.list(json[name], isTable).map { (name, $0) } }.first
        guard let (name, list) = found else { return nil }
        var turns: [(speaker: Speaker, text: String)] = []
        for turn in list {
            let text = Self.text(turn["value"] ?? turn["content"] ?? turn["text"])
            if text.contains(where: { !$0.isWhitespace }) { turns.append((Self.speaker(turn), text)) }
        }
        let first = turns.firstIndex { $0.speaker == .person }
        let told = turns[..<(first ?? turns.count)].filter { $0.speaker == .system }.map(\.text)
        let own = (json["system"] ?? json["system_prompt"])?.string.map { [$0] } ?? []
        system = told + own == [] || (told + own).allSatisfy(\.isEmpty) ? nil : (own + told).joined(separator: "\n\n")
        questions = turns.filter { $0.speaker == .person }.map(\.text)
        guard let first else {
            isUsable = false
            return
        }
        let reply = turns.indices.contains(first + 1) && turns[first + 1].speaker == .model ? turns[first + 1].text : ""
        isUsable =
            name == "messages" || name == "prompt"
            || (TextLength.words(turns[first].text) >= 4 && TextLength.words(reply) >= 4
                && turns[first].text.unicodeScalars.count <= 8_000)
    }

    private static let names = ["conversations", "conversation", "messages", "prompt"]

    private static func list(_ value: JSONValue?, _ isTable: Bool) -> [JSONValue]? {
        guard let list = value?.array ?? (isTable ? value?.string.flatMap(WrittenList.parse)?.array : nil) else {
            return nil
        }
        return list.isEmpty || !list.allSatisfy { ($0["from"] ?? $0["role"])?.string != nil } ? nil : list
    }

    private static func speaker(_ turn: JSONValue) -> Speaker {
        switch (turn["from"] ?? turn["role"])?.string?.lowercased() {
        case "system", "developer": .system
        case "human", "user": .person
        case "gpt", "assistant", "chatgpt", "model", "bot", "bing", "bard": .model
        default: .other
        }
    }

    /// A text, or the texts of OpenAI's content parts.
    private static func text(_ value: JSONValue?) -> String {
        value?.string ?? (value?.array ?? []).compactMap { $0["text"]?.string }.joined(separator: "\n")
    }
}
