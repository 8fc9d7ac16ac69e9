import ALCFAuth
import ALCFCrypto
package import ALCFHTTP
package import ALCFJSON
import ALCFSystem

extension InferenceClient {
    /// Sends a request with what `credentials` say, again where the policy has it so, and returns an answer of
    /// status 2xx.
    func open(_ request: HTTPRequest, _ credentials: ModelEndpoint.Credentials) async throws -> HTTPResponse {
        try await open(OutgoingRequest(request, credentials))
    }

    /// The same for a request whose answer's body may be taken.
    func open(_ outgoing: OutgoingRequest) async throws -> HTTPResponse {
        if isGateway(outgoing.request.url) { try checkSize(outgoing.request) }
        let elapsed = retry.clock.stopwatch()
        var left = outgoing
        var attempt = 0
        while true {
            do { return try await authorized(left) } catch {
                try await waitToRetry(after: error, outgoing.request, attempt: attempt, elapsed)
                attempt += 1
                // The limit on the whole is on all attempts together.
                guard let total = outgoing.request.timeouts.total else { continue }
                left = outgoing.changed { $0.timeouts.total = max(.milliseconds(50), total - elapsed()) }
            }
        }
    }

    /// Waits until a request may be sent again.
    ///
    /// A function of its own, like others here: nothing of it lies in the memory of a task that waits for an answer.
    ///
    /// - Throws: `error` where it may not be sent again.
    @inline(never)
    private func waitToRetry(
        after error: any Error, _ request: HTTPRequest, attempt: Int, _ elapsed: () -> Duration
    ) async throws {
        guard let error = error as? ClientError else { throw error }
        let wait = retry.wait(after: attempt, retryAfter: error.retryAfter)
        guard retry.mayRetry(error, method: request.method, attempt: attempt),
            elapsed() + wait <= request.timeouts.total.map({ min($0, retry.totalTime) }) ?? retry.totalTime
        else { throw error }
        notify(.retry(after: error, attempt: attempt + 1, wait: wait.seconds))
        try await pause(wait)
    }

    /// Sends a request; if and only if the gateway calls the token inactive or its sign-in too old, asks for another
    /// token and tries once more.
    private func authorized(_ outgoing: OutgoingRequest) async throws -> HTTPResponse {
        switch outgoing.credentials {
        case .none: return try await succeed(outgoing, isService: false)
        case .key(let key):
            return try await succeed(outgoing.changed { $0.authorization = .bearer(key) }, isService: false)
        case .service: break
        }
        try requireGateway(outgoing.request.url)
        guard let tokens else {
            return try await succeed(outgoing.changed { $0.checksCertificate = true }, isService: true)
        }
        let token = try await tokens.accessToken()
        do { return try await succeed(Self.authorized(outgoing, by: token), isService: true) } catch {
            guard let other = try await another(than: token, after: error, from: tokens), other != token else {
                throw error
            }
            return try await succeed(Self.authorized(outgoing, by: other), isService: true)
        }
    }

    private static func authorized(_ outgoing: OutgoingRequest, by token: Secret) -> OutgoingRequest {
        outgoing.changed { request in
            request.checksCertificate = true
            request.authorization = .bearer(token)
        }
    }

    /// Returns a token that may help where `token` did not; nil where none would.
    @inline(never)
    private func another(
        than token: Secret, after error: any Error, from tokens: any TokenProvider
    ) async throws -> Secret? {
        switch (error as? ClientError)?.code {
        case .tokenInactive?: try await tokens.accessToken(replacing: token)
        // A refresh does not help here, and a sign-in that was made meanwhile does.
        case .signInAgain?: try? await tokens.accessToken(signedInAfter: token)
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

    private func succeed(_ outgoing: OutgoingRequest, isService: Bool) async throws -> HTTPResponse {
        if let limiter, isGateway(outgoing.request.url) { try await admit(limiter) }
        let redaction = redactions.redaction(outgoing.request.secrets) { outgoing.request.redaction }
        var response: HTTPResponse
        do { response = try await send(outgoing, redaction) } catch {
            throw Self.failure(error, outgoing.request.url, redaction, isService: isService)
        }
        response.redaction = redaction
        guard !(200..<300).contains(response.status) else { return response }
        throw await refusal(response, of: outgoing.request, isService: isService)
    }

    private func send(_ outgoing: OutgoingRequest, _ redaction: Redaction) async throws -> HTTPResponse {
        guard let taker = outgoing.taker else { return try await transport.send(outgoing.request) }
        return try await transport.send(outgoing.request) { response, beginning in
            var response = response
            response.redaction = redaction
            return taker(response, beginning)
        }
    }

    @inline(never)
    private func admit(_ limiter: RequestLimiter) async throws {
        do { try await limiter.admit { notify(.throttled(seconds: $0.seconds)) } } catch is CancellationError {
            throw ClientError(.cancelled, "cancelled while waiting")
        }
    }

    /// Returns the error that a response is.
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
        _ error: any Error, _ url: HTTPURL, _ redaction: Redaction, isService: Bool
    ) -> any Error {
        guard let error = error as? HTTPError else { return error }
        return ClientError(error, url: url, proxy: ProxySetting(for: url), isService: isService)
            .redacted(by: redaction)
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
