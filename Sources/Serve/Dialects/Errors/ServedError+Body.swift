package import ALCFJSON

extension ServedError {
    /// Returns the body of an answer that is this failure.
    ///
    /// - Parameter requestID: id of the request, for Anthropic's form.
    package func body(in dialect: Dialect, requestID: String? = nil) -> JSONValue {
        guard dialect == .messages else { return ["error": openAIError(in: dialect)] }
        var body: JSONObject = ["type": "error", "error": anthropicError]
        body["request_id"] = requestID.map { .string($0) }
        return .object(body)
    }

    /// Returns the last events of a stream that has begun and cannot go on. No event that ends a whole answer may
    /// follow.
    ///
    /// - Parameters:
    ///   - sequence: number of the next event of the Responses API.
    ///   - response: the response so far, for that API; nil where none was begun.
    package func events(
        in dialect: Dialect, requestID: String? = nil, sequence: Int = 0, response: JSONObject? = nil
    ) -> [ServedEvent] {
        switch dialect {
        case .messages: return [ServedEvent("error", body(in: dialect, requestID: requestID))]
        case .chat, .completions, .embeddings: return [ServedEvent(nil, body(in: dialect))]
        case .responses:
            // The API's documentation has the members beside the type, its server has them in an object. OpenAI's
            // client raises an error for the object alone.
            let error = openAIError(in: dialect)
            var events = [
                ServedEvent(
                    "error",
                    [
                        "type": "error", "sequence_number": .int(sequence), "code": error["code"] ?? .null,
                        "message": .string(message), "param": JSONValue(parameter), "error": error,
                    ])
            ]
            if var response {
                response["status"] = "failed"
                response["error"] = ["code": .string(responseCode), "message": .string(message)]
                events.append(
                    ServedEvent(
                        "response.failed",
                        [
                            "type": "response.failed", "sequence_number": .int(sequence + 1),
                            "response": .object(response),
                        ]))
            }
            return events
        }
    }

    private func openAIError(in dialect: Dialect) -> JSONValue {
        [
            "message": .string(message), "type": .string(type(in: dialect)), "param": JSONValue(parameter),
            "code": .string(openAICode),
        ]
    }

    private var anthropicError: JSONValue {
        // Agents shorten a conversation by themselves where they read these words.
        let text = kind == .contextLength ? "prompt is too long: \(message)" : message
        return ["type": .string(type(in: .messages)), "message": .string(text)]
    }

    /// The word that OpenAI's clients look for, where they look for one.
    private var openAICode: String {
        switch kind {
        case .contextLength: "context_length_exceeded"
        case .rateLimit: "rate_limit_exceeded"
        case .notFound where code == "unknown_model": "model_not_found"
        default: code
        }
    }

    /// The word in a failed response.
    private var responseCode: String {
        switch kind {
        case .contextLength: "context_length_exceeded"
        case .rateLimit: "rate_limit_exceeded"
        case .invalidRequest: "invalid_prompt"
        default: "server_error"
        }
    }
}
