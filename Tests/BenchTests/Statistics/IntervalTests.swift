import Testing

@testable import ALCFStatistics

@Suite struct IntervalTests {
    /// scipy.stats.t.ppf.
    @Test(arguments: [
        (0.975, 1, 12.706204736174694), (0.975, 2, 4.302652729749462), (0.975, 9, 2.262157162798205),
        (0.975, 19, 2.0930240544083087), (0.95, 5, 2.0150483733330233), (0.001, 3, -10.214531852407385),
        (0.975, 1_000, 1.9623390808264083), (0.9, 0.5, 10.27032441023451), (0.5, 4, 0),
    ])
    func studentQuantiles(_ probability: Double, _ degrees: Double, _ expected: Double) {
        #expect(isClose(StudentT.quantile(probability, degrees: degrees), expected, 1e-9))
    }

    /// scipy.stats.t.cdf.
    @Test(arguments: [(2.0, 5.0, 0.9490302605850708), (-1.3, 9, 0.11295318633652467), (0.1, 30, 0.5394951941048645)])
    func studentDistribution(_ t: Double, _ degrees: Double, _ expected: Double) {
        #expect(isClose(StudentT.cdf(t, degrees: degrees), expected, 1e-12))
    }

    @Test func studentRefusesNonsense() {
        #expect(StudentT.quantile(0, degrees: 3) == nil)
        #expect(StudentT.quantile(1, degrees: 3) == nil)
        #expect(StudentT.quantile(0.9, degrees: 0) == nil)
        #expect(StudentT.quantile(.nan, degrees: 3) == nil)
        #expect(StudentT.cdf(.nan, degrees: 3) == nil)
    }

    /// scipy.stats.norm.ppf.
    @Test(arguments: [
        (0.025, -1.9599639845400545), (0.5, 0), (1e-10, -6.361340902404056), (0.999, 3.090232306167813),
    ])
    func normalQuantiles(_ probability: Double, _ expected: Double) {
        #expect(isClose(SpecialFunctions.normalQuantile(probability), expected, 1e-12))
    }

    /// scipy.special.betainc.
    @Test(arguments: [
        (0.4, 2, 3, 0.5248), (0.1, 0.5, 0.5, 0.20483276469913345), (0.7, 50, 30, 0.9207207761763279), (0.3, 1, 1, 0.3),
    ])
    func incompleteBeta(_ x: Double, _ a: Double, _ b: Double, _ expected: Double) {
        #expect(isClose(SpecialFunctions.incompleteBeta(x, a, b), expected, 1e-12))
    }

    @Test func minimumCounts() {
        #expect(
            [0.5, 0.9, 0.95, 0.99, 0.999].map { Statistics.minimumCount(forQuantile: $0) } == [6, 36, 72, 368, 3_688])
        #expect(Statistics.minimumCount(forQuantile: 0.05) == 72)
        #expect(Statistics.minimumCount(forQuantile: 1) == .max)
    }

    @Test func quantileIntervalsNeedTheMinimumAndExistFromThere() {
        for probability in [0.5, 0.9, 0.95, 0.99] {
            let minimum = Statistics.minimumCount(forQuantile: probability)
            let values = (1...minimum).map(Double.init)
            #expect(Statistics.quantileInterval(Array(values.dropLast()), probability) == nil)
            #expect(Statistics.quantileInterval(values, probability)?.upper == Double(minimum))
        }
    }

    /// scipy.stats.quantile_test(range(1, 11), p=0.5).confidence_interval(): ranks 2 and 9.
    @Test func theMedianOfTenLiesBetweenTheSecondAndTheNinth() {
        let interval = Statistics.quantileInterval((1...10).map(Double.init).reversed(), 0.5)
        #expect(interval == Interval(lower: 2, upper: 9))
        #expect(Statistics.quantileInterval([1, 2, 3, 4, 5, .nan, 7], 0.5) == nil)
    }

    /// The promise of the interval, added up over all ranks for every count.
    @Test(arguments: [0.5, 0.9]) func quantileIntervalsCoverWhatTheyPromise(_ probability: Double) throws {
        for count in Statistics.minimumCount(forQuantile: probability)...120 {
            let interval = try #require(Statistics.quantileInterval((1...count).map(Double.init), probability))
            var weight = 1.0
            for _ in 0..<count { weight *= 1 - probability }
            var coverage = 0.0
            for below in 0...count {
                if (Int(interval.lower)..<Int(interval.upper)).contains(below) { coverage += weight }
                weight *= Double(count - below) / Double(below + 1) * probability / (1 - probability)
            }
            #expect(coverage >= 0.95 - 1e-9, "n = \(count)")
        }
    }

    /// scipy.stats.binomtest(k, n).proportion_ci(method='wilson').
    @Test(arguments: [
        (0, 10, 0, 0.27753279986288926), (10, 10, 0.7224672001371109, 1),
        (7, 10, 0.39677814746114526, 0.892208732593699),
        (18, 20, 0.6989663547715128, 0.9721335187862319),
    ])
    func wilson(_ successes: Int, _ count: Int, _ lower: Double, _ upper: Double) {
        let interval = Statistics.wilsonInterval(successes: successes, of: count)
        #expect(isClose(interval?.lower, lower))
        #expect(isClose(interval?.upper, upper))
    }

    @Test func wilsonNeedsSomethingToCount() {
        #expect(Statistics.wilsonInterval(successes: 0, of: 0) == nil)
        #expect(Statistics.wilsonInterval(successes: 3, of: 2) == nil)
    }

    /// exp of scipy.stats.t.interval on numpy.log of the ratios.
    @Test func pairedRatio() throws {
        let a = [4.47, 5.02, 4.61, 5.14, 5.54, 4.48, 5.03, 4.9, 5.1, 4.5]
        let b = [3.13, 1.2, 1.5, 1.9, 2.3, 1.1, 0.98, 1.66, 1.67, 2.1]
        let ratio = try #require(GeometricRatio(a, over: b))
        #expect(isClose(ratio.ratio, 2.940389697436497))
        #expect(isClose(ratio.interval.lower, 2.261360422132353))
        #expect(isClose(ratio.interval.upper, 3.823314270547834))
        #expect(ratio.pairs == 10)
        let turned = try #require(GeometricRatio(b, over: a))
        #expect(isClose(turned.ratio, 1 / ratio.ratio))
        #expect(isClose(turned.interval.lower, 1 / ratio.interval.upper))
    }

    @Test func pairedRatioRefusesWhatHasNoLogarithm() {
        #expect(GeometricRatio([], over: []) == nil)
        #expect(GeometricRatio([1], over: [1]) == nil)
        #expect(GeometricRatio([1, 2], over: [1, 0]) == nil)
        #expect(GeometricRatio([1, 2], over: [1, .nan]) == nil)
        #expect(GeometricRatio([1, 2, 3], over: [1, 2]) == nil)
        #expect(GeometricRatio([2, 2], over: [1, 1])?.interval == Interval(lower: 2, upper: 2))
    }
}
