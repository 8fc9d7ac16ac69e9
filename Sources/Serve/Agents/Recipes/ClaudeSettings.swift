import ALCFJSON

/// Settings of Claude Code, which asks for models of three sizes: all are the same one here.
enum ClaudeSettings {
    static func files(_ request: AgentRequest) -> [AgentFile] {
        let path = request.file ?? request.path("CLAUDE_CONFIG_DIR", default: ".claude", "settings.json")
        // Another program's local server may have such an address; nobody else prints this key.
        let sign = AgentSetting.Sign.ending(["apiKeyHelper"], suffix: " serve --print-key")
        let model = JSONValue.string(request.model.name)
        let names = ["ANTHROPIC_MODEL"] + ["OPUS", "SONNET", "HAIKU"].map { "ANTHROPIC_DEFAULT_\($0)_MODEL" }
        return [
            AgentFile(
                path: path,
                content: .jsonc(
                    [
                        AgentSetting(["apiKeyHelper"], .string(request.keyCommand), sign: sign),
                        AgentSetting(["env", "ANTHROPIC_BASE_URL"], .string(request.address), sign: sign),
                    ] + names.map { AgentSetting(["env", $0], model, sign: sign) }))
        ]
    }
}
