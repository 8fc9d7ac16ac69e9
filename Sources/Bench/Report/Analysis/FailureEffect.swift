import ALCFRecord
package import ALCFStatistics
import Glibc

/// The effect of failures on a comparison: over answered requests alone, a target that fails its slowest ones looks
/// fast.
///
/// Whether a target may be called the faster one is asked of its worst case. Its own failures count as slower than any
/// answer; what the other target failed is left out, as it tells nothing of that one's speed. So failures can only
/// speak against the target that is favoured, never for it.
package struct FailureEffect: Sendable, Hashable {
    /// Requests that the first was asked and the second answered, or of which no partner is known.
    package let firstAsked: Int
    /// Those of them that the first failed.
    package let firstFailed: Int
    /// Requests that the second was asked and the first answered, or of which no partner is known.
    package let secondAsked: Int
    /// Those of them that the second failed.
    package let secondFailed: Int
    /// Pairs that both failed; 0 where requests are not paired.
    package let bothFailed: Int
    /// Ratio of wins over all pairs; nil if requests are not paired.
    package let winRatio: WinRatio?
    /// Mann and Whitney's test over all requests; nil where they are paired.
    package let mannWhitney: MannWhitney?
    /// Ratio of wins in the first target's worst case; nil if requests are not paired.
    package let worstOfFirst: WinRatio?
    /// The same in the second target's worst case.
    package let worstOfSecond: WinRatio?
    /// The p-value that the first is the faster one even in its worst case, two-sided, and 1 where it is not; nil where
    /// it failed nothing.
    package let firstFasterP: Double?
    /// The same of the second.
    package let secondFasterP: Double?
    private let attempts: Attempts

    /// The durations, a failure's infinite.
    enum Attempts: Sendable, Hashable {
        case paired([RatioComparison.Pair])
        case unpaired([Double], [Double])
    }

    /// Whether anything failed.
    package var hasFailures: Bool { firstFailed + secondFailed + bothFailed > 0 }

    /// Computes the effect from pairs of durations in the order of time, a failure's being infinite; nil if none is
    /// finite.
    init?(_ pairs: [RatioComparison.Pair]) {
        guard pairs.contains(where: { $0.first.isFinite || $0.second.isFinite }) else { return nil }
        let (ofFirst, ofSecond) = (pairs.filter { $0.second.isFinite }, pairs.filter { $0.first.isFinite })
        attempts = .paired(pairs)
        firstAsked = ofFirst.count
        firstFailed = ofFirst.count { !$0.first.isFinite }
        secondAsked = ofSecond.count
        secondFailed = ofSecond.count { !$0.second.isFinite }
        bothFailed = pairs.count { !$0.first.isFinite && !$0.second.isFinite }
        let all = WinRatio(pairs)
        winRatio = all
        mannWhitney = nil
        let (first, second) = (
            ofFirst.count == pairs.count ? all : WinRatio(ofFirst),
            ofSecond.count == pairs.count ? all : WinRatio(ofSecond)
        )
        worstOfFirst = first
        worstOfSecond = second
        firstFasterP = firstFailed > 0 ? Self.fasterP(ofFirst, first, sign: 1) : nil
        secondFasterP = secondFailed > 0 ? Self.fasterP(ofSecond, second, sign: -1) : nil
    }

    /// Computes the effect from durations that are not paired, a failure's being infinite; nil if none is finite.
    init?(unpaired first: [Double], _ second: [Double]) {
        guard (first + second).contains(where: \.isFinite) else { return nil }
        attempts = .unpaired(first, second)
        firstAsked = first.count
        firstFailed = first.count { !$0.isFinite }
        secondAsked = second.count
        secondFailed = second.count { !$0.isFinite }
        bothFailed = 0
        winRatio = nil
        worstOfFirst = nil
        worstOfSecond = nil
        mannWhitney = Self.ranked(first, second)
        firstFasterP = firstFailed > 0 ? Self.lowerP(first, second.filter(\.isFinite)) : nil
        secondFasterP = secondFailed > 0 ? Self.lowerP(second, first.filter(\.isFinite)) : nil
    }

    /// The p-value that the two are within `factor` of each other even where the failures of either are slower than any
    /// answer; nil where nothing failed.
    ///
    /// Two one-sided tests, of the median of the pairs' ratios or, of unpaired requests, by Mann and Whitney: that the
    /// first is not slower by `factor`, its failures being slowest, and that the second is not.
    func equivalencePValue(within factor: Double) -> Double? {
        // A request that both failed tells nothing of either.
        guard firstFailed + secondFailed > 0 else { return nil }
        switch attempts {
        case .paired(let pairs):
            let first = WinRatio(pairs.filter { $0.second.isFinite }.map { $0.with($0.first, $0.second * factor) })
            let second = WinRatio(pairs.filter { $0.first.isFinite }.map { $0.with($0.first * factor, $0.second) })
            return max(
                first.wins > first.losses ? (first.pValue ?? 1) / 2 : 1,
                second.losses > second.wins ? (second.pValue ?? 1) / 2 : 1)
        case .unpaired(let first, let second):
            return max(
                Self.lowerP(first, second.filter(\.isFinite).map { $0 * factor }) / 2,
                Self.lowerP(second, first.filter(\.isFinite).map { $0 * factor }) / 2)
        }
    }

    // MARK: Pairs

    /// The smaller p-value of the win ratio and of signed ranks: the former does not heed by how much, the latter feels
    /// small differences more, and failures too. Either shows it.
    private static func fasterP(_ pairs: [RatioComparison.Pair], _ wins: WinRatio, sign: Double) -> Double {
        guard wins.wins + wins.losses >= RatioComparison.minimumPairs else { return 1 }
        let byWins = Double(wins.wins - wins.losses) * sign > 0 ? wins.pValue ?? 1 : 1
        let ranks = signedRanks(pairs.map { log($0.second / $0.first) })
        guard let mean = Statistics.mean(ranks), mean * sign > 0, let error = PairError(ranks, of: pairs) else {
            return byWins
        }
        return min(byWins, error.pValue(mean))
    }

    /// The rank of each value's size, with the value's sign; those of one size share their ranks' mean. Infinite ones
    /// rank highest.
    static func signedRanks(_ values: [Double]) -> [Double] {
        var ranks = [Double](repeating: 0, count: values.count)
        let order = values.indices.filter { values[$0] != 0 }.sorted { abs(values[$0]) < abs(values[$1]) }
        var start = 0
        while start < order.count {
            let size = abs(values[order[start]])
            let end = order[start...].firstIndex { abs(values[$0]) != size } ?? order.count
            let rank = Double(start + 1 + end) / 2
            for index in order[start..<end] { ranks[index] = values[index] < 0 ? -rank : rank }
            start = end
        }
        return ranks
    }

    // MARK: Requests that are not paired

    /// The two-sided p-value that values of the first are the lower ones; 1 where they are not.
    private static func lowerP(_ first: [Double], _ second: [Double]) -> Double {
        ranked(first, second).map { $0.effect < 0.5 ? $0.pValue : 1 } ?? 1
    }

    /// The test works by ranks: any number above all others will do for what is infinite.
    private static func ranked(_ first: [Double], _ second: [Double]) -> MannWhitney? {
        func ranked(_ values: [Double]) -> [Double] { values.map { min($0, .greatestFiniteMagnitude) } }
        return MannWhitney(ranked(first), ranked(second))
    }
}

extension Sample {
    /// A duration of it, infinite where it failed; nil where it was answered without that.
    func attempted(_ duration: Figure<Sample>) -> Double? {
        guard outcome.isSuccess else { return .infinity }
        return self[duration].flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
    }
}
