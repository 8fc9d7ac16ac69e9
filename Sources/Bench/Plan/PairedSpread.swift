import Glibc

/// How much the paired log differences of two targets' service latency scatter: what every sample size follows from.
public struct PairedSpread: Sendable, Hashable {
    /// Blocks in which both were asked.
    public let blocks: Int
    /// Blocks in which both answered.
    public let pairs: Int
    /// The standard deviation of ln(first ÷ second).
    public let deviation: Double
    /// The 95 % interval of ``deviation``, for normal differences.
    public let interval: Interval
    /// The ratio of geometric means, first ÷ second.
    public let ratio: Double

    /// Nil below two pairs.
    public init?(_ first: String, _ second: String, in samples: [Sample]) {
        let blocks = PairedBlock.all(first, second, in: samples)
        let logs = blocks.compactMap { block -> Double? in
            guard block.first.outcome.isSuccess, block.second.outcome.isSuccess,
                let first = block.first.metrics.serviceLatency, let second = block.second.metrics.serviceLatency,
                first > 0, second > 0
            else { return nil }
            return log(first / second)
        }
        guard let mean = Statistics.mean(logs), let deviation = Statistics.standardDeviation(logs) else { return nil }
        self.blocks = blocks.count
        pairs = logs.count
        ratio = exp(mean)
        self.deviation = deviation
        let degrees = Double(logs.count - 1)
        interval = Interval(
            lower: deviation * (degrees / Self.chiSquare(0.975, degrees: degrees)).squareRoot(),
            upper: deviation * (degrees / Self.chiSquare(0.025, degrees: degrees)).squareRoot())
    }

    /// The quantile of χ² (Wilson & Hilferty 1931), good to a few parts in a hundred from four degrees of freedom on.
    static func chiSquare(_ probability: Double, degrees: Double) -> Double {
        let part = 2 / (9 * degrees)
        let root = max(0.02, 1 - part + SpecialFunctions.normalQuantile(probability) * part.squareRoot())
        return degrees * root * root * root
    }
}
