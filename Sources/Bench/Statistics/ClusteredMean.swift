import Glibc

/// The mean of values in groups that depend on each other, with Student's t interval that is robust to that.
///
/// Every value counts the same. SE² = G ÷ (G − 1) · Σ(Σᵢ xᵢ − x̄)² ÷ n², the inner sum over a group (Liang & Zeger
/// 1986): for groups of one it is s² ÷ n. Degrees of freedom: n² ÷ Σ n_g² − 1, which is G − 1 for groups of one size.
package struct ClusteredMean: Sendable, Hashable {
    /// The mean.
    package let mean: Double
    /// Its standard error.
    package let standardError: Double
    /// The degrees of freedom of t.
    package let degrees: Double

    /// The mean of groups of values; nil below two groups, or where a value is not finite.
    package init?(_ groups: [[Double]]) {
        let all = groups.flatMap(\.self)
        guard groups.count >= 2, let mean = Statistics.mean(all) else { return nil }
        let count = Double(groups.count)
        let n = Double(all.count)
        let squares = groups.map { values in
            let sum = Statistics.sum(values.map { $0 - mean })
            return sum * sum
        }
        let sizes = groups.reduce(0.0) { $0 + Double($1.count * $1.count) }
        self.mean = mean
        standardError = (count / (count - 1) * Statistics.sum(squares)).squareRoot() / n
        degrees = max(1, n * n / sizes - 1)
    }

    /// mean ± t·SE.
    package func interval(level: Double = 0.95) -> Interval? {
        guard level > 0, level < 1, let t = StudentT.quantile(0.5 + level / 2, degrees: degrees) else { return nil }
        return Interval(lower: mean - t * standardError, upper: mean + t * standardError, level: level)
    }

    /// The interval of the mean of differences that lie between −1 and 1; nil below six groups.
    ///
    /// If all are 0, they show no spread, yet others may differ: of the groups no more than 1 − (α/2)^{1/G}
    /// do, with that confidence (Clopper & Pearson 1934), and none by more than 1.
    package static func boundedInterval(_ groups: [[Double]], level: Double = 0.95) -> Interval? {
        guard groups.count >= ClusterBootstrap.minimumClusters, let estimate = ClusteredMean(groups) else { return nil }
        if groups.joined().allSatisfy({ $0 == 0 }) {
            let most = 1 - pow((1 - level) / 2, 1 / Double(groups.count))
            return Interval(lower: -most, upper: most, level: level)
        }
        return estimate.interval(level: level).map {
            Interval(lower: max(-1, $0.lower), upper: min(1, $0.upper), level: level)
        }
    }
}
