import ALCFCrypto
import ALCFHTTP
import ALCFJSON
import ALCFSystem

extension GlobusAuth {
    /// Sends until there is a good answer, a hopeless one, or no time left; gives the body of the good one.
    ///
    /// - Parameters:
    ///   - secrets: what was sent and must not come back in an error's text.
    ///   - ifInvalid: the error for `invalid_grant`, which no repetition changes.
    func send(
        _ request: HTTPRequest, hiding secrets: [Secret], ifInvalid: AuthError? = nil, retry: RetryPolicy
    ) async throws -> [UInt8] {
        let secrets = secrets + (request.authorization?.secrets ?? [])
        let elapsed = retry.clock.stopwatch()
        var attempt = 0
        while true {
            var request = request
            request.timeouts.total = max(.seconds(1), min(.seconds(30), retry.totalTime - elapsed()))
            let failure: AuthError
            let retryAfter: Double?
            switch try await exchange(request) {
            case .success(let (response, body)):
                clockWatch?.look(at: response.headers["Date"], now: clock.now())
                if (200..<300).contains(response.status) { return body }
                failure = refusal(request, response, body, hiding: secrets, ifInvalid: ifInvalid)
                guard failure.code == .unavailable else { throw failure }
                retryAfter = response.headers["Retry-After"].flatMap { RetryAfter.seconds($0, now: clock.now()) }
            case .failure(let error) where error.code == .invalidProxy:
                throw AuthError(.misconfigured, error.message, remedy: ProxySetting.syntax, underlying: error)
            case .failure(let error):
                failure = AuthError(
                    .unavailable, "Globus Auth cannot be reached: \(error.message.shown(hiding: secrets))",
                    remedy: hasNobodyHere(error)
                        ? "Nothing listens there. If it was a simulator, it has ended: start it again, "
                            + "or unset \(Self.baseURLVariable)"
                        : "Check the network and the proxy settings ('alcf doctor' does), then try again.",
                    underlying: error)
                guard retry.mayRetry(after: error), !hasNobodyHere(error) else { throw failure }
                retryAfter = nil
            }
            let wait = retry.wait(after: attempt, retryAfter: retryAfter)
            guard attempt < retry.maximumRetries, wait < retry.totalTime - elapsed() else { throw failure }
            try await retry.clock.sleep(for: wait)
            attempt += 1
        }
    }

    /// Whether the server was to be on this machine, and is not: no wait brings it back.
    private func hasNobodyHere(_ error: HTTPError) -> Bool { baseURL.isLoopback && error.code == .connect }

    private func exchange(_ request: HTTPRequest) async throws -> Result<(HTTPResponse, [UInt8]), HTTPError> {
        do {
            let response = try await transport.send(request)
            return .success((response, try await response.body.collect(upTo: 1 << 20)))
        } catch let error as HTTPError {
            if error.code == .cancelled { throw CancellationError() }
            return .failure(error)
        }
    }

    private func refusal(
        _ request: HTTPRequest, _ response: HTTPResponse, _ body: [UInt8], hiding secrets: [Secret],
        ifInvalid: AuthError?
    ) -> AuthError {
        if (300..<400).contains(response.status) {
            let redirect = Redirect(response.headers, from: request.url)
            return AuthError(
                .redirected, redirect.message(status: response.status).shown(hiding: secrets),
                remedy:
                    "Tokens are sent only to Globus Auth. Check \(Self.baseURLVariable), and whether a proxy or a sign-in page of "
                    + "the network intercepts the connection.")
        }
        let document = (try? JSONValue(parsing: body)).flatMap {
            GlobusErrorBody(json: $0, contentType: response.headers["Content-Type"])
        }
        if document?.error == "invalid_grant" {
            return ifInvalid ?? .signInNeeded("the sign-in has ended: Globus says that it was revoked or has expired")
        }
        if document?.error == "invalid_client", request.authorization != nil, let ifInvalid { return ifInvalid }
        let words = (document?.summary ?? "HTTP status \(response.status)").shown(hiding: secrets)
        if retry.mayRetry(status: response.status) {
            return AuthError(
                .unavailable, "Globus Auth is out of order or busy (HTTP \(response.status)): \(words)",
                remedy: "Try again in a few minutes.")
        }
        if document?.error == "dependent_consent_required" || document?.requirements != nil {
            return .signInNeeded("Globus wants a new sign-in: \(words)")
        }
        return OAuthRefusal.error(document?.error, status: response.status, words: words)
    }
}
