import Glibc
import TestSupport
import Testing

@testable import ALCFStatistics

/// Ranks found in other ways must be those of a sorted list, and of sums over all of the binomial distribution.
@Suite struct SortedValuesTests {
    @Test func selectionFindsWhatSortingFinds() {
        var random = TestRandom()
        for _ in 0..<300 {
            let values = list(&random)
            let sorted = values.sorted()
            var selection = Selection(values)
            for _ in 0..<8 {
                let rank = Int.random(in: values.indices, using: &random)
                #expect(selection.value(at: rank) == sorted[rank], "rank \(rank) of \(values)")
            }
            let probability = Double.random(in: 0...1, using: &random)
            #expect(selection.quantile(probability) == Statistics.quantile(sorted: sorted, probability))
        }
    }

    /// Values that rise and fall again, over which the middle of three is a poor pivot.
    @Test func selectionTakesAnyOrder() {
        for count in [1_000, 5_001] {
            let values = (0..<count).map { Double(min($0, count - $0)) }
            var selection = Selection(values)
            #expect(selection.value(at: count / 2) == values.sorted()[count / 2])
        }
    }

    @Test func intervalsAreThoseOfTheWholeBinomialDistribution() {
        var random = TestRandom()
        for count in [6, 36, 37, 72, 400, 3_000, 20_000] {
            for probability in [0.5, 0.9, 0.95, 0.99, Double.random(in: 0.02...0.98, using: &random)]
            where count >= Statistics.minimumCount(forQuantile: probability) {
                let ranks = BinomialRanks(of: count, probability, level: 0.95)
                let all = naive(count, probability)
                #expect(ranks?.lower == all?.lower && ranks?.upper == all?.upper, "\(count), \(probability)")
            }
        }
    }

    @Test func whatIsNoNumberHasNoOrder() {
        #expect(SortedValues([]) == nil && SortedValues([1, .nan]) == nil && SortedValues([1, .infinity]) == nil)
    }

    @Test func sumsAreCompensated() {
        #expect(Statistics.sum([1, 1e100, 1, -1e100]) == 2)
    }

    private func list(_ random: inout TestRandom) -> [Double] {
        let count = Int.random(in: 1...600, using: &random)
        let kinds = Int.random(in: 1...count, using: &random)
        let values = (0..<count).map { _ in Double(Int.random(in: 0..<kinds, using: &random)) }
        return random.oneIn(4) ? values.sorted() : random.oneIn(4) ? values.sorted(by: >) : values
    }

    /// The definition: cumulated from both ends.
    private func naive(_ count: Int, _ probability: Double) -> (lower: Int, upper: Int)? {
        func weight(_ k: Int) -> Double {
            exp(
                Statistics.logChoose(count, k) + Double(k) * log(probability)
                    + Double(count - k) * log1p(-probability))
        }
        let tail = (1 - 0.95) / 2
        var (lower, below) = (0, 0.0)
        while lower < count, below + weight(lower) <= tail {
            below += weight(lower)
            lower += 1
        }
        var (upper, above) = (count + 1, 0.0)
        while upper > 1, above + weight(upper - 1) <= tail {
            above += weight(upper - 1)
            upper -= 1
        }
        return lower >= 1 && upper <= count && lower < upper ? (lower, upper) : nil
    }
}
