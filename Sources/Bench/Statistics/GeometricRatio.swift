import Glibc

/// The ratio of the geometric means of two measurements.
package struct GeometricRatio: Sendable, Hashable {
    /// exp of the mean difference of the logarithms.
    package let ratio: Double
    /// exp(d̄ ± h), h the half-width of the error's ``law`` on the logarithms.
    package let interval: Interval
    /// Number of pairs; of unpaired measurements, the smaller number.
    package let pairs: Int
    /// Number of groups of pairs that were taken as independent of each other.
    package let clusters: Int
    /// Law of the mean in the order of time; nil if time was not considered.
    package let time: RobustMean?
    /// The two-sided p-value of the hypothesis that the ratio is 1: below 1 − level just where the interval leaves out
    /// 1. At least ``Probability/resolution``.
    package let pValue: Double
    /// The distribution of the error of ln ratio.
    package let law: ErrorLaw
    /// The standard error of ln ratio.
    package var standardError: Double { law.standardError }
    package var degrees: Double { law.degrees }

    /// Whether the run was long enough for a claim: at least ``RobustMean/minimumStretches`` stretches of time, and no
    /// memory that may explain the difference; see ``RobustMean/cannotTell(from:)``. True where the order in time is
    /// not known.
    package var canTell: Bool {
        time?.canTell() ?? true
    }

    /// The p-value of two one-sided tests (TOST; Schuirmann 1987) that the ratio is not within `factor` of 1 either
    /// way.
    ///
    /// Below 0.05 where the 90 % interval lies within 1 ÷ factor to factor.
    package func equivalencePValue(within factor: Double) -> Double {
        max(tail((log(ratio) + log(factor))), tail(log(factor) - log(ratio)))
    }

    private func tail(_ distance: Double) -> Double {
        guard standardError > 0 else { return distance > 0 ? Probability.resolution : 1 }
        // A run may be too short: then equivalence must hold however long the load lasts.
        let isShort = time?.memory?.isShort ?? false
        return Probability.approximate(isShort ? max(law.tail(distance), law.worst.tail(distance)) : law.tail(distance))
    }

    private init?(log mean: Double, law: ErrorLaw, pairs: Int, clusters: Int, level: Double, time: RobustMean? = nil) {
        guard let half = law.halfWidth(level: level) else { return nil }
        ratio = exp(mean)
        interval = Interval(lower: exp(mean - half), upper: exp(mean + half), level: level)
        self.pairs = pairs
        self.clusters = clusters
        self.law = law
        self.time = time
        pValue = law.pValue(mean)
    }

    /// The ratio from ln(first ÷ second) of each pair, robust to what depends on each other; nil below two groups.
    /// See ``RobustMean``.
    package init?(logs: [Double], _ dependence: Dependence, level: Double = 0.95) {
        guard let mean = RobustMean(logs, dependence) else { return nil }
        self.init(
            log: mean.mean, law: mean.law, pairs: logs.count, clusters: dependence.groupCount, level: level,
            time: mean)
    }

    /// The ratio of paired values above 0; nil below two pairs, or where lengths differ or any value is not above 0.
    package init?(_ first: [Double], over second: [Double], level: Double = 0.95) {
        guard first.count == second.count, (first + second).allSatisfy({ $0.isFinite && $0 > 0 }) else { return nil }
        self.init(clusteredLogs: zip(first, second).map { [log($0) - log($1)] }, level: level)
    }

    /// The ratio from ln(first ÷ second) of each pair, in groups that depend on each other; nil below two groups.
    ///
    /// Robust to that dependence: see ``ClusteredMean``.
    package init?(clusteredLogs: [[Double]], level: Double = 0.95) {
        guard let mean = ClusteredMean(clusteredLogs) else { return nil }
        self.init(
            log: mean.mean, law: ErrorLaw(standardError: mean.standardError, degrees: mean.degrees),
            pairs: clusteredLogs.reduce(0) { $0 + $1.count }, clusters: clusteredLogs.count, level: level)
    }

    /// The ratio from the mean of ln(first ÷ second) in each session.
    ///
    /// - Parameter pairs: how many pairs the sessions have.
    package init?(_ sessions: SessionMean, pairs: Int) {
        self.init(
            log: sessions.mean, law: ErrorLaw(standardError: sessions.standardError, degrees: sessions.degrees),
            pairs: pairs,
            clusters: sessions.sessions, level: 0.95)
    }

    /// The ratio of measurements that are not paired, by Welch's t on the logarithms; nil below two of either.
    package init?(unpaired first: [Double], over second: [Double], level: Double = 0.95) {
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
            log: meanA - meanB, law: ErrorLaw(standardError: (u + v).squareRoot(), degrees: degrees), pairs: fewer,
            clusters: fewer, level: level)
    }
}
