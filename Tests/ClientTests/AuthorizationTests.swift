import ALCFAuth
import ALCFClient
import ALCFCrypto
import ALCFHTTP
import Testing

/// The many meanings of 401, and the one of them that a refresh helps against.
@Suite struct AuthorizationTests {
    static func unauthorized(_ message: String) -> String { ErrorTests.gateway("unauthorized", message) }

    static let inactive = unauthorized("Token is either not active or invalid")

    @Test(arguments: [
        "Token is either not active or invalid", "Token introspection: Token is either not active or invalid",
        "Access token expired.",
    ])
    func anInactiveTokenIsRefreshedOnce(message: String) async throws {
        let (tokens, transport) = (
            ScriptedTokens(),
            ScriptedTransport([
                .answer(401, Self.unauthorized(message)), .answer(200, Transcript.metisCompletion),
            ])
        )
        let answer = try await client(transport, tokens: tokens).chat(question, at: try ModelEndpoint(cluster: "metis"))
        #expect(answer.content == "Hello.")
        #expect(tokens.replaced == ["token-0"])
        #expect(transport.asked.map(\.token) == ["token-0", "token-1"])
        #expect(transport.asked[0].body == transport.asked[1].body)
    }

    @Test func aStreamRefreshesToo() async throws {
        let transport = ScriptedTransport([.answer(401, Self.inactive), .fragments(fragments(Transcript.metisStream))])
        let stream = try await client(transport).stream(question, at: try ModelEndpoint(cluster: "metis"))
        var count = 0
        for try await _ in stream { count += 1 }
        #expect(count == 5)
    }

    @Test func aSecondRefusalEndsIt() async throws {
        let (tokens, transport) = (
            ScriptedTokens(),
            ScriptedTransport([
                .answer(401, Self.inactive), .answer(401, Self.inactive), .answer(200, "{}"),
            ])
        )
        let error = try #require(await clientError { try await client(transport, tokens: tokens).whoami() })
        #expect(error.code == .tokenInactive)
        #expect(error.category == .signIn)
        #expect(error.remedy?.contains("alcf authenticate --force") == true)
        #expect(!error.isRetryable)
        #expect(transport.asked.count == 2)
        #expect(tokens.replaced.count == 1)
    }

    @Test func theSameTokenAgainIsNotTriedAgain() async throws {
        let transport = ScriptedTransport([.answer(401, Self.inactive), .answer(200, "{}")])
        let tokens = ScriptedTokens(replacement: .success("token-0"))
        let error = try #require(await clientError { try await client(transport, tokens: tokens).whoami() })
        #expect(error.code == .tokenInactive)
        #expect(transport.asked.count == 1)
    }

    @Test func anAuthErrorPassesThrough() async throws {
        let tokens = ScriptedTokens(replacement: .failure(AuthError(.signInNeeded, "over", remedy: "sign in")))
        let subject = client(ScriptedTransport(401, Self.inactive), tokens: tokens)
        let error = await #expect(throws: AuthError.self) { try await subject.whoami() }
        #expect(error?.code == .signInNeeded)
        #expect(error?.message == "over")
    }

    struct Refusal: Sendable {
        let body: String
        let code: ClientError.Code
        let category: ClientError.Category
        let remedy: String
        var retry = false
    }

