/// The kind of the first token of a streamed response: two targets whose first tokens differ in kind did not begin with
/// the same work, so their times to first token are not compared.
package enum FirstOutput: String, Sendable, Hashable, CaseIterable {
    /// A piece of the reasoning.
    case reasoning
    /// A piece of the answer.
    case answer
    /// A piece of a tool call.
    case toolCall = "tool_call"

    /// In words.
    package var text: String { self == .toolCall ? "tool call" : rawValue }
}

extension RequestTimeline {
    /// Kind of ``firstToken``. In records that do not say it, it follows from ``firstAnswer``, which is later than the
    /// first token where reasoning was streamed before it.
    package var firstOutput: FirstOutput? {
        guard streamed, let firstToken else { return nil }
        if let recordedFirstOutput { return recordedFirstOutput }
        return firstAnswer.map { $0 > firstToken ? .reasoning : .answer }
    }

    /// Notes that the text of the answer holds the reasoning: all of it was seen, and when the answer proper began is
    /// not known.
    package mutating func noteReasoningInText() {
        guard streamed, firstToken != nil else { return }
        recordedFirstOutput = .reasoning
        reasoningEvents = tokenEvents
        firstAnswer = nil
    }

    /// Whether reasoning was streamed; nil where nothing tells.
    var streamedReasoning: Bool? {
        reasoningEvents.map { $0 > 0 } ?? firstOutput.map { $0 == .reasoning }
    }
}
