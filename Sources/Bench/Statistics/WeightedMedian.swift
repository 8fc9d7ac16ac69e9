/// The median of clustered values when some clusters count several times: sorted once, then one pass for each resample.
package struct WeightedMedian: Sendable {
    private let values: [Double]
    /// The cluster of each of ``values``.
    private let owners: [Int]

    /// For clusters of values.
    package init(_ clusters: [[Double]]) {
        let sorted = clusters.enumerated().flatMap { index, values in values.map { ($0, index) } }.sorted {
            $0.0 < $1.0
        }
        values = sorted.map(\.0)
        owners = sorted.map(\.1)
    }

    /// The median when cluster i is there `weights[i]` times; nil where nothing is there or a value is not a number.
    package func callAsFunction(_ weights: [Int]) -> Double? {
        var count = 0
        for owner in owners { count += weights[owner] }
        guard count > 0 else { return nil }
        // The two ranks, from 0, whose values the median lies between; one and the same where the count is odd.
        let (low, high) = ((count - 1) / 2, count / 2)
        var passed = 0
        var lower: Double?
        for (index, owner) in owners.enumerated() {
            passed += weights[owner]
            if lower == nil, passed > low { lower = values[index] }
            if passed > high, let lower {
                let middle = lower + (values[index] - lower) / 2
                return middle.isFinite ? middle : nil
            }
        }
        return nil
    }
}
