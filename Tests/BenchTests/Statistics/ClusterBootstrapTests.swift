import ALCFSystem
import Testing

@testable import ALCFStatistics

@Suite struct ClusterBootstrapTests {
    private let values = [1.2, 3.4, 2.2, 8.8, 0.3, 4.1, 2.9, 3.3, 12.5, 1.7, 2.4, 5.0]

    /// scipy.stats.bootstrap((values,), numpy.mean, n_resamples=200000, method='BCa') gives 2.57 to 6.62 (± 0.02 by seed).
    @Test func agreesWithSciPyOnAMean() throws {
        let interval = try #require(
            ClusterBootstrap.mean(values.map { [$0] }, resamples: 50_000, seed: 1, isExpanded: false))
        #expect(abs(interval.lower - 2.57) < 0.05)
        #expect(abs(interval.upper - 6.62) < 0.1)
    }

    /// scipy.stats.bootstrap((values,), numpy.median, n_resamples=100000, method='BCa') gives 1.95 to 4.55; here, draws that
    /// equal the estimate count half, which SciPy does too.
    @Test func agreesWithSciPyOnAMedian() throws {
        let median = WeightedMedian(values.map { [$0] })
        let interval = try #require(
            ClusterBootstrap.interval(
                clusters: 12, resamples: 50_000, seed: 1, isExpanded: false, statistic: median.callAsFunction))
        #expect(abs(interval.lower - 1.95) < 0.3)
        #expect(abs(interval.upper - 4.55) < 0.3)
    }

    @Test func isDecidedByTheSeed() {
        func interval(_ seed: UInt64) -> Interval? {
            ClusterBootstrap.mean(values.map { [$0] }, resamples: 1_000, seed: seed)
        }
        #expect(interval(5) == interval(5))
        #expect(interval(5) != interval(6))
    }

    @Test func dependenceWithinClustersWidensTheInterval() throws {
        // Each value four times: as independent observations they would look four times as many as they are.
        let clustered = values.map { [$0, $0, $0, $0] }
        let honest = try #require(
            ClusterBootstrap.mean(clustered, resamples: 5_000, seed: 1))
        let naive = try #require(
            ClusterBootstrap.mean(clustered.joined().map { [$0] }, resamples: 5_000, seed: 1))
        #expect(honest.upper - honest.lower > 1.6 * (naive.upper - naive.lower))
    }

    @Test func coversTheTruthAboutAsOftenAsItSays() {
        var generator = SplitMix64(seed: 11)
        var covered = 0
        for trial in 0..<200 as Range<UInt64> {
            // Uniform on 0 to 1: the true mean is 0.5.
            let sample = (0..<20).map { _ in [generator.unit()] }
            let interval = ClusterBootstrap.mean(sample, resamples: 400, seed: trial)
            if interval?.contains(0.5) == true { covered += 1 }
        }
        // Of 200 at 0.95, 190 are expected; BCa falls somewhat short with 20 values.
        #expect((175...200).contains(covered), "\(covered)")
    }

    @Test func edges() {
        #expect(ClusterBootstrap.mean(values.prefix(5).map { [$0] }, seed: 1) == nil)
        #expect(ClusterBootstrap.mean([], seed: 1) == nil)
        #expect(ClusterBootstrap.mean(values.map { [$0, .nan] }, seed: 1) == nil)
        let equal = ClusterBootstrap.mean((0..<8).map { _ in [2.0] }, resamples: 200, seed: 1)
        #expect(equal == Interval(lower: 2, upper: 2))
        #expect(ClusterBootstrap.interval(clusters: 8, resamples: 200, seed: 1) { _ in nil } == nil)
    }

    @Test func theWeightedMedianIsThatOfTheRepeatedValues() {
        var generator = SplitMix64(seed: 3)
        for _ in 0..<300 {
            let clusters = (0..<(1 + generator.below(6))).map { _ in
                (0..<generator.below(4)).map { _ in Double(generator.below(9)) }
            }
            let weights = clusters.map { _ in generator.below(4) }
            let repeated = zip(clusters, weights).flatMap { values, weight in
                (0..<weight).flatMap { _ in values }
            }
            #expect(WeightedMedian(clusters)(weights) == Statistics.median(repeated))
        }
    }
}
