package import ALCFHTTP
public import ALCFJSON
import ALCFSystem

extension InferenceClient {
    /// Has a model go on with a text, and waits for all of it.
    ///
    /// - Throws: ``ClientError``; an `AuthError` unchanged.
    public func complete(_ request: CompletionRequest, at endpoint: ModelEndpoint) async throws -> Completion {
        let completion = try await answer(
            ModelEndpoint.completionsRoute, request.body(streaming: false), at: endpoint, Completion.init)
        if let failure = completion.failure(isService: endpoint.credentials == .service) {
            throw failure.with(try asked(ModelEndpoint.completionsRoute, at: endpoint), timings: completion.timings)
        }
        return completion
    }

    /// Has a model go on with a text, and returns as soon as it does: the pieces come as chunks of a chat do.
    ///
    /// - Throws: ``ClientError`` where no stream comes at all; an `AuthError` unchanged.
    public func stream(_ request: CompletionRequest, at endpoint: ModelEndpoint) async throws -> ChatStream {
        let body = request.body(streaming: true)
        let (response, asked) = try await stream(ModelEndpoint.completionsRoute, body, at: endpoint)
        return ChatStream(
            response, isService: endpoint.credentials == .service, answers: Self.answers(body, at: endpoint),
            request: asked,
            progressLimit: timeouts.progress?.seconds)
    }

    /// Makes vectors of texts.
    ///
    /// - Throws: ``ClientError``, with code `malformed` where there are not as many vectors as texts; an `AuthError`
    ///   unchanged.
    public func embed(_ request: EmbeddingRequest, at endpoint: ModelEndpoint) async throws -> Embeddings {
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
    public func respond(_ request: ResponsesRequest, at endpoint: ModelEndpoint) async throws -> ResponsesAnswer {
        let answer = try await answer("responses", request.body(streaming: false), at: endpoint, ResponsesAnswer.init)
        if let failure = answer.failure(isService: endpoint.credentials == .service) {
            throw failure.with(try asked("responses", at: endpoint), timings: answer.timings)
        }
        return answer
    }

    /// Asks over the Responses API, and returns as soon as the answer begins. Sophia does not stream these.
    ///
    /// - Throws: ``ClientError`` where no stream comes at all; an `AuthError` unchanged.
    public func stream(_ request: ResponsesRequest, at endpoint: ModelEndpoint) async throws -> ResponsesStream {
        let (response, asked) = try await stream("responses", request.body(streaming: true), at: endpoint)
        return ResponsesStream(
            response, isService: endpoint.credentials == .service, request: asked,
            progressLimit: timeouts.progress?.seconds)
    }

    /// Sends any body to any route of an endpoint, for what has no method of its own here.
    ///
    /// - Parameters:
    ///   - body: what is sent, as it is.
    ///   - route: what is appended to the endpoint's URL, such as `messages`.
    ///   - endpoint: where it goes.
    /// - Throws: ``ClientError``; an `AuthError` unchanged.
    public func post(_ body: JSONObject, to route: String, at endpoint: ModelEndpoint) async throws -> JSONValue {
        try await answer(route, body, at: endpoint) { json, _ throws(JSONError) in json }
    }
}

extension InferenceClient {
    /// Sends `body` and reads the answer.
    package func answer<T>(
        _ route: String, _ body: JSONObject, _ headers: [(name: String, value: String)] = [],
        at endpoint: ModelEndpoint,
        limits: JSONLimits = .answer, _ read: (JSONValue, HTTPTimings?) throws(JSONError) -> T
    ) async throws -> T {
        let request = try request(
            route, body, headers + [("Accept", "application/json")], at: endpoint, isStreaming: false)
        var redaction = Redaction()
        do {
            let response = try await open(request, endpoint.credentials)
            redaction = response.redaction
            let isService = endpoint.credentials == .service
            let json = try await document(response, body, at: endpoint, limits: limits)
            if let error = ClientError(streamed: json, isService: isService) {
                throw error.with(nil, timings: response.timings)
            }
            do { return try read(json, response.timings) } catch {
                // An answer of another form than promised says why, or is itself wrong.
                if let envelope = ErrorEnvelope(json), envelope.message != nil {
                    throw ClientError(
                        status: response.status, envelope: envelope, isService: isService, timings: response.timings)
                }
                throw ClientError(
                    .malformed, "the answer \(error)", httpStatus: response.status, underlying: error,
                    timings: response.timings)
            }
        } catch let error as ClientError {
            throw error.with(ClientError.Request(request)).named(endpoint, model: body["model"]?.string).redacted(
                by: redaction)
        }
    }

    /// The body as a document, also where it is the stream of one.
    private func document(
        _ response: HTTPResponse, _ asked: JSONObject, at endpoint: ModelEndpoint, limits: JSONLimits
    ) async throws -> JSONValue {
        let body = try await bytes(response, limit: limits.bytes)
        do {
            return try StreamedDocument.read(
                body, response.headers, status: response.status, isService: endpoint.credentials == .service,
                answers: Self.answers(asked, at: endpoint),
                limits: limits)
        } catch { throw error.with(nil, timings: response.timings) }
    }

