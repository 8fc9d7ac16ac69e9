import Glibc

/// Mann and Kendall's test of a trend (Mann 1945, Kendall 1975): whether values rise or fall in their order.
package struct MannKendall: Sendable, Hashable {
    /// Pairs that rise less pairs that fall.
    package let score: Int
    /// The score in units of its standard deviation under no trend, corrected for continuity; above 0 where the values
    /// rise.
    package let z: Double

    /// The most values that are looked at: evenly spread ones of more.
    package static let most = 1_500

    /// Nil below eight values, of which hardly any order would be rare.
    package init?(_ values: [Double]) {
        guard values.count >= 8 else { return nil }
        let stride = (values.count + Self.most - 1) / Self.most
        let used = values.indices.filter { $0 % stride == 0 }.map { values[$0] }
        var sum = 0
        for (index, early) in used.enumerated() {
            for late in used[(index + 1)...] { sum += late > early ? 1 : late < early ? -1 : 0 }
        }
        let n = Double(used.count)
        let size = Double(max(0, abs(sum) - 1)) / (n * (n - 1) * (2 * n + 5) / 18).squareRoot()
        score = sum
        z = sum < 0 ? -size : size
    }

    /// Whether there is a trend at one in a hundred, either way.
    package var isShown: Bool { abs(z) > 2.576 }
}

extension MannKendall {
    /// The two-sided p-value, by the normal distribution.
    package var pValue: Double { Probability.approximate(2 * SpecialFunctions.normalCDF(-abs(z))) }
}
