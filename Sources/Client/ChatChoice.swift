import ALCFJSON

/// One of the answers in a ``ChatCompletion``, or what a ``ChatAccumulator`` has of it.
public struct ChatChoice: Sendable, Hashable {
    /// Which of the answers it is, from 0.
    public let index: Int
    /// The answer; empty where there was only reasoning or tool calls.
    public var content: String
    /// The model's reasoning, where the server gives it separately.
    public var reasoning: String
    /// The functions the model wants called.
    public var toolCalls: [ToolCall]
    /// `stop`, `length`, `tool_calls` or a word of the server's; nil for an answer that is not complete.
    public var finishReason: String?

    init(index: Int) {
        self.index = index
        content = ""
        reasoning = ""
        toolCalls = []
    }

    init(_ json: JSONValue, position: Int) {
        let message = json["message"]
        index = json["index"]?.int ?? position
        content = message?["content"]?.string ?? ""
        reasoning = message?.reasoning ?? ""
        toolCalls = ToolCall.list(message?["tool_calls"])
        finishReason = json.finishReason
    }
}
