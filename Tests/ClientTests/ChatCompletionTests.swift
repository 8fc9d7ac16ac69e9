import ALCFClient
import ALCFHTTP
import ALCFJSON
import Testing

@Suite struct ChatCompletionTests {
    private func chat(_ body: String, type: String = "application/json") async throws -> ChatCompletion {
        try await client(ScriptedTransport(200, body, type: type)).chat(
            question, at: try ModelEndpoint(cluster: "metis"))
    }

    @Test func fromMetis() async throws {
        let answer = try await chat(Transcript.metisCompletion)
        #expect(answer.content == "Hello.")
        #expect(answer.reasoning == "User greets.")
        #expect(answer.finishReason == "stop")
        #expect(answer.created == 1767225600.482)
        #expect(answer.fingerprint == "fastcoe")
        #expect(answer.responseTime == nil)
        let usage = try #require(answer.usage)
        #expect(usage.promptTokens == 72 && usage.completionTokens == 19 && usage.totalTokens == 91)
        #expect(usage.cachedTokens == 0 && usage.reasoningTokens == 11)
        #expect(
            usage.serverTimings.keys == [
                "time_to_first_token", "total_latency", "completion_tokens_per_sec",
                "completion_tokens_after_first_per_sec", "total_tokens_per_sec", "start_time", "end_time",
            ])
        #expect(usage.serverTimings["time_to_first_token"] == 0.21)
        #expect(usage.raw["stop_reason"] == "stop")
        #expect(answer.raw["choices"]?[0]?["message"]?["channel"] == "final")
        #expect(answer.timings?.reads == 1)
    }

    @Test func fromSophia() async throws {
        let answer = try await chat(Transcript.sophiaCompletion)
        #expect(answer.content == "Hello.")
        #expect(answer.reasoning == "User greets.")
        #expect(answer.created == 1_767_225_600)
        #expect(answer.fingerprint == nil)
        #expect(answer.usage?.cachedTokens == nil)
        #expect(answer.usage?.serverTimings.isEmpty == true)
        #expect(answer.responseTime == 0.412)
        #expect(answer.throughputTokensPerSecond == 213.6)
    }

    @Test func reasoningUnderBothNamesCountsOnce() async throws {
        let body =
            #"{"choices":[{"message":{"content":null,"reasoning":"A","reasoning_content":"A"},"finish_reason":"length"}]}"#
        let answer = try await chat(body)
        #expect(answer.reasoning == "A")
        #expect(answer.content == "")
        #expect(answer.finishReason == "length")
    }

    @Test(arguments: [#"{"choices":null}"#, #"{"choices":[]}"#, #"{"id":5,"usage":null,"error":null}"#])
    func answersWithNothingInThem(body: String) async throws {
        let error = try #require(await clientError { try await chat(body) })
        #expect(error.code == .empty || error.code == .malformed)
        let answer = try #require(error.completion)
        #expect(answer.choices.isEmpty && answer.usage == nil && answer.id == nil)
    }

    @Test func countsMayBeReals() async throws {
        let answer = try await chat(
            #"{"choices":[{"message":{"content":"a"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3.0,"completion_tokens":"4"}}"#
        )
        #expect(answer.usage?.promptTokens == 3)
        #expect(answer.usage?.completionTokens == nil)
    }

    @Test func toolCalls() async throws {
        let body = #"""
            {"choices":[{"index":1,"message":{"content":null,"tool_calls":[{"index":null,"id":"c1","type":"function",
            "function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}
            """#
        let choice = try #require(try await chat(body).choices.first)
        #expect(choice.index == 1)
        #expect(choice.toolCalls.map(\.name) == ["f"] && choice.toolCalls.map(\.index) == [0])
    }

    @Test(arguments: [
        (#"{"error":{"message":"no","type":"invalid_request_error","code":null}}"#, ClientError.Code.invalidRequest),
        (#"{"object":"error","message":"no","type":"InternalServerError","param":null,"code":500}"#, .serverError),
        (#"{"error":"no"}"#, .serverError),
        (
            #"{"id":"chatcmpl-api-error","choices":[{"message":{"content":"[ERROR] Error: no"},"finish_reason":"stop"}]}"#,
            .serverError
        ),
        ("", .malformed), ("<html>", .malformed), ("[]", .malformed), (#"{"choices":"#, .malformed),
    ])
    func errorsWithStatus200(body: String, code: ClientError.Code) async throws {
        let error = try #require(await clientError { try await chat(body) })
        #expect(error.code == code)
        #expect(error.httpStatus == 200)
        #expect(error.timings != nil)
    }

    @Test func anAnswerBeyondTheLimitIsRefused() async throws {
        let error = await clientError { try await chat(String(repeating: " ", count: (16 << 20) + 1)) }
        #expect(error?.code == .tooLarge)
    }
}
