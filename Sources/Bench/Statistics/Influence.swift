import Glibc

/// The influence of each value on an estimate: it makes a mean's robust variance that of any figure that is nearly a
/// sum.
package enum Influence {
    /// On the logarithm of the median of values above 0: (½ − [x ≤ median]) ÷ (density · median).
    ///
    /// The density at the median is that of the values between two quantiles around it (Siddiqui 1960), 1 ÷ √n apart at
    /// least.
    package static func ofLogMedian(_ values: [Double]) -> [Double] {
        guard let sorted = SortedValues(values), sorted.median > 0 else { return values.map { _ in 0 } }
        let median = sorted.median
        let half = min(0.4, max(0.5 / Double(values.count).squareRoot(), 0.1))
        let width = sorted.quantile(0.5 + half) - sorted.quantile(0.5 - half)
        // As many values above as below, whatever falls on the median itself.
        return values.map { ($0 < median ? -1 : $0 > median ? 1 : 0) * 0.5 * width / (2 * half) / median }
    }

    /// On the logarithm of Σ amounts ÷ Σ seconds.
    package static func ofLogRate(amounts: [Double], seconds: [Double]) -> [Double] {
        guard let amount = Statistics.mean(amounts), let second = Statistics.mean(seconds), amount > 0, second > 0
        else { return amounts.map { _ in 0 } }
        return zip(amounts, seconds).map { $0 / amount - $1 / second }
    }

    /// On the share of values at or below a quantile.
    package static func ofQuantile(_ values: [Double], at quantile: Double) -> [Double] {
        values.map { $0 <= quantile ? 1 : 0 }
    }
}
