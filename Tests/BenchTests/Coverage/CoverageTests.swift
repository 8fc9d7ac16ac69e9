import Testing

@testable import ALCFReport
@testable import ALCFStatistics

/// A small version of `make coverage`: 200 experiments of a size, so that chance alone moves a share by about 3 points.
@Suite struct CoverageTests {
    @Test(arguments: [(10, 10), (50, 25)]) func intervalsHoldTheTruth(_ prompts: Int, _ passages: Int) {
        var study = CoverageStudy(seed: 11)
        let row = study.run(prompts: prompts, passages: passages, experiments: 200, resamples: 1_000)
        for share in [row.ratio, row.median, row.rate] { #expect((0.89...1).contains(share), "\(row)") }
        #expect((0.86...1).contains(row.score), "\(row)")
        #expect(row.falseClaims < 0.08, "\(row)")
    }

    @Test func theSameSeedGivesTheSameStudy() {
        func row() -> CoverageStudy.Row {
            var study = CoverageStudy(seed: 3)
            return study.run(prompts: 12, passages: 8, experiments: 5, resamples: 200)
        }
        #expect(row() == row())
    }

    /// Questions of one passage taken for independent would hold the truth too rarely: that is what the groups are for.
    @Test func withoutGroupsIntervalsWouldBeTooShort() throws {
        let groups = (0..<20).map { group in [0.1, 0.11, 0.09, 0.1].map { $0 + 0.02 * Double(group % 7 - 3) } }
        let honest = try #require(GeometricRatio(clusteredLogs: groups))
        let naive = try #require(GeometricRatio(clusteredLogs: groups.joined().map { [$0] }))
        #expect(honest.interval.upper - honest.interval.lower > 1.5 * (naive.interval.upper - naive.interval.lower))
    }

    @Test func equalAnswersAreNotCertainlyEqual() throws {
        let interval = try #require(ClusteredMean.boundedInterval((0..<10).map { _ in [0] }))
        #expect(isClose(interval.upper, 1 - 0.6915028921812392, 1e-9))
        #expect(interval.lower == -interval.upper)
    }
}
