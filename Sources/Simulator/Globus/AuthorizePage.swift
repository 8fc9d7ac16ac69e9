import ALCFCrypto
import ALCFSystem

/// The page for the browser. The real one asks for identity and consent; this one takes both for granted.
struct AuthorizePage: Sendable {
    let issuer: TokenIssuer

    private static let codePage = "/v2/web/auth-code"

    func response(to request: SimulatedRequest) -> SimulatedResponse {
        let query = request.query
        // With these two wrong there is nobody that may be told: the page says so itself.
        guard let clientID = query["client_id"], SimulatedGlobus.isUUID(clientID) else {
            return Self.refusal("The client_id is missing or is not a UUID.")
        }
        guard let redirectURI = query["redirect_uri"], let target = Target(redirectURI) else {
            return Self.refusal("The redirect_uri is neither the code page nor http on a loopback address.")
        }
        let scopes = (query["scope"] ?? "").split(separator: " ").map(String.init)
        if let error = Self.error(in: query, scopes: scopes) {
            guard target == .loopback else { return Self.refusal("\(error.code): \(error.description)") }
            return Self.redirect(
                redirectURI, state: query["state"],
                "error=\(error.code)&error_description=\(FormFields.escape(error.description))")
        }
        let grant = AuthorizationGrant(
            clientID: clientID, redirectURI: redirectURI, scopes: scopes, challenge: query["code_challenge"] ?? "",
            state: query["state"], offline: query["access_type"] == "offline",
            expiresAt: issuer.clock.now() + AuthorizationGrant.lifetime)
        guard let code = try? issuer.code(for: grant) else { return Self.refusal("There is no randomness.") }
        switch target {
        case .codePage: return Self.page(code: code.expose())
        case .loopback:
            return Self.redirect(redirectURI, state: query["state"], "code=\(FormFields.escape(code.expose()))")
        }
    }

    /// Returns the fault of a request, in the words of RFC 6749 §4.1.2.1.
    private static func error(in query: FormFields, scopes: [String]) -> (code: String, description: String)? {
        guard query["response_type"] == "code" else {
            return ("unsupported_response_type", "The response_type must be code.")
        }
        guard !scopes.isEmpty else { return ("invalid_scope", "No scope was asked for.") }
        if let unknown = scopes.first(where: { SimulatedGlobus.resourceServer(ofScope: $0) == nil }) {
            return ("invalid_scope", "There is no scope \(unknown).")
        }
        guard query["code_challenge_method"] == PKCE.method, query["code_challenge"]?.utf8.count == 43 else {
            return ("invalid_request", "A native client must send a code_challenge with method S256.")
        }
        return nil
    }

    private enum Target {
        case codePage, loopback

        init?(_ uri: String) {
            let parts = uri.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
            guard parts.count >= 3, parts[1].isEmpty, !uri.contains("#") else { return nil }
            let path = parts.count == 4 ? "/" + parts[3] : ""
            let host = parts[2].split(separator: ":").first ?? ""
            if path == AuthorizePage.codePage {
                self = .codePage
            } else if parts[0] == "http:", ["127.0.0.1", "localhost"].contains(host) || parts[2].hasPrefix("[::1]") {
                self = .loopback
            } else {
                return nil
            }
        }
    }

    // MARK: Answers

    /// The page that shows a code to copy.
    static func page(code: String) -> SimulatedResponse {
        GlobusErrors.html(
            200, title: "Authorization code",
            """
            <h1>Native App Authorization Code</h1>
            <p>Paste this code where you were asked for one:</p>
            <pre id="code">\(escaped(code))</pre>
            """)
    }

    private static func refusal(_ text: String) -> SimulatedResponse {
        GlobusErrors.html(400, title: "Bad Request", "<h1>Bad Request</h1>\n<p>\(escaped(text))</p>")
    }

    private static func redirect(_ uri: String, state: String?, _ parameters: String) -> SimulatedResponse {
        let echo = state.map { "&state=\(FormFields.escape($0))" } ?? ""
        let location = uri + (uri.contains("?") ? "&" : "?") + parameters + echo
        return SimulatedResponse(
            302, contentType: "text/html; charset=utf-8", headers: [("Location", location)], body: [])
    }

    /// By scalars: a combining mark does not make a bracket harmless.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map {
            ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;"][$0] ?? String($0)
        }
        .joined()
    }
}
