import Glibc

/// A range that holds the true value with a stated confidence.
package struct Interval: Sendable, Hashable {
    /// The lower end.
    package let lower: Double
    /// The upper end.
    package let upper: Double
    /// The confidence, as in 0.95.
    package let level: Double

    /// An interval between two ends.
    package init(lower: Double, upper: Double, level: Double = 0.95) {
        self.lower = lower
        self.upper = upper
        self.level = level
    }

    /// Whether a value lies in it, the ends included.
    package func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

    /// The interval of a value above 0 with its distances from it, on a scale of ratios, made `factor` times as large.
    package func widened(_ factor: Double, about value: Double) -> Interval {
        guard factor > 1, value > 0, lower > 0 else { return self }
        return Interval(
            lower: value * pow(lower / value, factor), upper: value * pow(upper / value, factor), level: level)
    }

    /// The interval of a ratio the other way round.
    package var reciprocal: Interval { Interval(lower: 1 / upper, upper: 1 / lower, level: level) }
}
