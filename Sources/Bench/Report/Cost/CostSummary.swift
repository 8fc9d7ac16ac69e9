package import ALCFJSON
package import ALCFRecord

/// The cost of a target's answers in money and energy, from given or measured values only, with a statement of what it
/// covers.
package struct CostSummary: Sendable, Hashable {
    /// The target's name.
    package let target: String
    /// Tokens of the answered requests' answers; nil unless the service counted all of them.
    package let outputTokens: Int?
    /// Answers that hold an accepted one; nil where answers were not scored.
    package let correctAnswers: Int?
    /// Seconds in which at least one measured request was in flight.
    package let busySeconds: Double
    /// Money for the measured requests; nil without a price, or where it needs tokens that were not counted.
    package let money: Double?
    /// Joules for the measured requests; nil without a power, or where the meter's readings do not cover the run.
    package let joules: Double?
    /// Statements of what the figures cover, a sentence each.
    package let boundary: [String]

    /// The cost of a target in a record.
    package init(_ target: String, in record: Record, price: Price?, power: PowerSource?) {
        let samples = record.samples.filter { $0.target == target && $0.phase == .measured }
        let answered = samples.filter(\.outcome.isSuccess)
        let counts = answered.compactMap(\.tokens.completion)
        let tokens = counts.count == answered.count && !counts.isEmpty ? counts.reduce(0, +) : nil
        let isScored = !answered.isEmpty && answered.allSatisfy { $0.score != nil }
        let busy = Self.busy(samples)
        let seconds = busy.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
        self.target = target
        outputTokens = tokens
        correctAnswers = isScored ? answered.count { $0.score?.contains == true } : nil
        busySeconds = seconds
        let start = record.manifest.startedAt
        joules = power?.energy(over: busy, from: start)
        switch price {
        case nil: money = nil
        case .perHour(let price): money = price * seconds / 3600
        case .perMillionTokens(let prompt, let answer):
            let prompts = answered.compactMap(\.tokens.prompt)
            let isCounted = prompt == nil || prompts.count == answered.count
            money = tokens.flatMap { tokens in
                isCounted
                    ? (answer * Double(tokens) + (prompt ?? 0) * Double(prompts.reduce(0, +))) / 1e6 : nil
            }
        }
        boundary = [price.map { "Money: \($0.boundary)." }, power.map { "Energy: \($0.boundary)." }].compactMap { $0 }
    }

    /// Whether a meter was named whose readings do not cover the run.
    package var lacksReadings: Bool { joules == nil && boundary.contains { $0.hasPrefix("Energy") } }

    /// Joules for 1,000 tokens of answers.
    package var joulesPerThousandTokens: Double? { per(joules, outputTokens).map { $0 * 1000 } }
    /// Money for 1,000 tokens of answers.
    package var moneyPerThousandTokens: Double? { per(money, outputTokens).map { $0 * 1000 } }
    /// Joules for an answer that holds an accepted one.
    package var joulesPerCorrectAnswer: Double? { per(joules, correctAnswers) }
    /// Money for an answer that holds an accepted one.
    package var moneyPerCorrectAnswer: Double? { per(money, correctAnswers) }

    private func per(_ value: Double?, _ count: Int?) -> Double? {
        value.flatMap { value in count.flatMap { $0 > 0 ? value / Double($0) : nil } }
    }

    /// The union of the requests' times, ascending.
    static func busy(_ samples: [Sample]) -> [ClosedRange<Double>] {
        let intervals = samples.compactMap { sample in
            sample.lastInstant.flatMap { $0 > sample.trace.start ? sample.trace.start...$0 : nil }
        }
        return intervals.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { union, interval in
            if let last = union.last, interval.lowerBound <= last.upperBound {
                union[union.count - 1] = last.lowerBound...max(last.upperBound, interval.upperBound)
            } else {
                union.append(interval)
            }
        }
    }
}

extension CostSummary: JSONEncodable {
    /// One JSON object; unknown values are null.
    package var json: JSONValue {
        [
            "target": .string(target), "output_tokens": JSONValue(outputTokens),
            "correct_answers": JSONValue(correctAnswers), "busy_seconds": .double(busySeconds),
            "money": JSONValue(money), "joules": JSONValue(joules),
            "joules_per_1000_output_tokens": JSONValue(joulesPerThousandTokens),
            "money_per_1000_output_tokens": JSONValue(moneyPerThousandTokens),
            "joules_per_correct_answer": JSONValue(joulesPerCorrectAnswer),
            "money_per_correct_answer": JSONValue(moneyPerCorrectAnswer),
            "boundary": .array(boundary.map(JSONValue.string)),
        ]
    }
}
