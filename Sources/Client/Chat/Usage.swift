public import ALCFJSON

/// The server's token counts; those that it left out are nil.
public struct Usage: Sendable, Hashable {
    /// Tokens of the prompt, with the template around it.
    public let promptTokens: Int?
    /// Generated tokens, reasoning included.
    public let completionTokens: Int?
    /// Both together.
    public let totalTokens: Int?
    /// Prompt tokens that were served from a cache.
    public let cachedTokens: Int?
    /// Completion tokens spent on reasoning.
    public let reasoningTokens: Int?
    /// Every other number in `usage`: SambaNova's own timings, such as `time_to_first_token` (seconds) and
    /// `completion_tokens_after_first_per_sec`.
    public let serverTimings: JSONObject
    /// All of it, as it came.
    public let raw: JSONValue

    /// - Parameter json: the `usage` object; nil for anything else.
    public init?(_ json: JSONValue?) {
        guard let json, let object = json.object else { return nil }
        // The second names are those of the Responses API.
        promptTokens = json["prompt_tokens"]?.count ?? json["input_tokens"]?.count
        completionTokens = json["completion_tokens"]?.count ?? json["output_tokens"]?.count
        totalTokens = json["total_tokens"]?.count
        let promptDetails = json["prompt_tokens_details"] ?? json["input_tokens_details"]
        let completionDetails = json["completion_tokens_details"] ?? json["output_tokens_details"]
        cachedTokens = promptDetails?["cached_tokens"]?.count
        reasoningTokens = completionDetails?["reasoning_tokens"]?.count
        let counts = ["prompt_tokens", "completion_tokens", "total_tokens", "input_tokens", "output_tokens"]
        serverTimings = JSONObject(
            object.filter { !counts.contains($0.key) && $0.value.double != nil }.map { ($0.key, $0.value) })
        raw = json
    }
}

extension JSONValue {
    /// The number of tokens that this is; nil for what is no count of anything: below 0, or so large that a sum of some
    /// overflows.
    fileprivate var count: Int? { int.flatMap { (0...1 << 40).contains($0) ? $0 : nil } }
}
