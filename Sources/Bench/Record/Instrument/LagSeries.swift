/// Lags at equal distances of time, as many as memory shall hold: when there are too many, every second one goes, and
/// they are taken half as often from then on.
package struct LagSeries: Sendable {
    private let most: Int
    /// Seconds between two.
    package private(set) var gap: Double
    package private(set) var lags: [Double] = []

    package init(gap: Double, most: Int = 1 << 14) {
        self.gap = gap
        self.most = most
    }

    /// Adds the lag of the time that is a ``gap`` after the last one's.
    package mutating func add(_ lag: Double) {
        lags.append(lag)
        guard lags.count >= most else { return }
        lags = stride(from: 1, to: lags.count, by: 2).map { lags[$0] }
        gap *= 2
    }
}
