import ALCFSystem
import Glibc

/// Wilcoxon's signed-rank test of paired values, two-sided (Hollander & Wolfe). Differences of 0 are left out.
package struct WilcoxonSignedRank: Sendable, Hashable {
    /// The sum of the ranks of positive differences.
    package let positiveRanks: Double
    /// The two-sided p-value.
    package let pValue: Double
    /// Whether ``pValue`` is exact; otherwise it is the normal approximation, corrected for ties, without continuity
    /// correction.
    package let isExact: Bool
    /// Number of differences other than 0.
    package let count: Int

    /// Tests differences: exactly for at most 25 without ties, otherwise by the normal approximation.
    ///
    /// Nil where no difference is left, or any is infinite or not a number.
    package init?(differences: [Double]) {
        guard Statistics.isFinite(differences) else { return nil }
        let sorted = differences.filter { $0 != 0 }.sorted { abs($0) < abs($1) }
        guard !sorted.isEmpty else { return nil }
        var positive = 0.0
        var tieTerm = 0.0
        var start = 0
        while start < sorted.count {
            let end = sorted[start...].firstIndex { abs($0) != abs(sorted[start]) } ?? sorted.count
            let rank = Double(start + 1 + end) / 2
            let ties = Double(end - start)
            tieTerm += ties * ties * ties - ties
            positive += rank * Double(sorted[start..<end].count { $0 > 0 })
            start = end
        }
        count = sorted.count
        positiveRanks = positive
        isExact = count <= 25 && tieTerm == 0
        let n = Double(count)
        if isExact {
            pValue = Self.exact(Int(clamping: positive), count)
        } else {
            let variance = n * (n + 1) * (2 * n + 1) / 24 - tieTerm / 48
            let z = (positive - n * (n + 1) / 4) / variance.squareRoot()
            pValue = Probability.approximate(2 * SpecialFunctions.normalCDF(-abs(z)))
        }
    }

    /// Counts, for each sum, the subsets of the ranks 1…n that have it: all 2ⁿ are equally likely.
    private static func exact(_ sum: Int, _ count: Int) -> Double {
        let largest = count * (count + 1) / 2
        var ways = [Double](repeating: 0, count: largest + 1)
        ways[0] = 1
        for rank in 1...count {
            for total in stride(from: largest, through: rank, by: -1) { ways[total] += ways[total - rank] }
        }
        let tail = ways[...min(sum, largest - sum)].reduce(0, +)
        return Probability.exact(2 * tail / exp2(Double(count)))
    }
}
