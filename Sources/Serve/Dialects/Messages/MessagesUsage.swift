import ALCFClient
import ALCFJSON

/// Counts of tokens in the form of Anthropic's API.
enum MessagesUsage {
    /// The counts of an answer that has only begun.
    static let none: JSONValue = [
        "input_tokens": 0, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0, "output_tokens": 0,
    ]

    /// Returns the counts. Tokens that were read from a cache are not in `input_tokens`; a count that the server did
    /// not give is 0, since the form has no word for that.
    static func json(_ usage: Usage?) -> JSONValue {
        guard let usage else { return none }
        let cached = min(usage.cachedTokens ?? 0, usage.promptTokens ?? 0)
        var json: JSONObject = [
            "input_tokens": .int((usage.promptTokens ?? 0) - cached), "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": .int(cached), "output_tokens": .int(usage.completionTokens ?? 0),
        ]
        if let tokens = usage.reasoningTokens { json["output_tokens_details"] = ["thinking_tokens": .int(tokens)] }
        return .object(json)
    }

    /// Returns a note on counts that the server did not give; nil for none.
    static func note(_ usage: Usage?) -> String? {
        if usage == nil { return "the server gave no counts of tokens: the answer says 0" }
        if usage?.promptTokens == nil || usage?.completionTokens == nil {
            return "the server gave not all counts of tokens: the answer says 0 for the others"
        }
        return nil
    }
}
