package import ALCFStatistics
import ALCFSystem

/// A duration over every attempt, a failed request being slower than any answer.
///
/// A percentile that falls among the failures is infinite. The mean has bounds. A failed request had no answer when it
/// was given up, so it counts with the time that was waited for it, or with the fastest answer of the target where that
/// is longer: the mean is at least that. What it would have taken nobody knows, so nothing bounds the mean above; where
/// every request had a time limit, it is at most what those wait who give up then.
package struct AttemptDistribution: Sendable, Hashable {
    /// Attempts: answered ones that have the figure, and failed ones.
    package let count: Int
    /// Those that failed.
    package let failures: Int
    /// The median; infinite where half failed.
    package let median: Double
    /// The 95 % interval of the median by order statistics, whose upper end may be infinite; nil below 6 attempts.
    package let medianInterval: Interval?
    /// The 90th percentile; nil below 36 attempts.
    package let p90: Double?
    /// The 95th percentile; nil below 72 attempts.
    package let p95: Double?
    /// The 99th percentile; nil below 368 attempts.
    package let p99: Double?
    /// The 95 % interval of ``p95`` by order statistics.
    package let p95Interval: Interval?
    /// The 95 % interval of ``p99`` by order statistics.
    package let p99Interval: Interval?
    /// Lower bound of the mean.
    package let leastMean: Double
    /// Upper bound of the mean wait of users who give up at the time limit; nil without one.
    package let mostMean: Double?

    /// The distribution over attempts; nil where there are none.
    ///
    /// - Parameters:
    ///   - answered: the figure of answered requests.
    ///   - waits: for each failed request, how long it was waited for; nil where that is not known.
    ///   - limit: the seconds after which each request was given up; nil for no such limit.
    ///   - dependence: which of the answered and then of the failed ones depend on each other; nil where that is not
    ///   known.
    init?(answered: [Double], waits: [Double?], limit: Double? = nil, _ dependence: Dependence? = nil) {
        // The greatest number stands for what is infinite: between order statistics, any would do.
        let values = answered + waits.map { _ in Double.greatestFiniteMagnitude }
        guard let sorted = SortedValues(values) else { return nil }
        func opened(_ value: Double) -> Double { value < .greatestFiniteMagnitude ? value : .infinity }
        /// Linear between ranks, as ``Statistics/quantile(_:_:)``; infinite where one of the two it lies between is.
        func quantile(_ probability: Double) -> Double {
            let above = Int(clamping: (probability * Double(sorted.count - 1)).rounded(.up))
            return opened(sorted.values[above]) < .infinity ? sorted.quantile(probability) : .infinity
        }
        func percentile(_ probability: Double) -> Double? {
            values.count >= Statistics.minimumCount(forQuantile: probability) ? quantile(probability) : nil
        }
        func interval(_ probability: Double) -> Interval? {
            sorted.interval(
                of: probability,
                effective: dependence.map { Distribution.effectiveCount(values, sorted, probability, $0) }
            )
            .map { Interval(lower: opened($0.lower), upper: opened($0.upper), level: $0.level) }
        }
        count = values.count
        failures = waits.count
        median = quantile(0.5)
        medianInterval = interval(0.5)
        p90 = percentile(0.9)
        p95 = percentile(0.95)
        p99 = percentile(0.99)
        p95Interval = interval(0.95)
        p99Interval = interval(0.99)
        let fastest = answered.min() ?? 0
        let least = waits.map { max($0 ?? 0, fastest) }
        leastMean = Statistics.sum(answered + least) / Double(values.count)
        mostMean = limit.map { limit in
            Statistics.sum(answered + least.map { max($0, limit) }) / Double(values.count)
        }
    }
}
