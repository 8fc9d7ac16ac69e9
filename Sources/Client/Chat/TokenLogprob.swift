public import ALCFJSON

/// A token of the answer, and how likely the model held it.
public struct TokenLogprob: Sendable, Hashable {
    /// The token's text.
    public let token: String
    /// The natural logarithm of its probability; vLLM writes −9999 for minus infinity.
    public let logprob: Double
    /// Its bytes, where it is a part of a character.
    public let bytes: [UInt8]?
    /// Other likely tokens at that place.
    public let alternatives: [TokenLogprob]
    /// All of it, as it came.
    public let raw: JSONValue

    init?(_ json: JSONValue) {
        guard let token = json["token"]?.string, let logprob = json["logprob"]?.double else { return nil }
        self.token = token
        self.logprob = logprob
        bytes = json["bytes"]?.array?.compactMap { $0.int.flatMap { UInt8(exactly: $0) } }
        alternatives = (json["top_logprobs"]?.array ?? []).compactMap { TokenLogprob($0) }
        raw = json
    }

    /// The `logprobs` of a choice.
    static func list(_ json: JSONValue?) -> [TokenLogprob] {
        (json?["content"]?.array ?? []).compactMap { TokenLogprob($0) }
    }
}
