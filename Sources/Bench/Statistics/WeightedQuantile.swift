import ALCFSystem

/// A quantile of clustered values when some clusters count several times: sorted once, then one pass for each resample.
package struct WeightedQuantile: Sendable {
    private let values: [Double]
    /// The cluster of each of ``values``.
    private let owners: [Int]
    private let probability: Double

    /// For clusters of values, and a probability from 0 to 1.
    package init(_ clusters: [[Double]], _ probability: Double) {
        let sorted = clusters.enumerated().flatMap { index, values in values.map { ($0, index) } }
            .sorted { $0.0 < $1.0 }
        values = sorted.map(\.0)
        owners = sorted.map(\.1)
        self.probability = min(max(probability, 0), 1)
    }

    /// The quantile (Hyndman and Fan's type 7, as ``Statistics/quantile(_:_:)``) when cluster i is there `weights[i]`
    /// times; nil where nothing is there.
    package func callAsFunction(_ weights: [Int]) -> Double? {
        var count = 0
        for owner in owners { count += weights[owner] }
        guard count > 0 else { return nil }
        let place = Double(count - 1) * probability
        let low = Int(clamping: place.rounded(.down))
        let share = place - Double(low)
        var passed = 0
        var lower: Double?
        for (index, owner) in owners.enumerated() {
            passed += weights[owner]
            if lower == nil, passed > low {
                lower = values[index]
                if share == 0 { return lower }
            }
            if let lower, passed > low + 1 { return lower + share * (values[index] - lower) }
        }
        return lower
    }
}
