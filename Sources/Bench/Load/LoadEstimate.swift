package import ALCFJSON
package import ALCFRecord
import ALCFReport
import ALCFSystem

/// The load that a run will put on the services, estimated before it starts.
package struct LoadEstimate: Sendable, Hashable {
    /// Requests to all targets, at most.
    package let requests: Int
    /// Tokens of the prompts, at four characters a token.
    package let promptTokens: Int
    /// Tokens of the answers, at most: every answer as long as its limit.
    package let mostAnswerTokens: Int
    /// Minutes, about: see `SlicePlan.guessedSeconds`.
    package let minutes: Double
    /// The most requests a second that are begun at once.
    package let requestRate: Double
    /// Slices of each target with which the targets will take turns, about; nil where they take none, or one request at
    /// a time.
    package let slices: Int?

    /// The load of a run.
    ///
    /// - Parameters:
    ///   - speed: how many times faster than the real service a simulation is.
    ///   - progress: what earlier sessions of it did.
    package init(_ runner: BenchmarkRunner, speed: Double = 1, progress: RunProgress = RunProgress()) {
        let done = progress.samples.count
        let options = runner.options
        let slots = runner.schedule.slots
        requests = max(0, slots.count - done)
        let share = slots.isEmpty ? 0 : Double(requests) / Double(slots.count)
        func total(_ tokens: (Prompt) -> Int) -> Int {
            let each = (runner.prompts + runner.warmups).map(tokens)
            return Int(clamping: Double(slots.reduce(0) { $0.addingClamped(each[$1.prompt]) }) * share)
        }
        promptTokens = total { ($0.text.unicodeScalars.count + 3) / 4 }
        mostAnswerTokens = total { $0.maxTokens ?? options.maxTokens }
        let lanes = options.isBothAtOnce ? max(1, runner.targets.count) : 1
        var seconds: Double
        if let rate = options.rate {
            let arrivals = Double(requests) / rate / Double(lanes)
            seconds = arrivals + SlicePlan.guessedSeconds / speed * Double(runner.schedule.stages.count)
            requestRate = rate * Double(lanes)
        } else {
            let workers = Double(max(1, options.concurrency) * lanes)
            seconds = Double(requests) * SlicePlan.guessedSeconds / speed / workers
            requestRate = workers * speed / SlicePlan.guessedSeconds
            if let duration = options.duration {
                let whole = duration * Double(max(1, runner.targets.count)) / Double(lanes)
                seconds = min(seconds, max(0, whole - progress.seconds))
            }
        }
        if let most = options.maxRate { seconds = max(seconds, Double(requests) / most) }
        minutes = seconds / 60
        let plan = runner.slicePlan
        slices = plan.takesTurns ? plan.expectedCount(seconds: SlicePlan.guessedSeconds / speed) : nil
    }

    /// Several runs, one after the other.
    package init(sum estimates: [LoadEstimate]) {
        requests = estimates.reduce(0) { $0 + $1.requests }
        promptTokens = estimates.reduce(0) { $0.addingClamped($1.promptTokens) }
        mostAnswerTokens = estimates.reduce(0) { $0.addingClamped($1.mostAnswerTokens) }
        minutes = estimates.reduce(0) { $0 + $1.minutes }
        requestRate = estimates.map(\.requestRate).max() ?? 0
        slices = estimates.count == 1 ? estimates[0].slices : nil
    }

    /// Whether others would notice: more than 200 requests, or more than two a second.
    package var isLarge: Bool { requests > 200 || requestRate > 2 }

    /// Tokens per minute, the limit that the gateway counts per user.
    package var tokensPerMinute: Double { Double(promptTokens.addingClamped(mostAnswerTokens)) / max(minutes, 1) }
}

extension LoadEstimate: JSONEncodable {
    /// One JSON object.
    package var json: JSONValue {
        [
            "requests": .int(requests), "prompt_tokens": .int(promptTokens),
            "most_answer_tokens": .int(mostAnswerTokens), "minutes": .double(minutes),
            "requests_per_second": .double(requestRate), "large": .bool(isLarge),
            "slices": JSONValue(slices),
        ]
    }
}
