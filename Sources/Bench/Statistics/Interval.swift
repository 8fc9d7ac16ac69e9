import Glibc

/// A range that holds the true value with a stated confidence.
public struct Interval: Sendable, Hashable {
    /// The lower end.
    public let lower: Double
    /// The upper end.
    public let upper: Double
    /// The confidence, as in 0.95.
    public let level: Double

    /// An interval between two ends.
    public init(lower: Double, upper: Double, level: Double = 0.95) {
        self.lower = lower
        self.upper = upper
        self.level = level
    }

    /// Whether a value lies in it, the ends included.
    public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

    /// The interval of a value above 0 with its distances from it, on a scale of ratios, made `factor` times as large.
    package func widened(_ factor: Double, about value: Double) -> Interval {
        guard factor > 1, value > 0, lower > 0 else { return self }
        return Interval(
            lower: value * pow(lower / value, factor), upper: value * pow(upper / value, factor), level: level)
    }

    /// The interval of a ratio the other way round.
    package var reciprocal: Interval { Interval(lower: 1 / upper, upper: 1 / lower, level: level) }
}
