public import ALCFCrypto
public import ALCFHTTP
import ALCFJSON
public import ALCFSystem

/// Globus Auth, the OAuth 2 server that issues the tokens: https://docs.globus.org/api/auth/reference/
public struct GlobusAuth: Sendable {
    /// `https://auth.globus.org`, unless the environment names another.
    public let baseURL: HTTPURL
    let transport: any HTTPTransport
    let retry: RetryPolicy
    let clock: WallClock
    let clockWatch: ClockWatch?

    /// The variable that names another base URL, as for the Globus SDK.
    public static let baseURLVariable = "GLOBUS_SDK_SERVICE_URL_AUTH"

    /// The server at `baseURL`.
    ///
    /// - Parameter clockWatch: is shown the date of every answer.
    /// - Throws: ``AuthError`` `misconfigured` where tokens would travel unencrypted to another machine.
    public init(
        baseURL: HTTPURL, transport: any HTTPTransport, retry: RetryPolicy = RetryPolicy(), clock: WallClock = .system,
        clockWatch: ClockWatch? = nil
    ) throws(AuthError) {
        guard baseURL.isTLS || baseURL.isLoopback else {
            throw AuthError(
                .misconfigured, "tokens are not sent to '\(baseURL.scheme)://\(baseURL.host)' without encryption",
                remedy: "Set \(Self.baseURLVariable) to an https URL, or unset it.")
        }
        self.baseURL = baseURL
        self.transport = transport
        self.retry = retry
        self.clock = clock
        self.clockWatch = clockWatch
    }

    /// The server that `environment` names: `GLOBUS_SDK_SERVICE_URL_AUTH`, else the production one.
    ///
    /// - Throws: ``AuthError`` `misconfigured` for what is no URL, or not a safe one.
    public init(
        environment: [String: String], transport: any HTTPTransport, retry: RetryPolicy = RetryPolicy(),
        clock: WallClock = .system, clockWatch: ClockWatch? = nil
    ) throws(AuthError) {
        let named = environment[Self.baseURLVariable].flatMap { $0.isEmpty ? nil : $0 }
        let url: HTTPURL
        do {
            url = try named.map { text throws(HTTPError) in try HTTPURL(text) } ?? HTTPURL(host: "auth.globus.org")
        } catch {
            guard error.code == .invalidURL else {
                throw AuthError(.unavailable, error.message, remedy: error.remedy, underlying: error)
            }
            throw AuthError(
                .misconfigured, "\(Self.baseURLVariable) is not a URL: \(error.message)",
                remedy: "Set \(Self.baseURLVariable) to an https URL, or unset it.", underlying: error)
        }
        try self.init(baseURL: url, transport: transport, retry: retry, clock: clock, clockWatch: clockWatch)
    }

    /// The URL of `path` on this server.
    func url(_ path: String, query: [(String, String)] = []) throws(AuthError) -> HTTPURL {
        do { return try baseURL.appending(path, query: query) } catch {
            throw AuthError(
                error.code == .invalidURL ? .misconfigured : .unavailable, error.message, remedy: error.remedy,
                underlying: error)
        }
    }

    /// Exchanges the code of a sign-in for tokens.
    ///
    /// - Parameters:
    ///   - verifier: of the `PKCE` pair whose challenge went into the authorization URL.
    ///   - redirectURI: exactly as in the authorization URL.
    /// - Throws: ``AuthError``; `codeRefused` for a code that is wrong, used or too old.
    public func exchange(
        code: Secret, verifier: Secret, redirectURI: String, client: OAuthClient
    ) async throws -> TokenResponse {
        try await token(
            [
                ("grant_type", "authorization_code"), ("client_id", client.id), ("code", code.expose()),
                ("code_verifier", verifier.expose()), ("redirect_uri", redirectURI),
            ],
            hiding: [code, verifier],
            ifInvalid: AuthError(
                .codeRefused, "Globus did not accept the authorization code: it is mistyped, already used or too old",
                remedy: "Start again, and paste the new code promptly: alcf authenticate"))
    }

