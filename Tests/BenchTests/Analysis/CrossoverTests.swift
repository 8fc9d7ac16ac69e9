import ALCFSystem
import Glibc
import Testing

@testable import ALCFReport
@testable import ALCFStatistics

/// Requests of two services with known costs, and noise as a network has it: mostly little, sometimes much.
enum Synthetic {
    static func points(
        _ count: Int, fixed: Double, perToken: Double, perPromptToken: Double = 0, tokens: ClosedRange<Int>,
        seed: UInt64
    ) -> [LatencyModel.Point] {
        var generator = SplitMix64(seed: seed)
        return (0..<count).map { _ in
            let tokens = tokens.lowerBound + generator.below(tokens.count)
            let prompt = 100 + generator.below(900)
            let noise = -0.04 * log(1 - generator.unit())
            return LatencyModel.Point(
                tokens: tokens, prompt: prompt,
                seconds: fixed + perToken * Double(tokens) + perPromptToken * Double(prompt) + noise)
        }
    }
}

@Suite struct CrossoverTests {
    /// (4.8 − 1) ÷ (0.007 − 0.0027) = 883.7.
    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64]) func findsTheKnownCrossover(_ seed: UInt64) throws {
        let metis = try #require(
            LatencyModel(requests: Synthetic.points(60, fixed: 4.8, perToken: 0.0027, tokens: 30...500, seed: seed)))
        let sophia = try #require(
            LatencyModel(requests: Synthetic.points(60, fixed: 1, perToken: 0.007, tokens: 30...500, seed: seed + 99)))
        #expect(metis.interval.contains(0.0027) || abs(metis.secondsPerToken - 0.0027) < 0.0001)
        #expect(abs(metis.fixedSeconds - 4.8) < 0.06 && abs(sophia.fixedSeconds - 1) < 0.06)
        let crossover = try #require(Crossover(metis, sophia, seed: seed))
        #expect(abs(crossover.tokens - 883.7) < 25)
        #expect(crossover.firstWinsBeyond && crossover.isExtrapolated)
        let interval = crossover.interval
        #expect(interval.contains(crossover.tokens))
        #expect(interval.upper - interval.lower < 80)
    }

    @Test func theIntervalHoldsTheTruthAboutAsOftenAsItSays() {
        var inside = 0
        for seed in 0..<100 as Range<UInt64> {
            guard
                let first = LatencyModel(
                    requests: Synthetic.points(40, fixed: 4.8, perToken: 0.0027, tokens: 30...500, seed: 2 * seed)),
                let second = LatencyModel(
                    requests: Synthetic.points(40, fixed: 1, perToken: 0.007, tokens: 30...500, seed: 2 * seed + 1)),
                let interval = Crossover(first, second, seed: seed, resamples: 400)?.interval
            else { continue }
            if interval.contains(3.8 / 0.0043) { inside += 1 }
        }
        #expect((88...100).contains(inside), "\(inside) of 100")
    }

    /// The noise is exponential with mean 0.04, so the line through the medians lies 0.04 ln 2 above the truth.
    @Test func theFixedPartsIntervalHoldsTheTruthAboutAsOftenAsItSays() {
        var inside = 0
        for seed in 0..<100 as Range<UInt64> {
            let points = Synthetic.points(40, fixed: 4.8, perToken: 0.0027, tokens: 30...500, seed: seed)
            let interval = LatencyModel(requests: points, resamples: 300)?.fixedInterval
            if interval?.contains(4.8 + 0.04 * log(2)) == true { inside += 1 }
        }
        #expect((89...100).contains(inside), "\(inside) of 100")
    }

    @Test func parallelLinesDoNotCross() throws {
        let one = try #require(
            LatencyModel(requests: Synthetic.points(40, fixed: 4.8, perToken: 0.005, tokens: 30...500, seed: 1)))
        let other = try #require(
            LatencyModel(requests: Synthetic.points(40, fixed: 1, perToken: 0.005, tokens: 30...500, seed: 2)))
        #expect(Crossover(one, other, seed: 1) == nil)
    }

    @Test func thePromptsPartIsFoundWhereThereIsOne() throws {
        let with = try #require(
            LatencyModel(
                requests: Synthetic.points(
                    80, fixed: 1, perToken: 0.007, perPromptToken: 0.0004, tokens: 30...500, seed: 3)))
        #expect(abs((try #require(with.secondsPerPromptToken)) - 0.0004) < 0.00005)
        #expect(abs(with.secondsPerToken - 0.007) < 0.0003)
        #expect(abs(with.fixedSeconds - 1) < 0.08)
        let without = try #require(
            LatencyModel(requests: Synthetic.points(80, fixed: 1, perToken: 0.007, tokens: 30...500, seed: 4)))
        #expect(without.secondsPerPromptToken == nil || without.fixedSeconds > 0.9)
    }
}

@Suite struct DetectorTests {
    @Test func findsPolling() throws {
        var generator = SplitMix64(seed: 1)
        // As in the original study: answers only come at steps of about 0.55 s.
        let polled = (0..<40).map { _ in 4.47 + 0.55 * Double(generator.below(5)) + 0.03 * generator.unit() }
        let period = try #require(LatencyQuantisation.period(polled))
        #expect(abs(period - 0.55) < 0.03)
    }

    @Test func smoothLatenciesAreNotPolled() {
        for seed in 1...20 as ClosedRange<UInt64> {
            var generator = SplitMix64(seed: seed)
            #expect(LatencyQuantisation.period((0..<40).map { _ in 4 + 2 * generator.unit() }) == nil)
            #expect(LatencyQuantisation.period((0..<40).map { _ in 4 - log(1 - generator.unit()) }) == nil)
        }
    }
}
