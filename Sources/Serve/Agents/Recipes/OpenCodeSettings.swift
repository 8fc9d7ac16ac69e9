import ALCFJSON

/// Settings of OpenCode, whose second version has another form.
enum OpenCodeSettings {
    static func files(_ request: AgentRequest, exists: (String) -> Bool) -> [AgentFile] {
        let usual = request.path("XDG_CONFIG_HOME", default: ".config", "opencode/opencode.jsonc")
        let other = String(usual.dropLast())
        let path = request.file ?? (!exists(usual) && exists(other) ? other : usual)
        let isSecond = request.openCodeVersion.map { $0 >= 2 } ?? false
        return [
            AgentFile(
                path: path, content: .jsonc(isSecond ? second(request) : first(request)), holdsKey: isSecond)
        ]
    }

    private static let schema = AgentSetting(["$schema"], "https://opencode.ai/config.json", .ifNew)

    private static func sign(_ path: [String]) -> AgentSetting.Sign {
        .other(path, prefix: AgentRequest.anyAddress)
    }

    private static func first(_ request: AgentRequest) -> [AgentSetting] {
        let models = request.models.map { model -> (String, JSONValue) in
            (
                model.name,
                [
                    "name": .string(model.name), "tool_call": .bool(model.callsTools),
                    "reasoning": .bool(model.reasons), "attachment": .bool(model.seesImages),
                    "limit": ["context": .int(model.contextWindow), "output": .int(model.longestAnswer)],
                    "modalities": ["input": .array(model.inputs.map { .string($0) }), "output": ["text"]],
                ]
            )
        }
        return [
            schema,
            AgentSetting(
                ["provider", AgentRequest.provider],
                [
                    "npm": "@ai-sdk/openai-compatible", "name": .string(AgentRequest.title),
                    "options": [
                        "baseURL": .string(request.openAIAddress),
                        // Read anew at each start, so that no secret lies in the file.
                        "apiKey": .string("{file:\(request.keyPath)}"),
                        // A model may take minutes to be loaded.
                        "timeout": false,
                    ],
                    "models": .object(JSONObject(models)),
                ], sign: sign(["provider", AgentRequest.provider, "options", "baseURL"])),
            AgentSetting(
                ["model"], .string("\(AgentRequest.provider)/\(request.model.name)"), .ifMissing,
                sign: .prefix(AgentRequest.provider + "/")),
        ]
    }

    /// The second version does not read the key from a file.
    private static func second(_ request: AgentRequest) -> [AgentSetting] {
        let models = request.models.map { model -> (String, JSONValue) in
            (
                model.name,
                [
                    "name": .string(model.name),
                    "capabilities": [
                        "tools": .bool(model.callsTools), "input": .array(model.inputs.map { .string($0) }),
                        "reasoning": ["supported": .bool(model.reasons)],
                    ],
                    "limit": ["context": .int(model.contextWindow), "output": .int(model.longestAnswer)],
                ]
            )
        }
        return [
            schema,
            AgentSetting(
                ["providers", AgentRequest.provider],
                [
                    "name": .string(AgentRequest.title), "package": "@opencode/ai/providers/openai-compatible",
                    "settings": [
                        "baseURL": .string(request.openAIAddress), "apiKey": .string(request.key),
                        "headerTimeout": false, "chunkTimeout": false,
                    ],
                    "models": .object(JSONObject(models)),
                ], sign: sign(["providers", AgentRequest.provider, "settings", "baseURL"])),
        ]
    }
}
