import Glibc

/// Estimates and tests, all pure. Every one gives nil for too few values, and for any that is infinite or not a number.
package enum Statistics {
    /// The arithmetic mean.
    package static func mean(_ values: [Double]) -> Double? {
        guard !values.isEmpty, isFinite(values) else { return nil }
        return sum(values) / Double(values.count)
    }

    /// The geometric mean of values above 0.
    package static func geometricMean(_ values: [Double]) -> Double? {
        guard !values.isEmpty, isFinite(values), values.allSatisfy({ $0 > 0 }) else { return nil }
        return mean(values.map { log($0) }).map { exp($0) }
    }

    /// The standard deviation of a sample, with n − 1; nil below two values.
    package static func standardDeviation(_ values: [Double]) -> Double? {
        guard values.count >= 2, let mean = mean(values) else { return nil }
        return (sum(values.map { ($0 - mean) * ($0 - mean) }) / Double(values.count - 1)).squareRoot()
    }

    /// The quantile at `probability`, linear between ranks: type 7 of Hyndman & Fan (1996), the default of R and NumPy.
    package static func quantile(_ values: [Double], _ probability: Double) -> Double? {
        guard !values.isEmpty, isFinite(values), (0...1).contains(probability) else { return nil }
        var selection = Selection(values)
        return selection.quantile(probability)
    }

    /// The median: of an even count, the mean of the middle two.
    package static func median(_ values: [Double]) -> Double? { quantile(values, 0.5) }

    /// ``quantile(_:_:)`` of values known to be sorted, finite and not empty.
    package static func quantile(sorted: [Double], _ probability: Double) -> Double {
        let rank = probability * Double(sorted.count - 1)
        let below = Int(rank.rounded(.down))
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (rank - Double(below)) * (sorted[above] - sorted[below])
    }

    package static func isFinite(_ values: [Double]) -> Bool { values.allSatisfy(\.isFinite) }

    /// The sum, with compensation: see ``CompensatedSum``.
    package static func sum(_ values: some Sequence<Double>) -> Double {
        var sum = CompensatedSum()
        for value in values { sum.add(value) }
        return sum.value
    }
}
