package import ALCFRecord
package import ALCFStatistics

/// The number of requests that kept all objectives. An unknown figure was not kept.
package struct Goodput: Sendable, Hashable {
    /// Requests that kept them all.
    package let met: Int
    /// All attempts: a failed request keeps nothing.
    package let attempts: Int
    /// Answered requests that broke no limit, but have not every figure: they count as not kept. For each figure, how
    /// many lack it.
    package let unknown: [TargetSummary.Count<Figure<Sample>>]
    /// Number of such requests.
    package let unjudged: Int
    /// met ÷ seconds in which at least one was in flight.
    package let perSecond: Double?
    /// Wilson's interval of met ÷ attempts.
    package let interval: Interval?

    /// Counts a target's measured requests; nil where there are none, or where the objectives cannot be judged: see
    /// ``void(_:_:)``.
    init?(_ samples: [Sample], _ objectives: ServiceObjectives, busySeconds: Double?) {
        guard !samples.isEmpty, Self.void(samples, objectives).isEmpty else { return nil }
        let judged = samples.filter(\.outcome.isSuccess).map { sample in
            objectives.limits.map { (figure: $0.figure, isKept: $0.isKept(by: sample)) }
        }
        let unjudged = judged.filter { limits in
            !limits.contains { $0.isKept == false } && limits.contains { $0.isKept == nil }
        }
        attempts = samples.count
        met = judged.count { $0.allSatisfy { $0.isKept == true } }
        self.unjudged = unjudged.count
        unknown = ServiceObjectives.figures.compactMap { figure in
            let count = unjudged.count { $0.contains { $0.figure == figure && $0.isKept == nil } }
            return count > 0 ? TargetSummary.Count(value: figure, count: count) : nil
        }
        let met = met
        perSecond = busySeconds.map { Double(met) / $0 }
        interval = Statistics.wilsonInterval(successes: met, of: samples.count)
    }

    /// Figures that no answer of a target has, as answers in one piece have no first token: then nothing can be judged,
    /// and 0 would be a guess. Empty where nothing was answered, since nothing was kept then.
    static func void(_ samples: [Sample], _ objectives: ServiceObjectives) -> [Figure<Sample>] {
        let answered = samples.filter(\.outcome.isSuccess)
        guard !answered.isEmpty else { return [] }
        return objectives.limits.filter { limit in answered.allSatisfy { limit.isKept(by: $0) == nil } }.map(\.figure)
    }
}

extension ServiceObjectives.Limit {
    /// Whether an answered request kept it; nil where that is not known.
    func isKept(by sample: Sample) -> Bool? {
        figure == .timePerOutputToken ? isPaceKept(by: sample) : sample[figure].map { $0 <= seconds }
    }

    /// An answer of one token has no token after its first, so it keeps any time per token. A stream that was held
    /// back, since it came in portions or more than a quarter of it came with the first read, shows no pace: of it, the
    /// time from its start to its last token for each token after the first is no less than any pace it can have had,
    /// and where even that is within the limit, it was kept. So holding tokens back never helps.
    private func isPaceKept(by sample: Sample) -> Bool? {
        guard sample.trace.streamed else { return nil }
        let tokens = sample.seenTokens
        if tokens == 1 { return true }
        let isHeldBack = (sample.firstPortion ?? 1) > max(4, Double(tokens ?? 0) / 4)
        if !isHeldBack, let pace = sample[.timePerOutputToken] { return pace <= seconds }
        guard let tokens, tokens > 1, let whole = sample[.serviceLatency] else { return nil }
        return whole / Double(tokens - 1) <= seconds ? true : nil
    }
}
