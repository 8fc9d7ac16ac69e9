import ALCFHTTP
import ALCFJSON

extension InferenceClient {
    /// A cluster of this gateway by its name alone; see ``ChatEndpoint/init(cluster:gateway:)``.
    public func endpoint(cluster: String) throws(ClientError) -> ChatEndpoint {
        try ChatEndpoint(cluster: cluster, gateway: baseURL)
    }

    /// Asks, and waits for the whole answer.
    ///
    /// - Throws: ``ClientError``; an `AuthError` unchanged.
    public func chat(_ request: ChatRequest, at endpoint: ChatEndpoint) async throws -> ChatCompletion {
        try await answer("chat/completions", request.body(streaming: false), at: endpoint, ChatCompletion.init)
    }

    /// Asks, and returns as soon as the answer begins.
    ///
    /// - Throws: ``ClientError`` where no stream comes at all; an `AuthError` unchanged. What happens later, the stream
    ///   throws.
    public func stream(_ request: ChatRequest, at endpoint: ChatEndpoint) async throws -> ChatStream {
        let response = try await stream("chat/completions", request.body(streaming: true), at: endpoint)
        return ChatStream(response, isService: endpoint.credentials == .service)
    }
}
