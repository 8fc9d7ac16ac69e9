public import ALCFJSON

/// A question to a model over OpenAI's Responses API. Members that are nil are omitted.
///
/// The clusters keep nothing between two requests: each holds the whole conversation.
public struct ResponsesRequest: Sendable, Hashable {
    /// The model's name as the endpoint knows it.
    public var model: String
    /// Question.
    public var input: Input
    /// Instructions, as in a system message.
    public var instructions: String?
    /// The most tokens to generate, reasoning included.
    public var maxOutputTokens: Int?
    /// 0 for the likeliest token always.
    public var temperature: Double?
    /// The probability mass to choose from, 0 to 1.
    public var topP: Double?
    /// Sent as `reasoning.effort`.
    public var reasoningEffort: String?
    /// Functions that the model may ask to be called.
    public var tools: [Tool]
    /// Fields sent as they are; they win over those above. `stream` alone is ours to say.
    public var extra: JSONObject

    /// A question.
    public enum Input: Sendable, Hashable {
        /// One question.
        case text(String)
        /// Messages, calls and what they gave, in the API's own form.
        case items([JSONValue])
    }

    /// A request; what is left out is not sent.
    public init(
        model: String, input: Input, instructions: String? = nil, maxOutputTokens: Int? = nil,
        temperature: Double? = nil, topP: Double? = nil, reasoningEffort: String? = nil, tools: [Tool] = [],
        extra: JSONObject = JSONObject()
    ) {
        self.model = model
        self.input = input
        self.instructions = instructions
        self.maxOutputTokens = maxOutputTokens
        self.temperature = temperature
        self.topP = topP
        self.reasoningEffort = reasoningEffort
        self.tools = tools
        self.extra = extra
    }

    /// The body to send.
    public func body(streaming: Bool) -> JSONObject {
        var body: JSONObject = ["model": .string(model)]
        body["input"] =
            switch input {
            case .text(let text): .string(text)
            case .items(let items): .array(items)
            }
        body["instructions"] = instructions.map { .string($0) }
        body["max_output_tokens"] = maxOutputTokens.map { .int($0) }
        body["temperature"] = temperature.map { .double($0) }
        body["top_p"] = topP.map { .double($0) }
        body["reasoning"] = reasoningEffort.map { ["effort": .string($0)] }
        body["tools"] = tools.isEmpty ? nil : .array(tools.map(\.flatJSON))
        body.merge(extra)
        body["stream"] = .bool(streaming)
        return body
    }
}

extension Tool {
    /// JSON of the Responses API: members that chat keeps under `function` stand beside the type.
    fileprivate var flatJSON: JSONValue {
        var flat: JSONObject = ["type": "function"]
        flat.merge(json["function"]?.object ?? JSONObject())
        return .object(flat)
    }
}
