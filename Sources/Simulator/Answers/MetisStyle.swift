import ALCFJSON
import ALCFSystem

/// SambaNova's wording: `reasoning`, `created` as a real, `fastcoe`, and timings in the usage.
struct MetisStyle: AnswerStyle {
    private let completion: Completion

    init(_ completion: Completion) { self.completion = completion }

    var opening: JSONValue { chunk(["role": "assistant", "content": ""]) }
    func reasoning(_ piece: String) -> JSONValue { chunk(["reasoning": .string(piece)]) }
    func content(_ piece: String) -> JSONValue { chunk(["content": .string(piece)]) }
    var closing: JSONValue { chunk(["content": ""], finish: .string(completion.finishReason)) }

    var usage: JSONValue {
        var body = head("chat.completion.chunk")
        body["choices"] = []
        body["usage"] = counts
        return .object(body)
    }

    var whole: JSONValue {
        var body = head("chat.completion")
        body["choices"] = [
            [
                "index": 0, "finish_reason": .string(completion.finishReason), "logprobs": nil,
                "message": [
                    "role": "assistant", "content": .string(completion.content.joined()),
                    "reasoning": .string(completion.reasoning.joined()), "channel": "final",
                ],
            ]
        ]
        body["usage"] = counts
        return .object(body)
    }

    /// The gateway's own: the failure becomes the text of an answer, and only the id tells.
    var failureEvent: JSONValue {
        [
            "id": "chatcmpl-api-error", "object": "chat.completion.chunk",
            "created": .int(Int(clamping: completion.startedAt)),
            "model": .string(completion.model),
            "choices": [
                [
                    "index": 0,
                    "delta": ["role": "assistant", "content": .string("\n\n[ERROR] Error: \(failureMessage)")],
                    "finish_reason": "stop",
                ]
            ],
        ]
    }

    var failureMessage: String {
        "HTTP error calling API at http://127.0.0.1:9/v1/chat/completions: All connection attempts failed"
    }

    private func chunk(_ delta: JSONValue, finish: JSONValue = nil) -> JSONValue {
        var body = head("chat.completion.chunk")
        body["choices"] = [["index": 0, "delta": delta, "finish_reason": finish, "logprobs": nil]]
        return .object(body)
    }

    private func head(_ object: String) -> JSONObject {
        [
            "id": .string(completion.id), "object": .string(object), "created": .double(created),
            "model": .string(completion.model), "system_fingerprint": "fastcoe",
        ]
    }

    /// Milliseconds, and never whole, so that it is a real on the wire.
    private var created: Double {
        let milliseconds = ((completion.startedAt + completion.timing.backendStart) * 1000).rounded(.down)
        return (milliseconds.truncatingRemainder(dividingBy: 1000) == 0 ? milliseconds + 1 : milliseconds) / 1000
    }

    private var counts: JSONValue {
        let timing = completion.timing
        let start = completion.startedAt + timing.backendStart
        let first = (timing.tokens.first ?? timing.backendStart) - timing.backendStart
        let latency = timing.end - timing.backendStart
        let tokens = Double(completion.completionTokens)
        func rate(_ count: Double, _ seconds: Double) -> JSONValue { .double(seconds > 0 ? count / seconds : 0) }
        return [
            "prompt_tokens": .int(completion.promptTokens), "completion_tokens": .int(completion.completionTokens),
            "total_tokens": .int(completion.totalTokens), "prompt_tokens_details": ["cached_tokens": 0],
            "completion_tokens_details": ["reasoning_tokens": .int(completion.reasoning.count)],
            "time_to_first_token": .double(first), "total_latency": .double(latency),
            "completion_tokens_per_sec": rate(tokens, latency),
            "completion_tokens_after_first_per_sec": rate(max(0, tokens - 1), latency - first),
            "total_tokens_per_sec": rate(Double(completion.totalTokens), latency),
            "start_time": .double(start), "end_time": .double(start + latency), "is_last_response": true,
            "stop_reason": .string(completion.finishReason),
        ]
    }
}
