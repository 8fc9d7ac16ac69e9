import ALCFJSON

/// The messages of Anthropic's API as those of a chat.
struct MessagesConversation {
    private var chat = ChatMessages()
    /// Changes that lose nothing.
    private(set) var notes: [String] = []
    private let circumstances: TranslationCircumstances

    /// - Parameter circumstances: facts of the model.
    init(_ circumstances: TranslationCircumstances) { self.circumstances = circumstances }

    /// Returns the messages of the chat.
    mutating func finish() -> [JSONValue] { chat.finish() }

    /// Adds the system prompt.
    mutating func add(system value: JSONValue?) throws(ServedError) {
        guard let value else { return }
        for text in try texts(value, at: "system") {
            // An agent's account of itself for its vendor's bills, which that vendor takes out too. It differs from
            // request to request, so that no prompt would be found in a server's cache.
            if text.hasPrefix("x-anthropic-billing-header:") {
                notes.append("a billing header was taken out of 'system'")
                continue
            }
            chat.add(system: text)
        }
    }

    /// Adds the messages of the request.
    mutating func add(_ value: JSONValue) throws(ServedError) {
        let messages = try value.list(at: "messages")
        guard !messages.isEmpty else { throw .wrong("messages", "must hold a message") }
        for (index, message) in messages.enumerated() {
            let place = "messages[\(index)]"
            let members = try message.members(at: place)
            guard let content = members["content"]?.present else {
                throw .wrong("\(place).content", "must be there, and is not")
            }
            switch try members.requiredText("role", in: "\(place).") {
            case "user": try add(user: content, at: "\(place).content")
            case "assistant": try add(assistant: content, at: "\(place).content")
            case "system": for text in try texts(content, at: "\(place).content") { chat.add(system: text) }
            default: throw .wrong("\(place).role", "must be 'user' or 'assistant'")
            }
        }
        if messages.last?["role"]?.string == "assistant" {
            notes.append("the last message is the assistant's: the model may begin a new turn after it")
        }
    }

    private mutating func add(user content: JSONValue, at place: String) throws(ServedError) {
        if let text = content.string {
            if !text.isEmpty { chat.add(user: [Self.part(text)]) }
            return
        }
        // In a chat, results stand before anything else that the user says.
        var parts: [JSONValue] = []
        for (index, block) in try content.list(at: place).enumerated() {
            let place = "\(place)[\(index)]"
            let members = try block.members(at: place)
            if members["type"]?.string == "tool_result" {
                try add(result: members, at: place)
            } else {
                parts += try self.parts(members, at: place)
            }
        }
        chat.add(user: parts)
    }

    private mutating func add(result: JSONObject, at place: String) throws(ServedError) {
        let call = try result.requiredText("tool_use_id", in: "\(place).")
        var texts: [String] = []
        var images: [JSONValue] = []
        let content = result["content"]?.present ?? .string("")
        let blocks = content.string.map { [["type": "text", "text": .string($0)]] } ?? content.array
        guard let blocks else { throw .wrong("\(place).content", "must be a string or an array") }
        for (index, block) in blocks.enumerated() {
            let place = "\(place).content[\(index)]"
            for part in try parts(block.members(at: place), at: place) {
                if let text = part["text"]?.string { texts.append(text) } else { images.append(part) }
            }
        }
        var text = texts.joined(separator: "\n")
        if try result.flag("is_error", in: "\(place).") == true { text = "The call failed. \(text)" }
        chat.add(resultOf: call, text: text, images: images)
    }

    /// The parts of a message that a block becomes.
    private func parts(_ block: JSONObject, at place: String) throws(ServedError) -> [JSONValue] {
        switch try block.requiredText("type", in: "\(place).") {
        case "text":
            let text = try block.requiredText("text", in: "\(place).")
            return text.isEmpty ? [] : [Self.part(text)]
        case "image": return [try image(block, at: place)]
        case "document": return [try document(block, at: place)]
        case let type: throw Self.foreign(type, at: place)
        }
    }

    private func image(_ block: JSONObject, at place: String) throws(ServedError) -> JSONValue {
        let place = "\(place).source"
        let source = try (block["source"] ?? .null).members(at: place)
        switch try source.requiredText("type", in: "\(place).") {
        case "base64":
            let url = ImageInput.dataURL(
                type: try source.requiredText("media_type", in: "\(place)."),
                base64: try source.requiredText("data", in: "\(place)."))
            return try ImageInput.part(url: url, at: place, circumstances)
        case "url":
            return try ImageInput.part(
                url: try source.requiredText("url", in: "\(place)."), at: place, circumstances)
        case let type:
            throw .untranslatable("\(place).type", "is '\(type)': no files are kept here", "Send the image itself.")
        }
    }

    /// A document that is plain text becomes text; any other cannot be read here.
    private func document(_ block: JSONObject, at place: String) throws(ServedError) -> JSONValue {
        guard block["source"]?["type"]?.string == "text", let text = block["source"]?["data"]?.string else {
            throw .untranslatable(
                "\(place).source", "is a document that is no plain text, which this model cannot read",
                "Send its text instead.")
        }
        if block["citations"]?["enabled"]?.bool == true { throw .unknown("\(place).citations") }
        let heads = [block["title"]?.string, block["context"]?.string].compactMap(\.self)
        return Self.part((heads + [text]).joined(separator: "\n\n"))
    }

    private mutating func add(assistant content: JSONValue, at place: String) throws(ServedError) {
        chat.add { $0.endText() }
        if let text = content.string {
            chat.add { $0.add(text: text) }
            return
        }
        for (index, value) in try content.list(at: place).enumerated() {
            let place = "\(place)[\(index)]"
            let block = try value.members(at: place)
            switch try block.requiredText("type", in: "\(place).") {
            case "text":
                let text = try block.requiredText("text", in: "\(place).")
                chat.add { $0.add(text: text) }
            case "thinking":
                var text = try block.text("thinking", in: "\(place).") ?? ""
                if text.isEmpty { text = block["signature"]?.string.flatMap(OpaqueReasoning.decode) ?? "" }
                chat.add { $0.add(reasoning: text) }
            case "redacted_thinking":
                notes.append("'\(place)' was left out: nobody but its vendor can read redacted thinking")
            case "tool_use":
                let id = try block.requiredText("id", in: "\(place).")
                let name = try block.requiredText("name", in: "\(place).")
                let input = (block["input"]?.present ?? .object([:])).serialized()
                chat.add { $0.add(call: id, name: name, arguments: input) }
            case let type: throw Self.foreign(type, at: place)
            }
        }
    }

    private func texts(_ value: JSONValue, at place: String) throws(ServedError) -> [String] {
        if let text = value.string { return [text] }
        var texts: [String] = []
        for (index, block) in try value.list(at: place).enumerated() {
            let place = "\(place)[\(index)]"
            let members = try block.members(at: place)
            guard members["type"]?.string == "text" else {
                throw Self.foreign(members["type"]?.string ?? "missing", at: place)
            }
            texts.append(try members.requiredText("text", in: "\(place)."))
        }
        return texts
    }

    private static func part(_ text: String) -> JSONValue { ["type": "text", "text": .string(text)] }

    private static func foreign(_ type: String, at place: String) -> ServedError {
        .untranslatable("\(place).type", "is '\(type)', which cannot be translated into chat completions")
    }
}
