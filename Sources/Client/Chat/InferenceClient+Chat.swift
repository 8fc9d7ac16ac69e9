import ALCFHTTP
import ALCFJSON
import ALCFSystem

extension InferenceClient {
    /// A cluster of this gateway by its name alone; see ``ModelEndpoint/init(cluster:gateway:)``.
    public func endpoint(cluster: String) throws(ClientError) -> ModelEndpoint {
        try ModelEndpoint(cluster: cluster, gateway: baseURL)
    }

    /// Asks, and waits for the whole answer.
    ///
    /// - Throws: ``ClientError``, with what came in ``ClientError/completion`` where it is an answer that is not good;
    ///   an `AuthError` unchanged.
    public func chat(_ request: ChatRequest, at endpoint: ModelEndpoint) async throws -> ChatCompletion {
        let completion = try await answer(
            ModelEndpoint.chatRoute, request.body(streaming: false), try request.headers(), at: endpoint,
            ChatCompletion.init
        )
        if let failure = completion.failure(isService: endpoint.credentials == .service) {
            throw failure.with(try asked(ModelEndpoint.chatRoute, at: endpoint), timings: completion.timings)
        }
        return completion
    }

    /// Asks, and returns as soon as the answer begins.
    ///
    /// - Throws: ``ClientError`` where no stream comes at all; an `AuthError` unchanged. What happens later, the stream
    ///   throws.
    public func stream(_ request: ChatRequest, at endpoint: ModelEndpoint) async throws -> ChatStream {
        let body = request.body(streaming: true)
        let (response, asked) = try await stream(ModelEndpoint.chatRoute, body, try request.headers(), at: endpoint)
        return ChatStream(
            response, isService: endpoint.credentials == .service, answers: Self.answers(body, at: endpoint),
            request: asked,
            progressLimit: timeouts.progress?.seconds)
    }
}

extension ChatRequest {
    /// Returns the headers beside the body.
    ///
    /// - Throws: ``ClientError`` with code `usage` for a session's name that the gateway would refuse.
    func headers() throws(ClientError) -> [(name: String, value: String)] {
        guard let session, !session.isEmpty else { return [] }
        guard session.utf8.count <= 128, session.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw ClientError(
                .usage, "the session's name must have at most 128 visible ASCII characters",
                remedy: "Choose another name.")
        }
        return [("X-ALCF-Session-ID", session)]
    }
}
