import ALCFClient
import ALCFHTTP
import ALCFSystem

/// A line about how an answer came.
struct ChatStatistics {
    let text: String

    /// The times of tokens.
    struct Times {
        private(set) var firstToken: MonotonicTime?
        private(set) var lastToken: MonotonicTime?

        mutating func note(_ event: ChatStreamEvent) {
            guard event.chunk.hasOutput else { return }
            firstToken = firstToken ?? event.time
            lastToken = event.time
        }
    }

    init(timings: HTTPTimings, usage: Usage?, times: Times = Times()) {
        let start = timings.connected ?? timings.queued
        var parts: [String] = []
        if let first = times.firstToken {
            parts.append("first token \(NumberText.fixed(first.seconds(since: start), 2)) s")
        }
        if let end = times.lastToken ?? timings.ended {
            parts.append("total \(NumberText.fixed(end.seconds(since: start), 2)) s")
        }
        if let usage, let prompt = usage.promptTokens, let completion = usage.completionTokens {
            let reasoning = usage.reasoningTokens.map { " (\($0) reasoning)" } ?? ""
            parts.append("\(prompt) tokens in, \(completion) out\(reasoning)")
            if let first = times.firstToken, let last = times.lastToken, completion > 1, last > first {
                let rate = Double(completion - 1) / last.seconds(since: first)
                parts.append("\(NumberText.fixed(rate, 0)) tokens/s after the first")
            }
        }
        text = parts.joined(separator: ", ")
    }
}
