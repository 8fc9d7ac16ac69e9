import ALCFSystem
import Testing

@testable import ALCFReport
@testable import ALCFStatistics

/// A small version of the part of `make coverage` that is about planning.
@Suite struct PlanStudyTests {
    /// 100 runs: chance alone moves a share of 95 % by 4 points, and one of 80 % by 8.
    @Test(arguments: PlanStudy.settings)
    func whatIsPromisedIsReached(_ setting: PlanStudy.Setting) {
        var study = PlanStudy(seed: 31)
        let row = study.run(setting, runs: 100)
        #expect(PlanStudy.holds(row, runs: 100), "\(row)")
        #expect(row.held >= 0.88 && row.reached >= 0.9, "\(row)")
        if setting.isPlanned { #expect(row.found >= 0.74, "\(row)") }
    }

    @Test func theRatioHasNoInfluenceOnTheEnd() throws {
        let dependence = Dependence(inOrder: 60)
        var generator = SplitMix64(seed: 5)
        let logs = (0..<60).map { _ in 0.2 * generator.normal() }
        let equal = try #require(PairedSpread(logs, dependence, blocks: 60))
        let far = try #require(PairedSpread(logs.map { $0 + 3 }, dependence, blocks: 60))
        #expect(abs(equal.cautiousHalfWidth - far.cautiousHalfWidth) < 1e-9)
        for precision in [0.02, 0.04, 0.05, 0.06, 0.2] {
            let rule = try #require(PrecisionRule(precision, targets: []))
            #expect(abs((rule.factor(equal) ?? 0) - (rule.factor(far) ?? 0)) < 1e-6)
        }
    }

    @Test func aLoadThatLastsAsLongAsThePilotMakesItShort() throws {
        let wave: [Double] = (0..<20).map { (index: Int) -> Double in
            let level: Double = index < 9 ? 0.3 : -0.2
            return level + 0.01 * Double(index % 3)
        }
        let spread = try #require(PairedSpread(wave, Dependence(inOrder: 20), blocks: 20))
        #expect(spread.isShort && spread.independentStretches < 6)
        let slices = try #require(Dependence(groups: Array(0..<20), stretches: (0..<20).map { $0 / 5 }))
        let few = try #require(PairedSpread(wave, slices, blocks: 20))
        #expect(few.isShort && few.stretches == 4)
    }

    /// Of independent normal differences the classical size is (t·s ÷ h)², and detecting takes more than an interval does.
    @Test func sizesGrowWithTheSquare() throws {
        var generator = SplitMix64(seed: 9)
        let logs = (0..<30).map { _ in 0.2 * generator.normal() }
        let spread = try #require(PairedSpread(logs, Dependence(inOrder: 30), blocks: 30))
        #expect(spread.interval.lower < spread.deviation && spread.deviation < spread.interval.upper)
        let (wide, narrow) = (SamplePlan.pairs(spread, halfWidth: 0.04), SamplePlan.pairs(spread, halfWidth: 0.02))
        #expect(abs(Double(narrow) / Double(wide) - 4) < 0.1)
        #expect(SamplePlan.pairs(spread, halfWidth: 0.02, scale: 2) >= 4 * narrow - 4)
        #expect(SamplePlan.pairs(spread, halfWidth: 10) == RobustMean.minimumStretches)
        let one = SamplePlan.pairsToDetect(spread, ratio: 1.05, tests: 1)
        let four = SamplePlan.pairsToDetect(spread, ratio: 1.05, tests: 4)
        #expect(one < four && four < 3 * one)
    }

    /// σ of 20 normal values is within 0.76 and 1.46 of s (χ² of 19 degrees: 8.907 and 32.852).
    @Test func theSpreadOfASingleLawIsChiSquares() {
        let law = ErrorLaw(standardError: 1, degrees: 19)
        #expect(abs(law.spread(0.025) - 0.7605) < 0.005)
        #expect(abs(law.spread(0.975) - 1.4606) < 0.005)
        #expect(ErrorLaw(standardError: 0, degrees: 5).spread(0.5) == 0)
    }
}
