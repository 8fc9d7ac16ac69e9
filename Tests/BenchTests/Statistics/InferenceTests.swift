import ALCFSystem
import Glibc
import Testing

@testable import ALCFStatistics

@Suite struct MannWhitneyTests {
    /// scipy.stats.mannwhitneyu(a, b, method='exact')
    @Test func isExactForSmallSamples() throws {
        let test = try #require(
            MannWhitney([1.2, 3.4, 2.2, 8.8, 0.3, 4.1, 2.9], [2.5, 6.1, 5.5, 9.9, 1.1, 7.3, 3.3, 12.0]))
        #expect(test.isExact)
        #expect(test.u == 16)
        #expect(isClose(test.pValue, 0.1892773892773893))
        #expect(isClose(test.effect, 16.0 / 56))
    }

    /// scipy.stats.mannwhitneyu(a, b, method='asymptotic', use_continuity=False)
    @Test func correctsForTies() throws {
        let test = try #require(
            MannWhitney([1, 2, 2, 3, 5, 5, 8, 9, 9, 9, 11], [2, 3, 4, 4, 5, 9, 10, 12, 13, 13, 15, 17]))
        #expect(!test.isExact)
        #expect(test.u == 40)
        #expect(isClose(test.pValue, 0.10771347888120354, 1e-9))
    }

    @Test func needsValuesOfBoth() {
        #expect(MannWhitney([], [1]) == nil)
        #expect(MannWhitney([1], [.nan]) == nil)
        #expect(MannWhitney([2, 2, 2], [2, 2])?.pValue == 1)
    }
}

@Suite struct GeometricRatioTests {
    private let values = [1.02, 0.99, 1.01, 1.03, 0.98, 1.0, 1.02, 1.01]

    /// scipy.stats.ttest_1samp of the logarithms; TOST: the larger of the two one-sided t.sf against ± ln 1.05.
    @Test func agreesWithSciPy() throws {
        let ratio = try #require(GeometricRatio(values, over: values.map { _ in 1 }))
        #expect(isClose(ratio.pValue, 0.25101259163861334, 1e-9))
        #expect(isClose(ratio.equivalencePValue(within: 1.05), 0.00010088363605803803, 1e-10))
        #expect(ratio.clusters == 8)
    }

    /// scipy.stats.ttest_ind(log a, log b, equal_var=False)
    @Test func comparesWhatIsNotPairedAsWelchDoes() throws {
        let ratio = try #require(
            GeometricRatio(
                unpaired: [1.2, 3.4, 2.2, 8.8, 0.3, 4.1, 2.9], over: [2.5, 6.1, 5.5, 9.9, 1.1, 7.3, 3.3, 12.0]))
        #expect(isClose(ratio.ratio, 0.4701878742326621))
        #expect(isClose(ratio.pValue, 0.15366445350789099, 1e-9))
        #expect(isClose(log(ratio.interval.lower), -1.8388766095478424, 1e-9))
        #expect(isClose(log(ratio.interval.upper), 0.32963074606818443, 1e-9))
    }

    /// By hand with NumPy: SE² = G/(G−1)·Σ(Σ(d − d̄))²/n² = 0.04399907², n²/Σn_g² − 1 = 4.157894… degrees of freedom;
    /// scipy.stats.t.ppf(0.975, 4.157894736842105) = 2.7351…
    @Test func dependenceWithinGroupsWidensIt() throws {
        let groups = [[0.1, 0.2, 0.15], [0.3, 0.1], [-0.05, 0.02, 0, 0.1], [0.25], [0.2, 0.22], [0.05, -0.1]]
        let ratio = try #require(GeometricRatio(clusteredLogs: groups))
        #expect(isClose(log(ratio.ratio), 0.11))
        let t = try #require(StudentT.quantile(0.975, degrees: 4.157894736842105))
        #expect(isClose(log(ratio.interval.upper), 0.11 + t * 0.04399907234643633, 1e-9))
        #expect(ratio.pairs == 14 && ratio.clusters == 6)
        let repeated = try #require(GeometricRatio(clusteredLogs: values.map { [log($0), log($0), log($0)] }))
        let single = try #require(GeometricRatio(clusteredLogs: values.map { [log($0)] }))
        #expect(isClose(repeated.interval.upper, single.interval.upper))
    }

    @Test func isFasterJustWhereTheIntervalLeavesOutOne() throws {
        var generator = SplitMix64(seed: 3)
        for _ in 0..<50 {
            let logs = (0..<8).map { _ in [generator.unit() - 0.35] }
            let ratio = try #require(GeometricRatio(clusteredLogs: logs))
            #expect((ratio.pValue < 0.05) == !ratio.interval.contains(1))
        }
    }
}

@Suite struct HolmTests {
    /// statsmodels' multipletests(p, method='holm') gives these by definition: p₍ᵢ₎·(m − i + 1), made monotone, at most 1.
    @Test func correctsInSteps() {
        let adjusted = Holm.adjusted([0.01, 0.04, 0.03, 0.005])
        for (value, expected) in zip(adjusted, [0.03, 0.06, 0.06, 0.02]) { #expect(isClose(value, expected)) }
        #expect(Holm.adjusted([Double]()) == [])
        #expect(Holm.adjusted([0.7, 0.6]) == [1, 1])
    }
}

@Suite struct TheilSenTests {
    /// scipy.stats.theilslopes(y, x)
    @Test func agreesWithSciPy() throws {
        let line = try #require(
            TheilSen(x: [30, 132, 64, 97, 41, 146, 53, 110], y: [4.9, 5.2, 5.0, 5.1, 4.8, 5.3, 5.05, 5.0]))
        #expect(isClose(line.slope, 0.0029631255487269493))
        #expect(isClose(line.interval.lower, 0.0011363636363636324))
        #expect(isClose(line.interval.upper, 0.00652173913043476))
    }
}
