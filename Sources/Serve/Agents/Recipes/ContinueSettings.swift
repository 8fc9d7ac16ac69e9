/// Settings of Continue.
enum ContinueSettings {
    static func name(of model: AgentModel) -> String { "ALCF \(model.name)" }

    static func files(_ request: AgentRequest) -> [AgentFile] {
        let path = request.file ?? request.path("CONTINUE_GLOBAL_DIR", default: ".continue", "config.yaml")
        let model = request.model
        let capabilities = (model.callsTools ? ["tool_use"] : []) + (model.seesImages ? ["image_input"] : [])
        var lines = [
            "- name: \(YAMLText.string(name(of: model)))",
            "  provider: openai",
            "  model: \(YAMLText.string(model.name))",
            "  apiBase: \(YAMLText.string(request.openAIAddress))",
            "  apiKey: \(YAMLText.string(request.key))",
            "  roles: [chat, edit, apply]",
        ]
        if !capabilities.isEmpty { lines.append("  capabilities: [\(capabilities.joined(separator: ", "))]") }
        lines += [
            "  defaultCompletionOptions:", "    contextLength: \(model.contextWindow)",
            "    maxTokens: \(model.longestAnswer)",
        ]
        let header = [
            YAMLBlock.Member("name", "Local Config"), YAMLBlock.Member("version", "1.0.0"),
            YAMLBlock.Member("schema", "v1"),
        ]
        return [
            AgentFile(
                path: path, content: .yaml(YAMLBlock(list: "models", lines: lines, header: header)), holdsKey: true)
        ]
    }
}
