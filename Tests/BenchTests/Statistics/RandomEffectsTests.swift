import ALCFSystem
import Glibc
import Testing

@testable import ALCFStatistics

/// Thirteen trials of the BCG vaccine against tuberculosis (Colditz et al. 1994; `dat.bcg` of R's metafor): cases and
/// others among the vaccinated, then among the rest. The log risk ratios and their variances are those of
/// `escalc(measure = "RR")`.
private enum BCG {
    static let counts: [(Double, Double, Double, Double)] = [
        (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13_536, 248, 12_619), (33, 5_036, 47, 5_761),
        (180, 1_361, 372, 1_079), (8, 2_537, 10, 619), (505, 87_886, 499, 87_892), (29, 7_470, 45, 7_232),
        (17, 1_699, 65, 1_600), (186, 50_448, 141, 27_197), (5, 2_493, 3, 2_338), (27, 16_886, 29, 17_825),
    ]

    static var trials: [SessionEstimate] {
        counts.compactMap { a, b, c, d in
            SessionEstimate(
                log(a / (a + b)) - log(c / (c + d)),
                standardError: (1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)).squareRoot())
        }
    }
}

@Suite struct RandomEffectsTests {
    /// statsmodels 0.15: combine_effects(y, v, method_re="iterated", use_t=True), which is Paule and Mandel's; the Q
    /// profile and I² as metafor's documentation gives them (0.1197 to 1.1115; Q 152.2330), to all digits by SciPy's
    /// brentq on the same equations.
    @Test func agreesWithStatsmodelsAndMetafor() throws {
        let all = try #require(RandomEffects(BCG.trials))
        #expect(all.count == 13)
        #expect(isClose(all.deviation * all.deviation, 0.31806845220502394, 1e-9))
        #expect(isClose(all.mean, -0.7149681534934442, 1e-9))
        #expect(isClose(all.standardError, 0.1808921915376235, 1e-9))
        #expect(isClose(all.fixedError, 0.04049875171086381, 1e-9))
        let interval = try #require(all.interval())
        #expect(isClose(interval.lower, -1.10909838120224, 1e-8) && isClose(interval.upper, -0.3208379257846485, 1e-8))
        #expect(isClose(all.q, 152.2330080823733, 1e-9))
        #expect(all.qP == 0x1p-52)
        #expect(isClose(all.inconsistency, 0.9233033795415324, 1e-9))
        let tau = all.deviationInterval
        #expect(isClose(tau.lower * tau.lower, 0.11971836114126086, 1e-8))
        #expect(isClose(tau.upper * tau.upper, 1.1114790840609279, 1e-8))
        // metafor: predict(rma(yi, vi, method = "PM", test = "knha")).
        let next = try #require(all.nextTruth())
        #expect(isClose(next.lower, -2.0054259229281035, 1e-8) && isClose(next.upper, 0.5754896159412148, 1e-8))
    }

    private let alike = zip([0.10, 0.12, 0.09, 0.11, 0.13, 0.105], [0.002, 0.003, 0.0025, 0.002, 0.004, 0.003])
        .compactMap { SessionEstimate($0, standardError: $1.squareRoot()) }

    /// statsmodels, as above: without a difference between sessions, HKSJ would be shorter than the fixed effect.
    @Test func isNeverShorterThanTheFixedEffect() throws {
        let all = try #require(RandomEffects(alike))
        #expect(all.deviation == 0 && all.deviationInterval.lower == 0)
        #expect(isClose(all.q, 0.33435251798561083, 1e-9))
        #expect(isClose(all.mean, 0.10726618705035972, 1e-9))
        #expect(isClose(all.fixedError, 0.02077630083193331, 1e-9))
        #expect(isClose(all.standardError, 0.005372612547121898, 1e-9))
        let interval = try #require(all.interval())
        // z · SE of the fixed effect, by SciPy.
        #expect(isClose(interval.upper - all.mean, 0.04072080136255885, 1e-9))
        #expect(all.pValue < 0.05 && isClose(all.pValue / 5.825246178059513e-6, 1, 1e-6))
    }