    /// Sends `body` and returns the response where it is a stream, and what was asked. A whole answer is made the
    /// stream of one.
    ///
    /// - Parameter sink: chooses what takes a stream that calls itself one, from its first byte on, in the place of the
    ///   one who asks; see `HTTPTransport.send(_:offeringBodyTo:)`.
    package func stream(
        _ route: String, _ body: JSONObject, _ headers: [(name: String, value: String)] = [],
        at endpoint: ModelEndpoint, to sink: (@Sendable (HTTPResponse) -> any HTTPBodySink)? = nil
    ) async throws -> (HTTPResponse, ClientError.Request) {
        let outgoing = try outgoing(route, body, headers, at: endpoint, to: sink)
        var redaction = Redaction()
        do {
            let response = try await open(outgoing)
            if response.isTaken { return (response, outgoing.asked) }
            redaction = response.redaction
            return (try await streamed(response, route, at: endpoint), outgoing.asked)
        } catch {
            throw Self.failure(error, of: outgoing, body, at: endpoint, redaction)
        }
    }

    @inline(never)
    private func outgoing(
        _ route: String, _ body: JSONObject, _ headers: [(name: String, value: String)], at endpoint: ModelEndpoint,
        to sink: (@Sendable (HTTPResponse) -> any HTTPBodySink)?
    ) throws(ClientError) -> OutgoingRequest {
        OutgoingRequest(
            try request(route, body, headers + [("Accept", "text/event-stream")], at: endpoint, isStreaming: true),
            endpoint.credentials, taker: sink.map(Self.taker))
    }

    /// Has a sink take what is a stream by its head and its first bytes.
    private static func taker(_ sink: @escaping @Sendable (HTTPResponse) -> any HTTPBodySink) -> HTTPBodyTaker {
        { response, beginning in
            guard BodyForm.isDeclared(response.headers), !BodyForm.isDocument(beginning) else { return nil }
            return sink(response)
        }
    }

    @inline(never)
    private static func failure(
        _ error: any Error, of outgoing: OutgoingRequest, _ body: JSONObject, at endpoint: ModelEndpoint,
        _ redaction: Redaction
    ) -> any Error {
        guard let error = error as? ClientError else { return error }
        return error.with(outgoing.asked).named(endpoint, model: body["model"]?.string)
            .redacted(by: redaction)
    }

    /// Returns the response where it is a stream, and a whole answer as the stream of one.
    ///
    /// A function of its own: nothing of it lies in the frame of a task that waits for the response.
    @inline(never)
    private func streamed(
        _ response: HTTPResponse, _ route: String, at endpoint: ModelEndpoint
    ) async throws -> HTTPResponse {
        if BodyForm.isDeclared(response.headers) {
            let beginning = await response.body.beginning(1)
            return BodyForm.isDocument(beginning.span) ? try await streaming(response) : response
        }
        for length in BodyForm.lengths where BodyForm.isEvents(await response.body.beginning(length)) {
            return response
        }
        let isService = endpoint.credentials == .service
        let body = try await bytes(response)
        if route != "responses", let json = (try? JSONValue(parsing: body)) ?? SurrogateJoiner.wholeJSON(body) {
            if let error = ClientError(streamed: json, isService: isService) {
                throw error.with(nil, timings: response.timings)
            }
            guard json["choices"]?.array?.isEmpty == false else {
                throw AnswerVerdict.failure(withoutChoices: json, isService: isService)
                    .with(nil, timings: response.timings)
            }
            let timings = response.timings
            let body = StreamedDocument.body(json, time: timings.ended ?? .now, timings: timings)
            // Its secrets are out already.
            return HTTPResponse(status: response.status, headers: response.headers, body: body)
        }
        throw AnswerVerdict.notAStream(body, response.headers, status: response.status, from: endpoint)
            .with(nil, timings: response.timings)
    }

    /// A response that calls itself a stream, and does not begin as one: the stream of the whole answer that it is, or
    /// else what it is, in one read.
    private func streaming(_ response: HTTPResponse) async throws -> HTTPResponse {
        let bytes = try await bytes(response)
        let timings = response.timings
        let time = timings.ended ?? .now
        if let json = try? JSONValue(parsing: bytes), json["choices"]?.array?.isEmpty == false {
            let body = StreamedDocument.body(json, time: time, timings: timings)
            return HTTPResponse(status: response.status, headers: response.headers, body: body)
        }
        let body = HTTPBody(fragments: [HTTPFragment(time: time, bytes: bytes)], timings: timings)
        return HTTPResponse(status: response.status, headers: response.headers, body: body)
    }

    /// Returns the request at a route, for errors.
    func asked(_ route: String, at endpoint: ModelEndpoint) throws(ClientError) -> ClientError.Request {
        do { return ClientError.Request(HTTPRequest(.post, try endpoint.url(route))) } catch {
            throw ClientError(error)
        }
    }

    /// Returns the number of answers that a body asks for, with the endpoint's changes.
    package static func answers(_ body: JSONObject, at endpoint: ModelEndpoint) -> Int? {
        let body = endpoint.overrides.applied(to: body)
        if let texts = body["prompt"]?.array, texts.contains(where: { $0.int == nil }) { return nil }
        return body["n"]?.unlessNull.map { $0.int } ?? 1
    }

    private func request(
        _ route: String, _ body: JSONObject, _ headers: [(name: String, value: String)], at endpoint: ModelEndpoint,
        isStreaming: Bool
    ) throws(ClientError) -> HTTPRequest {
        let url: HTTPURL
        do { url = try endpoint.url(route) } catch { throw ClientError(error) }
        var request = HTTPRequest(
            .post, url, headers: [("Content-Type", "application/json")] + headers,
            body: JSONValue.object(endpoint.overrides.applied(to: body)).serializedBytes(),
            timeouts: timeouts.limits(at: endpoint, isStreaming: isStreaming))
        endpoint.overrides.add(to: &request)
        request.checksCertificate = endpoint.checksCertificate
        return request
    }
}
