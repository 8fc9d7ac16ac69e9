import ALCFSystem
import Glibc
import Testing

@testable import ALCFReport
@testable import ALCFStatistics

/// Of answered requests alone, a target that fails its slowest ones looks fast.
@Suite struct FailureEffectTests {
    /// Two targets with log-normal times, whose requests fail.
    struct Scenario: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The first's time as a multiple of the second's.
        var factor = 1.0
        /// The share of its slowest requests that the first fails.
        var slowestFirst = 0.0
        /// The same of the second.
        var slowestSecond = 0.0
        /// The share of any requests that each fails.
        var anyFirst = 0.0
        var anySecond = 0.0
        /// Which verdicts are allowed how often, of a hundred.
        var mostFirstFaster = 100.0
        var mostSecondFaster = 100.0
        var leastFirstFaster = 0.0
        /// The most that are called equivalent.
        var mostEquivalent = 100.0
        /// The scatter of the logarithm of a time.
        var scatter = 0.4
        /// How often each prompt is sent to both.
        var runs = 1
    }

    static let scenarios = [
        Scenario(testDescription: "equal, the first fails its slowest 30 %", slowestFirst: 0.3, mostFirstFaster: 5),
        Scenario(
            testDescription: "the first is 15 % slower and fails its slowest 30 %", factor: 1.15, slowestFirst: 0.3,
            mostFirstFaster: 0),
        Scenario(
            testDescription: "the first is twice as fast, and either fails 1 %", factor: 0.5, anyFirst: 0.01,
            anySecond: 0.01, leastFirstFaster: 90),
        Scenario(
            testDescription: "equal, and either fails 10 %", anyFirst: 0.1, anySecond: 0.1, mostFirstFaster: 5,
            mostSecondFaster: 5),
        Scenario(
            testDescription: "equal, the first fails its slowest 30 %, the second any 30 %", slowestFirst: 0.3,
            anySecond: 0.3, mostFirstFaster: 5),
        Scenario(
            testDescription: "equal, both fail their slowest 20 %", slowestFirst: 0.2, slowestSecond: 0.2,
            mostFirstFaster: 5, mostSecondFaster: 5),
        Scenario(
            testDescription: "equal, the first fails its slowest 5 %", slowestFirst: 0.05, mostFirstFaster: 5),
        Scenario(
            testDescription: "the first's tail is long and fails, the rest is equal", slowestFirst: 0.3,
            mostFirstFaster: 5, mostEquivalent: 5, scatter: 0.05),
        Scenario(
            testDescription: "equal, three runs of each prompt, the first fails its slowest 30 %", slowestFirst: 0.3,
            mostFirstFaster: 5, runs: 3),
    ]

    private struct Found {
        var first = 0
        var second = 0
        var withheld = 0
        var equivalent = 0
    }

    private func found(_ scenario: Scenario, pairs count: Int, experiments: Int) -> Found {
        var generator = SplitMix64(seed: 11)
        func normal() -> Double {
            (-2 * log(1 - generator.unit())).squareRoot() * cos(2 * .pi * generator.unit())
        }
        var found = Found()
        for _ in 0..<experiments {
            let difficulties = (0..<count).map { _ in 0.3 * normal() }
            let pairs = (0..<count).map { index -> RatioComparison.Pair in
                let prompt = index / scenario.runs
                let difficulty = difficulties[prompt]
                let (a, b) = (normal(), normal())
                func time(_ z: Double, _ factor: Double, _ slowest: Double, _ any: Double) -> Double {
                    let fails =
                        SpecialFunctions.normalCDF(z) > 1 - slowest || any > 0 && generator.unit() < any
                    return fails ? .infinity : factor * exp(difficulty + scenario.scatter * z)
                }
                let first = time(a, scenario.factor, scenario.slowestFirst, scenario.anyFirst)
                let second = time(b, 1, scenario.slowestSecond, scenario.anySecond)
                return RatioComparison.Pair(passage: "\(prompt)", first: first, second: second)
            }
            var result = RatioComparison(pairs, seed: 1, resamples: 100)
            result.failures = FailureEffect(pairs)
            result.declare()
            switch result.verdict {
            case .firstFaster: found.first += 1
            case .secondFaster: found.second += 1
            case .withheld: found.withheld += 1
            case .equivalent: found.equivalent += 1
            default: break
            }
        }
        return found
    }

    @Test(arguments: scenarios) func whoIsCalledFasterFollowsFromEveryAttempt(_ scenario: Scenario) {
        let experiments = 100
        let found = found(scenario, pairs: 100, experiments: experiments)
        func share(_ count: Int) -> Double { 100 * Double(count) / Double(experiments) }
        #expect(share(found.first) <= scenario.mostFirstFaster, "first faster: \(found)")
        #expect(share(found.second) <= scenario.mostSecondFaster, "second faster: \(found)")
        #expect(share(found.first) >= scenario.leastFirstFaster, "first faster: \(found)")
        #expect(share(found.equivalent) <= scenario.mostEquivalent, "equivalent: \(found)")
    }

    /// The fault this guards against is there: without its failures, the first looks faster nearly always.
    @Test func answeredRequestsAloneWouldMislead() {
        let scenario = Self.scenarios[0]
        #expect(found(scenario, pairs: 200, experiments: 40).withheld > 36)
    }

    @Test func ranksOfInfiniteValuesAreTheHighest() {
        #expect(
            FailureEffect.signedRanks([0.5, -0.5, .infinity, 0, -2, -.infinity]) == [1.5, -1.5, 4.5, 0, -3, -4.5])
    }

    @Test func aTargetThatFailedNothingIsNotHeldBack() {
        let pairs = (0..<20).map { index in
            RatioComparison.Pair(
                passage: "\(index)", first: 1 + 0.01 * Double(index), second: index < 8 ? .infinity : 2)
        }
        var result = RatioComparison(pairs, seed: 1, resamples: 100)
        result.failures = FailureEffect(pairs)
        result.declare()
        #expect(result.failures?.firstFasterP == nil && result.failures?.secondFailed == 8)
        #expect(result.verdict == .firstFaster)
    }

    /// Eight of twenty of the first's fail: what the others show is not said.
    @Test func requestsThatAreNotPairedAreJudgedByRanks() throws {
        let fast = (0..<12).map { 1 + 0.01 * Double($0) }
        let slow = (0..<20).map { 1.2 + 0.01 * Double($0) }
        var result = RatioComparison(unpaired: fast, slow)
        result.declare()
        #expect(result.verdict == .firstFaster)
        result.failures = FailureEffect(unpaired: fast + (0..<8).map { _ in .infinity }, slow)
        result.declare()
        #expect(result.verdict == .withheld && result.withheld == .firstFaster)
        #expect(try #require(result.worstCaseP) > 0.05)
        result.failures = FailureEffect(unpaired: fast, slow + [.infinity])
        result.declare()
        #expect(result.verdict == .firstFaster)
    }

    @Test func noAnswerHasNoEffect() {
        #expect(FailureEffect([RatioComparison.Pair(passage: "a", first: .infinity, second: .infinity)]) == nil)
        #expect(FailureEffect(unpaired: [.infinity], []) == nil)
    }
}

extension RatioComparison {
    /// Tests it as the only figure that was declared.
    fileprivate mutating func declare() {
        guard let test = PrimaryTest(.latency, self, first: "first", second: "second") else { return }
        let corrected = ClaimFamily.corrected([test])[0]
        note(corrected, ClaimFamily.claims(corrected))
    }
}
