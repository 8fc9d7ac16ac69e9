import Glibc

/// How many times larger one of two measurements is than the other: the ratio of their geometric means.
public struct GeometricRatio: Sendable, Hashable {
    /// exp of the mean difference of the logarithms.
    public let ratio: Double
    /// exp(d̄ ± t·SE), Student's t on the logarithms.
    public let interval: Interval
    /// How many pairs it rests on; of unpaired measurements, how many there are of the fewer.
    public let pairs: Int
    /// How many groups of pairs were taken as independent of each other.
    public let clusters: Int
    /// The two-sided p-value of the hypothesis that the ratio is 1: below 1 − level just where the interval leaves out 1. At least
    /// ``Probability/resolution``.
    public let pValue: Double
    /// The standard error of ln ratio.
    let standardError: Double
    let degrees: Double

    /// The p-value of two one-sided tests (TOST; Schuirmann 1987) that the ratio is not within `factor` of 1 either way.
    ///
    /// Below 0.05 where the 90 % interval lies within 1 ÷ factor to factor.
    public func equivalencePValue(within factor: Double) -> Double {
        max(tail((log(ratio) + log(factor))), tail(log(factor) - log(ratio)))
    }

    /// P(T > distance ÷ SE).
    private func tail(_ distance: Double) -> Double {
        guard standardError > 0 else { return distance > 0 ? Probability.resolution : 1 }
        return Probability.approximate(StudentT.cdf(-distance / standardError, degrees: degrees) ?? 1)
    }

    private init?(log mean: Double, standardError: Double, degrees: Double, pairs: Int, clusters: Int, level: Double) {
        guard level > 0, level < 1, let t = StudentT.quantile(0.5 + level / 2, degrees: degrees) else { return nil }
        ratio = exp(mean)
        interval = Interval(
            lower: exp(mean - t * standardError), upper: exp(mean + t * standardError), level: level)
        self.pairs = pairs
        self.clusters = clusters
        self.standardError = standardError
        self.degrees = degrees
        pValue =
            standardError > 0
            ? Probability.approximate(2 * (StudentT.cdf(-abs(mean) / standardError, degrees: degrees) ?? 0.5))
            : mean == 0 ? 1 : Probability.resolution
    }

    /// The ratio of paired values above 0; nil below two pairs, or where lengths differ or any value is not above 0.
    public init?(_ first: [Double], over second: [Double], level: Double = 0.95) {
        guard first.count == second.count, (first + second).allSatisfy({ $0.isFinite && $0 > 0 }) else { return nil }
        self.init(clusteredLogs: zip(first, second).map { [log($0) - log($1)] }, level: level)
    }

    /// The ratio from ln(first ÷ second) of each pair, in groups that depend on each other; nil below two groups.
    ///
    /// Robust to that dependence: see ``ClusteredMean``.
    public init?(clusteredLogs: [[Double]], level: Double = 0.95) {
        guard let mean = ClusteredMean(clusteredLogs) else { return nil }
        self.init(
            log: mean.mean, standardError: mean.standardError, degrees: mean.degrees,
            pairs: clusteredLogs.reduce(0) { $0 + $1.count }, clusters: clusteredLogs.count, level: level)
    }

    /// The ratio from the mean of ln(first ÷ second) in each session.
    ///
    /// - Parameter pairs: how many pairs the sessions have.
    init?(_ sessions: SessionMean, pairs: Int) {
        self.init(
            log: sessions.mean, standardError: sessions.standardError, degrees: sessions.degrees, pairs: pairs,
            clusters: sessions.sessions, level: 0.95)
    }

    /// The ratio of measurements that are not paired, by Welch's t on the logarithms; nil below two of either.
    public init?(unpaired first: [Double], over second: [Double], level: Double = 0.95) {
        guard (first + second).allSatisfy({ $0.isFinite && $0 > 0 }) else { return nil }
        let (a, b) = (first.map { log($0) }, second.map { log($0) })
        guard let meanA = Statistics.mean(a), let meanB = Statistics.mean(b),
            let deviationA = Statistics.standardDeviation(a), let deviationB = Statistics.standardDeviation(b)
        else { return nil }
        let (u, v) = (deviationA * deviationA / Double(a.count), deviationB * deviationB / Double(b.count))
        let degrees =
            u + v > 0
            ? (u + v) * (u + v) / (u * u / Double(a.count - 1) + v * v / Double(b.count - 1))
            : Double(a.count + b.count - 2)
        let fewer = min(a.count, b.count)
        self.init(
            log: meanA - meanB, standardError: (u + v).squareRoot(), degrees: degrees, pairs: fewer, clusters: fewer,
            level: level)
    }
}
