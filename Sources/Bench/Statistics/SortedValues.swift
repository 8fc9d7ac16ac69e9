import ALCFSystem

/// Values in ascending order, sorted once for everything that is asked of their ranks.
package struct SortedValues: Sendable, Hashable {
    /// The values.
    package let values: [Double]

    /// Sorts values; nil where there are none, or one is infinite or not a number.
    package init?(_ values: [Double]) {
        guard !values.isEmpty, Statistics.isFinite(values) else { return nil }
        self.values = values.sorted()
    }

    /// Number of values.
    package var count: Int { values.count }
    /// The median: of an even count, the mean of the middle two.
    package var median: Double { quantile(0.5) }

    /// Returns the quantile at a probability from 0 to 1: see ``Statistics/quantile(_:_:)``.
    package func quantile(_ probability: Double) -> Double { Statistics.quantile(sorted: values, probability) }

    /// Returns the interval of a quantile: see ``Statistics/quantileInterval(_:_:level:effective:)``.
    package func interval(of probability: Double, level: Double = 0.95, effective: Double? = nil) -> Interval? {
        let count = min(values.count, effective.map { Int(clamping: $0.rounded()) } ?? values.count)
        guard count >= Statistics.minimumCount(forQuantile: probability, level: level), probability > 0,
            probability < 1, let ranks = BinomialRanks(of: count, probability, level: level)
        else { return nil }
        let scale = Double(values.count + 1) / Double(count + 1)
        let low = Int(clamping: Double(ranks.lower) * scale)
        let high = Int(clamping: (Double(ranks.upper) * scale).rounded(.up))
        return Interval(lower: values[max(1, low) - 1], upper: values[min(values.count, high) - 1], level: level)
    }
}
