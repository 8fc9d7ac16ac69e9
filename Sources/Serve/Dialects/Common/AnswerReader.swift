import ALCFClient
import ALCFJSON

/// Reads the pieces of one answer out of chat completions, streamed or whole.
struct AnswerReader {
    /// A piece of an answer, and the part of the answer that it belongs to.
    struct Piece {
        let kind: AnswerBlocks.Kind
        let text: String
        var logprobs: [JSONValue] = []
    }

    /// The reason for which the answer ended; nil as long as it has not.
    private(set) var finishReason: String?
    /// Stop sequence at which it ended, on servers that tell.
    private(set) var stopSequence: String?
    /// Token counts of the server.
    private(set) var usage: Usage?
    /// Whether the model refuses in a text of its own.
    private(set) var isRefused = false
    private var pieces: CallPieces
    /// Calls that have their name.
    private var begun: Set<Int> = []

    /// - Parameter id: text that no other answer has.
    init(id: String) { pieces = CallPieces(prefix: id) }

    /// Returns the pieces in a chunk.
    mutating func read(_ chunk: ChatChunk) -> [Piece] {
        usage = chunk.usage ?? usage
        guard let choice = chunk.choices.first(where: { $0.index == 0 }) else { return [] }
        let place = chunk.choices.firstIndex { $0.index == 0 } ?? 0
        finishReason = choice.finishReason ?? finishReason
        return read(
            reasoning: choice.reasoning, content: choice.content, refusal: choice.refusal, calls: choice.toolCalls,
            raw: chunk.raw["choices"]?[place])
    }

    /// Returns the pieces of a whole answer.
    mutating func read(_ completion: ChatCompletion) -> [Piece] {
        usage = completion.usage
        guard let choice = completion.choices.first else { return [] }
        finishReason = choice.finishReason
        return read(
            reasoning: choice.reasoning, content: choice.content, refusal: choice.refusal, calls: choice.toolCalls,
            raw: choice.raw, isWhole: true)
    }

    /// Whether the model called functions.
    var hasCalls: Bool { !pieces.calls.isEmpty }

    /// Whether a call came without the name of a function, which nobody can make.
    var hasNamelessCall: Bool { begun.count < pieces.calls.count }

    /// Whether a failure is none in the client's API, which has words for an answer that ended in this way.
    func isAnswer(_ error: ServedError) -> Bool {
        switch error.code {
        case "refused": isRefused
        case "empty": finishReason == "length" || finishReason == "content_filter"
        default: false
        }
    }

    private mutating func read(
        reasoning: String?, content: String?, refusal: String?, calls: [ToolCall], raw: JSONValue?,
        isWhole: Bool = false
    ) -> [Piece] {
        var found: [Piece] = []
        if let reasoning, !reasoning.isEmpty { found.append(Piece(kind: .reasoning, text: reasoning)) }
        let logprobs = raw?["logprobs"]?["content"]?.array ?? []
        if let content, !content.isEmpty { found.append(Piece(kind: .text, text: content, logprobs: logprobs)) }
        if let refusal, !refusal.isEmpty {
            isRefused = true
            found.append(Piece(kind: .refusal, text: refusal))
        }
        if let stop = raw?["stop_reason"]?.string { stopSequence = stop }
        for call in calls {
            let number = pieces.add(call)
            let known = pieces.calls[number]
            guard let name = known.name ?? (isWhole ? "" : nil) else { continue }
            // Arguments that came before the name come with it.
            let text = begun.insert(number).inserted ? known.arguments : call.arguments
            found.append(Piece(kind: .call(number: number, id: known.id, name: name), text: text))
        }
        return found
    }
}
