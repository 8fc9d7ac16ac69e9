import ALCFAuth
import ALCFClient
import ALCFHTTP
import ALCFJSON

/// What is known of a request while it runs, and after it failed.
struct Attempt {
    var builder: TraceBuilder
    var answer = ChatAccumulator()
    var httpStatus: Int?
    private(set) var outcome = Outcome.success
    private(set) var errorMessage: String?
    private var whole: ChatCompletion?

    init(builder: TraceBuilder) { self.builder = builder }

    var text: String { whole?.content ?? answer.content }
    var finishReason: String? { whole?.finishReason ?? answer.finishReason }
    var model: String? { whole?.model ?? answer.model }
    var fingerprint: String? { whole?.fingerprint ?? answer.fingerprint }

    var tokens: TokenCounts {
        let usage = whole?.usage ?? answer.usage
        return TokenCounts(
            prompt: usage?.promptTokens, completion: usage?.completionTokens, total: usage?.totalTokens,
            reasoning: usage?.reasoningTokens, cached: usage?.cachedTokens)
    }

    /// SambaNova reports its own times with the usage, Sophia beside it.
    var serverTimings: JSONObject? {
        var timings = (whole?.usage ?? answer.usage)?.serverTimings ?? JSONObject()
        if let seconds = whole?.responseTime { timings["response_time"] = .double(seconds) }
        return timings.isEmpty ? nil : timings
    }

    /// An answer in one piece. Without tokens or a finish reason it is no answer.
    mutating func take(_ completion: ChatCompletion) {
        whole = completion
        let choice = completion.choices.first
        let hasOutput =
            !(choice?.content ?? "").isEmpty || !(choice?.reasoning ?? "").isEmpty
            || !(choice?.toolCalls ?? []).isEmpty
        builder.noteWhole(hasOutput: hasOutput, timings: completion.timings)
        if !hasOutput {
            outcome = .empty
            errorMessage = "the answer holds no text"
        } else if choice?.finishReason == nil {
            outcome = .truncated
            errorMessage = "the answer has no finish reason"
        }
    }

    /// A stream that ended well. Without a single token it is no answer.
    mutating func endStream() {
        guard builder.trace.tokenEvents == 0 else { return }
        outcome = .empty
        errorMessage = "the answer holds no text"
    }

    mutating func fail(_ error: any Error) {
        outcome = Outcome(of: error)
        errorMessage = String(describing: error)
        if let error = error as? ClientError {
            httpStatus = error.httpStatus ?? httpStatus
            if let timings = error.timings { builder.note(timings) }
        }
    }
}
