import ALCFClient

/// The settings of a question, apart from its text.
struct ChatSettings: Sendable {
    var maxTokens: Int?
    var temperature: Double?
    var seed: Int?
    var reasoningEffort: String?
    var schema: AnswerSchema?
    var reasoning = ReasoningMode.hide

    func request(_ model: String, _ messages: [ChatMessage]) -> ChatRequest {
        ChatRequest(
            model: model, messages: messages, maxTokens: maxTokens, temperature: temperature, seed: seed,
            reasoningEffort: reasoningEffort, responseFormat: schema?.format)
    }
}
