import Glibc

/// How much the paired log differences of two targets' service latency scatter: what every sample size follows from.
public struct PairedSpread: Sendable, Hashable {
    /// Blocks in which both were asked.
    public let blocks: Int
    /// Blocks in which both answered.
    public let pairs: Int
    /// The standard deviation of ln(first ÷ second): standard error × √pairs, so that pairs of one passage, which resemble each
    /// other, count for as much as they tell.
    public let deviation: Double
    /// The 95 % interval of ``deviation``, for normal differences.
    public let interval: Interval
    /// The degrees of freedom that it was estimated with.
    public let degrees: Double
    /// The ratio of geometric means, first ÷ second.
    public let ratio: Double

    /// Nil below two passages with a pair.
    public init?(_ first: String, _ second: String, in samples: [Sample]) {
        let blocks = PairedBlock.all(first, second, in: samples)
        let answered = blocks.filter { block in
            block.first.outcome.isSuccess && block.second.outcome.isSuccess
                && (block.first.metrics.serviceLatency ?? 0) > 0 && (block.second.metrics.serviceLatency ?? 0) > 0
        }
        let logs = clusters(answered, by: \.first.passageID).map { passage in
            passage.compactMap { block -> Double? in
                guard let first = block.first.metrics.serviceLatency, let second = block.second.metrics.serviceLatency
                else { return nil }
                return log(first / second)
            }
        }
        guard let ratio = GeometricRatio(clusteredLogs: logs) else { return nil }
        self.blocks = blocks.count
        self.ratio = ratio.ratio
        pairs = ratio.pairs
        degrees = ratio.degrees
        deviation = ratio.standardError * Double(ratio.pairs).squareRoot()
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
