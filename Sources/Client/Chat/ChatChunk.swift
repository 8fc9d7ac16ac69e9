public import ALCFJSON

/// One event of a streamed answer.
public struct ChatChunk: Sendable, Hashable {
    /// The answer's id.
    public let id: String?
    /// The model that answers.
    public let model: String?
    /// Seconds since 1970, by the server's clock.
    public let created: Double?
    /// The server's build, where it tells.
    public let fingerprint: String?
    /// None on the chunk that brings the usage.
    public internal(set) var choices: [Choice]
    /// Token counts of the server; on the last chunk as a rule.
    public let usage: Usage?
    /// All of it, as it came.
    public let raw: JSONValue

    /// A chunk's addition to one of the answers.
    public struct Choice: Sendable, Hashable {
        /// Number of the answer that it belongs to, from 0.
        public let index: Int
        /// `assistant`, on the first chunk as a rule.
        public let role: String?
        /// The next piece of the answer; may be empty.
        public internal(set) var content: String?
        /// The next piece of the reasoning; may be empty.
        public internal(set) var reasoning: String?
        /// The next piece of what the model says in place of an answer, on servers that put it apart.
        public let refusal: String?
        /// Pieces of calls.
        public internal(set) var toolCalls: [ToolCall]
        /// Set when this answer is complete.
        public let finishReason: String?
        /// Tokens and their probabilities, where they were asked for.
        public let logprobs: [TokenLogprob]
        /// Whether it brings a piece of the answer's text.
        public let hasContent: Bool
        /// Whether it brings something that the model generated: text, reasoning or a piece of a call.
        public let hasOutput: Bool

        init(_ json: JSONValue, index: Int) {
            // Some servers put a whole message into a chunk.
            let delta = json["delta"]?.unlessNull ?? json["message"]
            self.index = index
            role = delta?["role"]?.string
            // Plain completions have their piece under `text`.
            content = delta?.contentText ?? json["text"]?.string
            reasoning = delta?.reasoning
            refusal = delta?.refusalText
            toolCalls = ToolCall.list(in: delta)
            finishReason = json.finishReason
            logprobs = TokenLogprob.list(json["logprobs"])
            hasContent = !(content ?? "").isEmpty
            hasOutput = hasContent || !(reasoning ?? "").isEmpty || !toolCalls.isEmpty
        }
    }

    /// - Parameter isOnly: whether one answer was asked for, which a lone choice then belongs to, whatever its index
    ///   says.
    init(_ json: JSONValue, isOnly: Bool = false) {
        id = json["id"]?.string
        model = json["model"]?.string
        created = json["created"]?.double
        fingerprint = json["system_fingerprint"]?.string
        let choices = json["choices"]?.array ?? []
        self.choices = choices.enumerated().map { place, choice in
            Choice(choice, index: isOnly && choices.count == 1 ? 0 : choice["index"]?.int ?? place)
        }
        usage = Usage(json["usage"])
        raw = json
    }

    /// Whether it brings reasoning, answer text or a piece of a tool call: something the model generated.
    public var hasOutput: Bool { choices.contains { $0.hasOutput } }

    /// Whether it brings the answer on: output, the end of an answer, or the usage. A chunk with nothing in it does
    /// not, as little as a comment does.
    public var isProgress: Bool { hasOutput || usage != nil || choices.contains { $0.finishReason != nil } }
}