    /// Student's interval of the mean and of the next value: SciPy's t.ppf.
    @Test func ofEqualWeightsIsStudents() throws {
        let all = try #require(
            RandomEffects(alike.compactMap { SessionEstimate($0.value, standardError: 1e-6) }, weights: .equal))
        #expect(isClose(all.mean, 0.10916666666666668, 1e-12) && isClose(all.spread, 0.014288690166235206, 1e-12))
        let interval = try #require(all.interval())
        #expect(isClose(interval.upper - all.mean, 0.014995060707878503, 1e-10))
        let next = try #require(all.next())
        #expect(isClose(next.upper - all.mean, 0.03967320152736268, 1e-10))
    }

    @Test func copesWithErrorsThatAreNone() throws {
        let none = [1.0, 1.1, 0.9].compactMap { SessionEstimate($0, standardError: 0) }
        let all = try #require(RandomEffects(none))
        #expect(isClose(all.mean, 1, 1e-6) && isClose(all.deviation, 0.1, 1e-6))
        let same = try #require(RandomEffects([1, 1, 1].compactMap { SessionEstimate($0, standardError: 0) }))
        let interval = try #require(same.interval())
        #expect(interval.lower.isFinite && interval.contains(1) && same.pValue > 0 && same.next() != nil)
        let zero = try #require(RandomEffects([0, 0, 0].compactMap { SessionEstimate($0, standardError: 0) }))
        #expect(zero.pValue == 1)
        #expect(RandomEffects([]) == nil && RandomEffects(Array(alike.prefix(1))) == nil)
        #expect(SessionEstimate(.nan, standardError: 1) == nil && SessionEstimate(1, standardError: .infinity) == nil)
        #expect(SessionEstimate(1, standardError: -1) == nil)
    }

    /// A single precise session must not decide alone, and few degrees of freedom make an error larger.
    @Test func heedsDegreesOfFreedom() throws {
        let few = try #require(SessionEstimate(0, standardError: 0.1, degrees: 4))
        #expect(isClose(few.variance, 0.02, 1e-12))
        let fewer = try #require(SessionEstimate(0, standardError: 0.1, degrees: 1))
        #expect(isClose(fewer.variance, 0.03, 1e-12))
    }

    /// TOST: the larger one-sided p-value.
    @Test func equivalenceTakesBothSides() throws {
        let all = try #require(RandomEffects(alike))
        #expect(all.equivalenceP(within: log(1.25)) < 0.05)
        #expect(all.equivalenceP(within: log(1.12)) > 0.05)
        #expect(all.equivalenceP(within: log(1.05)) > 0.5)
    }
}

@Suite struct DailyHarmonicTests {
    static let hours = [0.0, 6, 12, 18, 1, 7, 13, 19, 2, 8, 14, 20]
    static let values = [1.0137, 0.9615, 1.2812, 1.3481, 1.1837, 1.136, 1.2746, 1.1965, 1.13, 1.3247, 1.3722, 1.1155]
    static let variances = [
        0.0023, 0.00392, 0.00369, 0.00353, 0.00218, 0.00248, 0.00303, 0.00118, 0.00267, 0.00181, 0.00364, 0.00119,
    ]

    static var estimates: [SessionEstimate] {
        zip(values, variances).compactMap { SessionEstimate($0, standardError: $1.squareRoot()) }
    }

