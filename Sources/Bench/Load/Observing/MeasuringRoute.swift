import ALCFAuth
package import ALCFClient
package import ALCFHTTP
import ALCFJSON
package import ALCFSystem

/// The target of measured chat requests: everything that is the same for each of them, worked out once.
///
/// A request is one exchange, at once: nothing is looked up, waited for or sent again, and no task runs while it is
/// under way.
package struct MeasuringRoute: Sendable {
    /// Endpoint.
    package let endpoint: ModelEndpoint
    /// Whether answers are streamed.
    package let isStreaming: Bool
    let isService: Bool
    /// Number of answers that a request asks for.
    let answers: Int?
    /// Seconds within which something must bring a streamed answer on.
    let progressLimit: Double?
    private let client: InferenceClient
    private let request: HTTPRequest
    let transport: any MeasuringTransport
    private let redactions = RedactionCache()

    /// - Parameters:
    ///   - total: seconds for a whole request; nil for the client's own limits.
    ///   - route: what is asked there.
    ///   - version: the HTTP to speak.
    ///   - transport: what carries the requests; nil for the client's own.
    /// - Throws: `ClientError` with code `usage` where the access token would go to another place than the gateway.
    package init(
        _ client: InferenceClient, _ endpoint: ModelEndpoint, route: String = ModelEndpoint.chatRoute,
        isStreaming: Bool,
        total: Double? = nil,
        version: HTTPRequest.Version = .http1,
        transport: (any HTTPTransport)? = nil
    ) throws(ClientError) {
        self.client = client
        self.transport = TaskTransport.measuring(transport ?? client.transport)
        self.endpoint = endpoint
        self.isStreaming = isStreaming
        isService = endpoint.credentials == .service
        let url: HTTPURL
        do { url = try endpoint.url(route) } catch { throw ClientError(error) }
        if isService { try client.requireGateway(url) }
        let accepted = isStreaming ? "text/event-stream" : "application/json"
        let timeouts = client.timeouts.limited(idle: nil, total: total.map { .seconds($0) })
        progressLimit = timeouts.progress?.seconds
        answers = InferenceClient.answers(JSONObject(), at: endpoint)
        var request = HTTPRequest(
            .post, url, headers: [("Content-Type", "application/json"), ("Accept", accepted)],
            timeouts: timeouts.limits(at: endpoint, isStreaming: isStreaming), version: version)
        endpoint.overrides.add(to: &request)
        request.checksCertificate = endpoint.checksCertificate || isService
        self.request = request
    }

    /// Returns the credentials; nil for none. They are valid for a while: ask again every few seconds.
    ///
    /// - Parameter rejected: what the gateway has refused, so that another is wanted.
    /// - Throws: what the token provider throws.
    package func authorization(
        replacing rejected: HTTPRequest.Authorization? = nil
    ) async throws -> HTTPRequest.Authorization? {
        switch endpoint.credentials {
        case .none: return nil
        case .key(let key): return .bearer(key)
        case .service:
            guard let tokens = client.tokens else { return nil }
            if case .bearer(let token) = rejected { return .bearer(try await tokens.accessToken(replacing: token)) }
            return .bearer(try await tokens.accessToken())
        }
    }

    /// Sends a request: at once, where the event loop's thread asks.
    ///
    /// - Parameters:
    ///   - body: as of `ChatRequest.body(streaming:)`, with the endpoint's overrides.
    ///   - authorization: as of ``authorization(replacing:)``.
    ///   - keepsText: whether the text of a streamed answer is wanted.
    ///   - onEnd: called once when it is over, on the event loop's thread.
    @discardableResult
    package func send(
        _ body: [UInt8], authorization: HTTPRequest.Authorization?, keepsText: Bool,
        onEnd: @escaping @Sendable (MeasuredExchange) -> Void
    ) -> MeasuredExchange {
        var request = request
        request.body = body
        request.authorization = authorization
        let exchange = MeasuredExchange(
            self, authorization: authorization, requestSize: body.count, keepsText: keepsText, onEnd: onEnd)
        exchange.follow(transport.start(request, exchange))
        return exchange
    }

    /// Runs `body` at `time` on the thread that carries exchanges.
    package func call(at time: MonotonicTime, _ body: @escaping @Sendable () -> Void) {
        transport.call(at: time, body)
    }

    /// Opens up to `count` connections for the requests to come, by harmless requests whose answers do not matter.
    /// Nobody's token is sent.
    package func openConnections(_ count: Int) async {
        guard let url = try? endpoint.url("models") else { return }
        var opener = HTTPRequest(
            .get, url,
            timeouts: .init(connect: .seconds(10), firstByte: .seconds(10), idle: .seconds(10), total: .seconds(15)),
            version: request.version)
        opener.checksCertificate = request.checksCertificate
        await transport.open(count, with: opener)
    }

    /// The base URL of the gateway, which no other target is behind.
    var gateway: HTTPURL { client.baseURL }
    var version: HTTPRequest.Version { request.version }
    var checksCertificate: Bool { request.checksCertificate }

    /// Takes out of an answer what was sent with a request that proves by `authorization` who asks.
    func redaction(_ authorization: HTTPRequest.Authorization?) -> Redaction {
        redactions.redaction(authorization?.secrets ?? []) {
            var request = request
            request.authorization = authorization
            return request.redaction
        }
    }

    var asked: ClientError.Request { ClientError.Request(request) }

    func failure(
        status: Int, headers: HTTPHeaders, body: [UInt8], requestSize: Int, timings: HTTPTimings?
    ) -> ClientError {
        ClientError(
            status: status, headers: headers, body: body, from: request.url, isService: isService,
            requestSize: requestSize, clock: client.clock, timings: timings)
    }

    func failure(_ error: HTTPError) -> ClientError {
        ClientError(error, url: request.url, proxy: ProxySetting(for: request.url), isService: isService)
    }
}
