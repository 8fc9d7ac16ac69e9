package import ALCFClient
package import ALCFRecord
import ALCFSystem

extension Sample {
    /// Returns the outcome of a request.
    ///
    /// - Parameters:
    ///   - prompt: what was asked.
    ///   - target: the name of the target that was asked.
    ///   - anchor: the run's zero.
    init(
        _ completed: CompletedExchange, prompt: Prompt, target: String, isStreaming: Bool, anchor: MonotonicTime
    ) {
        self.init(
            Fields(completed, prompt: prompt, target: target, isStreaming: isStreaming, anchor: anchor))
    }
}

extension Sample.Fields {
    fileprivate init(
        _ completed: CompletedExchange, prompt: Prompt, target: String, isStreaming: Bool, anchor: MonotonicTime
    ) {
        let slot = completed.slot
        self.init(
            sequence: slot.sequence, phase: slot.phase, target: target, run: slot.run, block: slot.block,
            position: slot.position, promptID: prompt.id, passageID: prompt.passageID,
            trace: RequestTimeline(completed, isStreaming: isStreaming, since: anchor), outcome: .success)
        slice = slot.slice
        server = slot.server
        switch completed.end {
        case .exchange(let exchange): record(exchange.result(), to: prompt, since: anchor)
        case .failure(let error): record(error, since: anchor)
        case .skipped:
            outcome = .skipped
            errorMessage = "an earlier turn of the conversation was not answered"
        }
        if trace.end == nil { trace.end = completed.ended.seconds(since: anchor) }
    }

    private mutating func record(_ answer: MeasuredExchange.Answer, to prompt: Prompt, since anchor: MonotonicTime) {
        trace.record(answer, since: anchor)
        httpStatus = answer.status
        tokens = TokenCounts(answer.usage, hasOutput: trace.firstToken != nil)
        finishReason = answer.finishReason
        model = answer.model
        systemFingerprint = answer.fingerprint
        serverTimings = answer.serverTimings
        if let failure = answer.failure { record(failure, since: anchor) }
        let text = answer.text ?? ""
        // Reasoning that the server did not set apart.
        if text.prefix(64).drop(while: \.isWhitespace).hasPrefix("<think>") { trace.noteReasoningInText() }
        guard !text.isEmpty || outcome.isSuccess else { return }
        self.answer = answer.text
        // A cut answer is kept to be looked at, and scores nothing: the question was not answered.
        // Without an accepted answer nothing says what is right.
        if outcome.isSuccess, !prompt.answers.isEmpty {
            score = SquadMetric.score(text, prompt.answers, about: prompt.text)
        }
    }

    /// The reason that there is no answer, or not all of it.
    private mutating func record(_ error: any Error, since anchor: MonotonicTime) {
        outcome = Outcome(of: error)
        errorMessage = String(describing: error)
        guard let error = error as? ClientError else { return }
        httpStatus = error.httpStatus ?? httpStatus
        if let timings = error.timings { trace.record(timings, since: anchor) }
    }
}

extension TokenCounts {
    /// The counts of an answer's usage that can be ones: no prompt has no tokens, and no text does.
    package init(_ usage: Usage?, hasOutput: Bool) {
        let isUncounted = usage?.completionTokens == 0 && hasOutput
        let prompt = usage?.promptTokens.flatMap { $0 > 0 ? $0 : nil }
        self.init(
            prompt: prompt, completion: isUncounted ? nil : usage?.completionTokens,
            total: isUncounted || prompt == nil ? nil : usage?.totalTokens, reasoning: usage?.reasoningTokens,
            cached: usage?.cachedTokens)
    }
}
