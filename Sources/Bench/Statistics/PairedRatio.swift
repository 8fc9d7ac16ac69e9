import Glibc

/// How many times larger one of two paired measurements is than the other: the ratio of their geometric means.
public struct PairedRatio: Sendable, Hashable {
    /// exp of the mean of ln(first ÷ second).
    public let ratio: Double
    /// exp(d̄ ± t·s ÷ √n), Student's t with n − 1 degrees of freedom on the logarithms.
    public let interval: Interval
    /// How many pairs it rests on.
    public let pairs: Int

    /// The ratio of paired values above 0; nil below two pairs, or where lengths differ or any value is not above 0.
    public init?(_ first: [Double], over second: [Double], level: Double = 0.95) {
        guard first.count == second.count, first.count >= 2, level > 0, level < 1,
            (first + second).allSatisfy({ $0.isFinite && $0 > 0 })
        else { return nil }
        let logs = zip(first, second).map { log($0) - log($1) }
        guard let mean = Statistics.mean(logs), let deviation = Statistics.standardDeviation(logs),
            let t = StudentT.quantile(0.5 + level / 2, degrees: Double(logs.count - 1))
        else { return nil }
        let half = t * deviation / Double(logs.count).squareRoot()
        ratio = exp(mean)
        interval = Interval(lower: exp(mean - half), upper: exp(mean + half), level: level)
        pairs = logs.count
    }
}
