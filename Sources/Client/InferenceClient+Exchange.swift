import ALCFAuth
import ALCFCrypto
package import ALCFHTTP
package import ALCFJSON
import ALCFSystem

extension InferenceClient {
    /// Sends a request with what `credentials` say, again where the policy has it so, and returns an answer of
    /// status 2xx.
    func open(_ request: HTTPRequest, _ credentials: ModelEndpoint.Credentials) async throws -> HTTPResponse {
        if isGateway(request.url) { try checkSize(request) }
        let elapsed = retry.clock.stopwatch()
        var request = request
        let total = request.timeouts.total
        var attempt = 0
        while true {
            // The limit on the whole is on all attempts together.
            if let total, attempt > 0 { request.timeouts.total = max(.milliseconds(50), total - elapsed()) }
            do { return try await authorized(request, credentials) } catch let error as ClientError {
                let wait = retry.wait(after: attempt, retryAfter: error.retryAfter)
                guard retry.mayRetry(error, method: request.method, attempt: attempt),
                    elapsed() + wait <= total.map({ min($0, retry.totalTime) }) ?? retry.totalTime
                else { throw error }
                attempt += 1
                notify(.retry(after: error, attempt: attempt, wait: wait.seconds))
                try await pause(wait)
            }
        }
    }

    /// Sends a request; if and only if the gateway calls the token inactive or its sign-in too old, asks for another
    /// token and tries once more.
    private func authorized(
        _ request: HTTPRequest, _ credentials: ModelEndpoint.Credentials
    ) async throws -> HTTPResponse {
        var request = request
        switch credentials {
        case .none: return try await succeed(request, isService: false)
        case .key(let key):
            request.authorization = .bearer(key)
            return try await succeed(request, isService: false)
        case .service: break
        }
        try requireGateway(request.url)
        request.checksCertificate = true
        guard let tokens else { return try await succeed(request, isService: true) }
        let token = try await tokens.accessToken()
        request.authorization = .bearer(token)
        do { return try await succeed(request, isService: true) } catch let error as ClientError {
            guard let other = try await another(than: token, after: error, from: tokens), other != token else {
                throw error
            }
            request.authorization = .bearer(other)
            return try await succeed(request, isService: true)
        }
    }

    /// Returns a token that may help where `token` did not; nil where none would.
    private func another(
        than token: Secret, after error: ClientError, from tokens: any TokenProvider
    ) async throws -> Secret? {
        switch error.code {
        case .tokenInactive: try await tokens.accessToken(replacing: token)
        // A refresh does not help here, and a sign-in that was made meanwhile does.
        case .signInAgain: try? await tokens.accessToken(signedInAfter: token)
        default: nil
        }
    }

    /// The body as a document.
    package func json(_ response: HTTPResponse, limits: JSONLimits = .answer) async throws -> JSONValue {
        try json(try await bytes(response, limit: limits.bytes), response, limits: limits)
    }

    /// The same for a body that is there.
    package func json(
        _ body: [UInt8], _ response: HTTPResponse, limits: JSONLimits = .answer
    ) throws(ClientError) -> JSONValue {
        do { return try AnswerVerdict.json(body, status: response.status, limits: limits) } catch {
            throw error.with(nil, timings: response.timings)
        }
    }

    /// The body, of at most `limit` bytes, without what was sent to prove who asks.
    func bytes(_ response: HTTPResponse, limit: Int = JSONLimits.answer.bytes) async throws -> [UInt8] {
        do {
            return response.redaction.withoutSecrets(
                try await response.body.collect(upTo: limit, progressLimit: timeouts.progress?.seconds))
        } catch let error as HTTPError {
            throw ClientError(error, status: response.status).redacted(by: response.redaction)
        }
    }

    private func succeed(_ request: HTTPRequest, isService: Bool) async throws -> HTTPResponse {
        if let limiter, isGateway(request.url) {
            do { try await limiter.admit { notify(.throttled(seconds: $0.seconds)) } } catch is CancellationError {
                throw ClientError(.cancelled, "cancelled while waiting")
            }
        }
        let redaction = redactions.redaction(request.secrets) { request.redaction }
        var response: HTTPResponse
        do { response = try await transport.send(request) } catch let error as HTTPError {
            throw Self.failure(error, request.url, redaction, isService: isService)
        }
        response.redaction = redaction
        guard !(200..<300).contains(response.status) else { return response }
        throw await refusal(response, of: request, isService: isService)
    }

    /// Returns the error that a response is; see ``streamed(_:_:at:)`` for why it is a function of its own.
    @inline(never)
    private func refusal(_ response: HTTPResponse, of request: HTTPRequest, isService: Bool) async -> ClientError {
        let redaction = response.redaction
        // Whatever becomes of the body, the status alone is an answer.
        let body = (try? await response.body.collect(upTo: 1 << 20)) ?? []
        return ClientError(
            status: response.status, headers: response.headers, body: redaction.withoutSecrets(body), from: request.url,
            isService: isService,
            requestSize: request.body?.count ?? 0, clock: clock, timings: response.timings
        ).redacted(by: redaction)
    }

    @inline(never)
    private static func failure(
        _ error: HTTPError, _ url: HTTPURL, _ redaction: Redaction, isService: Bool
    ) -> ClientError {
        ClientError(error, url: url, proxy: ProxySetting(for: url), isService: isService).redacted(by: redaction)
    }

    /// - Throws: ``ClientError`` where the access token would go elsewhere.
    package func requireGateway(_ url: HTTPURL) throws(ClientError) {
        guard isGateway(url) else {
            throw ClientError(.usage, "the access token must not go to \(url.host), which is not the gateway")
        }
    }

    /// Tells whether `url` is the gateway's: only there may the access token go.
    private func isGateway(_ url: HTTPURL) -> Bool {
        url.scheme == baseURL.scheme && url.host == baseURL.host && url.port == baseURL.port
    }

    private func checkSize(_ request: HTTPRequest) throws(ClientError) {
        guard let size = request.body?.count, size > BodySize.gatewayMemory else { return }
        guard size <= BodySize.maximum else {
            throw ClientError(
                .tooLarge, "the request has \(size) bytes, and the service takes \(BodySize.maximum) at most",
                remedy: BodySize.remedy)
        }
        notify(.largeBody(bytes: size))
    }

    /// A wait that the caller's giving up ends.
    private func pause(_ wait: Duration) async throws {
        do { try await retry.clock.sleep(for: wait) } catch is CancellationError {
            throw ClientError(.cancelled, "cancelled while waiting")
        }
    }
}
