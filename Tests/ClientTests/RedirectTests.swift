import ALCFHTTP
import ALCFSystem
import Testing

@testable import ALCFClient
@testable import ALCFLoad

/// A server that sends its client elsewhere, and one that asks for patience by date.
@Suite struct RedirectTests {
    @Test(arguments: [301, 302, 303, 307, 308], [true, false])
    func isNamedAndNotFollowed(status: Int, isStreaming: Bool) async throws {
        let transport = ScriptedTransport([
            .answer(status, "<html>", extra: ["location": "https://user:pw@login.example/sso?code=abc#x"])
        ])
        let endpoint = try ModelEndpoint(cluster: "metis")
        let error = try #require(
            await clientError {
                if isStreaming { return try await client(transport).stream(question, at: endpoint) as Any }
                return try await client(transport).chat(question, at: endpoint)
            })
        #expect(error.code == .redirect && error.httpStatus == status && !error.isRetryable)
        #expect(error.message.contains("https://login.example/sso?…"))
        #expect(!error.message.contains("abc") && !error.message.contains("pw"))
        #expect(transport.asked.count == 1)
        let route = try MeasuringRoute(
            client(ScriptedTransport([.answer(status, "", extra: ["location": "/elsewhere"])])), endpoint,
            isStreaming: isStreaming)
        let exchange = await withCheckedContinuation { continuation in
            route.send([], authorization: nil, keepsText: true) { continuation.resume(returning: $0) }
        }
        #expect(exchange.result().failure?.code == .redirect)
        #expect(exchange.result().failure?.message.contains("redirects to /elsewhere") == true)
    }

    @Test func listsToo() async throws {
        let subject = client(ScriptedTransport([.answer(302, "", extra: ["location": "https://portal.example/"])]))
        let error = await clientError { try await subject.listEndpoints() }
        #expect(error?.code == .redirect && error?.message.contains("https://portal.example/") == true)
        let silent = await clientError { try await client(ScriptedTransport(302, "")).status() }
        #expect(silent?.code == .redirect && silent?.message.contains("without a target") == true)
    }

    /// The same for an answer that is good by its status, and none by what it says.
    @Test func errorsWithStatus200AreErrorsEverywhere() async throws {
        let quota = #"{"code":"quota","message":"the day is used up"}"#
        func failure<T>(_ ask: (InferenceClient) async throws -> T) async -> ClientError? {
            await clientError { try await ask(client(ScriptedTransport(200, quota))) }
        }
        let failures = [
            await failure { try await $0.status() }, await failure { try await $0.whoami() },
            await failure { try await $0.listEndpoints() }, await failure { try await $0.models(on: "metis") },
            await failure { try await $0.jobs(on: "metis") }, await failure { try await $0.batches() },
            await failure { try await $0.batchResult("00112233-4455-6677-8899-aabbccddeeff") },
            await failure {
                try await $0.embed(EmbeddingRequest(model: "m", input: ["a"]), at: $0.endpoint(cluster: "sophia"))
            },
            await failure {
                try await $0.respond(ResponsesRequest(model: "m", input: .text("a")), at: $0.endpoint(cluster: "metis"))
            },
            await failure {
                try await $0.complete(
                    CompletionRequest(model: "m", prompt: .text("a")), at: $0.endpoint(cluster: "metis"))
            },
        ]
        for failure in failures { #expect(failure?.message == "the day is used up", "\(failure?.message ?? "none")") }
    }

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:50:07 GMT", 30.0), ("Sunday, 06-Nov-94 08:50:07 GMT", 30),
        ("Sun Nov  6 08:50:07 1994", 30),
        ("30", 30), ("Sun, 06 Nov 1994 08:00:00 GMT", 0), ("Sun, 06 Nov 2094 08:49:37 GMT", RetryAfter.maximum),
        ("99999999999999999999", RetryAfter.maximum), ("soon", nil), ("-1", nil), ("nan", nil), ("", nil),
    ])
    func retryAfterMayBeADate(value: String, expected: Double?) async throws {
        // 784111777 is 1994-11-06T08:49:37Z, the example of RFC 9110 §5.6.7.
        let clock = WallClock { 784_111_777 }
        func subject() -> InferenceClient {
            InferenceClient(
                tokens: nil, transport: ScriptedTransport([.answer(503, "{}", extra: ["Retry-After": value])]),
                retry: .none,
                limiter: nil, clock: clock)
        }
        let endpoint = ModelEndpoint(name: "x", baseURL: try HTTPURL("http://127.0.0.1:1/v1"))
        #expect(await clientError { try await subject().chat(question, at: endpoint) }?.retryAfter == expected)
        let exchange = try await withCheckedThrowingContinuation { continuation in
            do {
                try MeasuringRoute(subject(), endpoint, isStreaming: true).send(
                    [], authorization: nil, keepsText: false
                ) {
                    continuation.resume(returning: $0)
                }
            } catch { continuation.resume(throwing: error) }
        }
        #expect(exchange.result().failure?.retryAfter == expected)
    }
}