    @Test(arguments: [
        Refusal(
            body:
                #"{"detail": "Error: Missing ('Authorization': 'Bearer <your-access-token>') in request headers."}"#,
            code: .unauthorized, category: .signIn, remedy: "alcf authenticate"),
        Refusal(
            body: unauthorized("Auth only allows header type Authorization: Bearer <token>."),
            code: .unauthorized, category: .signIn, remedy: "support@alcf.anl.gov"),
        Refusal(
            body: unauthorized(
                "Something went wrong while reading headers. Authorization type should be Bearer."),
            code: .unauthorized, category: .signIn, remedy: "support@alcf.anl.gov"),
        Refusal(
            body: unauthorized(
                "Error: Permission denied. Must authenticate with anl.gov, alcf.anl.gov. Currently authenticated as Mallory Outside (mallory@example.org). If you are passing an access token directly to this API, please logout from Globus by visiting https://app.globus.org/logout and re-authenticate with the following command: 'python3 inference_auth_token.py authenticate --force'."
            ),
            code: .signInAgain, category: .signIn, remedy: "alcf authenticate --switch-identity"),
        Refusal(
            body: unauthorized(
                "Error: Permission denied from internal policies. This is likely due to a high-assurance timeout. Please logout by visiting https://app.globus.org/logout, and re-authenticate with authenticate --force'. Make sure you authenticate with an authorized identity provider: anl.gov, alcf.anl.gov."
            ),
            code: .signInAgain, category: .signIn, remedy: "alcf authenticate --force"),
        Refusal(
            body: unauthorized(
                "Could not introspect token with Globus /v2/oauth2/token/introspect. ('POST', 'http://x/v2/oauth2/token/introspect', 'Basic', 500, 'down')"
            ),
            code: .globusUnavailable, category: .tryAgain, remedy: "Try again", retry: true),
        Refusal(
            body: unauthorized(
                "Token introspection: Could not introspect token with Globus /v2/oauth2/token/introspect."),
            code: .globusUnavailable, category: .tryAgain, remedy: "Try again", retry: true),
        Refusal(
            body: unauthorized("Token introspection error: timed out"), code: .globusUnavailable, category: .tryAgain,
            remedy: "Try again", retry: true),
        Refusal(
            body: unauthorized("Could not recover dependent access token for groups.api.globus.org. x"),
            code: .signInAgain, category: .signIn, remedy: "alcf authenticate --force"),
        Refusal(
            body: unauthorized("Permission denied due to Globus Group restrictions."),
            code: .notPermitted, category: .failed, remedy: "another model"),
        Refusal(
            body: unauthorized("Permission denied due to IdP domain restrictions."),
            code: .notPermitted, category: .failed, remedy: "another model"),
        Refusal(
            body: unauthorized("Error: User is not a member of an allowed Globus Group."),
            code: .notPermitted, category: .failed, remedy: "support@alcf.anl.gov"),
        Refusal(
            body: unauthorized("Error: Some Globus policies could not be passed to the introspect API call."),
            code: .unauthorized, category: .signIn, remedy: "support@alcf.anl.gov"),
        Refusal(
            body: ErrorTests.gateway(
                "internal_endpoint_error",
                "Upstream endpoint returned 401: b'Token is either not active or invalid'."),
            code: .upstreamUnauthorized, category: .failed, remedy: "support@alcf.anl.gov"),
        Refusal(body: "", code: .unauthorized, category: .signIn, remedy: "support@alcf.anl.gov"),
    ])
    func noOtherRefusalIsAnsweredWithARefresh(_ refusal: Refusal) async throws {
        let (tokens, transport) = (ScriptedTokens(), ScriptedTransport(401, refusal.body))
        let endpoint = try ModelEndpoint(cluster: "metis")
        let error = try #require(
            await clientError { try await client(transport, tokens: tokens).chat(question, at: endpoint) })
        #expect(error.code == refusal.code)
        #expect(error.category == refusal.category)
        #expect(error.isRetryable == refusal.retry)
        #expect(error.remedy?.contains(refusal.remedy) == true, "\(error.remedy ?? "none")")
        #expect(!error.message.contains("inference_auth_token") && !error.message.contains("logout"))
        #expect(tokens.replaced.isEmpty)
        #expect(transport.asked.count == 1)
    }

    @Test func anotherServersRefusalIsNotARefreshEither() async throws {
        let (tokens, transport) = (ScriptedTokens(), ScriptedTransport(401, Self.inactive))
        let endpoint = ModelEndpoint(
            name: "mine", baseURL: try HTTPURL("https://example.org/v1"), credentials: .key(Secret("key")))
        let error = await clientError { try await client(transport, tokens: tokens).chat(question, at: endpoint) }
        #expect(error?.code == .unauthorized)
        #expect(error?.remedy == "Check the key for this server.")
        #expect(transport.asked.map(\.token) == ["key"])
        #expect(tokens.asked == 0)
    }

    @Test func anotherServersRefusalInAStreamIsAboutItsKey() async throws {
        let text = #"data: {"error":{"message":"bad key","type":"authentication_error","code":null}}"# + "\n\n"
        let transport = ScriptedTransport([.fragments(fragments(text))])
        let endpoint = ModelEndpoint(name: "mine", baseURL: try HTTPURL("https://example.org/v1"))
        let stream = try await client(transport).stream(question, at: endpoint)
        let error = await clientError { for try await _ in stream {} }
        #expect(error?.code == .unauthorized)
        #expect(error?.remedy == "Check the key for this server.")
    }

    @Test(arguments: [
        "https://example.org/v1", "http://inference-api.alcf.anl.gov/v1", "https://inference-api.alcf.anl.gov:8443/v1",
    ])
    func theAccessTokenGoesToTheGatewayOnly(url: String) async throws {
        let (tokens, transport) = (ScriptedTokens(), ScriptedTransport(200, "{}"))
        let endpoint = ModelEndpoint(name: "x", baseURL: try HTTPURL(url), credentials: .service)
        let error = await clientError { try await client(transport, tokens: tokens).chat(question, at: endpoint) }
        #expect(error?.code == .usage)
        #expect(transport.asked.isEmpty)
        #expect(tokens.asked == 0)
    }

    @Test func publicRoutesNeedNoToken() async throws {
        let (tokens, transport) = (ScriptedTokens(), ScriptedTransport(200, #"{"status": "ok"}"#))
        #expect(try await client(transport, tokens: tokens).health())
        #expect(tokens.asked == 0)
        #expect(transport.asked.first?.token == nil)
    }
}
