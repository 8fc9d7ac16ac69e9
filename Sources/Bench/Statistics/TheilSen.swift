import ALCFSystem

/// A line that a few outliers do not bend: its slope is the median of the slopes between any two points (Theil 1950),
/// with Sen's interval (1968), its intercept the median of what remains.
package struct TheilSen: Sendable, Hashable {
    /// Points beyond which only every k-th by x is used for the slope: their pairs grow with the square.
    static let pointLimit = 1_000

    /// The slope.
    package let slope: Double
    /// The 95 % interval of the slope.
    package let interval: Interval
    /// y at x = 0.
    package let intercept: Double

    /// Fits points; nil where no two differ in x, or any value is not finite.
    package init?(x: [Double], y: [Double]) {
        guard x.count == y.count, Statistics.isFinite(x), Statistics.isFinite(y) else { return nil }
        let points = zip(x, y).map { ($0, $1) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
        let stride = (points.count + Self.pointLimit - 1) / max(1, Self.pointLimit)
        let used = points.indices.filter { $0 % max(1, stride) == 0 }.map { points[$0] }
        var slopes: [Double] = []
        slopes.reserveCapacity(used.count * max(0, used.count - 1) / 2)
        for (index, left) in used.enumerated() {
            for right in used[(index + 1)...] where right.0 > left.0 {
                slopes.append((right.1 - left.1) / (right.0 - left.0))
            }
        }
        guard !slopes.isEmpty else { return nil }
        let count = slopes.count
        var selection = Selection(slopes)
        let slope = selection.quantile(0.5)
        let half = SpecialFunctions.normalQuantile(0.975) * Self.deviation(used)
        let lower = max(Int(clamping: ((Double(count) - half) / 2).rounded(.toNearestOrEven)) - 1, 0)
        let upper = min(Int(clamping: ((Double(count) + half) / 2).rounded(.toNearestOrEven)), count - 1)
        guard lower <= upper, let intercept = Statistics.median(points.map { $0.1 - slope * $0.0 }) else { return nil }
        self.slope = slope
        self.intercept = intercept
        interval = Interval(lower: selection.value(at: lower), upper: selection.value(at: upper))
    }

    /// The standard deviation of Kendall's S, corrected for ties.
    private static func deviation(_ points: [(Double, Double)]) -> Double {
        func term(_ n: Int) -> Double { Double(n) * Double(n - 1) * Double(2 * n + 5) }
        func ties(_ values: [Double]) -> Double {
            Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +).values.reduce(0) { $0 + term($1) }
        }
        return max(0, (term(points.count) - ties(points.map(\.0)) - ties(points.map(\.1))) / 18).squareRoot()
    }

    /// Theil's incomplete line: point i is paired with point i + n/2 only. Nearly as good, and fast enough to be
    /// resampled.
    ///
    /// - Parameter points: sorted by x.
    package static func incomplete(_ points: [(x: Double, y: Double)]) -> (slope: Double, intercept: Double)? {
        let half = points.count / 2
        var slopes: [Double] = []
        slopes.reserveCapacity(half)
        for index in 0..<half {
            let (left, right) = (points[index], points[index + points.count - half])
            if right.x > left.x { slopes.append((right.y - left.y) / (right.x - left.x)) }
        }
        guard let slope = Statistics.median(slopes),
            let intercept = Statistics.median(points.map { $0.y - slope * $0.x })
        else { return nil }
        return (slope, intercept)
    }
}
