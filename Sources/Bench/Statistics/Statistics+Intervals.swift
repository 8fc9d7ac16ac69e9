import ALCFSystem
import Glibc

extension Statistics {
    /// The fewest values for which a quantile has a two-sided interval: ⌈ln(α/2) ÷ ln q⌉, by the tail farther out.
    ///
    /// At 95 %: 6 for the median, 36 for p90, 72 for p95, 368 for p99.
    package static func minimumCount(forQuantile probability: Double, level: Double = 0.95) -> Int {
        let outer = max(probability, 1 - probability)
        guard outer < 1, level > 0, level < 1 else { return .max }
        return Int(clamping: (log((1 - level) / 2) / log(outer)).rounded(.up))
    }

    /// The interval of a quantile between two order statistics (Hahn & Meeker 1991): no shape of distribution assumed.
    ///
    /// Ranks l < u such that no more than half of α lies outside on either side; the true level is at least the one
    /// given. Nil below ``minimumCount(forQuantile:level:)``.
    ///
    /// - Parameter effective: how many independent values know as much, where these depend on each other; the ranks are
    ///   those of so many, spread over all.
    package static func quantileInterval(
        _ values: [Double], _ probability: Double, level: Double = 0.95, effective: Double? = nil
    ) -> Interval? {
        SortedValues(values)?.interval(of: probability, level: level, effective: effective)
    }

    /// The interval of a share (Wilson 1927), nil where nothing was counted.
    ///
    /// - Parameter effective: how many independent ones know as much, where these depend on each other.
    package static func wilsonInterval(
        successes: Int, of count: Int, level: Double = 0.95, effective: Double? = nil
    ) -> Interval? {
        guard count > 0, (0...count).contains(successes), level > 0, level < 1 else { return nil }
        let z = SpecialFunctions.normalQuantile(0.5 + level / 2)
        let n = min(Double(count), max(1, effective ?? Double(count)))
        let share = Double(successes) / Double(count)
        let centre = share + z * z / (2 * n)
        let spread = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        let scale = 1 + z * z / n
        return Interval(
            lower: successes == 0 ? 0 : max(0, (centre - spread) / scale),
            upper: successes == count ? 1 : min(1, (centre + spread) / scale), level: level)
    }

    /// ln C(n, k).
    static func logChoose(_ n: Int, _ k: Int) -> Double {
        SpecialFunctions.logGamma(Double(n + 1)) - SpecialFunctions.logGamma(Double(k + 1))
            - SpecialFunctions.logGamma(Double(n - k + 1))
    }
}
