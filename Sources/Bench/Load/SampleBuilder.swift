import ALCFClient
import ALCFRecord
import ALCFSystem

/// Says in a ``Sample`` what became of a request.
struct SampleBuilder: Sendable {
    let targets: [BenchmarkTarget]
    let prompts: [Prompt]
    let isStreaming: Bool
    let anchor: MonotonicTime

    /// The sample of a request that is over, and what came of it.
    func sample(_ ended: EndedRequest) -> Sample {
        var attempt = Attempt(
            builder: TraceBuilder(anchor: anchor, scheduled: ended.scheduled, streamed: isStreaming))
        if let dispatched = ended.dispatched { attempt.builder.noteDispatch(dispatched) }
        switch ended.end {
        case .failure(let error): attempt.fail(error)
        case .skipped: attempt.skip()
        case .exchange(let exchange): attempt.take(exchange.result())
        }
        return sample(attempt, slot: ended.slot, ended: ended.ended)
    }

    private func sample(_ attempt: Attempt, slot: Schedule.Slot, ended: MonotonicTime) -> Sample {
        let prompt = prompts[slot.prompt]
        var sample = Sample(
            sequence: slot.sequence, phase: slot.phase, target: targets[slot.target].name, run: slot.run,
            block: slot.block, position: slot.position, promptID: prompt.id, passageID: prompt.passageID,
            trace: attempt.builder.trace, outcome: attempt.outcome)
        sample.slice = slot.slice
        if Self.thinksAloud(attempt.text) { sample.trace.noteReasoningInText() }
        if sample.trace.end == nil { sample.trace.end = ended.seconds(since: anchor) }
        sample.httpStatus = attempt.httpStatus
        sample.errorMessage = attempt.errorMessage
        sample.tokens = attempt.tokens
        sample.finishReason = attempt.finishReason
        sample.model = attempt.model
        sample.systemFingerprint = attempt.fingerprint
        sample.serverTimings = attempt.serverTimings
        if !attempt.text.isEmpty || attempt.outcome.isSuccess {
            sample.answer = attempt.answer
            // A cut answer is kept to be looked at, and scores nothing: the question was not answered.
            // Without an accepted answer nothing says what is right.
            if attempt.outcome.isSuccess, !prompt.answers.isEmpty {
                sample.score = SquadMetric.score(attempt.text, prompt.answers, about: prompt.text)
            }
        }
        return sample
    }

    /// Whether the answer begins with reasoning that the server did not set apart.
    private static func thinksAloud(_ text: String) -> Bool {
        text.prefix(64).drop { $0.isWhitespace }.hasPrefix("<think>")
    }
}
