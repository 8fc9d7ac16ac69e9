import ALCFJSON
import ALCFSystem

/// vLLM's wording, of the version before `reasoning`: `reasoning_content`, `created` as an integer, `chatcmpl-…`.
struct SophiaStyle: AnswerStyle {
    private let completion: Completion

    init(_ completion: Completion) { self.completion = completion }

    var opening: JSONValue { chunk(["role": "assistant", "content": ""]) }
    func reasoning(_ piece: String) -> JSONValue { chunk(["reasoning_content": .string(piece)]) }
    func content(_ piece: String) -> JSONValue { chunk(["content": .string(piece)]) }
    var closing: JSONValue {
        chunk([:], end: ["finish_reason": .string(completion.finishReason), "stop_reason": nil])
    }

    var usage: JSONValue {
        var body = head("chat.completion.chunk")
        body["choices"] = []
        body["usage"] = .object(counts)
        return .object(body)
    }

    var whole: JSONValue {
        var body = head("chat.completion")
        body["choices"] = [
            [
                "index": 0,
                "message": [
                    "role": "assistant", "content": .string(completion.content.joined()), "refusal": nil,
                    "annotations": nil, "audio": nil, "function_call": nil, "tool_calls": [],
                    "reasoning_content": .string(completion.reasoning.joined()),
                ],
                "logprobs": nil, "finish_reason": .string(completion.finishReason), "stop_reason": nil,
                "token_ids": nil,
            ]
        ]
        body["service_tier"] = .null
        body["system_fingerprint"] = .null
        var counts = counts
        counts["prompt_tokens_details"] = .null
        body["usage"] = .object(counts)
        for key in ["prompt_logprobs", "prompt_token_ids", "kv_transfer_params"] { body[key] = .null }
        // The gateway's worker adds these two; it divides all tokens, the prompt's too.
        let seconds = completion.timing.end - completion.timing.backendStart
        body["response_time"] = .double(seconds)
        body["throughput_tokens_per_second"] = .double(seconds > 0 ? Double(completion.totalTokens) / seconds : 0)
        return .object(body)
    }

    var failureEvent: JSONValue {
        [
            "object": "error", "message": "An error occurred during processing", "type": "InternalServerError",
            "param": nil, "code": 500,
        ]
    }

    /// The useful line of the remote traceback, and what stands around it.
    var failureMessage: String {
        "Traceback (most recent call last): Exception: API request failed with status code: 500\n"
            + "Response text: {\"error\":{\"message\":\"EngineCore encountered an issue.\","
            + "\"type\":\"InternalServerError\",\"param\":null,\"code\":500}}\n"
            + "Response headers: {'content-type': 'application/json'}"
    }

    private func chunk(_ delta: JSONValue, end: JSONObject = ["finish_reason": nil]) -> JSONValue {
        var choice: JSONObject = ["index": 0, "delta": delta, "logprobs": nil]
        choice.merge(end)
        var body = head("chat.completion.chunk")
        body["choices"] = [.object(choice)]
        return .object(body)
    }

    private func head(_ object: String) -> JSONObject {
        [
            "id": .string("chatcmpl-" + completion.id.filter { $0 != "-" }), "object": .string(object),
            "created": .int(Int(clamping: completion.startedAt)), "model": .string(completion.model),
        ]
    }

    private var counts: JSONObject {
        [
            "prompt_tokens": .int(completion.promptTokens), "total_tokens": .int(completion.totalTokens),
            "completion_tokens": .int(completion.completionTokens),
        ]
    }
}
