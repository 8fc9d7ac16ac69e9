import ALCFJSON

/// Settings of Codex: a provider, and a profile in a file of its own, as Codex 0.134 and later have it.
enum CodexSettings {
    static func files(_ request: AgentRequest) -> [AgentFile] {
        let main = request.file ?? request.path("CODEX_HOME", default: ".codex", "config.toml")
        let provider = AgentRequest.provider
        let profile = request.path(of: "\(provider).config.toml", beside: main)
        let model = request.model
        let chosen: [AgentSetting] = [
            AgentSetting(["model"], .string(model.name)),
            AgentSetting(["model_provider"], .string(provider)),
            AgentSetting(["model_context_window"], .int(model.contextWindow)),
        ]
        return [
            AgentFile(
                path: main,
                content: .toml([
                    AgentSetting(
                        ["model_providers", provider],
                        [
                            "name": .string(AgentRequest.title), "base_url": .string(request.openAIAddress),
                            "wire_api": "responses",
                            // A model may take minutes to be loaded.
                            "stream_idle_timeout_ms": 1_800_000,
                            "auth": ["command": .string(request.program), "args": ["serve", "--print-key"]],
                        ],
                        sign: .other(["model_providers", provider, "base_url"], prefix: AgentRequest.anyAddress)),
                    AgentSetting(
                        ["model"], .string(model.name), .ifMissing, sign: .other(["model_provider"], prefix: provider)),
                    AgentSetting(["model_provider"], .string(provider), .ifMissing, sign: .prefix(provider)),
                ])),
            AgentFile(path: profile, content: .toml(chosen)),
        ]
    }
}
