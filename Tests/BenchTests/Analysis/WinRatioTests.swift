import Testing

@testable import ALCFReport
@testable import ALCFStatistics

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

    /// 30 pairs of passages of their own, 20 wins and 10 losses mixed: by statsmodels 0.15, `proportion_confint(20, 30, method='wilson')`
    /// is 0.487802 to 0.807689, of which the odds are 0.952373 to 4.199915. Not knowing that they are independent costs a little.
    @Test func independentPairsHaveNearlyWilsonsInterval() throws {
        let ratio = WinRatio(pairs((0..<30).map { $0 * 7 % 3 == 0 ? "l" : "w" }))
        #expect((ratio.wins, ratio.losses, ratio.ties) == (20, 10, 0))
        let interval = try #require(ratio.interval)
        #expect(interval.lower < 0.952373 && interval.lower > 0.75)
        #expect(interval.upper > 4.199915 && interval.upper < 5.4)
        #expect(try #require(ratio.pValue) > 0.0679 && #require(ratio.pValue) < 0.15)
    }

    /// The same wins and losses in passages of one mind, and one after the other, tell less.
    @Test func whatPairsShareWidensIt() throws {
        let mixed = WinRatio(pairs((0..<30).map { $0 * 7 % 3 == 0 ? "l" : "w" }))
        let grouped = WinRatio(pairs(["www", "lll", "www", "www", "lll", "www", "www", "lll", "www", "wwl"]))
        let drifting = WinRatio(pairs((0..<30).map { $0 < 20 ? "w" : "l" }))
        for other in [grouped, drifting] {
            #expect(other.wins == 20 && other.losses == 10)
            #expect(try #require(other.interval).upper > 1.2 * #require(mixed.interval).upper)
            #expect(try #require(other.pValue) > #require(mixed.pValue))
        }
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
