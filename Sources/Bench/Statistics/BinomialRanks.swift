import ALCFSystem
import Glibc

/// The ranks of order statistics that a quantile lies between (Hahn & Meeker 1991).
///
/// Of n values, k lie below the quantile with binomial probability: ranks l < u such that no more than half of α lies
/// outside on either side.
struct BinomialRanks {
    /// l: the largest rank with P(K < l) ≤ α/2.
    let lower: Int
    /// u: the smallest rank with P(K ≥ u) ≤ α/2.
    let upper: Int

    /// Natural logarithm of chances that are too small to change a sum that is compared with α/2.
    private static let negligible = -100.0

    /// The ranks of a quantile of `count` values, for 0 < probability < 1; nil where there are none.
    init?(of count: Int, _ probability: Double, level: Double) {
        let tail = (1 - level) / 2
        let (first, second) = (log(probability), log1p(-probability))
        let all = SpecialFunctions.logGamma(Double(count + 1))
        func logWeight(_ k: Int) -> Double {
            let choices =
                all - SpecialFunctions.logGamma(Double(k + 1)) - SpecialFunctions.logGamma(Double(count - k + 1))
            return choices + Double(k) * first + Double(count - k) * second
        }
        let mode = min(count, Int(clamping: (Double(count + 1) * probability).rounded(.down)))
        // The chances rise up to the mode and fall from there: both sums begin where they begin to count.
        var lower = Self.boundary(from: 0, to: mode) { logWeight($0) > Self.negligible }
        var below = 0.0
        while lower < count {
            let weight = exp(logWeight(lower))
            guard below + weight <= tail else { break }
            below += weight
            lower += 1
        }
        var upper = Self.boundary(from: mode, to: count) { logWeight($0) <= Self.negligible } + 1
        var above = 0.0
        while upper > 1 {
            let weight = exp(logWeight(upper - 1))
            guard above + weight <= tail else { break }
            above += weight
            upper -= 1
        }
        guard lower >= 1, upper <= count, lower < upper else { return nil }
        self.lower = lower
        self.upper = upper
    }

    /// Returns the first number of a range that a condition holds for, from which on it holds; the last one if it holds
    /// for none.
    private static func boundary(from low: Int, to high: Int, _ holds: (Int) -> Bool) -> Int {
        var (low, high) = (low, high)
        while low < high {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
