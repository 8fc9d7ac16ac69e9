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
        let isService = endpoint.credentials == .service
        let response = try await open(try completions(request, at: endpoint, streaming: false), endpoint.credentials)
        let json = try await json(response)
        if let error = ClientError(streamed: json, isService: isService) { throw error.with(timings: response.timings) }
        do { return try ChatCompletion(json, timings: response.timings) } catch {
            throw ClientError(
                .malformed, "the answer \(error)", httpStatus: response.status, underlying: error,
                timings: response.timings)
        }
    }

    /// Asks, and returns as soon as the answer begins.
    ///
    /// - Throws: ``ClientError`` where no stream comes at all; an `AuthError` unchanged. What happens later, the stream
    ///   throws.
    public func stream(_ request: ChatRequest, at endpoint: ChatEndpoint) async throws -> ChatStream {
        ChatStream(try await openStream(request, at: endpoint), isService: endpoint.credentials == .service)
    }

    /// The response to a request for a stream, which is one.
    ///
    /// - Parameter sink: takes the body; nil for the usual way.
    func openStream(
        _ request: ChatRequest, at endpoint: ChatEndpoint, sink: (any HTTPBodySink)? = nil
    ) async throws -> HTTPResponse {
        let isService = endpoint.credentials == .service
        var request = try completions(request, at: endpoint, streaming: true)
        request.sink = sink
        let response = try await open(request, endpoint.credentials)
        let type = response.headers["Content-Type"]?.lowercased() ?? "text/event-stream"
        guard !type.hasPrefix("text/event-stream") else { return response }
        let body = try await bytes(response)
        if let json = try? JSONValue(parsing: body), let error = ClientError(streamed: json, isService: isService) {
            throw error.with(timings: response.timings)
        }
        throw ClientError(
            .malformed, "'\(endpoint.name)' answered with \(type) where a stream was asked for",
            httpStatus: response.status, timings: response.timings)
    }

    private func completions(
        _ request: ChatRequest, at endpoint: ChatEndpoint, streaming: Bool
    ) throws(ClientError) -> HTTPRequest {
        let url: HTTPURL
        do { url = try endpoint.baseURL.appending("chat/completions") } catch { throw ClientError(error) }
        return HTTPRequest(
            .post, url,
            headers: [
                ("Content-Type", "application/json"), ("Accept", streaming ? "text/event-stream" : "application/json"),
            ],
            body: JSONValue.object(request.body(streaming: streaming)).serializedBytes(), timeouts: timeouts.chat)
    }
}
