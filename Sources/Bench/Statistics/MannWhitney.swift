import ALCFSystem
import Glibc

/// The test of Mann and Whitney (1947), two-sided: whether values of one of two unpaired samples tend to be larger.
package struct MannWhitney: Sendable, Hashable {
    /// U of the first sample: pairs in which its value is the larger one, ties counting half.
    package let u: Double
    /// U ÷ (n·m): the chance that a value of the first is larger than one of the second, ties counting half.
    package let effect: Double
    /// The two-sided p-value.
    package let pValue: Double
    /// Whether ``pValue`` is exact; otherwise the normal approximation, corrected for ties, without continuity
    /// correction.
    package let isExact: Bool

    /// Tests two samples, exactly for at most 20 values each without ties; nil where either is empty or not finite.
    package init?(_ first: [Double], _ second: [Double]) {
        guard !first.isEmpty, !second.isEmpty, Statistics.isFinite(first + second) else { return nil }
        let sorted = (first.map { ($0, true) } + second.map { ($0, false) }).sorted { $0.0 < $1.0 }
        var ranks = 0.0
        var tieTerm = 0.0
        var start = 0
        while start < sorted.count {
            let end = sorted[start...].firstIndex { $0.0 != sorted[start].0 } ?? sorted.count
            let ties = Double(end - start)
            tieTerm += ties * ties * ties - ties
            ranks += Double(start + 1 + end) / 2 * Double(sorted[start..<end].count { $0.1 })
            start = end
        }
        let (n, m) = (first.count, second.count)
        u = ranks - Double(n * (n + 1)) / 2
        effect = u / Double(n * m)
        isExact = tieTerm == 0 && n <= 20 && m <= 20
        if isExact {
            pValue = Self.exact(Int(clamping: u), n, m)
        } else {
            let total = Double(n + m)
            let variance = Double(n * m) / 12 * (total + 1 - tieTerm / (total * (total - 1)))
            let z = (u - Double(n * m) / 2) / variance.squareRoot()
            pValue = variance > 0 ? Probability.approximate(2 * SpecialFunctions.normalCDF(-abs(z))) : 1
        }
    }

    /// Counts the orders of n and m values that have each U: all are equally likely.
    private static func exact(_ u: Int, _ n: Int, _ m: Int) -> Double {
        // ways[j][k]: orders of i values of the first and j of the second with U = k, for growing i.
        var ways = (0...m).map { _ in [Double](repeating: 0, count: n * m + 1) }
        for j in 0...m { ways[j][0] = 1 }
        for _ in 1...n {
            // The largest value is the second's, or else the first's, above all j of the second.
            for j in 1...m {
                var next = [Double](repeating: 0, count: n * m + 1)
                for k in 0...(n * m) { next[k] = ways[j - 1][k] + (k >= j ? ways[j][k - j] : 0) }
                ways[j] = next
            }
        }
        let tail = ways[m][...min(u, n * m - u)].reduce(0, +)
        return Probability.exact(2 * tail / ways[m].reduce(0, +))
    }
}
