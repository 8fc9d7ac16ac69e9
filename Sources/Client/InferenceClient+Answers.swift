import ALCFHTTP
public import ALCFJSON

extension InferenceClient {
    /// Has a model go on with a text, and waits for all of it.
    ///
    /// - Throws: ``ClientError``; an `AuthError` unchanged.
    public func complete(_ request: CompletionRequest, at endpoint: ChatEndpoint) async throws -> Completion {
        try await answer("completions", request.body(streaming: false), at: endpoint, Completion.init)
    }

    /// Has a model go on with a text, and returns as soon as it does: the pieces come as chunks of a chat do.
    ///
    /// - Throws: ``ClientError`` where no stream comes at all; an `AuthError` unchanged.
    public func stream(_ request: CompletionRequest, at endpoint: ChatEndpoint) async throws -> ChatStream {
        let (response, asked) = try await stream("completions", request.body(streaming: true), at: endpoint)
        return ChatStream(response, isService: endpoint.credentials == .service, request: asked)
    }

    /// Makes vectors of texts.
    ///
    /// - Throws: ``ClientError``, with code `malformed` where there are not as many vectors as texts; an `AuthError`
    ///   unchanged.
    public func embed(_ request: EmbeddingRequest, at endpoint: ChatEndpoint) async throws -> Embeddings {
        let embeddings = try await answer(
            "embeddings", request.body, at: endpoint, limits: .vectors(request.input.count), Embeddings.init)
        guard embeddings.vectors.count == request.input.count else {
            throw ClientError(
                .malformed, "\(request.input.count) texts were sent, and \(embeddings.vectors.count) vectors came",
                httpStatus: 200, timings: embeddings.timings)
        }
        return embeddings
    }

    /// Asks over the Responses API, on a cluster that has it, and waits for the whole answer.
    ///
    /// - Throws: ``ClientError``; an `AuthError` unchanged.
    public func respond(_ request: ResponsesRequest, at endpoint: ChatEndpoint) async throws -> ResponsesAnswer {
        try await answer("responses", request.body(streaming: false), at: endpoint, ResponsesAnswer.init)
    }

    /// Asks over the Responses API, and returns as soon as the answer begins. Sophia does not stream these.
    ///
    /// - Throws: ``ClientError`` where no stream comes at all; an `AuthError` unchanged.
    public func stream(_ request: ResponsesRequest, at endpoint: ChatEndpoint) async throws -> ResponsesStream {
        let (response, asked) = try await stream("responses", request.body(streaming: true), at: endpoint)
        return ResponsesStream(response, isService: endpoint.credentials == .service, request: asked)
    }

    /// Sends any body to any route of an endpoint, for what has no method of its own here.
    ///
    /// - Parameters:
    ///   - body: what is sent, as it is.
    ///   - route: what is appended to the endpoint's URL, such as `messages`.
    ///   - endpoint: where it goes.
    /// - Throws: ``ClientError``; an `AuthError` unchanged.
    public func post(_ body: JSONObject, to route: String, at endpoint: ChatEndpoint) async throws -> JSONValue {
        try await answer(route, body, at: endpoint) { json, _ throws(JSONError) in json }
    }
}

extension InferenceClient {
    /// Sends `body` and reads the answer.
    func answer<T>(
        _ route: String, _ body: JSONObject, _ headers: [(name: String, value: String)] = [], at endpoint: ChatEndpoint,
        limits: JSONLimits = .answer, _ read: (JSONValue, HTTPTimings?) throws(JSONError) -> T
    ) async throws -> T {
        let request = try request(route, body, headers + [("Accept", "application/json")], at: endpoint)
        do {
            let response = try await open(request, endpoint.credentials)
            let json = try await json(response, limits: limits)
            if let error = ClientError(streamed: json, isService: endpoint.credentials == .service) {
                throw error.with(nil, timings: response.timings)
            }
            do { return try read(json, response.timings) } catch {
                throw ClientError(
                    .malformed, "the answer \(error)", httpStatus: response.status, underlying: error,
                    timings: response.timings)
            }
        } catch let error as ClientError { throw error.with(ClientError.Request(request)) }
    }

    /// Sends `body` and returns the response where it is a stream, and what was asked.
    func stream(
        _ route: String, _ body: JSONObject, _ headers: [(name: String, value: String)] = [], at endpoint: ChatEndpoint
    ) async throws -> (HTTPResponse, ClientError.Request) {
        let request = try request(route, body, headers + [("Accept", "text/event-stream")], at: endpoint)
        do {
            let response = try await open(request, endpoint.credentials)
            let type = response.headers["Content-Type"]?.lowercased() ?? "text/event-stream"
            guard !type.hasPrefix("text/event-stream") else { return (response, ClientError.Request(request)) }
            let body = try await bytes(response)
            if let json = try? JSONValue(parsing: body),
                let error = ClientError(streamed: json, isService: endpoint.credentials == .service)
            {
                throw error.with(nil, timings: response.timings)
            }
            throw ClientError(
                .malformed, "'\(endpoint.name)' answered with \(type) where a stream was asked for",
                httpStatus: response.status, timings: response.timings)
        } catch let error as ClientError { throw error.with(ClientError.Request(request)) }
    }

    private func request(
        _ route: String, _ body: JSONObject, _ headers: [(name: String, value: String)], at endpoint: ChatEndpoint
    ) throws(ClientError) -> HTTPRequest {
        let url: HTTPURL
        do { url = try endpoint.baseURL.appending(route) } catch { throw ClientError(error) }
        return HTTPRequest(
            .post, url, headers: [("Content-Type", "application/json")] + headers,
            body: JSONValue.object(body).serializedBytes(), timeouts: timeouts.limits(at: endpoint))
    }
}
