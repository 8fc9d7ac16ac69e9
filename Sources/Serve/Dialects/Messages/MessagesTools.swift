import ALCFJSON

/// The tools of a request of Anthropic's API as functions of a chat.
struct MessagesTools {
    /// Members of the body for chat completions.
    private(set) var body = JSONObject()
    /// Changes that lose nothing.
    private(set) var notes: [String] = []

    /// - Throws: ``ServedError`` for a tool that the vendor's service provides.
    init(_ request: JSONObject) throws(ServedError) {
        var tools: [JSONValue] = []
        if let value = request["tools"]?.present {
            for (index, tool) in try value.list(at: "tools").enumerated() {
                tools.append(try function(tool, at: "tools[\(index)]"))
            }
        }
        if !tools.isEmpty { body["tools"] = .array(tools) }
        if let choice = request["tool_choice"]?.present { try take(choice, hasTools: !tools.isEmpty) }
    }

    private mutating func function(_ tool: JSONValue, at place: String) throws(ServedError) -> JSONValue {
        let members = try tool.members(at: place)
        let type = try members.text("type", in: "\(place).") ?? "custom"
        guard type == "custom" else {
            throw .untranslatable(
                "\(place).type",
                "is '\(type)', a tool of Anthropic's own service, which this model's cluster does not have",
                "Leave the tool out, or give it as one of your own with an 'input_schema'.")
        }
        var function: JSONObject = ["name": .string(try members.requiredText("name", in: "\(place)."))]
        var description = try members.text("description", in: "\(place).") ?? ""
        guard let schema = members["input_schema"]?.present else {
            throw .wrong("\(place).input_schema", "must be there, and is not")
        }
        for (name, value) in members where !value.isNull {
            switch name {
            case "type", "name", "description", "input_schema", "cache_control", "eager_input_streaming": break
            case "strict": function["strict"] = value
            case "input_examples":
                for example in try value.list(at: "\(place).\(name)") {
                    description += (description.isEmpty ? "" : "\n") + "Example of an input: " + example.serialized()
                }
            case "defer_loading":
                if value == true {
                    notes.append("'\(place).\(name)' was left out: the model is told of the tool at once")
                }
            case "allowed_callers":
                guard value.array?.contains("direct") == true else { throw .unknown("\(place).\(name)") }
            default: throw .unknown("\(place).\(name)")
            }
        }
        if !description.isEmpty { function["description"] = .string(description) }
        function["parameters"] = schema
        return ["type": "function", "function": .object(function)]
    }

    private mutating func take(_ choice: JSONValue, hasTools: Bool) throws(ServedError) {
        let members = try choice.members(at: "tool_choice")
        let value: JSONValue
        switch try members.requiredText("type", in: "tool_choice.") {
        case "auto": value = "auto"
        case "any": value = "required"
        case "none": value = "none"
        case "tool":
            let name = try members.requiredText("name", in: "tool_choice.")
            value = ["type": "function", "function": ["name": .string(name)]]
        default: throw .wrong("tool_choice.type", "must be 'auto', 'any', 'tool' or 'none'")
        }
        // Servers refuse a choice among no tools.
        if hasTools {
            body["tool_choice"] = value
        } else if value != "auto", value != "none" {
            throw .wrong("tool_choice", "wants a tool, and there are no tools")
        }
        guard let alone = try members.flag("disable_parallel_tool_use", in: "tool_choice."), hasTools else { return }
        body["parallel_tool_calls"] = .bool(!alone)
    }
}
