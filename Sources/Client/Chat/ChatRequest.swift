public import ALCFJSON

/// A question to a model. Members that are nil are omitted, so that the server's own defaults apply.
///
/// The extras of vLLM (`top_k`, `min_p`, `repetition_penalty`, `structured_outputs`, …) and of SambaNova (`do_sample`,
/// `chat_template_kwargs`) go through ``extra``.
public struct ChatRequest: Sendable, Hashable {
    /// The model's name as the endpoint knows it; see ``ModelResolver``.
    public var model: String
    /// The conversation so far.
    public var messages: [ChatMessage]
    /// The most tokens to generate, reasoning included; sent as `max_tokens`.
    public var maxTokens: Int?
    /// The same by its newer name, `max_completion_tokens`, which not every server knows.
    public var maxCompletionTokens: Int?
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
    /// Number of answers.
    public var n: Int?
    /// From −2 to 2: above 0, tokens that came already are less likely.
    public var presencePenalty: Double?
    /// From −2 to 2: above 0, tokens are the less likely the more often they came.
    public var frequencyPenalty: Double?
    /// By a token's number, what is added to its logit, −100 to 100.
    public var logitBias: [Int: Double]
    /// Whether to tell the probability of each token.
    public var logprobs: Bool?
    /// Number of likely tokens to report at each place; needs ``logprobs``.
    public var topLogprobs: Int?
    /// Functions that the model may ask to be called.
    public var tools: [Tool]
    /// Whether it may, must or must not.
    public var toolChoice: ToolChoice?
    /// Whether it may ask for several calls at once.
    public var parallelToolCalls: Bool?
    /// Format of the answer's text.
    public var responseFormat: ResponseFormat?
    /// A name for the one who asks, where a server wants one.
    public var user: String?
    /// A name for the conversation, the same for all its turns, sent as `X-ALCF-Session-ID`: Minerva then answers them
    /// in one place and keeps what it worked out. At most 128 visible ASCII characters.
    public var session: String?
    /// Fields sent as they are; they win over those above. `stream` alone is ours to say.
    public var extra: JSONObject

    /// A request; what is left out is not sent. The rarer fields are set afterwards.
    public init(
        model: String, messages: [ChatMessage], maxTokens: Int? = nil, temperature: Double? = nil, topP: Double? = nil,
        seed: Int? = nil, stop: [String] = [], reasoningEffort: String? = nil, tools: [Tool] = [],
        toolChoice: ToolChoice? = nil, responseFormat: ResponseFormat? = nil, extra: JSONObject = JSONObject()
    ) {
        self.model = model
        self.messages = messages
        self.maxTokens = maxTokens
        self.temperature = temperature
        self.topP = topP
        self.seed = seed
        self.stop = stop
        self.reasoningEffort = reasoningEffort
        logitBias = [:]
        self.tools = tools
        self.toolChoice = toolChoice
        self.responseFormat = responseFormat
        self.extra = extra
    }

    /// The body to send.
    ///
    /// - Parameter streaming: whether the answer is to come in pieces; then `stream_options.include_usage` is asked
    ///   for too, because without it nothing says how many tokens there were.
    public func body(streaming: Bool) -> JSONObject {
        var body: JSONObject = ["model": .string(model), "messages": .array(messages.map(\.json))]
        body["max_tokens"] = maxTokens.map { .int($0) }
        body["max_completion_tokens"] = maxCompletionTokens.map { .int($0) }
        body["temperature"] = temperature.map { .double($0) }
        body["top_p"] = topP.map { .double($0) }
        body["seed"] = seed.map { .int($0) }
        body["stop"] = stop.isEmpty ? nil : .array(stop.map { .string($0) })
        body["reasoning_effort"] = reasoningEffort.map { .string($0) }
        body["n"] = n.map { .int($0) }
        body["presence_penalty"] = presencePenalty.map { .double($0) }
        body["frequency_penalty"] = frequencyPenalty.map { .double($0) }
        let bias = logitBias.sorted { $0.key < $1.key }.map { (String($0.key), JSONValue.double($0.value)) }
        body["logit_bias"] = bias.isEmpty ? nil : .object(JSONObject(bias))
        body["logprobs"] = logprobs.map { .bool($0) }
        body["top_logprobs"] = topLogprobs.map { .int($0) }
        body["tools"] = tools.isEmpty ? nil : .array(tools.map(\.json))
        body["tool_choice"] = toolChoice?.json
        body["parallel_tool_calls"] = parallelToolCalls.map { .bool($0) }
        body["response_format"] = responseFormat?.json
        body["user"] = user.map { .string($0) }
        body.merge(extra)
        body.setStreaming(streaming)
        return body
    }
}

extension JSONObject {
    /// Says whether the answer is to come in pieces, and asks for the usage then. Some servers stream where it is not
    /// said.
    mutating func setStreaming(_ streaming: Bool) {
        self["stream"] = .bool(streaming)
        guard streaming else {
            // Servers refuse it then.
            self["stream_options"] = nil
            return
        }
        var options = self["stream_options"]?.object ?? JSONObject()
        if options["include_usage"] == nil { options["include_usage"] = true }
        self["stream_options"] = .object(options)
    }
}
