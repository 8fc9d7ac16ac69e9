import ALCFStatistics

/// The error of a mean of scores of pairs, robust to what pairs share: their texts, and their time.
struct PairError {
    private let law: ErrorLaw

    /// - Parameters:
    ///   - values: one for each pair.
    ///   - pairs: in the order of time.
    init?(_ values: [Double], of pairs: [RatioComparison.Pair]) {
        guard let mean = RatioComparison.Pair.dependence(pairs).flatMap({ RobustMean(values, $0) }) else { return nil }
        law = mean.law
    }

    /// The two-sided p-value of the hypothesis that what was estimated as `estimate` with this error is 0.
    func pValue(_ estimate: Double) -> Double { law.pValue(estimate) }

    /// Returns the distance from the estimate to either end of its 95 % interval.
    func halfWidth() -> Double? { law.halfWidth() }

    /// Values in the groups of ``RatioComparison/Pair/dependence(_:)``.
    static func groups(_ values: [Double], of pairs: [RatioComparison.Pair]) -> [[Double]] {
        guard let dependence = RatioComparison.Pair.dependence(pairs) else { return [] }
        return clusters(Array(values.indices), by: { dependence.groups[$0] }).map { $0.map { values[$0] } }
    }
}

extension RatioComparison.Pair {
    /// The same place with other values.
    package func with(_ first: Double, _ second: Double) -> RatioComparison.Pair {
        RatioComparison.Pair(passage: passage, prompt: prompt, stretch: stretch, first: first, second: second)
    }
}
