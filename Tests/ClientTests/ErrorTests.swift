import ALCFClient
import ALCFHTTP
import Testing

/// Every error body that the service sends, and what is made of it.
@Suite struct ErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let status: Int
        let body: String
        let code: ClientError.Code
        var upstream: Int?
        var server: String?
        var retry = false
        var says = ""
        var testDescription: String { "\(status) \(code) \(says)" }
    }

    @Test(arguments: gatewayCases + upstreamCases)
    func fromTheGateway(_ expected: Case) async throws {
        let endpoint = try ModelEndpoint(cluster: "sophia")
        let transport = ScriptedTransport(expected.status, expected.body, type: nil)
        let tokens = ScriptedTokens()
        for streaming in [false, true] {
            let transport = streaming ? ScriptedTransport(expected.status, expected.body) : transport
            let subject = client(transport, tokens: tokens)
            let error = await clientError {
                if streaming {
                    _ = try await subject.stream(question, at: endpoint)
                } else {
                    _ = try await subject.chat(question, at: endpoint)
                }
            }
            try check(error, expected)
        }
        #expect(tokens.replaced.isEmpty)
    }

    /// However the network cuts a body, the error is the same.
    @Test(arguments: gatewayCases + upstreamCases)
    func inPiecesOfEverySize(_ expected: Case) async throws {
        let endpoint = try ModelEndpoint(cluster: "sophia")
        let count = expected.body.utf8.count
        for size in [1, 2, 3, 5, 7, 16, 64, 255, 256, 257, 1024] where size == 1 || size < count {
            let transport = ScriptedTransport([
                .fragments(fragments(expected.body, size: size), status: expected.status)
            ])
            try check(await clientError { try await client(transport).chat(question, at: endpoint) }, expected)
        }
    }

    @Test(arguments: foreignCases)
    func fromOtherServers(_ expected: Case) async throws {
        let endpoint = ModelEndpoint(name: "mine", baseURL: try HTTPURL("http://127.0.0.1:8000/v1"))
        let transport = ScriptedTransport(expected.status, expected.body)
        try check(await clientError { try await client(transport).chat(question, at: endpoint) }, expected)
        #expect(transport.asked.first?.token == nil)
    }

    private func check(_ error: ClientError?, _ expected: Case) throws {
        let error = try #require(error)
        #expect(error.code == expected.code)
        #expect(error.httpStatus == expected.status)
        #expect(error.upstreamStatus == expected.upstream)
        #expect(error.serverCode == expected.server)
        #expect(error.isRetryable == expected.retry)
        #expect(error.message.contains(expected.says), "\(error.message)")
        #expect(!error.message.isEmpty && error.message.count <= 501)
        #expect(error.timings != nil)
        // Where nothing but the server's word is left, the message must do.
        #expect(error.remedy != nil || [.notFound, .malformed].contains(error.code))
    }

    @Test func whatElseTheBodyTells() async throws {
        let endpoint = try ModelEndpoint(cluster: "metis")
        func error(_ step: ScriptedTransport.Step) async throws -> ClientError {
            try #require(await clientError { try await client(ScriptedTransport([step])).chat(question, at: endpoint) })
        }
        let crash = #"{"error":{"code":"internal_error","message":"Internal Server Error","error_id":"0f3c9d"}}"#
        #expect(try await error(.answer(500, crash)).errorID == "0f3c9d")
        #expect(try await error(.answer(429, "{}", extra: ["retry-after": "7"])).retryAfter == 7)
        let nginx = #"{"error":"Rate limit exceeded","message":"Too many","retry_after":"1 second"}"#
        #expect(try await error(.answer(429, nginx)).retryAfter == 1)
    }

    /// Every error tells what was asked, and nothing that is secret.
    @Test func whatWasAsked() async throws {
        let endpoint = try ModelEndpoint(cluster: "metis")
        let url = "POST https://inference-api.alcf.anl.gov/resource_server/metis/api/v1/chat/completions"
        let cut = ScriptedTransport.Step.fragments(fragments(Transcript.sophiaPiece("Hel")))
        let stream = try await client(ScriptedTransport([cut])).stream(question, at: endpoint)
        let errors = [
            await clientError { try await client(ScriptedTransport(500, "{}")).chat(question, at: endpoint) },
            await clientError { try await client(ScriptedTransport(200, "<html>")).chat(question, at: endpoint) },
            await clientError { try await client(ScriptedTransport(429, "")).stream(question, at: endpoint) },
            await clientError {
                try await client(ScriptedTransport([.failure(HTTPError(.dns, "x"))])).chat(question, at: endpoint)
            },
            await clientError { for try await _ in stream {} },
        ]
        for error in errors {
            #expect(error?.request?.description == url)
            #expect(error.map { !"\($0)".contains("token-0") } == true)
        }
        let look = await clientError { try await client(ScriptedTransport(500, "{}")).whoami() }
        #expect(look?.request?.method == "GET" && look?.request?.url.hasSuffix("/whoami") == true)
    }

    @Test func noRemedyGoesInACircle() async throws {
        let maintenance = #"{"error":{"code":"cluster_under_maintenance","message":"Later."}}"#
        for step: ScriptedTransport.Step in [
            .failure(HTTPError(.connect, "x")), .failure(HTTPError(.timeoutFirstByte, "x")), .answer(503, maintenance),
        ] {
            let error = await clientError { try await client(ScriptedTransport([step])).status() }
            let remedy = error?.remedy?.replacing("'alcf doctor'", with: "")
            #expect(remedy?.contains("alcf") == false)
        }
        let jobs = await clientError { try await client(ScriptedTransport(503, maintenance)).jobs(on: "metis") }
        #expect(jobs?.remedy?.contains("'alcf status'") == true)
    }

    @Test func aBodyTooLargeForTheGatewayIsNamed() async throws {
        let crash = #"{"error":{"code":"internal_error","message":"Internal Server Error","error_id":"a689"}}"#
        let request = ChatRequest(model: "m", messages: [.user(String(repeating: "x", count: 2_700_000))])
        let endpoint = try ModelEndpoint(cluster: "metis")
        let error = try #require(
            await clientError { try await client(ScriptedTransport(500, crash)).chat(request, at: endpoint) })
        #expect(error.code == .tooLarge)
        #expect(!error.isRetryable)
        #expect(error.message.hasPrefix("the request is probably too big: it has "))
        #expect(error.message.contains("2.6 million"))
        #expect(error.remedy == "Send less, or smaller pictures.")
    }

    @Test(arguments: [
        (HTTPError.Code.dns, ClientError.Code.connection, ClientError.Category.unavailable, true),
        (.connect, .connection, .unavailable, true), (.disconnected, .connection, .unavailable, true),
        (.other, .connection, .unavailable, true), (.tls, .tls, .unavailable, false),
        (.timeoutConnect, .timeout, .tryAgain, true), (.timeoutFirstByte, .timeout, .tryAgain, false),
        (.timeoutIdle, .timeout, .tryAgain, false), (.timeoutTotal, .timeout, .tryAgain, false),
        (.tooLarge, .tooLarge, .failed, false), (.malformed, .malformed, .failed, false),
        (.cancelled, .cancelled, .failed, false), (.insecure, .usage, .usage, false),
        (.invalidURL, .usage, .usage, false),
    ])
    func brokenExchanges(
        _ cause: HTTPError.Code, _ code: ClientError.Code, _ category: ClientError.Category, _ retry: Bool
    ) async throws {
        let transport = ScriptedTransport([.failure(HTTPError(cause, "it broke"))])
        let error = try #require(await clientError { try await client(transport).whoami() })
        #expect(error.code == code)
        #expect(error.category == category)
        #expect(error.isRetryable == retry)
        #expect((error.underlying as? HTTPError)?.code == cause)
        #expect(error.message == "it broke")
        if category == .unavailable || category == .tryAgain { #expect(error.remedy != nil) }
    }

    @Test func categories() {
        let expected: [(ClientError.Category, [ClientError.Code])] = [
            (
                .usage,
                [
                    .usage, .unknownModel, .ambiguousModel, .unknownCluster, .invalidRequest, .contextLength,
                    .unsupported,
                ]
            ),
            (.unavailable, [.connection, .tls, .maintenance, .notRunning, .unavailable]),
            (.tryAgain, [.timeout, .rateLimited, .loading, .serverTimeout, .globusUnavailable]),
            (.signIn, [.tokenInactive, .signInAgain, .unauthorized]),
            (
                .failed,
                [
                    .cancelled, .serverError, .truncated, .empty, .malformed, .notPermitted, .upstreamUnauthorized,
                    .aborted, .refused, .noText, .redirect,
                ]
            ),
        ]
        for (category, codes) in expected {
            for code in codes { #expect(ClientError(code, "x").category == category, "\(code)") }
        }
    }
}
