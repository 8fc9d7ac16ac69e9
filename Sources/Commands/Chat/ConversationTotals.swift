import ALCFClient

/// The tokens and times of a conversation so far.
struct ConversationTotals: Sendable {
    private(set) var answers = 0
    private(set) var promptTokens = 0
    private(set) var completionTokens = 0
    private(set) var last: String?

    mutating func add(_ answer: StreamedAnswer) {
        last = answer.statistics ?? last
        guard answer.timings != nil else { return }
        answers += 1
        promptTokens += answer.content.usage?.promptTokens ?? 0
        completionTokens += answer.content.usage?.completionTokens ?? 0
    }

    var text: String {
        guard let last else { return "Nothing was answered yet." }
        return "Last answer: \(last).\nAll \(answers): \(promptTokens) tokens in, \(completionTokens) out."
    }
}
