import ALCFAuth
import ALCFClient
import ALCFHTTP
import ALCFSystem

/// Sends one request, and says in a ``Sample`` what became of it. It never throws: a failure is a result.
struct RequestRunner: Sendable {
    let targets: [BenchmarkTarget]
    let prompts: [Prompt]
    let options: BenchmarkOptions
    let anchor: MonotonicTime
    var limiter: RequestLimiter?

    func run(_ slot: Schedule.Slot, scheduled: MonotonicTime) async -> Sample {
        let target = targets[slot.target]
        let prompt = prompts[slot.prompt]
        var attempt = Attempt(
            builder: TraceBuilder(anchor: anchor, scheduled: scheduled, streamed: options.isStreaming))
        do {
            try await scheduled.arrive()
            if let limiter, target.endpoint.credentials == .service { try await limiter.waitForTurn() }
            attempt.builder.noteDispatch(.now)
            if options.isStreaming {
                // An answer that nothing is compared with is not kept.
                try await stream(
                    request(target, prompt), to: target, keepsText: !prompt.answers.isEmpty, into: &attempt)
            } else {
                try await ask(request(target, prompt), of: target, into: &attempt)
            }
        } catch {
            attempt.fail(error)
        }
        return sample(attempt, slot: slot, target: target, prompt: prompt)
    }

    private func request(_ target: BenchmarkTarget, _ prompt: Prompt) -> ChatRequest {
        ChatRequest(
            model: target.model, messages: [.user(prompt.text)], maxTokens: prompt.maxTokens ?? options.maxTokens,
            temperature: options.temperature,
            seed: options.isAsOriginal ? nil : Int(truncatingIfNeeded: options.seed & 0x7FFF_FFFF),
            reasoningEffort: options.reasoningEffort)
    }

    private func stream(
        _ request: ChatRequest, to target: BenchmarkTarget, keepsText: Bool, into attempt: inout Attempt
    ) async throws {
        let recording = try await target.client.record(request, at: target.endpoint, keepsText: keepsText)
        attempt.httpStatus = 200
        attempt.take(recording)
        if let failure = recording.failure { throw failure }
        attempt.endStream()
    }

    private func ask(_ request: ChatRequest, of target: BenchmarkTarget, into attempt: inout Attempt) async throws {
        let completion = try await target.client.chat(request, at: target.endpoint)
        attempt.httpStatus = 200
        if let timings = completion.timings { attempt.builder.note(timings) }
        attempt.take(completion)
    }

    private func sample(_ attempt: Attempt, slot: Schedule.Slot, target: BenchmarkTarget, prompt: Prompt) -> Sample {
        var sample = Sample(
            sequence: slot.sequence, phase: slot.phase, target: target.name, run: slot.run, block: slot.block,
            position: slot.position, promptID: prompt.id, passageID: prompt.passageID, trace: attempt.builder.trace,
            outcome: attempt.outcome)
        if sample.trace.end == nil { sample.trace.end = MonotonicTime.now.seconds(since: anchor) }
        sample.httpStatus = attempt.httpStatus
        sample.errorMessage = attempt.errorMessage
        sample.tokens = attempt.tokens
        sample.finishReason = attempt.finishReason
        sample.model = attempt.model
        sample.systemFingerprint = attempt.fingerprint
        sample.serverTimings = attempt.serverTimings
        if !attempt.text.isEmpty || attempt.outcome.isSuccess {
            sample.answer = attempt.text
            // A cut answer is kept to be looked at, and scores nothing: the question was not answered.
            // Without an accepted answer nothing says what is right.
            if attempt.outcome.isSuccess, !prompt.answers.isEmpty {
                sample.score = SquadMetric.score(attempt.text, prompt.answers)
            }
        }
        return sample
    }
}
