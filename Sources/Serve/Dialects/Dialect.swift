/// An API that the local server's clients speak.
package enum Dialect: String, Sendable, CaseIterable {
    /// OpenAI's chat completions.
    case chat
    /// OpenAI's completions of a text.
    case completions
    /// OpenAI's embeddings.
    case embeddings
    /// OpenAI's Responses API.
    case responses
    /// Anthropic's Messages API.
    case messages

    /// Route below `/v1`, which is the gateway's too.
    package var route: String { self == .chat ? "chat/completions" : rawValue }
}
