import ALCFClient
import ALCFHTTP
import ALCFSystem

/// An answer that is compared with another, as far as it has come.
struct ComparedAnswer: Sendable {
    private var times = ChatStatistics.Times()
    private var answer = ChatAccumulator()
    var timings: HTTPTimings?
    var failure: (any Error)?

    mutating func add(_ event: ChatStreamEvent) {
        times.note(event)
        answer.add(event.chunk)
    }

    /// Text of the answer, without the reasoning.
    var content: String { answer.content }
    /// All of it; nil where nothing came.
    var choice: ChatChoice? { answer.choices.first }
    var usage: Usage? { answer.usage }

    /// Seconds from the request to the first token, reasoning included.
    var firstToken: Double? {
        guard let timings, let first = times.firstToken else { return nil }
        return first.seconds(since: timings.connected ?? timings.queued)
    }

    /// Seconds from the request to the last token.
    var total: Double? {
        guard let timings, let last = times.lastToken else { return nil }
        return last.seconds(since: timings.connected ?? timings.queued)
    }

    /// Tokens per second after the first; nil where the server counted none.
    var rate: Double? {
        guard let first = times.firstToken, let last = times.lastToken, last > first,
            let tokens = usage?.completionTokens, tokens > 1
        else { return nil }
        return Double(tokens - 1) / last.seconds(since: first)
    }

    var warning: String? { failure == nil ? choice?.warning : nil }
}
