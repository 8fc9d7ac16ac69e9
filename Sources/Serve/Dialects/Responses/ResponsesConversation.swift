import ALCFJSON

/// The items of a request of the Responses API as messages of a chat.
struct ResponsesConversation {
    private var chat = ChatMessages()
    /// Changes that lose nothing.
    private(set) var notes: [String] = []
    private let tools: ResponsesTools
    private let circumstances: TranslationCircumstances

    /// - Parameters:
    ///   - tools: tools of the request.
    ///   - circumstances: facts of the model.
    init(_ tools: ResponsesTools, _ circumstances: TranslationCircumstances) {
        self.tools = tools
        self.circumstances = circumstances
    }

    /// Returns the messages of the chat.
    mutating func finish() -> [JSONValue] { chat.finish() }

    /// Adds the instructions.
    mutating func add(instructions value: JSONValue?) throws(ServedError) {
        guard let value else { return }
        chat.add(system: try value.text(at: "instructions"))
    }

    /// Adds the input: a text, or items.
    mutating func add(_ input: JSONValue) throws(ServedError) {
        if let text = input.string {
            chat.add(user: [Self.part(text)])
            return
        }
        let items = try input.list(at: "input")
        guard !items.isEmpty else { throw .wrong("input", "must hold an item") }
        for (index, item) in items.enumerated() {
            let place = "input[\(index)]"
            try add(item: item.members(at: place), at: place)
        }
    }

    private mutating func add(item: JSONObject, at place: String) throws(ServedError) {
        let type = try item.text("type", in: "\(place).") ?? (item["role"] == nil ? "item_reference" : "message")
        switch type {
        case "message": try add(message: item, at: place)
        case "reasoning": add(reasoning: item, at: place)
        case "function_call":
            let name = ResponsesTools.chatName(
                try item.requiredText("name", in: "\(place)."), in: item["namespace"]?.string)
            let arguments = try item.text("arguments", in: "\(place).") ?? "{}"
            try add(call: item, name, arguments, at: place)
        case "custom_tool_call":
            let name = ResponsesTools.chatName(
                try item.requiredText("name", in: "\(place)."), in: item["namespace"]?.string)
            let input = try item.text("input", in: "\(place).") ?? ""
            try add(call: item, name, JSONValue.object(["input": .string(input)]).serialized(), at: place)
        case "local_shell_call":
            var arguments = try (item["action"] ?? .null).members(at: "\(place).action")
            for name in ["type", "env", "user"] { arguments[name] = nil }
            for name in arguments.keys where arguments[name]?.isNull == true { arguments[name] = nil }
            try add(call: item, "local_shell", JSONValue.object(arguments).serialized(), at: place)
        case "function_call_output", "custom_tool_call_output", "local_shell_call_output":
            try add(output: item, at: place)
        case "item_reference":
            throw .untranslatable(
                place, "names an item that would have to be stored, and nothing is stored here",
                "Send the item itself, with 'store' set to false.")
        default:
            throw .untranslatable("\(place).type", "is '\(type)', which cannot be translated into chat completions")
        }
    }

    private mutating func add(
        call item: JSONObject, _ name: String, _ arguments: String, at place: String
    ) throws(ServedError) {
        let id = try callID(item, at: place)
        chat.add { $0.add(call: id, name: name, arguments: arguments) }
    }

    private func callID(_ item: JSONObject, at place: String) throws(ServedError) -> String {
        if let id = try item.text("call_id", in: "\(place).") { return id }
        // The results of a shell have the call's id under this name.
        if let id = try item.text("id", in: "\(place).") { return id }
        throw .wrong("\(place).call_id", "must be there, and is not")
    }

    private mutating func add(output item: JSONObject, at place: String) throws(ServedError) {
        let id = try callID(item, at: place)
        let output = item["output"]?.present ?? ""
        if let text = output.string {
            chat.add(resultOf: id, text: text, images: [])
            return
        }
        // Some clients send an object, which the model reads as it is.
        guard output.array != nil else {
            chat.add(resultOf: id, text: output.serialized(), images: [])
            return
        }
        var texts: [String] = []
        var images: [JSONValue] = []
        for part in try parts(output, at: "\(place).output") {
            if let text = part["text"]?.string { texts.append(text) } else { images.append(part) }
        }
        chat.add(resultOf: id, text: texts.joined(separator: "\n"), images: images)
    }

    private mutating func add(message: JSONObject, at place: String) throws(ServedError) {
        guard let content = message["content"]?.present else {
            throw .wrong("\(place).content", "must be there, and is not")
        }
        let parts = try parts(content, at: "\(place).content")
        switch try message.requiredText("role", in: "\(place).") {
        case "user": chat.add(user: parts)
        case "system", "developer":
            guard parts.allSatisfy({ $0["text"] != nil }) else {
                throw .untranslatable("\(place).content", "holds an image, which instructions cannot have")
            }
            chat.add(system: parts.compactMap { $0["text"]?.string }.joined(separator: "\n\n"))
        case "assistant":
            chat.add { $0.endText() }
            for part in parts {
                guard let text = part["text"]?.string else {
                    throw .untranslatable("\(place).content", "holds an image, which the assistant's turn cannot have")
                }
                chat.add { $0.add(text: text) }
            }
        default: throw .wrong("\(place).role", "must be 'user', 'assistant', 'system' or 'developer'")
        }
    }

    /// Returns the parts of a message or a result.
    private func parts(_ content: JSONValue, at place: String) throws(ServedError) -> [JSONValue] {
        if let text = content.string { return text.isEmpty ? [] : [Self.part(text)] }
        var parts: [JSONValue] = []
        for (index, value) in try content.list(at: place).enumerated() {
            let place = "\(place)[\(index)]"
            let part = try value.members(at: place)
            switch try part.requiredText("type", in: "\(place).") {
            case "input_text", "output_text", "text", "summary_text":
                let text = try part.requiredText("text", in: "\(place).")
                if !text.isEmpty { parts.append(Self.part(text)) }
            case "refusal": parts.append(Self.part(try part.requiredText("refusal", in: "\(place).")))
            case "input_image":
                guard let url = try part.text("image_url", in: "\(place).") else {
                    throw .untranslatable(
                        "\(place).file_id", "names a file, and no files are kept here", "Send the image itself.")
                }
                parts.append(
                    try ImageInput.part(url: url, detail: part["detail"]?.string, at: place, circumstances))
            case "input_file":
                throw .untranslatable(
                    place, "is a file, which this model cannot read", "Send its text, or its pages as images.")
            case let type:
                throw .untranslatable("\(place).type", "is '\(type)', which cannot be translated into chat completions")
            }
        }
        return parts
    }

    /// Adds reasoning of an earlier turn: its text, or what stands for it.
    private mutating func add(reasoning item: JSONObject, at place: String) {
        func texts(_ name: String) -> [String] { (item[name]?.array ?? []).compactMap { $0["text"]?.string } }
        let text = texts("content").joined(separator: "\n\n")
        let opaque = item["encrypted_content"]?.string
        if !text.isEmpty {
            chat.add { $0.add(reasoning: text) }
        } else if let text = opaque.flatMap(OpaqueReasoning.decode) {
            chat.add { $0.add(reasoning: text) }
        } else {
            let summary = texts("summary").joined(separator: "\n\n")
            if summary.isEmpty, opaque != nil {
                notes.append("'\(place)' was left out: nobody but its vendor can read its reasoning")
            }
            chat.add { $0.add(reasoning: summary) }
        }
    }

    private static func part(_ text: String) -> JSONValue { ["type": "text", "text": .string(text)] }
}
