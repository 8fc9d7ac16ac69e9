import Testing

@testable import ALCFReport

/// A small version of `make coverage` where time matters.
@Suite struct MemoryStudyTests {
    private func scenario(_ name: String) throws -> MemoryScenario {
        try #require(MemoryScenario.all.first { $0.name == name })
    }

    /// 25 runs: chance alone moves a share of 95 % by 4 points, and one of 5 % likewise.
    @Test(arguments: [("independent", 1), ("own load", 1), ("own load", 8), ("shared load", 8), ("stalls", 1)])
    func longRunsHoldTheTruth(_ name: String, _ inFlight: Int) throws {
        var study = MemoryStudy(seed: 21)
        let row = study.run(
            .init(try scenario(name), prompts: inFlight == 1 ? 60 : 200, inFlight: inFlight, correlationTimes: 20),
            runs: 25, resamples: 100)
        #expect(row.ratio >= 0.8, "\(row)")
        #expect(row.falseClaims <= 0.16, "\(row)")
    }

    /// A run of two correlation times: the intervals that took time for nothing held 1 in a third of them, and every second run
    /// named a winner.
    @Test func shortRunsSayThatTheyCannotTell() throws {
        var study = MemoryStudy(seed: 22)
        let row = study.run(
            .init(try scenario("own load"), prompts: 100, inFlight: 1, correlationTimes: 2), runs: 25, resamples: 100)
        #expect(row.cannotTell >= 0.4, "\(row)")
        #expect(row.falseClaims <= 0.3, "\(row)")
    }

    @Test func trueDifferencesAreStillFound() throws {
        var study = MemoryStudy(seed: 23)
        let row = study.run(
            .init(try scenario("independent"), prompts: 30, inFlight: 1, correlationTimes: 20), runs: 10, resamples: 100
        )
        #expect(row.found >= 0.95, "\(row)")
    }

    @Test func theSameSeedGivesTheSameStudy() throws {
        let setting = MemoryStudy.Setting(
            try scenario("own load"), prompts: 20, inFlight: 1, correlationTimes: 20)
        func row() -> MemoryStudy.Row {
            var study = MemoryStudy(seed: 3)
            return study.run(setting, runs: 3, resamples: 100)
        }
        #expect(row() == row())
    }
}
