import ALCFJSON

/// The messages of a chat, put together from the pieces of a conversation in another API.
///
/// What one side says in a row becomes one message, since many models' templates want the sides to alternate. Images in
/// the results of tools follow in a message of the user: those of tools hold text alone.
struct ChatMessages {
    private var list: [JSONValue] = []
    private var turn = AssistantTurn()
    /// Parts of the message of the user that is being put together.
    private var parts: [JSONValue] = []
    /// Images of results, which wait for the last result.
    private var images: [JSONValue] = []

    /// Adds instructions. Those at the head become one message.
    mutating func add(system text: String) {
        guard !text.isEmpty else { return }
        flush()
        if list.count == 1, list[0]["role"]?.string == "system", let first = list[0]["content"]?.string {
            list[0] = ["role": "system", "content": .string(first + "\n\n" + text)]
        } else {
            list.append(["role": "system", "content": .string(text)])
        }
    }

    /// Adds parts of a message of the user.
    mutating func add(user more: [JSONValue]) {
        guard !more.isEmpty else { return }
        flushTurn()
        takeImages()
        parts += more
    }

    /// Adds to the assistant's turn.
    mutating func add(assistant change: (inout AssistantTurn) -> Void) {
        flushUser()
        change(&turn)
    }

    /// Adds the result of a call.
    mutating func add(resultOf call: String, text: String, images more: [JSONValue]) {
        flushTurn()
        if !parts.isEmpty { flushUser() }
        let content = text.isEmpty && !more.isEmpty ? "The result is in the next message." : text
        list.append(["role": "tool", "tool_call_id": .string(call), "content": .string(content)])
        guard !more.isEmpty else { return }
        images.append(["type": "text", "text": .string("Result of the call '\(call)':")])
        images += more
    }

    /// Returns all messages.
    mutating func finish() -> [JSONValue] {
        flush()
        return list
    }

    private mutating func flush() {
        flushTurn()
        flushUser()
    }

    private mutating func flushTurn() {
        if let message = turn.message { list.append(message) }
        turn = AssistantTurn()
    }

    private mutating func takeImages() {
        parts += images
        images = []
    }

    private mutating func flushUser() {
        takeImages()
        guard !parts.isEmpty else { return }
        let text = parts.count == 1 ? parts[0]["text"]?.string : nil
        list.append(["role": "user", "content": text.map { .string($0) } ?? .array(parts)])
        parts = []
    }
}

/// The assistant's turn in a conversation, as one message of a chat.
struct AssistantTurn {
    private var text = ""
    private var reasoning = ""
    private var calls: [JSONValue] = []
    private var isInText = false

    /// Adds text. What follows other text directly was one text; otherwise something stood between.
    mutating func add(text more: String) {
        guard !more.isEmpty else { return }
        if !isInText, !text.isEmpty { text += "\n\n" }
        text += more
        isInText = true
    }

    /// Ends a text: what follows is another one.
    mutating func endText() { isInText = false }

    /// Adds reasoning.
    mutating func add(reasoning more: String) {
        guard !more.isEmpty else { return }
        if !reasoning.isEmpty { reasoning += "\n\n" }
        reasoning += more
        isInText = false
    }

    /// Adds a call of a function.
    mutating func add(call id: String, name: String, arguments: String) {
        calls.append([
            "id": .string(id), "type": "function",
            "function": ["name": .string(name), "arguments": .string(arguments)],
        ])
        isInText = false
    }

    /// The message; nil for a turn without anything in it.
    var message: JSONValue? {
        guard !text.isEmpty || !reasoning.isEmpty || !calls.isEmpty else { return nil }
        var message: JSONObject = ["role": "assistant"]
        message["content"] = text.isEmpty && !calls.isEmpty ? .null : .string(text)
        if !reasoning.isEmpty { message["reasoning"] = .string(reasoning) }
        if !calls.isEmpty { message["tool_calls"] = .array(calls) }
        return .object(message)
    }
}
