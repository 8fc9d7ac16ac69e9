extension InferenceClient {
    /// Asks a model, and waits for the whole answer.
    ///
    /// - Parameters:
    ///   - messages: the conversation so far.
    ///   - model: from ``model(_:on:)``.
    ///   - adjust: sets what else the request asks for.
    /// - Throws: as ``chat(_:at:)``.
    public func chat(
        _ messages: [ChatMessage], with model: ServedModel, _ adjust: (inout ChatRequest) -> Void = { _ in }
    ) async throws -> ChatCompletion {
        try await chat(Self.request(messages, model, adjust), at: model.endpoint)
    }

    /// Asks a model, and returns as soon as the answer begins.
    ///
    /// - Parameters:
    ///   - messages: the conversation so far.
    ///   - model: from ``model(_:on:)``.
    ///   - adjust: sets what else the request asks for.
    /// - Throws: ``ClientError`` where no stream comes at all; an `AuthError` unchanged. What happens later, the stream
    ///   throws.
    public func stream(
        _ messages: [ChatMessage], with model: ServedModel, _ adjust: (inout ChatRequest) -> Void = { _ in }
    ) async throws -> ChatStream {
        try await stream(Self.request(messages, model, adjust), at: model.endpoint)
    }

    private static func request(
        _ messages: [ChatMessage], _ model: ServedModel, _ adjust: (inout ChatRequest) -> Void
    ) -> ChatRequest {
        var request = ChatRequest(model: model.name, messages: messages)
        adjust(&request)
        return request
    }
}
