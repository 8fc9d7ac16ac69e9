import ALCFJSON

/// The response that events and whole answers of the Responses API hold.
struct ResponsesObject {
    private var members: JSONObject

    /// - Parameters:
    ///   - request: the client's request, which the response repeats.
    ///   - circumstances: model, time and id.
    init(_ request: JSONObject, _ circumstances: TranslationCircumstances) {
        func given(_ name: String, _ otherwise: JSONValue = .null) -> JSONValue {
            request[name]?.present ?? otherwise
        }
        members = [
            "id": .string("resp_" + circumstances.id), "object": "response",
            "created_at": .int(Int(exactly: circumstances.time.rounded(.down)) ?? 0), "status": "in_progress",
            "background": false, "error": .null, "incomplete_details": .null, "instructions": given("instructions"),
            "max_output_tokens": given("max_output_tokens"), "model": .string(circumstances.model), "output": [],
            "parallel_tool_calls": given("parallel_tool_calls", true), "previous_response_id": .null,
            "reasoning": [
                "effort": request["reasoning"]?["effort"] ?? .null,
                "summary": request["reasoning"]?["summary"] ?? .null,
            ],
            // Nothing is stored, whatever was asked for.
            "store": false, "temperature": given("temperature"),
            "text": given("text", ["format": ["type": "text"]]), "tool_choice": given("tool_choice", "auto"),
            "tools": given("tools", []), "top_p": given("top_p"), "truncation": "disabled", "usage": .null,
            "user": given("user"), "metadata": given("metadata", [:]),
        ]
        if let text = members["text"]?.object, text["format"]?.present == nil {
            var text = text
            text["format"] = ["type": "text"]
            members["text"] = .object(text)
        }
    }

    /// Returns the response.
    ///
    /// - Parameters:
    ///   - status: such as `completed`.
    ///   - output: items so far.
    ///   - usage: counts of tokens; `null` for none.
    ///   - reason: the reason for which it is incomplete; nil for a complete one.
    func json(
        status: String, output: [JSONValue] = [], usage: JSONValue = .null, reason: String? = nil
    ) -> JSONObject {
        var json = members
        json["status"] = .string(status)
        json["output"] = .array(output)
        json["usage"] = usage
        if let reason { json["incomplete_details"] = ["reason": .string(reason)] }
        return json
    }
}
