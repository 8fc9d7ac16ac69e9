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
            share(subject, subject == .target(.successRate)) { measured in
                (measured.count { $0.outcome.isSuccess }, measured.count)
            }
        case .exactMatch:
            share(subject, true) { measured in
                let scores = measured.filter(\.outcome.isSuccess).compactMap(\.score)
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

    private func single(_ subject: Change.Subject, _ figure: Figure<TargetSummary>) -> Change {
        let (before, after) = (old.summary.flatMap(figure.value), new.summary.flatMap(figure.value))
        let value = before.flatMap { before in
            after.flatMap { subject.isShare ? $0 - before : before > 0 ? $0 / before : nil }
        }
        return Change(
            subject: subject, old: before, new: after, value: value, interval: nil, pValue: nil)
    }
}
