public import ALCFJSON

/// A prompt for the completions API, without chat roles. Fields that are nil are omitted.
public struct CompletionRequest: Sendable, Hashable {
    /// The model's name as the endpoint knows it.
    public var model: String
    /// Prompt that the model continues.
    public var prompt: Prompt
    /// The most tokens to generate.
    public var maxTokens: Int?
    /// 0 for the likeliest token always.
    public var temperature: Double?
    /// The probability mass to choose from, 0 to 1.
    public var topP: Double?
    /// For servers that can repeat themselves.
    public var seed: Int?
    /// Texts that end the answer.
    public var stop: [String]
    /// Number of answers to each prompt.
    public var n: Int?
    /// Number of likely tokens to report at each place.
    public var logprobs: Int?
    /// Whether the answer begins with the prompt.
    public var echo: Bool?
    /// Fields sent as they are; they win over those above. `stream` alone is ours to say.
    public var extra: JSONObject

    /// A prompt that a model continues.
    public enum Prompt: Sendable, Hashable {
        /// One text.
        case text(String)
        /// Several texts, each with an answer of its own.
        case texts([String])
        /// One text as the numbers of its tokens.
        case tokens([Int])
    }

    /// A request; what is left out is not sent. The rarer fields are set afterwards.
    public init(
        model: String, prompt: Prompt, maxTokens: Int? = nil, temperature: Double? = nil, topP: Double? = nil,
        seed: Int? = nil, stop: [String] = [], extra: JSONObject = JSONObject()
    ) {
        self.model = model
        self.prompt = prompt
        self.maxTokens = maxTokens
        self.temperature = temperature
        self.topP = topP
        self.seed = seed
        self.stop = stop
        self.extra = extra
    }

    /// The body to send.
    public func body(streaming: Bool) -> JSONObject {
        var body: JSONObject = ["model": .string(model)]
        body["prompt"] =
            switch prompt {
            case .text(let text): .string(text)
            case .texts(let texts): .array(texts.map { .string($0) })
            case .tokens(let tokens): .array(tokens.map { .int($0) })
            }
        body["max_tokens"] = maxTokens.map { .int($0) }
        body["temperature"] = temperature.map { .double($0) }
        body["top_p"] = topP.map { .double($0) }
        body["seed"] = seed.map { .int($0) }
        body["stop"] = stop.isEmpty ? nil : .array(stop.map { .string($0) })
        body["n"] = n.map { .int($0) }
        body["logprobs"] = logprobs.map { .int($0) }
        body["echo"] = echo.map { .bool($0) }
        body.merge(extra)
        body.setStreaming(streaming)
        return body
    }
}
