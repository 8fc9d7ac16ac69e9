import Glibc

/// A share of yes among independent answers of yes or no, by exact methods.
package struct BinomialShare: Sendable, Hashable {
    /// Number of yes.
    package let successes: Int
    /// Number of answers.
    package let count: Int

    /// A share; nil where the numbers are none.
    package init?(_ successes: Int, of count: Int) {
        guard count >= 0, (0...count).contains(successes) else { return nil }
        self.successes = successes
        self.count = count
    }

    /// The share itself; nil where nothing was counted.
    package var value: Double? { count > 0 ? Double(successes) / Double(count) : nil }

    /// The interval of Clopper and Pearson (1934), which holds the true share at least as often as it says; nil where
    /// nothing was counted.
    ///
    /// Its ends are quantiles of beta distributions: α/2 of Beta(k, n − k + 1), and 1 − α/2 of Beta(k + 1, n − k).
    package func interval(level: Double = 0.95) -> Interval? {
        guard count > 0, level > 0, level < 1 else { return nil }
        let (k, n, tail) = (Double(successes), Double(count), (1 - level) / 2)
        func quantile(_ probability: Double, _ a: Double, _ b: Double) -> Double {
            SpecialFunctions.root(from: 0, to: 1) { SpecialFunctions.incompleteBeta($0, a, b) - probability }
        }
        return Interval(
            lower: successes == 0 ? 0 : quantile(tail, k, n - k + 1),
            upper: successes == count ? 1 : quantile(1 - tail, k + 1, n - k), level: level)
    }

    /// The two-sided p-value of the exact sign test: that yes and no are equally likely. 1 where nothing was counted.
    ///
    /// Twice the smaller tail of the binomial distribution with probability ½, which is symmetrical.
    package var signTest: Double {
        McNemar(onlyFirst: successes, onlySecond: count - successes)?.pValue ?? 1
    }
}
