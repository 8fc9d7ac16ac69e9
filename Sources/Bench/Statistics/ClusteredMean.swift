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
    package init?(_ groups: [[Double]]) { self.init(groups.flatMap(\.self), sizes: groups.map(\.count)) }

    /// The mean of values each of which is a group of its own; nil below two, or where one is not finite.
    package init?(apart values: [Double]) { self.init(values, sizes: repeatElement(1, count: values.count)) }

    /// The mean of values whose groups follow each other; nil below two groups, or where a value is not finite.
    ///
    /// - Parameter sizes: how many values each group has.
    package init?(_ values: [Double], sizes: some Collection<Int>) {
        guard sizes.count >= 2, let mean = Statistics.mean(values) else { return nil }
        let count = Double(sizes.count)
        let n = Double(values.count)
        var squares = CompensatedSum()
        var squaredSizes = 0.0
        var start = 0
        for size in sizes {
            var sum = CompensatedSum()
            for place in start..<start + size { sum.add(values[place] - mean) }
            squares.add(sum.value * sum.value)
            squaredSizes += Double(size * size)
            start += size
        }
        self.mean = mean
        standardError = (count / (count - 1) * squares.value).squareRoot() / n
        degrees = max(1, n * n / squaredSizes - 1)
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
