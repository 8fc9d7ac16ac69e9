public import ALCFCrypto
public import ALCFHTTP

/// One sign-in, from the URL that the user opens to the tokens: authorization code with PKCE (RFC 6749, RFC 7636).
public struct LoginFlow: Sendable {
    /// The way in which the authorization code comes back.
    public enum Redirect: Sendable, Hashable {
        /// Globus shows the code, and the user pastes it.
        case pasteCode
        /// The browser takes it to a listener on this machine, at this port of 127.0.0.1.
        case localServer(port: Int)
    }

    /// Address for the user to open in a browser.
    public let authorizeURL: HTTPURL
    /// The client that asks.
    public let client: OAuthClient
    /// Services that the sign-in is for.
    public let services: [GlobusService]
    /// Address that receives the code.
    public let redirectURI: String
    /// A random text that must come back with the code.
    public let state: String
    private let auth: GlobusAuth
    private let verifier: Secret

    /// Prepares a sign-in.
    ///
    /// - Parameters:
    ///   - services: what tokens are wanted for. Tokens of others that are there already stay good.
    ///   - hostName: shown on the consent page, so that the user knows a grant from another.
    ///   - pkce: the key pair; random unless a test gives one.
    ///   - state: random unless a test gives one.
    /// - Throws: ``AuthError`` `misconfigured`, or `CryptoError` where there is no randomness.
    public init(
        auth: GlobusAuth, client: OAuthClient = .alcfTokens, services: [GlobusService] = [.inference],
        redirect: Redirect = .pasteCode, hostName: String, pkce: PKCE? = nil, state: String? = nil
    ) throws {
        let pkce = try pkce ?? PKCE()
        let state = try state ?? Random.token()
        let redirectURI =
            switch redirect {
            case .pasteCode: try auth.url("/v2/web/auth-code").string
            case .localServer(let port): "http://127.0.0.1:\(port)"
            }
        var query = [
            ("client_id", client.id),
            ("redirect_uri", redirectURI),
            // Without `openid` there is no id_token, and the Python tools want to know whose tokens they read.
            ("scope", (["openid"] + services.map(\.scope)).joined(separator: " ")),
            ("state", state),
            ("response_type", "code"),
            ("access_type", "offline"),
            ("code_challenge", pkce.challenge),
            ("code_challenge_method", PKCE.method),
            ("prefill_named_grant", "\(client.appName) on \(hostName)"),
            // Without it a stale browser session signs in again with the identity that the service just refused.
            ("prompt", "login"),
        ]
        if let policy = GlobusService.sessionPolicy(of: services) {
            query.append(("session_required_policies", policy))
        }
        authorizeURL = try auth.url("/v2/oauth2/authorize", query: query)
        verifier = pkce.verifier
        self.auth = auth
        self.client = client
        self.services = services
        self.redirectURI = redirectURI
        self.state = state
    }

    /// The code in what the user pasted: the code itself, or the whole address that holds it; nil for neither.
    ///
    /// Removes the characters that pasting adds: a terminal's marks of pasting (`ESC [ 200 ~`), blanks and invisible
    /// characters of any kind, also within, and quotation marks or brackets around it.
    public static func code(pasted text: String) -> Secret? {
        let text = PastedText(text).plain
        for mark in ["?", "#", "&"].map({ $0 + "code=" }) {
            guard let place = text.firstRange(of: mark) else { continue }
            let query = "code=" + text[place.upperBound...].prefix { $0 != "#" }
            let code = FormEncoding.decode(query).first { $0.name == "code" }?.value
            return code.flatMap { $0.isToken ? Secret($0) : nil }
        }
        let code = text.hasPrefix("code=") ? String(text.dropFirst(5).prefix { $0 != "&" }) : text
        return code.isToken && !code.contains("://") && !code.contains("?") ? Secret(code) : nil
    }

    /// Exchanges the code for tokens.
    ///
    /// - Returns: tokens for every service that was asked for, and who signed in.
    /// - Throws: ``AuthError``, `codeRefused` for a code that is no good, after which another may be tried;
    ///   `signInFailed` also where Globus granted less than was asked for.
    public func complete(code: Secret) async throws -> TokenResponse {
        let response = try await auth.exchange(
            code: code, verifier: verifier, redirectURI: redirectURI, client: client)
        let missing = services.filter { response.entry(for: $0)?.grants($0.scope) != true }
        guard missing.isEmpty else {
            throw AuthError(
                .signInFailed, "Globus granted no token for \(missing.map(\.name).joined(separator: ", "))",
                remedy: "Consent to everything that the page asks for: alcf authenticate")
        }
        guard response.identity != nil else {
            throw AuthError(
                .signInFailed, "Globus did not say who signed in", remedy: "Start again: alcf authenticate")
        }
        return response
    }
}
