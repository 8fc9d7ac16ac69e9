import ALCFJSON

/// A request of Anthropic's Messages API as one of chat completions.
struct MessagesRequest {
    /// The body for chat completions, without the model.
    private(set) var body = JSONObject()
    /// Changes that lose nothing.
    private(set) var notes: [String] = []
    /// Texts at which the answer is to end.
    private(set) var stopSequences: [String] = []
    /// Form in which the client wants to see reasoning.
    private(set) var thinking = Thinking.none

    /// The forms in which a client is shown reasoning.
    enum Thinking {
        /// Not at all: it did not ask for any, and may not expect any.
        case none
        /// As text.
        case shown
        /// As an empty block that only the signature fills.
        case opaque
    }

    private let circumstances: TranslationCircumstances
    /// Effort that the client asks for by its name, or by a budget.
    private var effort: String?
    private var effortOfBudget: String?

    /// - Throws: ``ServedError`` with the name of the first thing that cannot be translated.
    init(_ request: JSONObject, _ circumstances: TranslationCircumstances) throws(ServedError) {
        self.circumstances = circumstances
        guard let messages = request["messages"]?.present else {
            throw .wrong("messages", "must be there, and is not")
        }
        guard let limit = request["max_tokens"]?.present else {
            throw .wrong("max_tokens", "must be there, and is not")
        }
        guard let tokens = limit.int, tokens > 0 else { throw .wrong("max_tokens", "must be a whole number above 0") }
        var conversation = MessagesConversation(circumstances)
        try conversation.add(system: request["system"]?.present)
        try conversation.add(messages)
        notes += conversation.notes
        body["messages"] = .array(conversation.finish())
        body["max_tokens"] = .int(tokens)
        for (name, value) in request where !value.isNull { try take(name, value) }
        let tools = try MessagesTools(request)
        notes += tools.notes
        body.merge(tools.body)
        askForEffort()
        if try request.flag("stream") == true {
            body["stream"] = true
            body["stream_options"] = ["include_usage": true]
        }
    }

    /// Takes one member of the request.
    private mutating func take(_ name: String, _ value: JSONValue) throws(ServedError) {
        switch name {
        case "model", "messages", "system", "max_tokens", "stream", "tools", "tool_choice": break
        case "temperature", "top_p": body[name] = value
        case "top_k": if value != 0 { body[name] = value }
        case "stop_sequences":
            for (index, stop) in try value.list(at: name).enumerated() {
                stopSequences.append(try stop.text(at: "\(name)[\(index)]"))
            }
            if !stopSequences.isEmpty { body["stop"] = value }
        case "thinking": try take(thinking: value)
        case "output_config":
            for (name, value) in try value.members(at: name) where !value.isNull {
                switch name {
                case "effort": effort = try value.text(at: "output_config.effort")
                case "format": try take(format: value, at: "output_config.format")
                default: throw .unknown("output_config.\(name)")
                }
            }
        case "output_format": try take(format: value, at: name)
        case "context_management": try take(contextManagement: value)
        // These ask for a cache, for a price, or say who asks.
        case "cache_control", "metadata", "betas", "anthropic_version", "anthropic_beta", "user", "user_profile_id":
            break
        case "service_tier": if value != "auto" { notes.append("'service_tier' was left out: there is one tier here") }
        case "speed": if value != "standard" { notes.append("'speed' was left out: there is one speed here") }
        case "diagnostics": notes.append("'diagnostics' was left out: there are none here")
        case _ where Self.samplings.contains(name): body[name] = value
        default: throw .unknown(name)
        }
    }

    /// Members that servers of open models take in any API.
    static let samplings: Set<String> = [
        "seed", "min_p", "repetition_penalty", "presence_penalty", "frequency_penalty", "length_penalty",
        "stop_token_ids", "include_stop_str_in_output", "ignore_eos", "min_tokens", "bad_words", "logit_bias",
        "structured_outputs", "do_sample",
    ]

    private mutating func take(thinking value: JSONValue) throws(ServedError) {
        let members = try value.members(at: "thinking")
        switch try members.requiredText("type", in: "thinking.") {
        case "disabled": effortOfBudget = "none"
        case "adaptive", "between_tools": thinking = .shown
        case "enabled":
            thinking = .shown
            guard let budget = members["budget_tokens"]?.present else { break }
            guard let tokens = budget.int else { throw .wrong("thinking.budget_tokens", "must be a whole number") }
            effortOfBudget = ReasoningEffort.effort(ofBudget: tokens)
        default: throw .unknown("thinking.type")
        }
        if thinking == .shown, members["display"]?.string == "omitted" { thinking = .opaque }
    }

    /// A name counts more than a budget, which says the same less exactly.
    private mutating func askForEffort() {
        guard let asked = effortOfBudget == "none" ? "none" : effort ?? effortOfBudget else { return }
        let choice = ReasoningEffort.choice(asked, of: circumstances.efforts)
        if let effort = choice.effort { body["reasoning_effort"] = .string(effort) }
        if let note = choice.note {
            notes.append(
                (asked == "none" ? "thinking is not switched off: " : "the effort is not quite as asked: ") + note)
        }
    }

    private mutating func take(format value: JSONValue, at place: String) throws(ServedError) {
        let members = try value.members(at: place)
        guard members["type"]?.string == "json_schema", let schema = members["schema"]?.present else {
            throw .wrong(place, "must be of type 'json_schema' and have a 'schema'")
        }
        body["response_format"] = [
            "type": "json_schema", "json_schema": ["name": "answer", "schema": schema, "strict": true],
        ]
    }

    /// Rules by which Anthropic's service shortens a conversation. To keep all thinking is to change nothing; models
    /// here forget earlier thinking by themselves, so that rules for it lose nothing either.
    private mutating func take(contextManagement value: JSONValue) throws(ServedError) {
        let place = "context_management"
        for (name, value) in try value.members(at: place) where !value.isNull {
            guard name == "edits" else { throw .unknown("\(place).\(name)") }
            for (index, edit) in try value.list(at: "\(place).edits").enumerated() {
                guard let type = edit["type"]?.string, type.hasPrefix("clear_thinking_") else {
                    throw .unknown("\(place).edits[\(index)]")
                }
                if edit["keep"]?.string != "all" {
                    notes.append("'\(place).edits[\(index)]' was left out: the model's template drops old thinking")
                }
            }
        }
    }
}
