import ALCFClient
import ALCFJSON

/// Counts of tokens in the form of the Responses API.
enum ResponsesUsage {
    /// Returns the counts; `null` where the server gave none. One that is missing among others is 0, since the form has
    /// no word for that.
    static func json(_ usage: Usage?) -> JSONValue {
        guard let usage else { return .null }
        let (input, output) = (usage.promptTokens ?? 0, usage.completionTokens ?? 0)
        return [
            "input_tokens": .int(input),
            "input_tokens_details": ["cached_tokens": .int(usage.cachedTokens ?? 0), "cache_write_tokens": 0],
            "output_tokens": .int(output),
            "output_tokens_details": ["reasoning_tokens": .int(usage.reasoningTokens ?? 0)],
            "total_tokens": .int(usage.totalTokens ?? input + output),
        ]
    }

    /// Returns a note on counts that the server did not give; nil for none.
    static func note(_ usage: Usage?) -> String? {
        guard let usage else { return "the server gave no counts of tokens, and the answer has none" }
        return usage.promptTokens == nil || usage.completionTokens == nil
            ? "the server gave not all counts of tokens: the answer says 0 for the others" : nil
    }
}
