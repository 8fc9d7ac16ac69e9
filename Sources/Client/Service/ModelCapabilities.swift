public import ALCFJSON

/// The capabilities of a model according to its cluster; unknown ones are nil or empty.
public struct ModelCapabilities: Sendable, Hashable {
    /// `chat_completions`, `responses`, `messages`.
    public let protocols: [String]
    /// `text`, `image`, `video`.
    public let inputModalities: [String]
    /// Tokens of prompt and answer together.
    public let contextWindow: Int?
    /// Whether answers can be streamed.
    public let streams: Bool?
    /// Whether the model reasons before it answers.
    public let reasons: Bool?
    /// Reasoning efforts that may be asked for, as in `low`.
    public let reasoningEfforts: [String]
    /// The effort where none is asked for.
    public let defaultReasoningEffort: String?
    /// Whether the reasoning comes apart from the answer.
    public let separatesReasoning: Bool?
    /// Whether it can ask for functions to be called.
    public let callsTools: Bool?

    /// - Parameter json: an object; or a list of words, as an older gateway has it, which are taken for protocols.
    public init(_ json: JSONValue) {
        func words(_ json: JSONValue?) -> [String] { (json?.array ?? []).compactMap(\.string) }
        protocols = words(json.array == nil ? json["api_protocols"] : json)
        inputModalities = words(json["input_modalities"])
        contextWindow = json["context_window_tokens"]?.int
        streams = json["streaming"]?.bool
        let reasoning = json["reasoning"]
        reasons = reasoning?["supported"]?.bool
        reasoningEfforts = words(reasoning?["effort_levels"])
        defaultReasoningEffort = reasoning?["default_effort"]?.string
        separatesReasoning = reasoning?["separate_output"]?.bool
        callsTools = json["tool_calling"]?["supported"]?.bool
    }
}

extension ModelInfo {
    /// Capabilities of the model according to its cluster.
    public var features: ModelCapabilities { ModelCapabilities(capabilities ?? .null) }
}
