import ALCFJSON

/// A request of OpenAI's Responses API as one of chat completions.
struct ResponsesRequest {
    /// The body for chat completions, without the model.
    private(set) var body = JSONObject()
    /// Changes that lose nothing.
    private(set) var notes: [String] = []
    /// The tools, by the names that the model knows them by.
    let tools: ResponsesTools
    /// Whether the client wants reasoning as a summary, which some show, and not as text, which few do.
    private(set) var wantsSummary = false
    /// Whether the client wants reasoning in a form to send back.
    private(set) var wantsOpaqueReasoning = false

    private let circumstances: TranslationCircumstances

    /// - Throws: ``ServedError`` with the name of the first thing that cannot be translated.
    init(_ request: JSONObject, _ circumstances: TranslationCircumstances) throws(ServedError) {
        self.circumstances = circumstances
        tools = try ResponsesTools(request)
        guard let input = request["input"]?.present else { throw .wrong("input", "must be there, and is not") }
        var conversation = ResponsesConversation(tools, circumstances)
        try conversation.add(instructions: request["instructions"]?.present)
        try conversation.add(input)
        body["messages"] = .array(conversation.finish())
        notes += conversation.notes + tools.notes
        for (name, value) in request where !value.isNull { try take(name, value) }
        body.merge(tools.body)
        if try request.flag("stream") == true {
            body["stream"] = true
            body["stream_options"] = ["include_usage": true]
        }
    }

    /// Takes one member of the request.
    private mutating func take(_ name: String, _ value: JSONValue) throws(ServedError) {
        switch name {
        case "model", "input", "instructions", "stream", "tools", "tool_choice": break
        case "temperature", "top_p", "user": body[name] = value
        case "parallel_tool_calls": if tools.body["tools"] != nil { body[name] = value }
        case "max_output_tokens": body["max_tokens"] = value
        case "top_logprobs":
            body["logprobs"] = true
            body[name] = value
        case "include": try take(include: value)
        case "reasoning": try take(reasoning: value)
        case "text": try take(text: value)
        case "store":
            if value == true {
                notes.append("'store' was left out: nothing is stored, so no later request can name it")
            }
        case "truncation":
            if value != "disabled" { notes.append("'truncation' was left out: a prompt that is too long is refused") }
        case "service_tier":
            if value != "auto", value != "default" {
                notes.append("'service_tier' was left out: there is one tier here")
            }
        case "max_tool_calls": notes.append("'max_tool_calls' was left out: it counts tools of OpenAI's service alone")
        // These ask for a cache, for padding, or say who asks; metadata is repeated in the answer.
        case "metadata", "prompt_cache_key", "prompt_cache_retention", "prompt_cache_options", "safety_identifier",
            "client_metadata", "stream_options":
            break
        case "background": if value != false { throw .unknown(name) }
        case "previous_response_id", "conversation":
            throw .untranslatable(
                name, "names something that would have to be stored, and nothing is stored here",
                "Send the earlier items in 'input'.")
        case _ where MessagesRequest.samplings.contains(name) || name == "top_k" || name == "stop": body[name] = value
        default: throw .unknown(name)
        }
    }

    private mutating func take(include value: JSONValue) throws(ServedError) {
        for (index, item) in try value.list(at: "include").enumerated() {
            switch try item.text(at: "include[\(index)]") {
            case "reasoning.encrypted_content": wantsOpaqueReasoning = true
            case "message.output_text.logprobs": body["logprobs"] = true
            // Parts of what tools of OpenAI's service do, which are refused by themselves.
            case let name: notes.append("'include[\(index)]' ('\(name)') was left out: no answer has it here")
            }
        }
    }

    private mutating func take(reasoning value: JSONValue) throws(ServedError) {
        for (name, value) in try value.members(at: "reasoning") where !value.isNull {
            let place = "reasoning.\(name)"
            switch name {
            case "effort":
                let choice = ReasoningEffort.choice(try value.text(at: place), of: circumstances.efforts)
                if let effort = choice.effort { body["reasoning_effort"] = .string(effort) }
                if let note = choice.note { notes.append("'\(place)' is not quite as asked: \(note)") }
            case "summary", "generate_summary": wantsSummary = try value.text(at: place) != "none"
            case "context": notes.append("'\(place)' was left out: the model's template says what it is shown")
            case "mode" where value == "standard": break
            default: throw .unknown(place)
            }
        }
    }

    private mutating func take(text value: JSONValue) throws(ServedError) {
        for (name, value) in try value.members(at: "text") where !value.isNull {
            switch name {
            case "format": try take(format: value.members(at: "text.format"))
            case "verbosity":
                if value != "medium" { notes.append("'text.verbosity' was left out: models here have no such setting") }
            default: throw .unknown("text.\(name)")
            }
        }
    }

    private mutating func take(format: JSONObject) throws(ServedError) {
        switch try format.requiredText("type", in: "text.format.") {
        case "text": break
        case "json_object": body["response_format"] = ["type": "json_object"]
        case "json_schema":
            guard let schema = format["schema"]?.present else {
                throw .wrong("text.format.schema", "must be there, and is not")
            }
            var inner: JSONObject = ["name": .string(try format.text("name", in: "text.format.") ?? "answer")]
            for name in ["description", "strict"] { if let value = format[name]?.present { inner[name] = value } }
            inner["schema"] = schema
            body["response_format"] = ["type": "json_schema", "json_schema": .object(inner)]
        default: throw .unknown("text.format.type")
        }
    }
}
