package import ALCFStatistics
import Glibc

/// The ratio of how often each of two targets came first, over every pair of requests that both were asked: a failure
/// is slower than any answer.
///
/// The win ratio of matched pairs, wins ÷ losses (Pocock, Ariti, Collins & Wang 2012). Of a pair that both failed, or
/// that took both equally long, neither is the winner. As theirs, its interval is that of the share of wins, turned
/// into a ratio: Wilson's, which is symmetric on the logarithm of the ratio. It is that of fewer pairs where these
/// share their texts or their time: of as many independent ones as know the mean of wins less losses as well
/// (``RobustMean/effectiveCount(of:)``).
package struct WinRatio: Sendable, Hashable {
    /// Pairs in which the first target came first.
    package let wins: Int
    /// Pairs in which the second came first.
    package let losses: Int
    /// Pairs without a winner.
    package let ties: Int
    /// wins ÷ losses: above 1 the first target is ahead. Infinite without a loss, nil without either.
    package let ratio: Double?
    /// Its 95 % interval; nil below ``RatioComparison/minimumPairs`` pairs with a winner. Without a loss its upper end
    /// is infinite.
    package let interval: Interval?
    /// The two-sided p-value of the hypothesis that wins and losses are as likely: below 0.05 just where the interval
    /// leaves out 1.
    package let pValue: Double?

    /// Counts pairs of durations, of which one that is infinite is a failure.
    ///
    /// - Parameter pairs: in the order of time.
    init(_ pairs: [RatioComparison.Pair]) {
        let scores = pairs.map(Self.score)
        let (wins, losses) = (scores.count { $0 > 0 }, scores.count { $0 < 0 })
        self.wins = wins
        self.losses = losses
        ties = scores.count - wins - losses
        let decided = Double(wins + losses)
        ratio = decided > 0 ? Double(wins) / Double(losses) : nil
        guard wins + losses >= RatioComparison.minimumPairs, let law = Self.law(pairs, scores, wins, losses) else {
            interval = nil
            pValue = nil
            return
        }
        // Wilson's test and interval, with the quantile of that law in place of the normal one.
        let share = Double(wins) / decided
        pValue = law.pValue(abs(2 * share - 1) * decided.squareRoot())
        let z2 = law.quantile * law.quantile / decided
        let (centre, spread) = (
            share + z2 / 2, (z2 * share * (1 - share) + z2 * z2 / 4).squareRoot()
        )
        let (lower, upper) = (max(0, centre - spread) / (1 + z2), min(1 + z2, centre + spread) / (1 + z2))
        interval = Interval(
            lower: wins == 0 ? 0 : lower / (1 - lower), upper: losses == 0 ? .infinity : upper / (1 - upper))
    }

    /// 1 where the first came first, −1 where the second did, else 0.
    static func score(_ pair: RatioComparison.Pair) -> Double {
        pair.first < pair.second ? 1 : pair.first > pair.second ? -1 : 0
    }

    /// The distribution of what would be a standard normal variable if pairs were independent and many: at least as
    /// wide as that.
    private struct Law {
        let quantile: Double
        let pValue: (Double) -> Double
    }

    private static func law(
        _ pairs: [RatioComparison.Pair], _ scores: [Double], _ wins: Int, _ losses: Int
    ) -> Law? {
        let normal = SpecialFunctions.normalQuantile(0.975)
        func normalP(_ z: Double) -> Double { Probability.approximate(2 * SpecialFunctions.normalCDF(-z)) }
        guard wins > 0, losses > 0 else {
            // All of one mind, they show no spread: then groups with a winner are counted, and not pairs.
            let groups = Double(PairError.groups(scores, of: pairs).count { group in group.contains { $0 != 0 } })
            guard groups > 1, let t = StudentT.quantile(0.975, degrees: groups - 1) else { return nil }
            let scale = (groups / Double(wins + losses)).squareRoot()
            return Law(quantile: t / scale) { z in
                Probability.approximate(2 * (StudentT.cdf(-z * scale, degrees: groups - 1) ?? 0.5))
            }
        }
        // As many independent pairs as know the mean score as well.
        let robust = RatioComparison.Pair.dependence(pairs).flatMap { RobustMean(scores, $0) }
        guard let robust else { return nil }
        let scale = (robust.effectiveCount(of: Double(pairs.count)) / Double(pairs.count)).squareRoot()
        return Law(quantile: normal / scale) { normalP($0 * scale) }
    }
}
