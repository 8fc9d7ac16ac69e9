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
        let values = answered + waits.map { _ in Double.infinity }
        guard let median = Self.quantile(values, 0.5) else { return nil }
        count = values.count
        failures = waits.count
        self.median = median
        medianInterval = Self.interval(values, 0.5, dependence)
        func percentile(_ probability: Double) -> Double? {
            values.count >= Statistics.minimumCount(forQuantile: probability)
                ? Self.quantile(values, probability) : nil
        }
        p90 = percentile(0.9)
        p95 = percentile(0.95)
        p99 = percentile(0.99)
        p95Interval = Self.interval(values, 0.95, dependence)
        p99Interval = Self.interval(values, 0.99, dependence)
        let fastest = answered.min() ?? 0
        let least = waits.map { max($0 ?? 0, fastest) }
        leastMean = Statistics.sum(answered + least) / Double(values.count)
        mostMean = limit.map { limit in
            Statistics.sum(answered + least.map { max($0, limit) }) / Double(values.count)
        }
    }

    /// Linear between ranks, as ``Statistics/quantile(_:_:)``; infinite where one of the two it lies between is.
    static func quantile(_ values: [Double], _ probability: Double) -> Double? {
        guard !values.isEmpty, !values.contains(where: \.isNaN) else { return nil }
        let sorted = values.sorted()
        let rank = probability * Double(sorted.count - 1)
        let above = min(Int(clamping: rank.rounded(.up)), sorted.count - 1)
        return sorted[above].isFinite ? Statistics.quantile(sorted: sorted, probability) : .infinity
    }

    /// Between order statistics: which numbers stand for what is infinite makes no difference.
    private static func interval(
        _ values: [Double], _ probability: Double, _ dependence: Dependence?
    ) -> Interval? {
        func opened(_ value: Double) -> Double { value < .greatestFiniteMagnitude ? value : .infinity }
        let finite = values.map { min($0, .greatestFiniteMagnitude) }
        return Statistics.quantileInterval(
            finite, probability, effective: dependence.map { Distribution.effectiveCount(finite, probability, $0) }
        )
        .map { Interval(lower: opened($0.lower), upper: opened($0.upper), level: $0.level) }
    }
}
