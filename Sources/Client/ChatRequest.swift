public import ALCFJSON

/// What a model is asked. What is nil is not sent, so that the server's own default holds.
public struct ChatRequest: Sendable, Hashable {
    /// The model's name as the endpoint knows it; see ``ModelResolver``.
    public var model: String
    /// The conversation so far.
    public var messages: [ChatMessage]
    /// The most tokens to generate, reasoning included; sent as `max_tokens`.
    public var maxTokens: Int?
    /// 0 for the likeliest token always.
    public var temperature: Double?
    /// The probability mass to choose from, 0 to 1.
    public var topP: Double?
    /// For servers that can repeat themselves.
    public var seed: Int?
    /// Texts that end the answer.
    public var stop: [String]
    /// `low`, `medium` or `high`; more on some models.
    public var reasoningEffort: String?
    /// Fields sent as they are; they win over those above. `stream` alone is ours to say.
    public var extra: JSONObject

    /// A request; what is left out is not sent.
    public init(
        model: String, messages: [ChatMessage], maxTokens: Int? = nil, temperature: Double? = nil, topP: Double? = nil,
        seed: Int? = nil, stop: [String] = [], reasoningEffort: String? = nil, extra: JSONObject = JSONObject()
    ) {
        self.model = model
        self.messages = messages
        self.maxTokens = maxTokens
        self.temperature = temperature
        self.topP = topP
        self.seed = seed
        self.stop = stop
        self.reasoningEffort = reasoningEffort
        self.extra = extra
    }

    /// The body to send.
    ///
    /// - Parameter streaming: whether the answer is to come in pieces; then `stream_options.include_usage` is asked
    ///   for too, because without it nothing says how many tokens there were.
    public func body(streaming: Bool) -> JSONObject {
        var body: JSONObject = ["model": .string(model), "messages": .array(messages.map(\.json))]
        body["max_tokens"] = maxTokens.map { .int($0) }
        body["temperature"] = temperature.map { .double($0) }
        body["top_p"] = topP.map { .double($0) }
        body["seed"] = seed.map { .int($0) }
        body["stop"] = stop.isEmpty ? nil : .array(stop.map { .string($0) })
        body["reasoning_effort"] = reasoningEffort.map { .string($0) }
        body.merge(extra)
        body["stream"] = streaming ? true : nil
        if streaming {
            var options = body["stream_options"]?.object ?? JSONObject()
            if options["include_usage"] == nil { options["include_usage"] = true }
            body["stream_options"] = .object(options)
        }
        return body
    }
}
