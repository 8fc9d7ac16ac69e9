import ALCFCrypto
import ALCFJSON
import Testing

@testable import ALCFSimulator

@Suite("Globus Auth")
struct GlobusTests {
    private let box = Box()
    private let client = SimulatedGlobus.standardClientID
    // RFC 7636, appendix B.
    private let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    private let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    private let codePage = "https%3A%2F%2Fauth.globus.org%2Fv2%2Fweb%2Fauth-code"

    private func authorize(redirect: String, _ changes: [String: String] = [:]) -> SimulatedResponse {
        var query = [
            "client_id": client, "redirect_uri": redirect, "response_type": "code", "access_type": "offline",
            "scope": "openid+" + FormFields.escape(SimulatedGlobus.gatewayScope), "state": "s%26t",
            "code_challenge": challenge, "code_challenge_method": "S256",
        ]
        query.merge(changes) { $1 }
        return box.get("/v2/oauth2/authorize?" + query.map { "\($0)=\($1)" }.joined(separator: "&"))
    }

    private func code(_ changes: [String: String] = [:]) throws -> String {
        let page = authorize(redirect: codePage, changes)
        #expect(page.status == 200)
        return String(try #require(page.text.firstMatch(of: #/<pre id="code">([^<]+)<\/pre>/#)).1)
    }

    private func exchange(_ code: String, _ changes: [String: String] = [:]) -> SimulatedResponse {
        var form = [
            "grant_type": "authorization_code", "client_id": client, "code": code, "code_verifier": verifier,
            "redirect_uri": codePage,
        ]
        form.merge(changes) { $1 }
        return box.post("/v2/oauth2/token", form.map { "\($0)=\($1)" }.joined(separator: "&"))
    }

    private func refresh(_ token: String, client: String? = nil) -> SimulatedResponse {
        box.post(
            "/v2/oauth2/token",
            "grant_type=refresh_token&client_id=\(client ?? self.client)&refresh_token=\(token)")
    }

    private func whoami(_ token: String) -> SimulatedResponse {
        box.get("/resource_server/whoami", [("Authorization", "Bearer \(token)")])
    }

    @Test("A sign-in by pasted code gives tokens for each resource server")
    func signIn() throws {
        let response = exchange(try code())
        #expect(response.status == 200)
        let body = try #require(response.json)
        #expect(body["resource_server"] == "auth.globus.org")
        #expect(body["state"] == "s&t")
        #expect(body["expires_in"] == 172_800)
        let other = try #require(body["other_tokens"]?[0])
        #expect(other["resource_server"] == .string(SimulatedGlobus.gatewayID))
        #expect(other["scope"] == .string(SimulatedGlobus.gatewayScope))
        #expect(other["id_token"] == nil)
        let parts = try #require(body["id_token"]?.string).split(separator: ".")
        #expect(parts.count == 3)
        let claims = try JSONValue(parsing: try #require(Base64.urlSafe.decode(String(parts[1]))))
        #expect(claims["aud"] == .string(client))
        for key in ["sub", "preferred_username", "name", "email", "last_authentication", "identity_set"] {
            #expect(claims[key] != nil, "\(key)")
        }
        #expect(whoami(try #require(other["access_token"]?.string)).status == 200)
        #expect(whoami(try #require(body["access_token"]?.string)).status == 401)
        let userinfo = box.get(
            "/v2/oauth2/userinfo", [("Authorization", "Bearer \(try #require(body["access_token"]?.string))")])
        #expect(userinfo.json?["sub"] == claims["sub"])
        #expect(box.get("/v2/oauth2/userinfo").json?["errors"]?[0]?["code"] == "UNAUTHORIZED")
    }

    @Test("Online access has no refresh token, and without openid there is no id_token")
    func online() throws {
        let scope = FormFields.escape(SimulatedGlobus.gatewayScope)
        let body = exchange(try code(["access_type": "online", "scope": scope])).json
        #expect(body?["resource_server"] == .string(SimulatedGlobus.gatewayID))
        #expect(body?["refresh_token"] == nil && body?["id_token"] == nil)
        #expect(body?["other_tokens"] == [])
    }

    @Test(
        "A code is refused with the wrong verifier, client or redirect",
        arguments: [
            ["code_verifier": "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl"],
            ["client_id": "7f3e61f5-e0de-4e8f-9150-0a62c65dda63"], ["redirect_uri": "http%3A%2F%2F127.0.0.1"],
            ["code": "another"],
        ])
    func wrongExchange(changes: [String: String]) throws {
        let response = exchange(try code(), changes)
        #expect(response.status == 400)
        #expect(response.text == #"{"error":"invalid_grant"}"#)
    }

    @Test("A code is good once, and for ten minutes")
    func oneTime() throws {
        let code = try code()
        #expect(exchange(code).status == 200)
        #expect(exchange(code).text == #"{"error":"invalid_grant"}"#)
        let failed = try self.code()
        _ = exchange(failed, ["code_verifier": "wrong"])
        #expect(exchange(failed).status == 400)
        let old = try self.code()
        box.set(time: 1_767_225_600 + 700)
        #expect(exchange(old).status == 400)
    }

    @Test("A loopback redirect carries code and state")
    func loopback() throws {
        let response = authorize(redirect: "http%3A%2F%2F127.0.0.1%3A54321")
        #expect(response.status == 302)
        let location = try #require(response.header("Location"))
        let match = try #require(location.wholeMatch(of: #/http://127.0.0.1:54321\?code=([^&]+)&state=s%26t/#))
        #expect(exchange(String(match.1), ["redirect_uri": "http%3A%2F%2F127.0.0.1%3A54321"]).status == 200)
        let refused = authorize(redirect: "http%3A%2F%2F127.0.0.1%3A54321", ["code_challenge_method": "plain"])
        #expect(try #require(refused.header("Location")).contains("?error=invalid_request&error_description="))
        #expect(try #require(refused.header("Location")).hasSuffix("&state=s%26t"))
    }

    @Test("Nothing is redirected to a stranger")
    func strangers() {
        for redirect in ["https%3A%2F%2Fevil.example%2F", "http%3A%2F%2F127.0.0.1.evil.example", "javascript%3Aalert"] {
            #expect(authorize(redirect: redirect).status == 400)
        }
        #expect(authorize(redirect: codePage, ["client_id": "me"]).status == 400)
        #expect(authorize(redirect: codePage, ["code_challenge": ""]).status == 400)
        #expect(authorize(redirect: codePage, ["scope": "urn:nothing"]).status == 400)
    }

    @Test("A refresh gives one other access token and keeps the refresh token")
    func refreshing() throws {
        let signIn = exchange(try code()).json
        let token = try #require(signIn?["other_tokens"]?[0]?["refresh_token"]?.string)
        let body = try #require(refresh(token).json)
        #expect(body["refresh_token"] == .string(token))
        #expect(body["resource_server"] == .string(SimulatedGlobus.gatewayID))
        #expect(body["other_tokens"] == [] && body["id_token"] == nil)
        #expect(body["access_token"] != signIn?["other_tokens"]?[0]?["access_token"])
        #expect(refresh(token, client: "7f3e61f5-e0de-4e8f-9150-0a62c65dda63").text == #"{"error":"invalid_grant"}"#)
        #expect(refresh("nonsense").status == 400)
    }

    @Test("Where refresh tokens rotate, the old one is dead")
    func rotation() throws {
        let box = Box { $0.rotatesRefreshTokens = true }
        let issued = try box.router.globus.issuer.issue(
            scopes: ["openid"], clientID: client, subject: .sampleUser, offline: true)
        let first = try #require(issued[0].refreshToken?.expose())
        func post(_ token: String) -> SimulatedResponse {
            box.post("/v2/oauth2/token", "grant_type=refresh_token&client_id=\(client)&refresh_token=\(token)")
        }
        let second = try #require(post(first).json?["refresh_token"]?.string)
        #expect(second != first)
        #expect(post(first).status == 400)
        #expect(post(second).status == 200)
    }

    @Test("Revoked and expired tokens are dead at once")
    func endOfTokens() throws {
        let signIn = exchange(try code()).json
        let access = try #require(signIn?["other_tokens"]?[0]?["access_token"]?.string)
        let token = try #require(signIn?["other_tokens"]?[0]?["refresh_token"]?.string)
        #expect(whoami(access).status == 200)
        let revoked = box.post("/v2/oauth2/token/revoke", "token=\(access)&client_id=\(client)")
        #expect(revoked.text == #"{"active":false}"#)
        #expect(whoami(access).status == 401)
        let renewed = try #require(refresh(token).json?["access_token"]?.string)
        #expect(whoami(renewed).status == 200)
        box.set(time: 1_767_225_600 + 172_801)
        #expect(whoami(renewed).status == 401)
        _ = box.post("/v2/oauth2/token/revoke", "token=\(token)&client_id=\(client)")
        #expect(refresh(token).text == #"{"error":"invalid_grant"}"#)
    }

    @Test("A service account signs in with its secret")
    func serviceAccount() throws {
        // The secret is "secret???": its base64 has a slash, which base64url has not.
        let form = "grant_type=client_credentials&scope=" + FormFields.escape(SimulatedGlobus.gatewayScope)
        let basic = "Basic NThmZGQzYmMtZTFjMy00Y2U1LTgwZWEtOGQ2Yjg3Y2ZiOTQ0OnNlY3JldD8/Pw=="
        let body = box.post("/v2/oauth2/token", form, [("Authorization", basic)]).json
        #expect(body?["resource_server"] == .string(SimulatedGlobus.gatewayID))
        #expect(body?["refresh_token"] == nil && body?["id_token"] == nil)
        let name = whoami(try #require(body?["access_token"]?.string)).json?["username"]
        #expect(name == .string("\(client)@clients.auth.globus.org"))
        #expect(box.post("/v2/oauth2/token", form + "&client_id=\(client)").text == #"{"error":"invalid_client"}"#)
    }
}
