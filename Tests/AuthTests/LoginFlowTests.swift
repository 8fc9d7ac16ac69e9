import ALCFCrypto
import ALCFHTTP
import Testing

@testable import ALCFAuth

@Suite struct LoginFlowTests {
    func query(_ flow: LoginFlow) -> [String: String] {
        Dictionary(FormEncoding.decode(flow.authorizeURL.query ?? "").map { ($0.name, $0.value) }) { $1 }
    }

    @Test func authorizeURLHasEveryParameter() throws {
        // The pair of RFC 7636, appendix B.
        let pkce = try PKCE(verifier: Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
        let flow = try LoginFlow(
            auth: globus(ScriptedTransport([])), hostName: "polaris-login-01", pkce: pkce, state: "St4te")
        #expect(flow.authorizeURL.string.hasPrefix("https://auth.globus.org/v2/oauth2/authorize?"))
        #expect(
            query(flow) == [
                "client_id": "7f3e61f5-e0de-4e8f-9150-0a62c65dda63",
                "redirect_uri": "https://auth.globus.org/v2/web/auth-code",
                "scope": "openid https://auth.globus.org/scopes/681c10cc-f684-4540-bcd7-0b4df3bc26ef/action_all",
                "state": "St4te",
                "response_type": "code",
                "access_type": "offline",
                "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                "code_challenge_method": "S256",
                "prefill_named_grant": "alcf_tokens on polaris-login-01",
                "prompt": "login",
                "session_required_policies": "83732ff2-9c42-4548-b5ce-17e498c84f6a",
            ])
        #expect(!flow.authorizeURL.string.contains(" "))
    }

    @Test func eachSignInIsDifferent() throws {
        let auth = try globus(ScriptedTransport([]))
        let (a, b) = try (LoginFlow(auth: auth, hostName: "h"), LoginFlow(auth: auth, hostName: "h"))
        #expect(a.state != b.state)
        #expect(a.state.count >= 22)
        #expect(query(a)["code_challenge"] != query(b)["code_challenge"])
    }

    @Test func redirects() throws {
        let mock = try GlobusAuth(
            environment: [GlobusAuth.baseURLVariable: "http://127.0.0.1:9/mock"], transport: ScriptedTransport([]))
        let pasted = try LoginFlow(auth: mock, client: .inferenceApp, hostName: "h")
        #expect(pasted.redirectURI == "http://127.0.0.1:9/mock/v2/web/auth-code")
        #expect(query(pasted)["prefill_named_grant"] == "inference_app on h")
        let local = try LoginFlow(auth: mock, redirect: .localServer(port: 54321), hostName: "h")
        #expect(query(local)["redirect_uri"] == "http://127.0.0.1:54321")
    }

    @Test func sendsTheVerifierAndTheSameRedirect() async throws {
        let transport = ScriptedTransport([.json(200, Samples.signedIn())])
        let pkce = try PKCE()
        let flow = try LoginFlow(
            auth: globus(transport), redirect: .localServer(port: 5), hostName: "h", pkce: pkce)
        let response = try await flow.complete(code: Secret("C0DE"))
        #expect(response.identity?.id == Samples.identity)
        #expect(transport.sent.first?.form["code_verifier"] == pkce.verifier.expose())
        #expect(transport.sent.first?.form["redirect_uri"] == "http://127.0.0.1:5")
    }

    @Test func refusesHalfASignIn() async throws {
        let withoutService = Samples.signedIn().replacing(Samples.gateway, with: "other")
        let withoutIdentity = Samples.refreshed()
        for body in [withoutService, withoutIdentity] {
            let flow = try LoginFlow(auth: globus(ScriptedTransport([.json(200, body)])), hostName: "h")
            let error = await #expect(throws: AuthError.self) { try await flow.complete(code: Secret("C0DE")) }
            #expect(error?.code == .signInFailed)
        }
    }

    @Test(arguments: [
        ("abc123", "abc123"), ("  abc123\r\n", "abc123"),
        ("https://auth.globus.org/v2/web/auth-code?code=a%2Bb&state=s", "a+b"),
        ("http://127.0.0.1:5/?state=s&code=xyz#f", "xyz"), ("", nil), ("   ", nil), ("two words", nil),
        ("https://auth.globus.org/?error=x", nil), ("é", nil), ("\u{1B}[200~abc123\u{1B}[201~", "abc123"),
        ("\u{1B}[200~abc123\n\u{1B}[201~", "abc123"), ("^[[200~abc123^[[201~", "abc123"), ("[200~abc123", "abc123"),
        ("200~abc123201~", "abc123"), ("\u{9B}200~abc123\u{9B}201~", "abc123"), ("\u{200B}abc123\u{FEFF}", "abc123"),
        ("abc\u{200B}1\u{AD}23\u{2060}", "abc123"), ("\u{A0}abc123\u{3000}\u{2003}", "abc123"),
        ("\"abc123\"", "abc123"),
        ("“abc123”", "abc123"), ("'abc123',", "abc123"), ("`abc123`", "abc123"), ("<abc123>", "abc123"),
        ("\u{202A}abc123\u{202C}", "abc123"), ("abc\u{A0}123", nil), ("abcé123", nil), ("a\u{301}", nil),
        ("\u{1B}[200~https://auth.globus.org/v2/web/auth-code?code=abc123&state=s\u{1B}[201~", "abc123"),
        ("\u{FEFF}<http://127.0.0.1:5/?state=s&code=xyz>", "xyz"), ("http://127.0.0.1:5/#code=xyz&state=s", "xyz"),
        ("code=abc123&state=s", "abc123"), ("https://auth.globus.org/?code=", nil), ("https://auth.globus.org/", nil),
    ])
    func findsTheCodeInWhatIsPasted(text: String, code: String?) {
        #expect(LoginFlow.code(pasted: text)?.expose() == code)
    }
}