    /// Buys a new access token with a refresh token.
    ///
    /// The answer may hold another refresh token, which then replaces this one, or none, and then this one stays good.
    ///
    /// - Parameter client: the one that the refresh token was issued to; no other can use it.
    /// - Throws: ``AuthError``; `signInNeeded` for a refresh token that is revoked or expired.
    public func refresh(_ refreshToken: Secret, client: OAuthClient) async throws -> TokenResponse {
        try await token(
            [
                ("grant_type", "refresh_token"), ("client_id", client.id), ("refresh_token", refreshToken.expose()),
            ],
            hiding: [refreshToken],
            ifInvalid: .signInNeeded("the sign-in has ended: Globus says that it was revoked or has expired"))
    }

    /// Gets an access token for a service account, by its own id and secret (RFC 6749, §4.4). There is no refresh
    /// token.
    ///
    /// - Throws: ``AuthError``; `misconfigured` where Globus does not know the id or the secret.
    public func clientCredentials(
        _ account: ServiceAccount, service: GlobusService = .inference
    ) async throws -> TokenResponse {
        try await token(
            [("grant_type", "client_credentials"), ("scope", service.scope)], hiding: [account.secret],
            ifInvalid: account.refused, account: account)
    }

    /// Makes a token worthless. The inference service may accept it for ten more minutes, as it remembers its answers.
    ///
    /// - Parameters:
    ///   - client: the one that the token was issued to.
    ///   - account: where that client is a service account, which must prove who it is.
    /// - Throws: ``AuthError``.
    public func revoke(_ token: Secret, client: OAuthClient, account: ServiceAccount? = nil) async throws {
        var brief = retry
        brief.maximumRetries = min(retry.maximumRetries, 2)
        brief.totalTime = min(retry.totalTime, .seconds(20))
        let form = [("token", token.expose())] + (account == nil ? [("client_id", client.id)] : [])
        var request = try request("/v2/oauth2/token/revoke", form: form)
        request.authorization = account.map { .basic(user: $0.id, password: $0.secret) }
        _ = try await send(
            request, hiding: [token], ifInvalid: account?.refused, retry: brief)
    }

    /// Asks who a token belongs to.
    ///
    /// - Parameter accessToken: one for the resource server `auth.globus.org`, not for the inference service.
    /// - Throws: ``AuthError``.
    public func userInfo(_ accessToken: Secret) async throws -> Identity {
        let request = HTTPRequest(
            .get, try url("/v2/oauth2/userinfo"), headers: Self.headers, authorization: .bearer(accessToken))
        let body = try await send(request, hiding: [accessToken], retry: retry)
        return try understand { () throws(JSONError) in try Identity(json: JSONValue(parsing: body)) }
    }

    private func token(
        _ form: [(String, String)], hiding secrets: [Secret], ifInvalid: AuthError, account: ServiceAccount? = nil
    ) async throws -> TokenResponse {
        var request = try request("/v2/oauth2/token", form: form)
        request.authorization = account.map { .basic(user: $0.id, password: $0.secret) }
        let body = try await send(request, hiding: secrets, ifInvalid: ifInvalid, retry: retry)
        let now = clock.now()
        return try understand { () throws(JSONError) in
            try TokenResponse(json: JSONValue(parsing: body, rejectDuplicates: true), now: now)
        }
    }

    private func request(_ path: String, form: [(String, String)]) throws(AuthError) -> HTTPRequest {
        HTTPRequest(
            .post, try url(path),
            headers: Self.headers + [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(FormEncoding.encode(form).utf8))
    }

    private func understand<T>(_ read: () throws(JSONError) -> T) throws(AuthError) -> T {
        do { return try read() } catch {
            throw AuthError(
                .refused, "the answer of \(baseURL.host) is not what Globus Auth sends: \(error)",
                remedy: "Check that nothing on the network changes answers, such as a proxy's login page.",
                underlying: error)
        }
    }

    private static let headers: [(name: String, value: String)] = [("Accept", "application/json")]
}
