import ALCFCrypto
import ALCFJSON
import ALCFSystem

/// `POST /v2/oauth2/token`.
struct TokenEndpoint: Sendable {
    let issuer: TokenIssuer

    func response(to request: SimulatedRequest) -> SimulatedResponse {
        let form = request.form
        guard let client = ClientCredentials(request) else { return GlobusErrors.token(401, "invalid_client") }
        do {
            return switch form["grant_type"] {
            case "authorization_code": try exchange(form, client)
            case "refresh_token": try refresh(form, client)
            case "client_credentials": try serviceAccount(form, client)
            case nil: GlobusErrors.token(400, "invalid_request")
            default: GlobusErrors.token(400, "unsupported_grant_type")
            }
        } catch {
            return GlobusErrors.token(500, "server_error")
        }
    }

    private func exchange(_ form: FormFields, _ client: ClientCredentials) throws -> SimulatedResponse {
        guard let code = form["code"], let verifier = form["code_verifier"] else {
            return GlobusErrors.token(400, "invalid_request")
        }
        guard let grant = issuer.redeem(Secret(code)), grant.clientID == client.id,
            grant.redirectURI == form["redirect_uri"],
            try PKCE(verifier: Secret(verifier)).challenge == grant.challenge
        else { return GlobusErrors.token(400, "invalid_grant") }
        let tokens = try issuer.issue(
            scopes: grant.scopes, clientID: client.id, subject: .sampleUser, offline: grant.offline)
        var idToken: String?
        if grant.scopes.contains("openid") {
            idToken = IDToken.text(
                subject: .sampleUser, clientID: client.id, issuedAt: Int(clamping: issuer.clock.now()),
                lifetime: issuer.lifetime)
        }
        return answer(tokens, idToken: idToken, state: grant.state)
    }

    private func refresh(_ form: FormFields, _ client: ClientCredentials) throws -> SimulatedResponse {
        guard let token = form["refresh_token"] else { return GlobusErrors.token(400, "invalid_request") }
        guard let renewed = try issuer.refresh(Secret(token), clientID: client.id) else {
            return GlobusErrors.token(400, "invalid_grant")
        }
        return answer([renewed], idToken: nil, state: nil)
    }

    private func serviceAccount(_ form: FormFields, _ client: ClientCredentials) throws -> SimulatedResponse {
        guard client.isConfidential else { return GlobusErrors.token(401, "invalid_client") }
        let scopes = (form["scope"] ?? "").split(separator: " ").map(String.init)
        guard !scopes.isEmpty, scopes.allSatisfy({ SimulatedGlobus.resourceServer(ofScope: $0) != nil }) else {
            return GlobusErrors.token(400, "invalid_scope")
        }
        let tokens = try issuer.issue(
            scopes: scopes, clientID: client.id, subject: .service(clientID: client.id), offline: false)
        return answer(tokens, idToken: nil, state: nil)
    }

    /// The first resource server's tokens on top, the others' below; those of Globus Auth first, where they are wanted.
    private func answer(_ tokens: [IssuedToken], idToken: String?, state: String?) -> SimulatedResponse {
        let isAuth = { (token: IssuedToken) in token.resourceServer == SimulatedGlobus.authResourceServer }
        let ordered = (tokens.filter(isAuth) + tokens.filter { !isAuth($0) }).map { object($0, state: state) }
        var body = ordered.first ?? [:]
        if let idToken { body["id_token"] = .string(idToken) }
        body["other_tokens"] = .array(ordered.dropFirst().map { .object($0) })
        return GlobusErrors.json(200, .object(body))
    }

    private func object(_ token: IssuedToken, state: String?) -> JSONObject {
        var object: JSONObject = [
            "access_token": .string(token.accessToken.expose()), "scope": .string(token.scope),
            "expires_in": .int(issuer.lifetime), "token_type": "Bearer",
            "resource_server": .string(token.resourceServer),
        ]
        if let refresh = token.refreshToken { object["refresh_token"] = .string(refresh.expose()) }
        if let state { object["state"] = .string(state) }
        return object
    }
}
