package import ALCFStatistics

/// One figure over many requests. What too few values cannot support is nil.
package struct Distribution: Sendable, Hashable {
    /// Number of values.
    package let count: Int
    /// The arithmetic mean.
    package let mean: Double
    /// The geometric mean; nil where a value is not above 0.
    package let geometricMean: Double?
    /// The median.
    package let median: Double
    /// The 95 % interval of the median by order statistics; nil below 6 values.
    package let medianInterval: Interval?
    /// The smallest value.
    package let min: Double
    /// The largest value.
    package let max: Double
    /// The sample standard deviation; nil below 2 values.
    package let standardDeviation: Double?
    /// The 90th percentile; nil below 36 values.
    package let p90: Double?
    /// The 95th percentile; nil below 72 values.
    package let p95: Double?
    /// The 99th percentile; nil below 368 values.
    package let p99: Double?
    /// The 95 % interval of ``p90`` by order statistics.
    package let p90Interval: Interval?
    /// The 95 % interval of ``p95`` by order statistics.
    package let p95Interval: Interval?
    /// The 95 % interval of ``p99`` by order statistics.
    package let p99Interval: Interval?

    /// The distribution of values; nil where there are none, or one is not finite.
    ///
    /// - Parameter dependence: which of them depend on each other, by text and by time; where it is given, intervals
    ///   are those of as many independent values as know as much.
    package init?(_ values: [Double], _ dependence: Dependence? = nil) {
        guard let sorted = SortedValues(values), let mean = Statistics.mean(values) else { return nil }
        count = values.count
        self.mean = mean
        geometricMean = Statistics.geometricMean(values)
        median = sorted.median
        func interval(_ probability: Double) -> Interval? {
            sorted.interval(
                of: probability,
                effective: dependence.map { Self.effectiveCount(values, sorted, probability, $0) })
        }
        medianInterval = interval(0.5)
        min = sorted.values[0]
        max = sorted.values[sorted.count - 1]
        standardDeviation = Statistics.standardDeviation(values)
        func percentile(_ probability: Double) -> Double? {
            values.count >= Statistics.minimumCount(forQuantile: probability) ? sorted.quantile(probability) : nil
        }
        p90Interval = interval(0.9)
        p95Interval = interval(0.95)
        p99Interval = interval(0.99)
        p90 = percentile(0.9)
        p95 = percentile(0.95)
        p99 = percentile(0.99)
    }

    /// Returns the number of independent values that would know a quantile as well, by the share of values at or below
    /// it.
    ///
    /// - Parameters:
    ///   - values: in the order of `dependence`.
    ///   - sorted: the same values.
    static func effectiveCount(
        _ values: [Double], _ sorted: SortedValues, _ probability: Double, _ dependence: Dependence
    ) -> Double {
        let count = Double(values.count)
        guard values.count >= Statistics.minimumCount(forQuantile: probability) else { return count }
        let influence = Influence.ofQuantile(values, at: sorted.quantile(probability))
        return RobustMean(influence, dependence).map { $0.effectiveCount(of: count) } ?? count
    }
}
