import Testing

@testable import ALCFReport

/// A small version of `make coverage`'s studies: 40 of a setting, so that chance alone moves a share by 7 points.
@Suite struct SessionStudyTests {
    @Test(arguments: [(0.0, 5), (0.05, 8), (0.1, 12), (0.3, 5)]) func intervalsHoldTheTruth(
        _ deviation: Double, _ sessions: Int
    ) {
        var study = SessionStudy(seed: 4)
        let row = study.run(SessionStudy.Setting(deviation: deviation, sessions: sessions), studies: 40)
        #expect((0.82...1).contains(row.held) && (0.82...1).contains(row.next), "\(row)")
        #expect(row.spread >= 0.82 && row.falseClaims <= 0.1, "\(row)")
        // Merged as one run, they would not.
        if deviation >= 0.3 { #expect(row.pooled < 0.6 && row.pooledFalseClaims > 0.5, "\(row)") }
    }

    @Test func theSameSeedGivesTheSameStudies() {
        func row() -> SessionStudy.Row {
            var study = SessionStudy(seed: 2)
            return study.run(SessionStudy.settings[5], studies: 2)
        }
        #expect(row() == row())
        #expect(SessionStudy.settings.count == 16)
    }
}
