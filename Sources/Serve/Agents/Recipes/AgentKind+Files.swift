extension AgentKind {
    /// Returns the files that point the program at the local server. The first is the one that a request may replace;
    /// others are beside it.
    ///
    /// - Parameter exists: whether a file is there, where a program knows several names for one.
    package func files(_ request: AgentRequest, exists: (String) -> Bool) -> [AgentFile] {
        switch self {
        case .opencode: OpenCodeSettings.files(request, exists: exists)
        case .codex: CodexSettings.files(request)
        case .claude: ClaudeSettings.files(request)
        case .pi: PiSettings.files(request)
        case .aider: AiderSettings.files(request)
        case .continue: ContinueSettings.files(request)
        }
    }

    /// Returns the files in each form that they may have been written in, whatever version is installed now.
    package func forms(_ request: AgentRequest, exists: (String) -> Bool) -> [[AgentFile]] {
        guard self == .opencode else { return [files(request, exists: exists)] }
        return [1, 2].map { version in
            var request = request
            request.openCodeVersion = version
            return files(request, exists: exists)
        }
    }

    /// Members that keep the program from using the local server although it is configured, and why.
    package var obstacles: [(path: [String], reason: String)] {
        switch self {
        case .claude:
            ["ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY"].map {
                (["env", $0], "Claude Code sends it in place of the key that 'apiKeyHelper' prints")
            }
        default: []
        }
    }

    /// Command that starts the program with the service's default model.
    package func start(_ request: AgentRequest) -> String {
        switch self {
        case .opencode: "opencode --model \(AgentRequest.provider)/\(request.model.name)"
        case .codex: "codex --profile \(AgentRequest.provider)"
        case .claude: "claude"
        case .pi: "pi --model \(AgentRequest.provider)/\(request.model.name)"
        case .aider: "aider --model openai/\(request.model.name)"
        case .continue: "choose '\(ContinueSettings.name(of: request.model))' in Continue's list of models"
        }
    }
}
