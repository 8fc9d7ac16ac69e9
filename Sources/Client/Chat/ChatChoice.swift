public import ALCFJSON

/// One of the answers in a ``ChatCompletion``, or what a ``ChatAccumulator`` has of it.
public struct ChatChoice: Sendable, Hashable {
    /// Number of the answer, from 0.
    public let index: Int
    /// The answer; empty where there was only reasoning or tool calls.
    public var content: String
    /// The model's reasoning, where the server gives it separately.
    public var reasoning: String
    /// The functions the model wants called.
    public var toolCalls: [ToolCall]
    /// `stop`, `length`, `tool_calls`, `content_filter`, or another word of the server's, which is no good end; nil for
    /// an answer that is not complete.
    public var finishReason: String?
    /// Refusal, on servers that keep it apart.
    public var refusal: String?
    /// The answer's tokens and their probabilities, where they were asked for.
    public var logprobs: [TokenLogprob]
    /// All of it, as it came; nil for what was put together from a stream.
    public let raw: JSONValue?

    init(index: Int) {
        self.index = index
        content = ""
        reasoning = ""
        toolCalls = []
        logprobs = []
        raw = nil
    }

    init(_ json: JSONValue, position: Int) {
        let message = json["message"]?.unlessNull ?? json["delta"]
        index = json["index"]?.int ?? position
        // Plain completions have their text under `text`.
        content = message?.contentText ?? json["text"]?.string ?? ""
        reasoning = message?.reasoning ?? ""
        toolCalls = ToolCall.list(in: message)
        finishReason = json.finishReason
        refusal = message?.refusalText
        logprobs = TokenLogprob.list(json["logprobs"])
        raw = json
    }

    /// Whether it holds something that the model generated as an answer: text, reasoning or calls.
    public var hasOutput: Bool { !content.isEmpty || !reasoning.isEmpty || !toolCalls.isEmpty }

    /// This turn, to be put into the next request.
    public var message: ChatMessage { .assistant(content, toolCalls: toolCalls) }

    /// The answer's text as the caller's own type, for a request with a ``ResponseFormat``.
    ///
    /// A text in a fence of three backticks is taken out of it, which some models write whatever they are told.
    ///
    /// - Throws: ``ClientError`` with code `truncated` where the answer was cut at its token limit, `malformed` where
    ///   it does not fit the type, which says where.
    public func decode<T: Decodable>(as type: T.Type = T.self) throws(ClientError) -> T {
        if finishReason == "length" {
            throw ClientError(
                .truncated, "the answer was cut at its token limit, so its JSON is not whole",
                remedy: "Ask for more tokens.", isRetryable: false)
        }
        return try JSONValueDecoder().decode(type, text: CodeFence.strip(content), what: "the answer")
    }
}
