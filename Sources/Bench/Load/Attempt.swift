import ALCFAuth
import ALCFClient
import ALCFHTTP
import ALCFJSON
import ALCFRecord

/// What is known of a request while it runs, and after it failed.
struct Attempt {
    var builder: TraceBuilder
    private var stream: ChatStreamRecording?
    var httpStatus: Int?
    private(set) var outcome = Outcome.success
    private(set) var errorMessage: String?
    private var whole: ChatCompletion?

    init(builder: TraceBuilder) { self.builder = builder }

    var text: String { answer ?? "" }
    /// Nil where none came, or it was not kept.
    var answer: String? { whole?.content ?? stream?.text }
    var finishReason: String? { whole?.finishReason ?? stream?.finishReason }
    var model: String? { whole?.model ?? stream?.model }
    var fingerprint: String? { whole?.fingerprint ?? stream?.fingerprint }

    var tokens: TokenCounts {
        let usage = whole?.usage ?? stream?.usage
        // No prompt has no tokens, and no text does: a 0 beside one is not a count.
        let isUncounted = usage?.completionTokens == 0 && builder.trace.firstToken != nil
        let prompt = usage?.promptTokens.flatMap { $0 > 0 ? $0 : nil }
        return TokenCounts(
            prompt: prompt, completion: isUncounted ? nil : usage?.completionTokens,
            total: isUncounted || prompt == nil ? nil : usage?.totalTokens, reasoning: usage?.reasoningTokens,
            cached: usage?.cachedTokens)
    }

    /// SambaNova reports its own times with the usage, Sophia beside it.
    var serverTimings: JSONObject? {
        var timings = (whole?.usage ?? stream?.usage)?.serverTimings ?? JSONObject()
        if let seconds = whole?.responseTime { timings["response_time"] = .double(seconds) }
        return timings.isEmpty ? nil : timings
    }

    /// What came of a request that was sent.
    mutating func take(_ answer: MeasuredAnswer) {
        httpStatus = answer.status
        if let timings = answer.timings { builder.note(timings) }
        if let recording = answer.recording {
            stream = recording
            builder.note(recording)
        }
        if let completion = answer.completion { take(completion) }
        if let failure = answer.failure { fail(failure) }
    }

    /// An answer in one piece, good or not.
    private mutating func take(_ completion: ChatCompletion) {
        whole = completion
        builder.noteWhole(
            hasOutput: completion.choices.contains { $0.hasOutput }, timings: completion.timings)
    }

    /// It was never sent.
    mutating func skip() {
        outcome = .skipped
        errorMessage = "an earlier turn of the conversation was not answered"
    }

    /// Why there is no answer, or not all of it.
    mutating func fail(_ error: any Error) {
        outcome = Outcome(of: error)
        errorMessage = String(describing: error)
        if let error = error as? ClientError {
            httpStatus = error.httpStatus ?? httpStatus
            if let timings = error.timings { builder.note(timings) }
        }
    }
}
