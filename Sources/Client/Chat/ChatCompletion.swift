public import ALCFHTTP
public import ALCFJSON

/// An answer that came in one piece.
public struct ChatCompletion: Sendable {
    /// The answer's id.
    public let id: String?
    /// The model that answered; its name may differ from the one asked for.
    public let model: String?
    /// Seconds since 1970, by the server's clock.
    public let created: Double?
    /// The server's build, where it tells.
    public let fingerprint: String?
    /// Usually one; none where the server sent none.
    public let choices: [ChatChoice]
    /// Token counts of the server.
    public let usage: Usage?
    /// Seconds the cluster's worker spent (Sophia).
    public let responseTime: Double?
    /// All tokens, prompt included, per second of ``responseTime`` (Sophia).
    public let throughputTokensPerSecond: Double?
    /// All of it, as it came.
    public let raw: JSONValue
    /// Times of the exchange.
    public let timings: HTTPTimings?

    /// - Throws: `JSONError` for anything but an object.
    public init(_ json: JSONValue, timings: HTTPTimings? = nil) throws(JSONError) {
        guard json.object != nil else { throw JSONError(.mismatch, "must be an object, and is \(json.kind)") }
        id = json["id"]?.string
        model = json["model"]?.string
        created = json["created"]?.double
        fingerprint = json["system_fingerprint"]?.string
        choices = (json["choices"]?.array ?? []).enumerated().map { ChatChoice($1, position: $0) }
        usage = Usage(json["usage"])
        responseTime = json["response_time"]?.double
        throughputTokensPerSecond = json["throughput_tokens_per_second"]?.double
        raw = json
        self.timings = timings
    }

    /// Returns the fault of the answer; nil if it ended as it should and holds something that the model generated.
    ///
    /// ``InferenceClient/chat(_:at:)`` throws it, with what came in ``ClientError/completion``.
    ///
    /// - Parameter isService: whether it is the gateway that speaks, and not some other server.
    public func failure(isService: Bool = true) -> ClientError? {
        guard var failure = AnswerVerdict.failure(of: raw, choices, isService: isService) else { return nil }
        failure.completion = self
        return failure
    }

    /// The first answer's text.
    public var content: String { choices.first?.content ?? "" }
    /// The first answer's reasoning.
    public var reasoning: String { choices.first?.reasoning ?? "" }
    /// Refusal in place of the first answer; nil for none.
    public var refusal: String? { choices.first?.refusal }
    /// Finish reason of the first answer.
    public var finishReason: String? { choices.first?.finishReason }
    /// The functions that the first answer wants called.
    public var toolCalls: [ToolCall] { choices.first?.toolCalls ?? [] }
    /// The first answer, to be put into the next request.
    public var message: ChatMessage { choices.first?.message ?? .assistant("") }

    /// The first answer's text as the caller's own type; see ``ChatChoice/decode(as:)``.
    ///
    /// - Throws: ``ClientError`` with code `empty` where there is no answer.
    public func decode<T: Decodable>(as type: T.Type = T.self) throws(ClientError) -> T {
        guard let choice = choices.first else {
            throw ClientError(.empty, "there is no answer to read", isRetryable: false)
        }
        return try choice.decode(as: type)
    }
}
