import ALCFSystem
import Testing

@testable import ALCFReport
@testable import ALCFStatistics

func isClose(_ value: Double?, _ expected: Double, _ tolerance: Double = 1e-10) -> Bool {
    guard let value else { return false }
    return abs(value - expected) <= tolerance * max(1, abs(expected))
}

@Suite struct StatisticsTests {
    private let values = [3.1, 1.2, 5.5, 2.2, 4.8, 9.7, 0.4]

    /// numpy.mean, numpy.std(ddof=1), scipy.stats.gmean.
    @Test func meansAndDeviation() {
        #expect(isClose(Statistics.mean(values), 3.8428571428571425))
        #expect(isClose(Statistics.standardDeviation(values), 3.1637831483089682))
        #expect(isClose(Statistics.geometricMean(values), 2.6159458707634244))
        #expect(Statistics.mean([1e16, 1, -1e16]) == 1.0 / 3)
    }

    /// numpy.quantile, whose default is type 7.
    @Test(arguments: [(0, 0.4), (0.1, 0.88), (0.25, 1.7), (0.5, 3.1), (0.95, 8.44), (1, 9.7)])
    func quantiles(_ probability: Double, _ expected: Double) {
        #expect(isClose(Statistics.quantile(values, probability), expected))
    }

    @Test func theMedianOfAnEvenCountIsTheMeanOfTheMiddleTwo() {
        #expect(Statistics.median([4, 1, 3, 2]) == 2.5)
        #expect(Statistics.median([1, 1, 1, 9]) == 1)
    }

    @Test func tooFewValuesOrNonsenseGiveNothing() {
        #expect(Statistics.mean([]) == nil)
        #expect(Statistics.median([]) == nil)
        #expect(Statistics.standardDeviation([1]) == nil)
        #expect(Statistics.standardDeviation([1, 1]) == 0)
        #expect(Statistics.quantile([5], 0.99) == 5)
        #expect(Statistics.quantile([1, 2], 1.5) == nil)
        #expect(Statistics.quantile([1, 2], .nan) == nil)
        #expect(Statistics.geometricMean([1, 0]) == nil)
        for bad in [Double.nan, .infinity, -.infinity] {
            #expect(Statistics.mean([1, bad]) == nil)
            #expect(Statistics.median([1, bad]) == nil)
            #expect(Statistics.standardDeviation([1, bad]) == nil)
            #expect(Distribution([1, bad]) == nil)
        }
    }

    @Test func percentilesNeedEnoughValues() {
        func distribution(_ count: Int) -> Distribution? { Distribution((0..<count).map(Double.init)) }
        #expect(distribution(0) == nil)
        #expect(distribution(1)?.standardDeviation == nil)
        #expect(distribution(5)?.medianInterval == nil)
        #expect(distribution(6)?.medianInterval == Interval(lower: 0, upper: 5))
        #expect(distribution(35)?.p90 == nil)
        #expect(distribution(36)?.p90 != nil)
        #expect(distribution(71)?.p95 == nil)
        #expect(distribution(72)?.p95 != nil)
        #expect(distribution(367)?.p99 == nil)
        #expect(distribution(368)?.p99 != nil)
    }
}

@Suite struct SplitMix64Tests {
    /// The reference implementation in C, seed 1234567.
    @Test func givesThePublishedNumbers() {
        var generator = SplitMix64(seed: 1_234_567)
        #expect(
            (0..<3).map { _ in generator.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }

    @Test func boundedNumbersAreEvenlySpread() {
        var generator = SplitMix64(seed: 1)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<70_000 { counts[generator.below(7)] += 1 }
        // Six standard deviations of a binomial with mean 10,000.
        #expect(counts.allSatisfy { abs($0 - 10_000) < 560 })
        #expect(generator.below(1) == 0)
        #expect(generator.below(0) == 0)
        for _ in 0..<1_000 { #expect((0..<1).contains(generator.unit())) }
    }

    @Test func shufflesKeepEveryElementAndReachEveryOrder() {
        var generator = SplitMix64(seed: 2)
        var orders: Set<[Int]> = []
        for _ in 0..<500 { orders.insert(generator.shuffled(0..<4)) }
        #expect(orders.count == 24)
        #expect(orders.allSatisfy { $0.sorted() == [0, 1, 2, 3] })
    }
}
