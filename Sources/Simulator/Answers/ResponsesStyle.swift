import ALCFJSON

/// A whole answer as `/v1/responses` has it.
enum ResponsesStyle {
    static func whole(_ completion: Completion) -> JSONValue {
        let id = completion.id
        let text: JSONValue = [
            "type": "output_text", "text": .string(completion.content.joined()), "annotations": [],
        ]
        return [
            "id": .string("resp_\(id)"), "object": "response", "created_at": .double(completion.startedAt),
            "model": .string(completion.model),
            "status": completion.finishReason == "length" ? "incomplete" : "completed",
            "output": [
                [
                    "id": .string("rs_\(id)"), "type": "reasoning", "summary": [],
                    "content": [["type": "reasoning_text", "text": .string(completion.reasoning.joined())]],
                ],
                [
                    "id": .string("msg_\(id)"), "type": "message", "role": "assistant", "status": "completed",
                    "content": [text],
                ],
            ],
            "usage": [
                "input_tokens": .int(completion.promptTokens), "output_tokens": .int(completion.completionTokens),
                "total_tokens": .int(completion.totalTokens),
                "output_tokens_details": ["reasoning_tokens": .int(completion.reasoning.count)],
            ],
        ]
    }
}
