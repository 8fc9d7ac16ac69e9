import ALCFCrypto
import ALCFHTTP
import Testing

@testable import ALCFAuth

@Suite struct GlobusAuthTests {
    func refresh(
        _ replies: [ScriptedTransport.Reply], retry: FastRetry = FastRetry()
    ) async throws -> (TokenResponse, ScriptedTransport) {
        let transport = ScriptedTransport(replies)
        let response = try await globus(transport, retry: retry).refresh(Secret("AgOldRefresh"), client: .alcfTokens)
        return (response, transport)
    }

    func failure(
        _ status: Int, _ body: String, headers: [(name: String, value: String)] = [], retry: FastRetry = FastRetry()
    ) async throws -> (error: AuthError, requests: Int) {
        let transport = ScriptedTransport([.json(status, body, headers: headers)])
        let auth = try globus(transport, retry: retry)
        let error = await #expect(throws: AuthError.self) {
            try await auth.refresh(Secret("AgOldRefresh"), client: .alcfTokens)
        }
        return (try #require(error), transport.sent.count)
    }

    @Test func sendsTheRefreshOfTheTranscript() async throws {
        let (response, transport) = try await refresh([.json(200, Samples.refreshed())])
        let sent = try #require(transport.sent.first)
        #expect(sent.method == "POST")
        #expect(sent.path == "/v2/oauth2/token")
        #expect(sent.contentType == "application/x-www-form-urlencoded")
        #expect(
            sent.form == [
                "grant_type": "refresh_token", "refresh_token": "AgOldRefresh",
                "client_id": "7f3e61f5-e0de-4e8f-9150-0a62c65dda63",
            ])
        let entry = try #require(response.entry(for: .inference))
        #expect(entry.accessToken.expose() == "AgNewAccess")
        #expect(entry.refreshToken?.expose() == "AgNewRefresh")
        #expect(entry.expiresAt == 1_800_172_800)
        #expect(response.identity == nil)
    }

    @Test func exchangesACodeAndIndexesByResourceServer() async throws {
        let transport = ScriptedTransport([.json(200, Samples.signedIn())])
        let response = try await globus(transport).exchange(
            code: Secret("C0DE"), verifier: Secret("verifier"), redirectURI: "http://127.0.0.1:5", client: .inferenceApp
        )
        #expect(
            transport.sent.first?.form == [
                "grant_type": "authorization_code", "client_id": "58fdd3bc-e1c3-4ce5-80ea-8d6b87cfb944",
                "code": "C0DE", "code_verifier": "verifier", "redirect_uri": "http://127.0.0.1:5",
            ])
        #expect(response.entry(for: .inference)?.accessToken.expose() == "AgGateNew")
        #expect(response.entry(for: .globusAuth)?.accessToken.expose() == "AgAuthNew")
        #expect(response.entries.allSatisfy { $0.identityID == Samples.identity })
        #expect(
            response.identity
                == Identity(
                    id: Samples.identity, username: "auser@anl.gov", name: "A. User", email: "a@anl.gov",
                    lastAuthentication: 1_799_999_000))
    }

    @Test func lifetimesThatMakeNoSenseDoNoHarm() async throws {
        for (lifetime, expected) in [("null", 0), ("-5", 0), ("1e300", 10_000_000_000), ("1.9", 1)] {
            let body = Samples.refreshed().replacing("172800", with: lifetime)
            let (response, _) = try await refresh([.json(200, body)])
            #expect(response.entry(for: .inference)?.expiresAt == 1_800_000_000 + expected, "\(lifetime)")
        }
    }

    @Test(arguments: [
        "", "<html>Please log in</html>", "[]", "{}", #"{"access_token": "AgNewAccess"}"#,
        #"{"access_token":"Ag\r\nX: y","scope":"s","resource_server":"r"}"#,
        #"{"access_token":7,"scope":"s","resource_server":"r"}"#,
        #"{"access_token":"AgNewAccess","scope":"s","resource_server":"r","id_token":"AgNewAccess"}"#,
        #"{"access_token":"AgNewAccess","scope":"s","resource_server":"r","other_tokens":[{}]}"#,
    ])
    func refusesAnswersThatAreNone(body: String) async throws {
        let (error, requests) = try await failure(200, body)
        #expect(error.code == .refused)
        #expect(requests == 1)
        #expect(!"\(error) \(String(reflecting: error))".contains("AgNewAccess"))
    }

    @Test func refusesAnAnswerWithoutEnd() async throws {
        let (error, requests) = try await failure(200, String(repeating: " ", count: 2 << 20))
        #expect(error.code == .unavailable)
        #expect((error.underlying as? HTTPError)?.code == .tooLarge)
        #expect(requests == 1)
    }

    @Test func followsNoRedirect() async throws {
        let (error, requests) = try await failure(307, "", headers: [("Location", "https://example.org/")])
        #expect(error.code == .redirected)
        #expect(requests == 1)
    }

    // MARK: Errors

    @Test(arguments: [400, 401])
    func invalidGrantMeansToSignInAgain(status: Int) async throws {
        let (error, requests) = try await failure(status, #"{"error":"invalid_grant"}"#)
        #expect(error.code == .signInNeeded)
        #expect(error.remedy == "Sign in with: alcf authenticate")
        #expect(requests == 1)
    }

    @Test func invalidGrantForACodeAsksForAnother() async throws {
        let auth = try globus(ScriptedTransport([.json(400, #"{"error":"invalid_grant"}"#)]))
        let error = await #expect(throws: AuthError.self) {
            try await auth.exchange(
                code: Secret("C0DE"), verifier: Secret("v"), redirectURI: "r", client: .alcfTokens)
        }
        #expect(error?.code == .codeRefused)
    }

    @Test(arguments: [
        (401, #"{"error":"invalid_client"}"#, AuthError.Code.refused, "invalid_client"),
        (400, #"{"error":"invalid_scope","error_description":"Unknown scope"}"#, .refused, "Unknown scope"),
        (
            401,
            #"{"errors":[{"status":"401","id":"d5b1","code":"UNAUTHORIZED","title":"Unauthorized","detail":"Call must be authenticated"}],"error":"unauthorized","error_description":"Unauthorized"}"#,
            .signInNeeded, "Call must be authenticated (request d5b1)"
        ),
        (
            403, #"{"error":"dependent_consent_required","errors":[{"unapproved_scopes":["urn:a"]}]}"#, .signInNeeded,
            "dependent_consent_required"
        ),
        (
            403,
            #"{"code":"AuthorizationRequired","authorization_parameters":{"session_message":"Reauthenticate"}}"#,
            .signInNeeded, "AuthorizationRequired"
        ),
        (403, "<html>", .refused, "HTTP status 403"),
        (404, "", .refused, "HTTP status 404"),
    ])
    func otherRefusals(status: Int, body: String, code: AuthError.Code, words: String) async throws {
        let (error, requests) = try await failure(status, body)
        #expect(error.code == code)
        #expect(error.message.contains(words))
        #expect(error.remedy != nil)
        #expect(requests == 1)
    }

    @Test func showsNoSecretThatTheServerSaysBack() async throws {
        let body = #"{"error":"invalid_request","error_description":"bad token AgOldRefresh\u001b[31m\nfor you"}"#
        let (error, _) = try await failure(400, body)
        #expect(error.message.contains("bad token *** [31m for you"))
        #expect(!String(reflecting: error).contains("AgOldRefresh"))
        #expect(!error.message.contains("\u{1B}"))
    }

    /// In base64, alone and shifted, percent-encoded, and before a combining mark.
    @Test(arguments: [
        "QWdPbGRSZWZyZXNo", "eEFnT2xkUmVmcmVzaA==", "%41g%4fldRefresh", "AgOldRefresh\\u0301", "AGOLDREFRESH",
    ])
    func showsNoSecretInWhateverForm(form: String) async throws {
        let (error, _) = try await failure(
            400, #"{"error":"invalid_scope","error_description":"bad \#(form) for you"}"#)
        #expect(error.message.unicodeScalars.contains("*"), "\(error.message)")
        #expect(!error.message.contains(form.prefix(12)) && error.message.contains("for you"))
    }

    // MARK: Retries

    @Test(arguments: [429, 500, 502, 503, 504])
    func triesAgainWhenTheServerIsBusy(status: Int) async throws {
        let retry = FastRetry()
        let (_, transport) = try await refresh([.json(status, ""), .json(200, Samples.refreshed())], retry: retry)
        #expect(transport.sent.count == 2)
        #expect(retry.waits == [0.5])
    }

    @Test(arguments: [HTTPError.Code.dns, .connect, .timeoutFirstByte, .disconnected])
    func triesAgainWhenTheNetworkFails(code: HTTPError.Code) async throws {
        let (_, transport) = try await refresh([.fails(code), .json(200, Samples.refreshed())])
        #expect(transport.sent.count == 2)
    }

    @Test(arguments: [HTTPError.Code.tls, .insecure, .invalidURL])
    func triesOnceWhereAnotherAttemptIsHopeless(code: HTTPError.Code) async throws {
        let transport = ScriptedTransport([.fails(code)])
        let auth = try globus(transport)
        let error = await #expect(throws: AuthError.self) {
            try await auth.refresh(Secret("r"), client: .alcfTokens)
        }
        #expect(error?.code == .unavailable)
        #expect(transport.sent.count == 1)
    }

    @Test func honoursRetryAfter() async throws {
        let retry = FastRetry()
        _ = try await refresh(
            [
                .json(503, "", headers: [("Retry-After", "13")]),
                .json(503, "", headers: [("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT")]),
                .json(200, Samples.refreshed()),
            ], retry: retry)
        // That date is past by this test's clock.
        #expect(retry.waits == [13, 0])
    }

    @Test(arguments: [
        "Fri, 15 Jan 2027 08:00:20 GMT", "Friday, 15-Jan-27 08:00:20 GMT", "Fri Jan 15 08:00:20 2027", "20",
    ])
    func honoursADate(value: String) async throws {
        let retry = FastRetry()
        let clock = ManualClock(1_800_000_000)
        let transport = ScriptedTransport([
            .json(503, "", headers: [("Retry-After", value)]), .json(200, Samples.refreshed()),
        ])
        _ = try await globus(transport, retry: retry, clock: clock).refresh(Secret("r"), client: .alcfTokens)
        #expect(retry.waits == [20])
    }

    @Test func aRedirectIsNamed() async throws {
        let transport = ScriptedTransport([
            .json(302, "", headers: [("Location", "https://portal.example/login?next=secret")])
        ])
        let error = await #expect(throws: AuthError.self) {
            try await globus(transport).refresh(Secret("refresh-token-1"), client: .alcfTokens)
        }
        #expect(error?.code == .redirected && transport.sent.count == 1)
        #expect(error?.message.contains("https://portal.example/login?…") == true)
    }

    @Test func givesUpAfterSixAttempts() async throws {
        let retry = FastRetry()
        let (error, requests) = try await failure(500, #"{"error":"internal"}"#, retry: retry)
        #expect(error.code == .unavailable)
        #expect(requests == 6)
        #expect(retry.waits == [0.5, 1, 2, 4, 8])
    }

    @Test func keepsTheWholeWithinItsTime() async throws {
        let retry = FastRetry()
        let (_, requests) = try await failure(503, "", headers: [("Retry-After", "25")], retry: retry)
        #expect(retry.waits == [25, 25])
        #expect(requests == 3)
        let (_, once) = try await failure(429, "", headers: [("Retry-After", "3600")])
        #expect(once == 1)
    }

    @Test func capsTheWait() {
        let policy = FastRetry().policy
        #expect(policy.wait(after: 9) == .seconds(10))
        #expect(policy.wait(after: 10_000) == .seconds(10))
        #expect(policy.wait(after: 0, retryAfter: -1) == .milliseconds(500))
    }

    // MARK: The rest

    @Test func revokes() async throws {
        let transport = ScriptedTransport([.json(200, #"{"active": false}"#)])
        try await globus(transport).revoke(Secret("AgOldAccess"), client: .alcfTokens)
        #expect(transport.sent.first?.path == "/v2/oauth2/token/revoke")
        #expect(transport.sent.first?.form == ["token": "AgOldAccess", "client_id": OAuthClient.alcfTokens.id])
    }

    @Test func asksWhoSomebodyIs() async throws {
        let transport = ScriptedTransport([
            .json(200, #"{"sub": "i", "preferred_username": "u@anl.gov", "name": null}"#)
        ])
        let identity = try await globus(transport).userInfo(Secret("AgAuthAccess"))
        #expect(identity == Identity(id: "i", username: "u@anl.gov"))
        #expect(transport.sent.first?.method == "GET")
        #expect(transport.sent.first?.path == "/v2/oauth2/userinfo")
    }

    @Test func takesItsAddressFromTheEnvironment() throws {
        let transport = ScriptedTransport([])
        func base(_ value: String?) throws -> String {
            let environment = value.map { [GlobusAuth.baseURLVariable: $0] } ?? [:]
            return try GlobusAuth(environment: environment, transport: transport).url("/v2/x").string
        }
        #expect(try base(nil) == "https://auth.globus.org/v2/x")
        #expect(try base("") == "https://auth.globus.org/v2/x")
        #expect(try base("http://127.0.0.1:8080/mock/") == "http://127.0.0.1:8080/mock/v2/x")
        for bad in ["http://auth.example.org", "not a url", "file:///etc/passwd"] {
            let error = #expect(throws: AuthError.self) { try base(bad) }
            #expect(error?.code == .misconfigured)
        }
    }
}
