/// The median of clustered values when some clusters count several times: sorted once, and looked up for each
/// resample.
package struct WeightedMedian: Sendable {
    private let values: [Double]
    /// The cluster of each of ``values``.
    private let owners: [Int]
    /// Number of values of each cluster.
    private let sizes: [Int]
    /// Number of values from one row of ``before`` to the next.
    private let step: Int
    /// For every `step` values, how many of each cluster come before them: a row of as many as there are clusters.
    private let before: [Int]

    /// For clusters of values.
    package init(_ clusters: [[Double]]) {
        let sorted = clusters.enumerated().flatMap { index, values in values.map { ($0, index) } }.sorted {
            $0.0 < $1.0
        }
        values = sorted.map(\.0)
        owners = sorted.map(\.1)
        sizes = clusters.map(\.count)
        step = max(64, clusters.count)
        var before: [Int] = []
        var counts = clusters.map { _ in 0 }
        for (place, owner) in owners.enumerated() {
            if place % step == 0 { before += counts }
            counts[owner] += 1
        }
        self.before = before
    }

    /// The median when cluster i is there `weights[i]` times; nil where nothing is there or a value is not a number.
    package func callAsFunction(_ weights: [Int]) -> Double? {
        let count = zip(weights, sizes).reduce(0) { $0 + $1.0 * $1.1 }
        guard count > 0 else { return nil }
        // The two ranks, from 0, whose values the median lies between; one and the same where the count is odd.
        let (low, high) = ((count - 1) / 2, count / 2)
        var (start, passed) = beginning(weights, upTo: low)
        var lower: Double?
        while start < values.count {
            passed += weights[owners[start]]
            if lower == nil, passed > low { lower = values[start] }
            if passed > high, let lower {
                let middle = lower + (values[start] - lower) / 2
                return middle.isFinite ? middle : nil
            }
            start += 1
        }
        return nil
    }

    /// Returns the last place with a row before which no more than `rank` values count, and how many do.
    private func beginning(_ weights: [Int], upTo rank: Int) -> (place: Int, passed: Int) {
        func passed(_ row: Int) -> Int {
            var sum = 0
            for cluster in weights.indices { sum += weights[cluster] * before[row * weights.count + cluster] }
            return sum
        }
        var (row, found) = (0, 0)
        var end = (values.count + step - 1) / step
        while end - row > 1 {
            let middle = (row + end) / 2
            let count = passed(middle)
            if count <= rank { (row, found) = (middle, count) } else { end = middle }
        }
        return (row * step, found)
    }
}