    /// statsmodels 0.15: WLS(y, [1, cos, sin], weights=1/(v + τ²)).fit(), with τ² by SciPy's brentq on Σ w r² = k − 3; the
    /// interval of the amplitude by the delta method in NumPy.
    @Test func agreesWithStatsmodels() throws {
        let fit = try #require(DailyHarmonic(Self.estimates, hours: Self.hours))
        #expect(isClose(fit.deviation * fit.deviation, 0.007038560211188222, 1e-9))
        #expect(isClose(fit.amplitude, 0.1253105658988556, 1e-8) && isClose(fit.peak, 13.855751712226901, 1e-7))
        #expect(isClose(fit.f, 4.726968321269578, 1e-7) && isClose(fit.pValue, 0.03950851251934633, 1e-8))
        let tau = fit.deviationInterval
        #expect(isClose(tau.lower * tau.lower, 0.0019326432378655124, 1e-8))
        #expect(isClose(tau.upper * tau.upper, 0.029793458053056172, 1e-8))
        #expect(
            isClose(fit.interval.lower, 0.033115488382021815, 1e-7)
                && isClose(fit.interval.upper, 0.21750564341591128, 1e-7))
    }

    /// Twelve sessions, 30 hours apart, with a τ of 10 %: 150 times, so that chance alone moves the share by 4 points.
    @Test(arguments: [0, 0.1, 0.3]) func theIntervalHoldsTheAmplitude(_ amplitude: Double) {
        var generator = SplitMix64(seed: 9)
        let hours = (0..<12).map { Double($0 * 30 % 24) }
        var (held, claimed) = (0, 0)
        for _ in 0..<150 {
            let estimates = hours.compactMap { hour in
                let truth = amplitude * cos(2 * .pi * (hour - 14) / 24) + 0.1 * generator.normal()
                return SessionEstimate(truth + 0.025 * generator.normal(), standardError: 0.025)
            }
            guard let fit = DailyHarmonic(estimates, hours: hours) else { continue }
            if fit.interval.contains(amplitude) { held += 1 }
            if fit.pValue < 0.05 { claimed += 1 }
        }
        #expect((134...150).contains(held), "\(held)")
        if amplitude == 0 { #expect(claimed <= 16, "\(claimed)") }
    }

    @Test func takesHoursThatAreSpread() {
        #expect(DailyHarmonic.areSpread([0, 6, 12, 18]) && DailyHarmonic.areSpread([2, 10, 18]))
        #expect(!DailyHarmonic.areSpread([0, 12]) && !DailyHarmonic.areSpread([8, 9, 10, 11, 12]))
        #expect(!DailyHarmonic.areSpread([]) && !DailyHarmonic.areSpread([0, 23.95, 12]))
        #expect(DailyHarmonic(Array(Self.estimates.prefix(7)), hours: Array(Self.hours.prefix(7))) == nil)
    }
}

@Suite struct DistributionFunctionTests {
    /// scipy.stats.chi2.
    @Test func chiSquaredAgreesWithSciPy() throws {
        let known: [(Double, Double, Double)] = [
            (3.2, 5, 0.3308170979667568), (0.01, 1, 0.07965567455405799), (20, 12, 0.9329140371209681),
            (100, 100, 0.5188083154720433),
        ]
        for (x, degrees, p) in known { #expect(isClose(ChiSquared.cdf(x, degrees: degrees), p, 1e-12)) }
        #expect(isClose(ChiSquared.tail(60, degrees: 5) / 1.2154569777183007e-11, 1, 1e-9))
        let quantiles: [(Double, Double, Double)] = [
            (0.025, 12, 4.4037885069817015), (0.975, 12, 23.33666415864534), (0.5, 1, 0.454936423119572),
            (0.95, 4, 9.487729036781154),
        ]
        for (p, degrees, x) in quantiles {
            #expect(isClose(ChiSquared.quantile(p, degrees: degrees), x, 1e-10))
        }
        #expect(ChiSquared.quantile(1, degrees: 3) == nil && ChiSquared.cdf(-1, degrees: 3) == 0)
    }

    /// scipy.stats.f.sf.
    @Test func fAgreesWithSciPy() {
        #expect(isClose(FisherF.tail(3.5, 2, 9), 0.0750846862792969, 1e-12))
        #expect(isClose(FisherF.tail(0.2, 2, 5), 0.824974664479918, 1e-12))
        #expect(isClose(FisherF.tail(40, 2, 7), 0.00014774941019508883, 1e-12))
        #expect(FisherF.tail(0, 2, 7) == 1)
    }

    /// scipy.stats.norm.sf of (|S| − 1) ÷ √(n(n − 1)(2n + 5) ÷ 18).
    @Test func mannKendallHasAPValue() throws {
        let test = try #require(MannKendall([3.1, 3.3, 2.9, 3.5, 3.6, 3.4, 3.9, 4.1, 3.8, 4.2]))
        #expect(test.score == 33 && isClose(test.pValue, 0.004207551285491748, 1e-12))
    }
}
