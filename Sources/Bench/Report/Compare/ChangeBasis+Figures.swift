import ALCFRecord
import ALCFStatistics
import ALCFSystem
import Glibc

extension ChangeBasis {
    /// The figures that a verdict is about: over them the chance of one false claim is kept.
    static let judged: [Change.Subject] =
        [.serviceLatency, .timeToFirstToken, .timeToFirstAnswer, .timePerOutputToken].map { .mean($0) }
        + [.target(.successRate), .exactMatch]

    /// All figures of the table, judged ones with Holm's correction.
    func changes() -> [Change] {
        let durations: [Figure<Sample>] = [.serviceLatency, .timeToFirstToken]
        let others: [Change.Subject] =
            durations.map { .quantile($0, 0.95) }
            + [
                .target(.singleStreamOutputRate), .target(.systemOutputThroughput), .target(.steadyOutputThroughput),
                .target(.goodput), .mean(.completionTokens), .mean(.promptTokens),
            ]
        var changes = (Self.judged + others).map(change).filter { $0.old != nil || $0.new != nil }
        // The same prompts have the same length, unless a template has changed.
        changes.removeAll { $0.subject == .mean(.promptTokens) && $0.value == 1 }
        if !answersApart { changes.removeAll { $0.subject == .mean(.timeToFirstAnswer) } }
        let judged = changes.indices.filter { Self.judged.contains(changes[$0].subject) && changes[$0].pValue != nil }
        for (index, adjusted) in zip(judged, Holm.adjusted(judged.map { changes[$0].pValue ?? 1 })) {
            changes[index].adjustedP = adjusted
        }
        return changes
    }

    private var isOverSessions: Bool { if case .sessions = kind { true } else { false } }

    /// Whether answers began apart from first tokens in either run.
    private var answersApart: Bool {
        (old.answered + new.answered).contains { sample in
            sample[.timeToFirstAnswer].map { $0 != sample[.timeToFirstToken] } ?? false
        }
    }

    /// A figure in both runs.
    func change(_ subject: Change.Subject) -> Change {
        switch subject {
        case .mean(let figure): mean(subject, figure)
        case .quantile(let figure, let probability): quantile(subject, figure, probability)
        case .target(.successRate), .target(.errors):
            share(subject, subject == .target(.successRate)) { side in
                (side.measured.count { $0.outcome.isSuccess }, side.measured.count)
            }
        case .exactMatch:
            share(subject, true) { side in
                let scores = side.answered.compactMap(\.score)
                return (scores.count(where: \.extractedExactMatch), scores.count)
            }
        case .target(let figure): single(subject, figure)
        }
    }

    private func mean(_ subject: Change.Subject, _ figure: Figure<Sample>) -> Change {
        let estimate = estimate(figure)
        let used = used(figure)
        func mean(_ samples: [Sample], _ key: (Sample) -> String?) -> Double? {
            // As the ratio is: a prompt that was sent several times counts once.
            let values =
                kind == .prompts
                ? clusters(samples) { key($0) ?? "" }.compactMap {
                    Statistics.geometricMean($0.compactMap { $0[figure] })
                }
                : samples.compactMap { $0[figure] }
            return values.isEmpty ? nil : Statistics.geometricMean(values)
        }
        let (before, after) = (mean(used.old, old.key), mean(used.new, new.key))
        let ratio = estimate.map { exp($0.mean) } ?? before.flatMap { before in after.map { $0 / before } }
        var result = Change(
            subject: subject, old: before, new: after, value: ratio,
            interval: estimate?.interval.map { Interval(lower: exp($0.lower), upper: exp($0.upper)) },
            pValue: estimate?.pValue)
        result.isLong = estimate?.isLong ?? false
        result.worstInterval = estimate?.worstInterval.map { Interval(lower: exp($0.lower), upper: exp($0.upper)) }
        result.isWithheld = ratio.map { isWithheld(figure, isLower: $0 < 1) } ?? false
        return result
    }

