/// A program that can be pointed at the local server.
package enum AgentKind: String, Sendable, CaseIterable {
    case opencode
    case codex
    case claude
    case pi
    case aider
    case `continue`

    /// The name as its makers write it.
    package var title: String {
        switch self {
        case .opencode: "OpenCode"
        case .codex: "Codex"
        case .claude: "Claude Code"
        case .pi: "Pi"
        case .aider: "Aider"
        case .continue: "Continue"
        }
    }
}
