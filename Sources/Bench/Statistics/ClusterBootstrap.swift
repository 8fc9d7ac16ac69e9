import ALCFSystem

/// The BCa bootstrap (Efron & Tibshirani 1993, chapter 14) over clusters of observations that depend on each other.
///
/// Whole clusters are drawn with replacement. Acceleration comes from leaving out one cluster at a time. With few
/// clusters the bare interval is too short, as a bootstrap's spread is √((G − 1) ÷ G) of the true one and its tails are
/// normal; so it is expanded (Hesterberg 2015, section 4.5): z becomes √(G ÷ (G − 1)) · t with G − 1 degrees of
/// freedom.
package enum ClusterBootstrap {
    /// The fewest clusters that an interval may rest on.
    package static let minimumClusters = 6
    /// Default number of resamples.
    package static let resamples = 10_000

    /// Returns the number of resamples for `observations`: the work is their product, and with many the ends hardly
    /// move.
    package static func resamples(for observations: Int) -> Int {
        min(resamples, max(2_000, 4_000_000 / max(1, observations)))
    }

    /// The interval of a statistic.
    ///
    /// - Parameters:
    ///   - clusters: how many clusters there are.
    ///   - isExpanded: whether the interval is made longer for few clusters, as it must be to hold the truth.
    ///   - statistic: computes the figure when cluster i is there `weights[i]` times; nil where it cannot.
    /// - Returns: nil below ``minimumClusters``, or where the statistic cannot be had for the data, for the data
    ///   without one cluster, or for more than one in a hundred resamples.
    package static func interval(
        clusters: Int, level: Double = 0.95, resamples: Int = resamples, seed: UInt64, isExpanded: Bool = true,
        statistic: (_ weights: [Int]) -> Double?
    ) -> Interval? {
        var weights = [Int](repeating: 1, count: max(clusters, 0))
        guard clusters >= minimumClusters, resamples >= 100, level > 0, level < 1,
            let observed = finite(statistic(weights))
        else { return nil }
        var generator = SplitMix64(seed: seed)
        var draws: [Double] = []
        draws.reserveCapacity(resamples)
        for _ in 0..<resamples {
            for index in weights.indices { weights[index] = 0 }
            for _ in weights.indices { weights[generator.below(clusters)] += 1 }
            if let value = finite(statistic(weights)) { draws.append(value) }
        }
        guard draws.count * 100 >= resamples * 99, let acceleration = acceleration(clusters, statistic) else {
            return nil
        }
        draws.sort()

        // Half of the draws that equal the estimate count as below it, so that a coarse statistic is not shifted.
        let below = Double(draws.count { $0 < observed }) + Double(draws.count { $0 == observed }) / 2
        // The share is kept half a draw away from 0 and 1, where Φ⁻¹ is infinite.
        let share = min(max(below, 0.5), Double(draws.count) - 0.5) / Double(draws.count)
        let bias = SpecialFunctions.normalQuantile(share)
        func quantile(_ probability: Double) -> Double {
            let count = Double(clusters)
            guard isExpanded, let t = StudentT.quantile(probability, degrees: count - 1) else {
                return SpecialFunctions.normalQuantile(probability)
            }
            return (count / (count - 1)).squareRoot() * t
        }
        func end(_ probability: Double) -> Double {
            let shifted = bias + quantile(probability)
            let corrected = SpecialFunctions.normalCDF(bias + shifted / (1 - acceleration * shifted))
            return Statistics.quantile(sorted: draws, corrected)
        }
        return Interval(lower: end((1 - level) / 2), upper: end((1 + level) / 2), level: level)
    }

    /// The interval of a mean of clustered values; nil where a value is not finite, and as above.
    package static func mean(
        _ clusters: [[Double]], level: Double = 0.95, resamples: Int = resamples, seed: UInt64,
        isExpanded: Bool = true
    ) -> Interval? {
        let sums = clusters.map(Statistics.sum)
        let counts = clusters.map(\.count)
        return interval(
            clusters: clusters.count, level: level, resamples: resamples, seed: seed, isExpanded: isExpanded
        ) { weights in
            var total = 0.0
            var count = 0
            for index in weights.indices {
                total += Double(weights[index]) * sums[index]
                count += weights[index] * counts[index]
            }
            return count > 0 ? total / Double(count) : nil
        }
    }

    /// Σ(θ̄ − θᵢ)³ ÷ 6[Σ(θ̄ − θᵢ)²]^{3/2}; 0 where all are equal.
    private static func acceleration(_ clusters: Int, _ statistic: ([Int]) -> Double?) -> Double? {
        var values: [Double] = []
        for left in 0..<clusters {
            guard let value = finite(statistic((0..<clusters).map { $0 == left ? 0 : 1 })) else { return nil }
            values.append(value)
        }
        guard let mean = Statistics.mean(values) else { return nil }
        let squares = Statistics.sum(values.map { (mean - $0) * (mean - $0) })
        let cubes = Statistics.sum(values.map { (mean - $0) * (mean - $0) * (mean - $0) })
        return squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
    }

    private static func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
}
