import ALCFAuth
import ALCFClient
import ALCFCrypto
import ALCFHTTP
import ALCFJSON
import ALCFServe
import Synchronization
import TestSupport
import Testing

/// The local server as its clients see it, before a gateway that answers as the real one does.
///
/// Its clients wait for a minute: beside all other tests at once that can be too short.
@Suite(.tags(.watchesTheClock)) struct LocalServerTests {
    @Test func aStreamPassesByteForByte() async throws {
        let gateway = Gateway { _, _ in Gateway.stream(Gateway.whole, size: 7) }
        try await ServedGateway.with(gateway) { (served: ServedGateway) async throws -> Void in
            let answer = try await served.chat("metis/gpt-oss-120b", ["stream_options": ["include_usage": true]])
            #expect(answer.status == 200)
            #expect(answer.text == Gateway.whole)
            #expect(answer.headers["x-alcf-cluster"] == "metis")
            #expect(answer.headers["x-alcf-model"] == "gpt-oss-120b")
            #expect(answer.headers["x-alcf-fallback-from"] == nil)
            let request = try #require(gateway.requests.first)
            #expect(request.path == "/metis/api/v1/chat/completions")
            #expect(request.body["model"]?.string == "gpt-oss-120b")
            #expect(request.token == "the-token-of-the-user-0123456789")
            let account = try #require(try await served.ended().first)
            #expect(account.usage?.completionTokens == 2)
            #expect(account.chunks == 2)
            #expect(account.firstToken != nil)
            #expect(account.error == nil)
        }
    }

    @Test func theUsageIsAskedForAndKeptFromWhomDidNotAsk() async throws {
        let gateway = Gateway { _, _ in Gateway.stream(Gateway.whole) }
        try await ServedGateway.with(gateway) { (served: ServedGateway) async throws -> Void in
            let answer = try await served.chat("metis/gpt-oss-120b")
            #expect(answer.text == Gateway.piece("Hello") + Gateway.piece(" there") + Gateway.end + Gateway.done)
            #expect(gateway.requests.first?.body["stream_options"]?["include_usage"]?.bool == true)
            #expect(try await served.ended().first?.usage?.totalTokens == 9)
        }
    }

    @Test func theTokenNeverComesBack() async throws {
        let echo =
            Gateway.piece("your token is the-token-of-the-user-0123456789, is it not?") + Gateway.end + Gateway.done
        try await ServedGateway.with(Gateway { _, _ in Gateway.stream(echo) }) {
            (served: ServedGateway) async throws -> Void in
            let answer = try await served.chat("metis/gpt-oss-120b")
            #expect(!answer.text.contains("the-token-of-the-user"))
            #expect(answer.text.contains("your token is ***"))
        }
    }

    // MARK: Failures

    /// What comes before the first token has a status of its own.
    @Test(arguments: [
        (
            Gateway.piece("x").replacing("0b1c", with: "chatcmpl-api-error").replacing(
                #""x""#, with: #""\n\n[ERROR] Error: no""#) + Gateway.done, 500
        ),
        (
            #"data: {"object":"error","message":"Streaming task timed out: No data received from compute endpoint after 30 seconds.","type":"StreamingTimeoutError","param":null,"code":504}"#
                + "\n\n" + Gateway.done, 504
        ),
        (Gateway.done, 500), ("", 500),
    ])
    func aFailureBeforeTheFirstTokenIsAStatus(stream: String, status: Int) async throws {
        try await ServedGateway.with(Gateway { _, _ in Gateway.stream(stream) }) {
            (served: ServedGateway) async throws -> Void in
            let answer = try await served.chat("metis/gpt-oss-120b")
            #expect(answer.status == status, "\(answer.text)")
            #expect(answer.json["error"]?["message"]?.string?.isEmpty == false)
            #expect(try await served.ended().first?.error != nil)
            #expect(try await served.ended().first?.status == status)
        }
    }

    /// What comes later is an error event, and never a made-up end.
    @Test(arguments: [
        Gateway.piece("Hello") + Gateway.done, Gateway.piece("Hello"),
        Gateway.piece("Hello")
            + #"data: {"object":"error","message":"An error occurred during processing","type":"InternalServerError","param":null,"code":500}"#
            + "\n\n" + Gateway.done,
        Gateway.piece("Hello") + Gateway.piece("x").replacing("0b1c", with: "chatcmpl-api-error") + Gateway.done,
    ])
    func aFailureWithinTheStreamIsAnErrorEvent(stream: String) async throws {
        try await ServedGateway.with(Gateway { _, _ in Gateway.stream(stream) }) {
            (served: ServedGateway) async throws -> Void in
            let answer = try await served.chat("metis/gpt-oss-120b")
            #expect(answer.status == 200)
            #expect(answer.text.hasPrefix(Gateway.piece("Hello")))
            #expect(answer.events.count == 2)
            let last = try JSONValue(parsing: try #require(answer.events.last))
            #expect(last["error"]?["message"]?.string?.isEmpty == false)
            #expect(!answer.text.contains("[DONE]"))
            #expect(!answer.text.contains("finish_reason\":\"stop"))
            #expect(try await served.ended().first?.error != nil)
        }
    }

    @Test func aBrokenConnectionIsAnErrorEvent() async throws {
        let gateway = Gateway { _, _ in
            Gateway.stream(Gateway.piece("Hello"), failure: HTTPError(.disconnected, "the connection broke"))
        }
        try await ServedGateway.with(gateway) { (served: ServedGateway) async throws -> Void in
            let answer = try await served.chat("metis/gpt-oss-120b")
            let last = try JSONValue(parsing: try #require(answer.events.last))
            #expect(last["error"]?["code"]?.string == "connection")
        }
    }

    @Test func aWholeAnswerThatIsAnErrorIsOne() async throws {
        let gateway = Gateway { _, _ in
            Gateway.json(200, #"{"error":{"message":"no","type":"BadRequestError","code":400}}"#)
        }
        try await ServedGateway.with(gateway) { (served: ServedGateway) async throws -> Void in
            let answer = try await served.chat("metis/gpt-oss-120b", stream: false)
            #expect(answer.status == 400)
        }
    }

    /// The five meanings of 401 that a sign-in or nothing mends; the clients do not try again.
    @Test(arguments: [
        "Error: Permission denied from internal policies. This is likely due to a high-assurance timeout.",
        "Token is either not active or invalid",
    ])
    func aRefusedSignInTellsTheRemedy(message: String) async throws {
        try await ServedGateway.with(Gateway { _, _ in Gateway.error(401, "unauthorized", message) }) {
            (served: ServedGateway) async throws -> Void in
            let answer = try await served.chat("metis/gpt-oss-120b")
            #expect(answer.status == 401)
            #expect(answer.headers["x-should-retry"] == "false")
            #expect(answer.json["error"]?["message"]?.string?.contains("alcf authenticate") == true)
            let messages = try await served.ask(
                .post, "/v1/messages",
                ["model": "metis/gpt-oss-120b", "max_tokens": 9, "messages": [["role": "user", "content": "Hi"]]])
            #expect(messages.status == 401)
            #expect(messages.json["error"]?["type"]?.string == "authentication_error")
        }
    }

    /// A sign-in elsewhere is taken up at once: no restart.
    @Test func aNewSignInIsTakenUp() async throws {
        final class Tokens: TokenProvider {
            let isSignedIn = Mutex(false)
            func accessToken() async throws -> Secret { Secret("an-old-token-0123456789") }
            func accessToken(replacing rejected: Secret) async throws -> Secret { Secret("an-old-token-0123456789") }
            func accessToken(signedInAfter rejected: Secret) async throws -> Secret? {
                isSignedIn.withLock { $0 } ? Secret("a-new-token-0123456789") : nil
            }
        }
        let tokens = Tokens()
        struct OldTokens: HTTPTransport {
            let inner: Gateway
            func send(_ request: HTTPRequest) async throws -> HTTPResponse {
                if case .bearer(let token) = request.authorization, token.expose().hasPrefix("an-old"),
                    request.method == .post
                {
                    return Gateway.error(401, "unauthorized", "Error: Permission denied from internal policies.")
                }
                return try await inner.send(request)
            }
        }
        let transport = OldTokens(inner: Gateway { _, _ in Gateway.stream(Gateway.whole) })
        try await ServedGateway.with(transport, tokens: tokens) { (served: ServedGateway) async throws -> Void in
            #expect(try await served.chat("metis/gpt-oss-120b").status == 401)
            tokens.isSignedIn.withLock { $0 = true }
            #expect(try await served.chat("metis/gpt-oss-120b").status == 200)
        }
    }

    // MARK: Fallback

    @Test(arguments: [
        ("internal_endpoint_error", "'gpt-oss-120b' is not currently live on Metis."),
        ("cluster_under_maintenance", "metis is under maintenance"),
    ])
    func anotherClusterIsAskedAndSaidSo(code: String, message: String) async throws {
        let gateway = Gateway { path, _ in
            path.hasPrefix("/metis") ? Gateway.error(503, code, message) : Gateway.stream(Gateway.whole)
        }
        try await ServedGateway.with(gateway, settings: .init(preference: ["metis", "sophia"])) {
            (served: ServedGateway) async throws -> Void in
            let answer = try await served.chat()
            #expect(answer.status == 200)
            #expect(answer.headers["x-alcf-cluster"] == "sophia")
            #expect(answer.headers["x-alcf-model"] == "openai/gpt-oss-120b")
            #expect(answer.headers["x-alcf-fallback-from"] == "metis")
            #expect(gateway.requests.map(\.body["model"]) == ["gpt-oss-120b", "openai/gpt-oss-120b"])
            #expect(try await served.ended().first?.fallbackFrom == "metis")
        }
    }

    @Test func noOtherClusterIsAskedWhereNoneIsWanted() async throws {
        let gateway = Gateway { _, _ in Gateway.error(503, "cluster_under_maintenance", "metis is under maintenance") }
        let metisFirst = InferenceRoute.Settings(preference: ["metis"])
        try await ServedGateway.with(gateway, settings: .init(preference: ["metis"], fallsBack: false)) {
            (served: ServedGateway) async throws -> Void in
            #expect(try await served.chat().status == 503)
        }
        try await ServedGateway.with(gateway, settings: metisFirst) { (served: ServedGateway) async throws -> Void in
            #expect(try await served.chat("metis/gpt-oss-120b").status == 503)
            let body: JSONValue = ["model": "gpt-oss-120b", "messages": [["role": "user", "content": "Hi"]]]
            let answer = try await served.ask(
                .post, "/v1/chat/completions", body, headers: [("x-alcf-no-fallback", "1")])
            #expect(answer.status == 503)
        }
        #expect(gateway.requests.count == 3)
    }

    /// What may have reached a model is not asked twice.
    @Test(arguments: [
        (500, "internal_error"), (502, "bad_gateway"), (504, "internal_endpoint_error"), (429, "too_many_requests"),
        (400, "x"),
    ])
    func otherFailuresDoNotGoOn(status: Int, code: String) async throws {
        let gateway = Gateway { _, _ in Gateway.error(status, code, "no") }
        try await ServedGateway.with(gateway) { (served: ServedGateway) async throws -> Void in
            _ = try await served.chat()
            #expect(gateway.requests.count == 1)
        }
    }

    @Test func whenNobodyCanAnswerTheFirstAndTheOthersAreNamed() async throws {
        let gateway = Gateway { path, _ in
            Gateway.error(503, "cluster_under_maintenance", "\(path.split(separator: "/")[0]) rests")
        }
        try await ServedGateway.with(gateway, settings: .init(preference: ["metis", "sophia"])) {
            (served: ServedGateway) async throws -> Void in
            let message = try #require(try await served.chat().json["error"]?["message"]?.string)
            #expect(message.hasPrefix("metis rests"))
            #expect(message.contains("sophia rests"))
        }
    }

    /// A cluster is named by the server where the gateway's text does not name it.
    @Test func theClusterThatFailedIsNamed() async throws {
        try await ServedGateway.with(Gateway { _, _ in Gateway.error(400, "bad", "It is too long.") }) {
            (served: ServedGateway) async throws -> Void in
            let message = try await served.chat("sophia/gpt-oss-120b").json["error"]?["message"]?.string
            #expect(message?.hasPrefix("sophia: ") == true, "\(message ?? "none")")
        }
    }

    /// A client that went away, and a server that is stopped, are told apart.
    @Test(arguments: [false, true]) func whatBreaksOffARequestIsRecorded(isStopped: Bool) async throws {
        /// Answers no question before it is given up.
        struct Silent: HTTPTransport {
            let lists = Gateway { _, _ in Gateway.error(500, "none", "none") }
            let asked: AsyncStream<Void>.Continuation
            func send(_ request: HTTPRequest) async throws -> HTTPResponse {
                guard request.method == .post else { return try await lists.send(request) }
                asked.yield()
                try await Task.sleep(for: .seconds(600))
                return try await lists.send(request)
            }
        }
        let (wasAsked, asked) = AsyncStream.makeStream(of: Void.self)
        let state = ServiceState()
        let ended = try await ServedGateway.with(Silent(asked: asked), state: state) { served in
            let client = Task { try await served.chat() }
            for await _ in wasAsked { break }
            if isStopped {
                state.isStopping = true
                await served.server.stop()
            } else {
                client.cancel()
            }
            _ = await client.result
            return try await served.ended()
        }
        #expect(ended.map(\.error?.code) == [isStopped ? "stopped" : "cancelled"])
        #expect(ended.map(\.status) == [499])
    }

    // MARK: Translation

    @Test func responsesAreTranslatedWhereTheClusterHasNone() async throws {
        let gateway = Gateway { _, _ in Gateway.stream(Gateway.whole, size: 11) }
        try await ServedGateway.with(gateway) { (served: ServedGateway) async throws -> Void in
            let answer = try await served.ask(
                .post, "/v1/responses", ["model": "sophia/gpt-oss-120b", "input": "Hi", "stream": true])
            #expect(gateway.requests.first?.path == "/sophia/vllm/v1/chat/completions")
            let types = answer.events.compactMap { try? JSONValue(parsing: $0)["type"]?.string }
            #expect(types.first == "response.created")
            #expect(types.last == "response.completed")
            #expect(types.filter { $0 == "response.output_text.delta" }.count == 2)
            #expect(try await served.ended().first?.isTranslated == true)
        }
    }

    /// The list may promise what the gateway then refuses.
    @Test func aRouteThatIsRefusedIsTranslated() async throws {
        let gateway = Gateway { path, _ in
            path.hasSuffix("/responses")
                ? Gateway.error(400, "unsupported_endpoint", "'responses' not available on cluster 'metis'")
                : Gateway.stream(Gateway.whole)
        }
        try await ServedGateway.with(gateway) { (served: ServedGateway) async throws -> Void in
            let answer = try await served.ask(
                .post, "/v1/responses", ["model": "metis/gpt-oss-120b", "input": "Hi", "stream": true])
            #expect(answer.status == 200)
            #expect(gateway.requests.map(\.path) == ["/metis/api/v1/responses", "/metis/api/v1/chat/completions"])
        }
    }

    @Test func messagesAreTranslated() async throws {
        try await ServedGateway.with(Gateway { _, _ in Gateway.stream(Gateway.whole) }) {
            (served: ServedGateway) async throws -> Void in
            let answer = try await served.ask(
                .post, "/v1/messages",
                [
                    "model": "metis/gpt-oss-120b", "max_tokens": 99, "stream": true,
                    "messages": [["role": "user", "content": "Hi"]],
                ], headers: [("anthropic-version", "2023-06-01")])
            let types = answer.events.compactMap { try? JSONValue(parsing: $0)["type"]?.string }
            #expect(types.first == "message_start")
            #expect(types.last == "message_stop")
            #expect(answer.text.contains("event: content_block_delta\n"))
        }
    }

    @Test func theRecordOfARequestThatNobodyAnsweredNamesTheFirst() async throws {
        let gateway = Gateway { _, _ in Gateway.error(503, "cluster_under_maintenance", "it rests") }
        try await ServedGateway.with(gateway, settings: .init(preference: ["metis", "sophia"])) {
            (served: ServedGateway) async throws -> Void in
            _ = try await served.chat()
            let account = try #require(try await served.ended().first)
            #expect(account.cluster == "metis")
            #expect(account.fallbackFrom == nil)
            #expect(account.error?.code == "maintenance")
        }
    }

    /// A place that lacks the route is asked by a translation, and the next one that has it natively.
    @Test func onlyAnAnswerThatIsTranslatedCountsAsThat() async throws {
        let gateway = Gateway { path, _ in
            path.hasPrefix("/sophia")
                ? Gateway.error(503, "cluster_under_maintenance", "it rests")
                : Gateway.json(
                    200,
                    #"{"id":"resp_1","object":"response","status":"completed","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi"}]}],"usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}}"#
                )
        }
        try await ServedGateway.with(gateway, settings: .init(preference: ["sophia", "metis"])) {
            (served: ServedGateway) async throws -> Void in
            let answer = try await served.ask(.post, "/v1/responses", ["model": "gpt-oss-120b", "input": "Hi"])
            #expect(answer.status == 200)
            let account = try #require(try await served.ended().first)
            #expect(account.isTranslated == false)
            #expect(account.fallbackFrom == "sophia")
            #expect(account.usage?.completionTokens == 2)
        }
    }

    @Test func aNameWithoutEndIsRefused() async throws {
        try await ServedGateway.with(Gateway { _, _ in Gateway.stream(Gateway.whole) }) {
            (served: ServedGateway) async throws -> Void in
            let answer = try await served.chat(String(repeating: "x", count: 513))
            #expect(answer.status == 400)
            #expect(try await served.ended().first?.asked == "")
        }
    }

    /// Who has no key is told so, however much comes behind the head.
    @Test func aBodyWithoutAKeyIsNotKept() async throws {
        try await ServedGateway.with(Gateway { _, _ in Gateway.stream(Gateway.whole) }) {
            (served: ServedGateway) async throws -> Void in
            let large: JSONValue = ["model": .string(String(repeating: "x", count: 1 << 20))]
            let answer = try await served.ask(.post, "/v1/chat/completions", large, sendsKey: false)
            #expect(answer.status == 401)
            #expect(answer.json["error"]?["code"]?.string == "wrong_local_key")
        }
    }

    // MARK: Other routes

    @Test(arguments: [
        "/v1/chat/completions", "/chat/completions", "/v1/v1/chat/completions", "//v1/chat/completions",
    ])
    func baseURLsWithAndWithoutTheVersionWork(path: String) async throws {
        try await ServedGateway.with(Gateway { _, _ in Gateway.stream(Gateway.whole) }) {
            (served: ServedGateway) async throws -> Void in
            let body: JSONValue = [
                "model": "metis/gpt-oss-120b", "stream": true, "messages": [["role": "user", "content": "Hi"]],
            ]
            #expect(try await served.ask(.post, path, body).status == 200)
        }
    }

    @Test func modelsAreListedInBothForms() async throws {
        try await ServedGateway.with(Gateway { _, _ in Gateway.json(500, "{}") }) {
            (served: ServedGateway) async throws -> Void in
            let list = try await served.ask(.get, "/v1/models").json
            let names = list["data"]?.array?.compactMap { $0["id"]?.string } ?? []
            #expect(names.contains("gpt-oss-120b"))
            #expect(names.contains("metis/gpt-oss-120b"))
            #expect(names.contains("sophia/openai/gpt-oss-120b"))
            #expect(Set(names).count == names.count)
            let one = try await served.ask(.get, "/v1/models/openai%2Fgpt-oss-120b").json
            #expect(one["id"]?.string == "openai/gpt-oss-120b")
            let anthropic = try await served.ask(.get, "/v1/models", headers: [("anthropic-version", "2023-06-01")])
                .json
            #expect(anthropic["has_more"]?.bool == false)
            #expect(anthropic["data"]?[0]?["type"]?.string == "model")
        }
    }

    @Test func wrongPathsMethodsAndBodiesAreErrors() async throws {
        try await ServedGateway.with(Gateway { _, _ in Gateway.json(500, "{}") }) {
            (served: ServedGateway) async throws -> Void in
            #expect(try await served.ask(.get, "/v1/nothing").status == 404)
            let wrong = try await served.ask(.get, "/v1/chat/completions")
            #expect(wrong.status == 405)
            #expect(wrong.headers["Allow"] == "POST")
            let noModel = try await served.ask(.post, "/v1/chat/completions", ["messages": []])
            #expect(noModel.status == 400)
            #expect(noModel.json["error"]?["param"]?.string == "model")
            let notObject = try await served.ask(.post, "/v1/chat/completions", ["a"])
            #expect(notObject.json["error"]?["code"]?.string == "invalid_json")
            let notBool = try await served.chat("metis/gpt-oss-120b", stream: false, ["stream": "yes"])
            #expect(notBool.json["error"]?["param"]?.string == "stream")
            let noRoute = try await served.ask(
                .post, "/v1/embeddings", ["model": "metis/gpt-oss-120b", "input": "x"])
            #expect(noRoute.status == 404)
            #expect(noRoute.json["error"]?["code"]?.string == "unsupported")
        }
    }

    @Test func withoutTheKeyOnlyHealthAndThePageAnswer() async throws {
        try await ServedGateway.with(Gateway { _, _ in Gateway.stream(Gateway.whole) }) {
            (served: ServedGateway) async throws -> Void in
            #expect(try await served.ask(.get, "/health", sendsKey: false).json == ["status": "ok", "program": "alcf"])
            #expect(try await served.ask(.get, "/health").json["version"]?.string == "test")
            let page = try await served.ask(.get, "/", sendsKey: false)
            #expect(page.status == 200)
            #expect(page.headers["Content-Security-Policy"]?.contains("default-src 'none'") == true)
            for path in ["/v1/models", "/page/requests", "/page/comparisons"] {
                let answer = try await served.ask(.get, path, sendsKey: false)
                #expect(answer.status == 401, "\(path)")
            }
            let chat = try await served.ask(.post, "/v1/chat/completions", ["model": "x"], sendsKey: false)
            #expect(chat.status == 401)
            #expect(served.history.requests.isEmpty)
        }
    }

    @Test func anOriginThatIsAllowedMayReadAnswers() async throws {
        let origins: Set = ["https://friend.example"]
        try await ServedGateway.with(Gateway { _, _ in Gateway.stream(Gateway.whole) }, origins: origins) {
            (served: ServedGateway) async throws -> Void in
            let answer = try await served.ask(.get, "/v1/models", headers: [("Origin", "https://friend.example")])
            #expect(answer.headers["Access-Control-Allow-Origin"] == "https://friend.example")
            let other = try await served.ask(.get, "/v1/models", headers: [("Origin", "https://evil.example")])
            #expect(other.status == 403)
            #expect(other.headers["Access-Control-Allow-Origin"] == nil)
        }
    }

    @Test func thePageSeesWhatPassed() async throws {
        try await ServedGateway.with(Gateway { _, _ in Gateway.stream(Gateway.whole) }) {
            (served: ServedGateway) async throws -> Void in
            _ = try await served.chat("metis/gpt-oss-120b")
            _ = try await served.ended()
            let first = try await served.ask(.get, "/page/requests?after=0").json
            #expect(first["requests"]?.array?.count == 1)
            #expect(first["requests"]?[0]?["cluster"]?.string == "metis")
            let next = try #require(first["next"]?.int)
            #expect(try await served.ask(.get, "/page/requests?after=\(next)").json["requests"]?.array?.isEmpty == true)
        }
    }
}
