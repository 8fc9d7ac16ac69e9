import Testing

@testable import ALCFBench

@Suite struct WinRatioTests {
    /// Pairs from a word for each passage: w the first came first, l the second did, t neither answered.
    private func pairs(_ words: [String]) -> [RatioComparison.Pair] {
        words.enumerated().flatMap { passage, word in
            word.enumerated().map { place, letter in
                RatioComparison.Pair(
                    passage: "\(passage)", prompt: "\(passage) \(place)",
                    first: letter == "w" ? 1 : letter == "l" ? 2 : .infinity,
                    second: letter == "w" ? .infinity : letter == "l" ? 1 : .infinity)
            }
        }
    }

    /// By statsmodels 0.15: GLM of the wins with an intercept alone, its covariance clustered by passage; Wilson's interval by
    /// `proportion_confint` at the quantile that this makes.
    @Test(arguments: [
        ("wwl wlt lwl www tww lww wlw lll", 13, 9, 2, 0.4733967581247008, 4.407338489920165, 0.4807306874837819),
        (
            "wwww wwwl wwww wlww www wwwww wwwt wwww", 29, 2, 1, 3.2232054336325393, 65.23009604232706,
            0.0014756282936358505
        ),
    ])
    func agreesWithAnIndependentComputation(
        _ words: String, wins: Int, losses: Int, ties: Int, lower: Double, upper: Double, p: Double
    ) throws {
        let ratio = WinRatio(pairs(words.split(separator: " ").map(String.init)))
        #expect((ratio.wins, ratio.losses, ratio.ties) == (wins, losses, ties))
        #expect(isClose(ratio.ratio, Double(wins) / Double(losses), 1e-12))
        let interval = try #require(ratio.interval)
        #expect(isClose(interval.lower, lower, 1e-6) && isClose(interval.upper, upper, 1e-6))
        #expect(isClose(ratio.pValue, p, 1e-6))
    }

    /// 60 wins and 40 losses of independent pairs, by the same; that of Pocock et al. (2012), by Wald, is 1.02 to 2.29.
    @Test func independentPairsHaveWilsonsInterval() throws {
        let ratio = WinRatio(pairs((0..<60).map { _ in "w" } + (0..<40).map { _ in "l" }))
        let interval = try #require(ratio.interval)
        #expect(isClose(interval.lower, 1.0011581230228532, 1e-6) && isClose(interval.upper, 2.247397237517734, 1e-6))
        #expect(isClose(ratio.pValue, 0.04935157628671008, 1e-6))
    }

    /// Twelve of twelve: the interval is open above, and where the twelve are of six passages, it is wider.
    @Test func withoutALossTheUpperEndIsInfinite() throws {
        let single = WinRatio(pairs((0..<12).map { _ in "w" }))
        #expect(single.ratio == .infinity && single.interval?.upper == .infinity)
        #expect(try #require(single.interval).lower > 1 && #require(single.pValue) < 0.01)
        let clustered = WinRatio(pairs((0..<6).map { _ in "ww" }))
        #expect(try #require(clustered.interval).lower < #require(single.interval).lower)
        let lost = WinRatio(pairs((0..<12).map { _ in "l" }))
        #expect(lost.ratio == 0 && lost.interval?.lower == 0)
    }

    @Test func tooFewPairsWithAWinnerHaveNoInterval() {
        let few = WinRatio(pairs(["w", "w", "l", "w", "l", "t", "t", "t"]))
        #expect(few.ratio == 1.5 && few.interval == nil && few.pValue == nil)
        #expect(WinRatio(pairs(["t", "t"])).ratio == nil)
        #expect(WinRatio([]).ratio == nil)
    }

    @Test func theFasterOfTwoAnswersWinsAndEqualOnesTie() {
        let ratio = WinRatio([
            RatioComparison.Pair(passage: "a", first: 1, second: 2),
            RatioComparison.Pair(passage: "b", first: 3, second: 2),
            RatioComparison.Pair(passage: "c", first: 2, second: 2),
            RatioComparison.Pair(passage: "d", first: .infinity, second: 2),
        ])
        #expect((ratio.wins, ratio.losses, ratio.ties) == (1, 2, 1))
    }
}
