/// Puts the chunks of a stream together again. It keeps what came before a failure.
public struct ChatAccumulator: Sendable {
    /// The first id that came.
    public private(set) var id: String?
    /// The first model name that came.
    public private(set) var model: String?
    /// The server's build, where it tells.
    public private(set) var fingerprint: String?
    /// The last usage that came.
    public private(set) var usage: Usage?
    /// In order of their index.
    public private(set) var choices: [ChatChoice] = []

    /// An accumulator that has nothing yet.
    public init() {}

    /// Adds the next chunk.
    public mutating func add(_ chunk: ChatChunk) {
        id = id ?? chunk.id
        model = model ?? chunk.model
        fingerprint = fingerprint ?? chunk.fingerprint
        usage = chunk.usage ?? usage
        for piece in chunk.choices {
            let place = place(of: piece.index)
            if let content = piece.content { choices[place].content += content }
            if let reasoning = piece.reasoning { choices[place].reasoning += reasoning }
            if let refusal = piece.refusal { choices[place].refusal = (choices[place].refusal ?? "") + refusal }
            for call in piece.toolCalls { choices[place].add(call) }
            choices[place].logprobs += piece.logprobs
            choices[place].finishReason = piece.finishReason ?? choices[place].finishReason
        }
    }

    /// The first answer's text.
    public var content: String { choices.first?.content ?? "" }
    /// The first answer's reasoning.
    public var reasoning: String { choices.first?.reasoning ?? "" }
    /// Refusal in place of the first answer; nil for none.
    public var refusal: String? { choices.first?.refusal }
    /// Finish reason of the first answer; nil if it has not ended.
    public var finishReason: String? { choices.first?.finishReason }
    /// The functions that the first answer wants called.
    public var toolCalls: [ToolCall] { choices.first?.toolCalls ?? [] }
    /// The first answer, to be put into the next request.
    public var message: ChatMessage { choices.first?.message ?? .assistant("") }

    private mutating func place(of index: Int) -> Int {
        if let place = choices.firstIndex(where: { $0.index >= index }) {
            if choices[place].index != index { choices.insert(ChatChoice(index: index), at: place) }
            return place
        }
        choices.append(ChatChoice(index: index))
        return choices.count - 1
    }
}

extension ChatChoice {
    /// Adds a call, or a piece of one that is there already.
    fileprivate mutating func add(_ piece: ToolCall) {
        guard let place = toolCalls.firstIndex(where: { $0.index == piece.index }) else {
            toolCalls.append(piece)
            return
        }
        toolCalls[place].id = toolCalls[place].id ?? piece.id
        toolCalls[place].name = toolCalls[place].name ?? piece.name
        toolCalls[place].arguments += piece.arguments
    }
}
