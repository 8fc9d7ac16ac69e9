import ALCFJSON

/// Settings of Pi.
enum PiSettings {
    static func files(_ request: AgentRequest) -> [AgentFile] {
        let file = request.file ?? request.path("PI_CODING_AGENT_DIR", default: ".pi/agent", "models.json")
        let provider: JSONValue = [
            "baseUrl": .string(request.openAIAddress), "api": "openai-completions",
            // It runs this at each request.
            "apiKey": .string("!" + request.keyCommand),
            "compat": ["supportsDeveloperRole": false],
            "models": .array(request.models.map(model)),
        ]
        let place = ["providers", AgentRequest.provider]
        let setting = AgentSetting(
            place, provider, sign: .other(place + ["baseUrl"], prefix: AgentRequest.anyAddress))
        return [
            AgentFile(path: file, content: .jsonc([setting]))
        ]
    }

    private static func model(_ model: AgentModel) -> JSONValue {
        var members: JSONObject = [
            "id": .string(model.name), "name": .string(model.name), "reasoning": .bool(model.reasons),
            "input": .array(["text"] + (model.seesImages ? ["image"] : [])),
            "contextWindow": .int(model.contextWindow), "maxTokens": .int(model.longestAnswer),
        ]
        if model.reasons, !model.efforts.isEmpty {
            let levels = ["off": "none", "minimal": "minimal", "low": "low", "medium": "medium", "high": "high"]
            let known = ["off", "minimal", "low", "medium", "high"].map { level -> (String, JSONValue) in
                let effort = levels[level] ?? level
                return (level, model.efforts.contains(effort) ? .string(effort) : .null)
            }
            members["thinkingLevelMap"] = .object(JSONObject(known))
        }
        return .object(members)
    }
}
