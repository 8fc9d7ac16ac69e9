package import ALCFJSON

/// The body of a request without the members that the gateway or the servers behind it refuse.
///
/// Members that it does not know stay as they are.
package struct ChatBodyCleaning: Sendable {
    /// The body as it may be sent.
    package private(set) var body: JSONObject
    /// Changes, a sentence each.
    package private(set) var notes: [String] = []
    /// Whether the body differs from the client's own, also where no note is worth it.
    package private(set) var isChanged = false

    /// - Parameters:
    ///   - body: the client's body.
    ///   - dialect: API that it is for.
    ///   - efforts: reasoning efforts that the model knows; empty where that is not known.
    package init(_ body: JSONObject, for dialect: Dialect = .chat, efforts: [String] = []) {
        self.body = body
        for name in Self.reserved where body[name] != nil {
            remove(name, "the gateway keeps it for itself")
        }
        if dialect == .chat { translateReasoning(efforts) }
        cleanTemplateArguments(dialect, efforts)
        guard dialect == .chat || dialect == .completions else { return }
        removeNulls()
        if body["stream_options"] != nil, body["stream"]?.bool != true { remove("stream_options", nil) }
        for name in Self.foreign where self.body[name] != nil {
            remove(name, Self.isPlain(name, body[name]) ? nil : "it is for OpenAI's own service")
        }
        if dialect == .chat { cleanMessages() }
    }

    /// Members that the gateway refuses with 422.
    private static let reserved = [
        "api_port", "cache_salt", "openai_endpoint", "stream_task_id", "stream_task_token", "streaming_server_host",
        "streaming_server_port", "streaming_server_protocol",
    ]

    /// Members that mean something to OpenAI's service alone and that say nothing about the answer's text.
    private static let foreign = [
        "store", "metadata", "service_tier", "prompt_cache_key", "prompt_cache_retention", "prompt_cache_options",
        "safety_identifier", "verbosity", "prediction",
    ]

    /// Whether a member asks for what happens anyway.
    private static func isPlain(_ name: String, _ value: JSONValue?) -> Bool {
        switch name {
        case "store": value?.bool == false
        case "service_tier": value == "auto" || value == "default"
        case "metadata": value?.object?.isEmpty == true
        case "verbosity": value == "medium"
        default: false
        }
    }

    private mutating func remove(_ name: String, _ why: String?) {
        body[name] = nil
        isChanged = true
        if let why { notes.append("'\(name)' was removed: \(why)") }
    }

    /// Removes members without a value, which say nothing and which some servers refuse.
    private mutating func removeNulls() {
        for name in body.keys where body[name]?.isNull == true { remove(name, nil) }
    }

    /// Puts the effort of the form that the Responses API has into the form of chat completions.
    private mutating func translateReasoning(_ efforts: [String]) {
        guard let reasoning = body["reasoning"]?.object else { return }
        if let effort = reasoning["effort"]?.string { ask(for: effort, efforts, "'reasoning.effort'") }
        let others = reasoning.keys.filter { $0 != "effort" && reasoning[$0]?.isNull == false }
        remove(
            "reasoning",
            others.isEmpty
                ? nil : "nothing in chat completions says " + others.map { "'\($0)'" }.joined(separator: ", "))
    }

    private mutating func ask(for effort: String, _ efforts: [String], _ place: String) {
        guard body["reasoning_effort"]?.string == nil else { return }
        let choice = ReasoningEffort.choice(effort, of: efforts)
        guard let effort = choice.effort else {
            notes.append("\(place) was left out: \(choice.note ?? "the model knows no such effort")")
            return
        }
        body["reasoning_effort"] = .string(effort)
        isChanged = true
        notes.append("\(place) became 'reasoning_effort'" + (choice.note.map { ": \($0)" } ?? ""))
    }

    /// Translates the arguments of a model's template, which the gateway refuses whatever is in them.
    private mutating func cleanTemplateArguments(_ dialect: Dialect, _ efforts: [String]) {
        guard let arguments = body["chat_template_kwargs"] else { return }
        guard let object = arguments.object, !object.isEmpty else {
            remove("chat_template_kwargs", nil)
            return
        }
        var lost: [String] = []
        for (name, value) in object {
            switch (name, value) {
            case ("reasoning_effort", .string(let effort)) where dialect == .chat:
                ask(for: effort, efforts, "'chat_template_kwargs.\(name)'")
            // To reason is what these models do where nothing is said.
            case ("enable_thinking", true), ("thinking", true): break
            case ("enable_thinking", false) where dialect == .chat, ("thinking", false) where dialect == .chat:
                ask(for: "none", efforts, "'chat_template_kwargs.\(name)'")
            default: lost.append(name)
            }
        }
        let names = lost.map { "'\($0)'" }.joined(separator: ", ")
        remove(
            "chat_template_kwargs",
            "the gateway refuses it" + (lost.isEmpty ? "" : ", and nothing else says \(names)"))
    }

    /// Gives the messages the roles that every server knows, and takes out members without a value.
    private mutating func cleanMessages() {
        guard var messages = body["messages"]?.array else { return }
        var isTouched = false
        for index in messages.indices {
            guard var message = messages[index].object else { continue }
            let before = message.count
            for name in message.keys where name != "content" && message[name]?.isNull == true { message[name] = nil }
            if message["tool_calls"]?.array?.isEmpty == true { message["tool_calls"] = nil }
            let isDeveloper = message["role"]?.string == "developer"
            if isDeveloper { message["role"] = "system" }
            guard isDeveloper || message.count != before else { continue }
            messages[index] = .object(message)
            isTouched = true
        }
        guard isTouched else { return }
        body["messages"] = .array(messages)
        isChanged = true
    }
}
