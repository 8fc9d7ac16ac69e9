import ALCFJSON

/// Settings of Aider: the address and the key, and the sizes of the models, which it does not ask for.
enum AiderSettings {
    static func files(_ request: AgentRequest) -> [AgentFile] {
        let main = request.file ?? request.path(nil, default: "", ".aider.conf.yml")
        let metadata = request.path(of: ".aider.model.metadata.json", beside: main)
        var lines = [
            "model: \(YAMLText.string("openai/" + request.model.name))",
            "openai-api-base: \(YAMLText.string(request.openAIAddress))",
            "openai-api-key: \(YAMLText.string(request.key))",
        ]
        if request.file != nil { lines.append("model-metadata-file: \(YAMLText.string(metadata))") }
        return [
            AgentFile(path: main, content: .yaml(YAMLBlock(lines: lines)), holdsKey: true),
            AgentFile(
                path: metadata,
                content: .jsonc(
                    request.models.map { model in
                        AgentSetting(
                            ["openai/" + model.name],
                            [
                                "max_input_tokens": .int(model.contextWindow),
                                "max_output_tokens": .int(model.longestAnswer), "input_cost_per_token": 0,
                                "output_cost_per_token": 0, "litellm_provider": "openai", "mode": "chat",
                            ])
                    })),
        ]
    }
}