    /// Whether a duration's change may come from requests that failed: see ``FailureEffect``.
    private func isWithheld(_ figure: Figure<Sample>, isLower: Bool) -> Bool {
        guard figure.uses.contains(.attempts),
            let effect = FailureEffect(
                unpaired: new.measured.compactMap { $0.attempted(figure) },
                old.measured.compactMap { $0.attempted(figure) })
        else { return false }
        return (isLower ? effect.firstFasterP : effect.secondFasterP).map { $0 >= ClaimFamily.errorRate } ?? false
    }

    private func quantile(_ subject: Change.Subject, _ figure: Figure<Sample>, _ probability: Double) -> Change {
        let draws = draws(figure)
        let least = max(RatioComparison.minimumPairs, Statistics.minimumCount(forQuantile: probability))
        let counts = (draws.reduce(0) { $0 + $1.old.count }, draws.reduce(0) { $0 + $1.new.count })
        let (before, after) = (
            WeightedQuantile(draws.map(\.old), probability), WeightedQuantile(draws.map(\.new), probability)
        )
        let once = draws.map { _ in 1 }
        let (low, high) = (counts.0 >= least ? before(once) : nil, counts.1 >= least ? after(once) : nil)
        func ratio(_ weights: [Int]) -> Double? {
            before(weights).flatMap { low in after(weights).map { $0 / low } }
        }
        let value = low.flatMap { low in high.map { $0 / low } }
        var interval: Interval?
        // Sessions are too few to draw from.
        if let value, kind == .prompts || kind == .requests {
            interval = ClusterBootstrap.interval(
                clusters: draws.count, resamples: 2_000, seed: 1, statistic: ratio
            )?.widened(estimate(figure)?.widening ?? 1, about: value)
        }
        return Change(
            subject: subject, old: low, new: high, value: value, interval: interval, pValue: nil)
    }

    /// - Parameter count: those that did it, and all.
    private func share(
        _ subject: Change.Subject, _ isOfThose: Bool, _ count: (ComparedTarget) -> (Int, Int)
    ) -> Change {
        func share(_ side: ComparedTarget) -> (Double, Interval)? {
            let (those, all) = count(side)
            let part = isOfThose ? those : all - those
            return Statistics.wilsonInterval(successes: part, of: all).map { (Double(part) / Double(all), $0) }
        }
        guard let before = share(old), let after = share(new) else {
            return Change(
                subject: subject, old: share(old)?.0, new: share(new)?.0, value: nil, interval: nil, pValue: nil)
        }
        let difference = after.0 - before.0
        // Requests of one session depend on each other: over sessions a share is described only.
        guard !isOverSessions, min(count(old).1, count(new).1) >= RatioComparison.minimumPairs else {
            return Change(
                subject: subject, old: before.0, new: after.0, value: difference, interval: nil, pValue: nil)
        }
        let interval = Statistics.newcombeInterval(after, before)
        // A p-value that agrees with the interval: the distance from 0 in half-widths on that side.
        let half = difference > 0 ? difference - interval.lower : interval.upper - difference
        let z = half > 0 ? 1.959_964 * abs(difference) / half : 0
        return Change(
            subject: subject, old: before.0, new: after.0, value: difference, interval: interval,
            pValue: Probability.approximate(2 * SpecialFunctions.normalCDF(-z)))
    }

    private func single(_ subject: Change.Subject, _ figure: Figure<TargetSummary>) -> Change {
        let (before, after) = (old.summary.flatMap(figure.value), new.summary.flatMap(figure.value))
        let value = before.flatMap { before in
            after.flatMap { subject.isShare ? $0 - before : before > 0 ? $0 / before : nil }
        }
        return Change(
            subject: subject, old: before, new: after, value: value, interval: nil, pValue: nil)
    }
}

extension Statistics {
    /// The interval of a difference of two shares that know nothing of each other, from Wilson's of each (Newcombe
    /// 1998, method 10).
    static func newcombeInterval(
        _ first: (share: Double, interval: Interval), _ second: (share: Double, interval: Interval)
    ) -> Interval {
        func root(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
        let difference = first.share - second.share
        return Interval(
            lower: difference - root(first.share - first.interval.lower, second.interval.upper - second.share),
            upper: difference + root(first.interval.upper - first.share, second.share - second.interval.lower),
            level: first.interval.level)
    }
}
