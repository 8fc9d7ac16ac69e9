import Glibc

/// One duration of two targets, compared over blocks in which both answered. Always first ÷ second: above 1, the second is
/// the faster one.
public struct RatioComparison: Sendable, Hashable {
    /// The fewest pairs that are compared at all.
    public static let minimumPairs = 6
    /// Differences within this factor are called equal, where the interval allows it.
    public static let equivalence = 1.05

    /// Blocks in which both answered.
    public let pairs: Int
    /// The ratio of geometric means with its interval; nil below ``minimumPairs``.
    public let ratio: PairedRatio?
    /// The ratio of medians; nil below ``minimumPairs``.
    public let medianRatio: Double?
    /// Its BCa interval, passages resampled; nil below ``ClusterBootstrap/minimumClusters`` passages.
    public let medianInterval: Interval?
    /// Wilcoxon's signed-rank test of the logarithms; nil below ``minimumPairs``.
    public let wilcoxon: WilcoxonSignedRank?

    /// What may be said about it.
    public var verdict: Verdict {
        guard let ratio else { return .tooFewPairs }
        let within = ratio.interval.upper <= Self.equivalence && ratio.interval.lower >= 1 / Self.equivalence
        if ratio.interval.contains(1) { return within ? .equal : .noDifferenceShown }
        return ratio.ratio > 1 ? .secondFaster : .firstFaster
    }

    /// What an interval allows to say.
    public enum Verdict: String, Sendable, Hashable {
        /// Nothing.
        case tooFewPairs = "too_few_pairs"
        /// The whole interval is below 1.
        case firstFaster = "first_faster"
        /// The whole interval is above 1.
        case secondFaster = "second_faster"
        /// The interval holds 1, and goes beyond ``RatioComparison/equivalence``.
        case noDifferenceShown = "no_difference_shown"
        /// The interval holds 1, and does not.
        case equal
    }
}

extension RatioComparison {
    /// A pair of durations with the passage they belong to.
    struct Pair {
        let passage: String
        let first: Double
        let second: Double
    }

    /// Compares pairs; durations that are not above 0 are left out.
    init(_ pairs: [Pair], seed: UInt64) {
        let pairs = pairs.filter { $0.first > 0 && $0.second > 0 && $0.first.isFinite && $0.second.isFinite }
        self.pairs = pairs.count
        guard pairs.count >= Self.minimumPairs else {
            ratio = nil
            medianRatio = nil
            medianInterval = nil
            wilcoxon = nil
            return
        }
        let passages = clusters(pairs, by: \.passage)
        let firstMedian = WeightedMedian(passages.map { $0.map(\.first) })
        let secondMedian = WeightedMedian(passages.map { $0.map(\.second) })
        func medians(_ weights: [Int]) -> Double? {
            firstMedian(weights).flatMap { first in secondMedian(weights).map { first / $0 } }
        }
        ratio = PairedRatio(pairs.map(\.first), over: pairs.map(\.second))
        medianRatio = medians(passages.map { _ in 1 })
        medianInterval = ClusterBootstrap.interval(clusters: passages.count, seed: seed, statistic: medians)
        wilcoxon = WilcoxonSignedRank(differences: pairs.map { log($0.first / $0.second) })
    }
}
