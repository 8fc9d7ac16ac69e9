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
    public let choices: [Choice]
    /// What the server counted; on the last chunk as a rule.
    public let usage: Usage?
    /// All of it, as it came.
    public let raw: JSONValue

    /// What a chunk adds to one of the answers.
    public struct Choice: Sendable, Hashable {
        /// Which of the answers it belongs to, from 0.
        public let index: Int
        /// `assistant`, on the first chunk as a rule.
        public let role: String?
        /// The next piece of the answer; may be empty.
        public let content: String?
        /// The next piece of the reasoning; may be empty.
        public let reasoning: String?
        /// Pieces of calls.
        public let toolCalls: [ToolCall]
        /// Set when this answer is complete.
        public let finishReason: String?
        /// Tokens and their probabilities, where they were asked for.
        public let logprobs: [TokenLogprob]

        init(_ json: JSONValue, position: Int) {
            let delta = json["delta"]
            index = json["index"]?.int ?? position
            role = delta?["role"]?.string
            // Plain completions have their piece under `text`.
            content = delta?["content"]?.string ?? json["text"]?.string
            reasoning = delta?.reasoning
            toolCalls = ToolCall.list(delta?["tool_calls"])
            finishReason = json.finishReason
            logprobs = TokenLogprob.list(json["logprobs"])
        }
    }

    init(_ json: JSONValue) {
        id = json["id"]?.string
        model = json["model"]?.string
        created = json["created"]?.double
        fingerprint = json["system_fingerprint"]?.string
        choices = (json["choices"]?.array ?? []).enumerated().map { Choice($1, position: $0) }
        usage = Usage(json["usage"])
        raw = json
    }

    /// Whether it brings reasoning, answer text or a piece of a tool call: something the model generated.
    public var hasOutput: Bool {
        choices.contains {
            !($0.content ?? "").isEmpty || !($0.reasoning ?? "").isEmpty || !$0.toolCalls.isEmpty
        }
    }
}
