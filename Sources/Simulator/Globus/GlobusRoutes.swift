import ALCFCrypto
import ALCFJSON
import ALCFSystem

/// Globus Auth, as far as a native client and a service account see it.
struct GlobusRoutes: Sendable {
    let issuer: TokenIssuer

    func response(to request: SimulatedRequest) -> SimulatedResponse {
        switch (request.method, request.path) {
        case ("GET", "/v2/oauth2/authorize"): AuthorizePage(issuer: issuer).response(to: request)
        case ("GET", "/v2/web/auth-code"): AuthorizePage.page(code: request.query["code"] ?? "")
        case ("POST", "/v2/oauth2/token"): TokenEndpoint(issuer: issuer).response(to: request)
        case ("POST", "/v2/oauth2/token/revoke"): revoke(request)
        case ("GET", "/v2/oauth2/userinfo"): userinfo(request)
        default: GlobusErrors.notFound
        }
    }

    private func revoke(_ request: SimulatedRequest) -> SimulatedResponse {
        guard ClientCredentials(request) != nil else { return GlobusErrors.token(401, "invalid_client") }
        guard let token = request.form["token"] else { return GlobusErrors.token(400, "invalid_request") }
        issuer.revoke(Secret(token))
        return GlobusErrors.json(200, ["active": false])
    }

    private func userinfo(_ request: SimulatedRequest) -> SimulatedResponse {
        let words = (request.headers["authorization"] ?? "").split(separator: " ").map(String.init)
        guard words.count == 2, words[0].lowercased() == "bearer",
            let access = issuer.access(Secret(words[1]), at: SimulatedGlobus.authResourceServer)
        else { return GlobusErrors.unauthorized }
        let signedIn = Int(clamping: access.expiresAt).addingClamped(-issuer.lifetime)
        return GlobusErrors.json(200, .object(access.subject.claims(lastAuthentication: signedIn)))
    }
}
