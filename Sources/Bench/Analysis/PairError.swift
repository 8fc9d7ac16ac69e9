/// The error of a mean of scores of pairs, robust to what pairs share: the one place that knows how.
struct PairError {
    private let mean: ClusteredMean

    /// - Parameters:
    ///   - values: one for each pair.
    ///   - pairs: in the order of time.
    init?(_ values: [Double], of pairs: [RatioComparison.Pair]) {
        guard let mean = ClusteredMean(Self.groups(values, of: pairs)) else { return nil }
        self.mean = mean
    }

    /// The two-sided p-value of the hypothesis that what was estimated as `estimate` with this error is 0.
    func pValue(_ estimate: Double) -> Double {
        guard mean.standardError > 0 else { return estimate == 0 ? 1 : Probability.resolution }
        return Probability.approximate(
            2 * (StudentT.cdf(-abs(estimate) / mean.standardError, degrees: mean.degrees) ?? 0.5))
    }

    /// How far the estimate's 95 % interval reaches to either side.
    func halfWidth() -> Double? {
        StudentT.quantile(0.975, degrees: mean.degrees).map { $0 * mean.standardError }
    }

    /// Values in the groups of ``RatioComparison/Pair/dependent(_:)``.
    static func groups(_ values: [Double], of pairs: [RatioComparison.Pair]) -> [[Double]] {
        let valued = zip(values, pairs).map { value, pair in
            pair.with(value, 0)
        }
        return RatioComparison.Pair.dependent(valued).map { $0.map(\.first) }
    }
}

extension RatioComparison.Pair {
    /// The same place with other values.
    func with(_ first: Double, _ second: Double) -> RatioComparison.Pair {
        RatioComparison.Pair(passage: passage, prompt: prompt, first: first, second: second)
    }
}
