import ALCFJSON

/// The tools of a request of the Responses API as functions of a chat.
struct ResponsesTools {
    /// A tool as the client knows it.
    struct Tool {
        /// Form of the calls.
        enum Kind {
            /// Arguments as JSON.
            case function
            /// One text.
            case custom
            /// A command for the client's own shell.
            case shell
        }

        let kind: Kind
        let name: String
        let namespace: String?
    }

    /// Members of the body for chat completions.
    private(set) var body = JSONObject()
    /// Changes that lose nothing.
    private(set) var notes: [String] = []
    private var tools: [String: Tool] = [:]
    private var functions: [JSONValue] = []

    /// - Throws: ``ServedError`` for a tool that the vendor's service provides.
    init(_ request: JSONObject) throws(ServedError) {
        if let value = request["tools"]?.present {
            for (index, tool) in try value.list(at: "tools").enumerated() {
                try add(tool, at: "tools[\(index)]", namespace: nil)
            }
        }
        if let choice = request["tool_choice"]?.present { try take(choice) }
        if !functions.isEmpty { body["tools"] = .array(functions) }
    }

    /// Returns the tool that the model calls by a name, which is a function where it is not known.
    func tool(named name: String) -> Tool { tools[name] ?? Tool(kind: .function, name: name, namespace: nil) }

    /// Returns the name by which the model knows a tool.
    static func chatName(_ name: String, in namespace: String?) -> String {
        guard let namespace, !namespace.isEmpty else { return name }
        return namespace + (namespace.hasSuffix("__") ? "" : "__") + name
    }

    private mutating func add(_ tool: JSONValue, at place: String, namespace: String?) throws(ServedError) {
        let members = try tool.members(at: place)
        switch try members.requiredText("type", in: "\(place).") {
        case "function": try add(function: members, at: place, namespace: namespace)
        case "custom": try add(custom: members, at: place, namespace: namespace)
        case "local_shell": add(.shell, "local_shell", nil, Self.shell)
        case "namespace" where namespace == nil:
            let name = try members.requiredText("name", in: "\(place).")
            for (index, tool) in try (members["tools"] ?? []).list(at: "\(place).tools").enumerated() {
                try add(tool, at: "\(place).tools[\(index)]", namespace: name)
            }
        case let type:
            let isSearch = type.hasPrefix("web_search")
            throw .untranslatable(
                "\(place).type",
                "is '\(type)', a tool of OpenAI's own service, which this model's cluster does not have",
                isSearch
                    ? "Leave the tool out; in Codex: web_search = \"disabled\" in config.toml."
                    : "Leave the tool out, or give it as a function of your own.")
        }
    }

    private mutating func add(
        function members: JSONObject, at place: String, namespace: String?
    ) throws(ServedError) {
        // Some clients send the form of chat completions.
        let outer = members
        let members = try members["function"]?.present?.members(at: "\(place).function") ?? outer
        let name = try members.requiredText("name", in: "\(place).")
        var function = JSONObject()
        function["description"] = members["description"]?.present
        function["parameters"] = members["parameters"]?.present ?? ["type": "object", "properties": [:]]
        function["strict"] = members["strict"]?.present
        if members["defer_loading"] == true {
            notes.append("'\(place).defer_loading' was left out: the model is told of the tool at once")
        }
        if let callers = members["allowed_callers"]?.array, !callers.contains("direct") {
            throw .unknown("\(place).allowed_callers")
        }
        add(.function, name, namespace, function)
    }

    /// A tool that takes any text becomes a function with one argument.
    private mutating func add(custom members: JSONObject, at place: String, namespace: String?) throws(ServedError) {
        let name = try members.requiredText("name", in: "\(place).")
        var description = try members.text("description", in: "\(place).") ?? ""
        if let format = members["format"]?.present, format["type"]?.string == "grammar" {
            let syntax = format["syntax"]?.string ?? "some"
            guard let grammar = format["definition"]?.string else { throw .unknown("\(place).format") }
            description += "\n\nThe input must follow this grammar (\(syntax)):\n\(grammar)"
            notes.append("the grammar of '\(name)' became a part of its description: the model is told, and not forced")
        }
        let input: JSONValue = ["type": "string", "description": "The whole input of the tool, as it is."]
        var function = JSONObject()
        if !description.isEmpty { function["description"] = .string(description) }
        function["parameters"] = [
            "type": "object", "properties": ["input": input], "required": ["input"], "additionalProperties": false,
        ]
        add(.custom, name, namespace, function)
    }

    private mutating func add(_ kind: Tool.Kind, _ name: String, _ namespace: String?, _ members: JSONObject) {
        let chatName = Self.chatName(name, in: namespace)
        tools[chatName] = Tool(kind: kind, name: name, namespace: namespace)
        var function: JSONObject = ["name": .string(chatName)]
        function.merge(members)
        functions.append(["type": "function", "function": .object(function)])
    }

    private static let shell: JSONObject = [
        "description": "Runs a command in the user's shell, and returns its output.",
        "parameters": [
            "type": "object",
            "properties": [
                "command": [
                    "type": "array", "items": ["type": "string"], "description": "The program and its arguments.",
                ],
                "working_directory": ["type": "string", "description": "Folder to run it in."],
                "timeout_ms": ["type": "integer", "description": "Milliseconds after which it is stopped."],
            ],
            "required": ["command"],
        ],
    ]

    private mutating func take(_ choice: JSONValue) throws(ServedError) {
        if let mode = choice.string {
            guard ["auto", "none", "required"].contains(mode) else {
                throw .wrong("tool_choice", "must be 'auto', 'none', 'required' or an object")
            }
            // Servers refuse a choice among no tools.
            if functions.isEmpty, mode == "required" {
                throw .wrong("tool_choice", "wants a tool, and there are no tools")
            }
            if !functions.isEmpty { body["tool_choice"] = choice }
            return
        }
        let members = try choice.members(at: "tool_choice")
        switch try members.requiredText("type", in: "tool_choice.") {
        case "function", "custom":
            let name = try members.text("name", in: "tool_choice.") ?? members["function"]?["name"]?.string ?? ""
            guard let known = chatName(of: name, in: members["namespace"]?.string) else {
                throw .wrong("tool_choice.name", "names no tool of 'tools'")
            }
            body["tool_choice"] = ["type": "function", "function": ["name": .string(known)]]
        case "allowed_tools": try take(allowed: members)
        default: throw .unknown("tool_choice.type")
        }
    }

    /// A choice among some of the tools becomes one among all, without the others.
    private mutating func take(allowed members: JSONObject) throws(ServedError) {
        let place = "tool_choice.tools"
        var names: Set<String> = []
        for (index, tool) in try (members["tools"] ?? .null).list(at: place).enumerated() {
            let name = tool["name"]?.string ?? (tool["type"] == "local_shell" ? "local_shell" : "")
            guard let known = chatName(of: name, in: tool["namespace"]?.string) else {
                throw .wrong("\(place)[\(index)]", "names no tool of 'tools'")
            }
            names.insert(known)
        }
        functions.removeAll { !names.contains($0["function"]?["name"]?.string ?? "") }
        if !functions.isEmpty { body["tool_choice"] = members["mode"]?.present ?? "auto" }
    }

    private func chatName(of name: String, in namespace: String?) -> String? {
        let chatName = Self.chatName(name, in: namespace)
        return tools[chatName] == nil ? tools.first { $0.value.name == name }?.key : chatName
    }
}
