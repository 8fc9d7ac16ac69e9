import ALCFJSON
import ALCFSystem
import Testing

@testable import ALCFReport
@testable import ALCFStatistics

/// Every verdict names the time that it is of.
@Suite struct StretchTests {
    @Test(arguments: [
        (0.02, "0.02 seconds"), (1, "1 second"), (4.24, "4.2 seconds"), (42.4, "42 seconds"), (99.4, "99 seconds"),
        (108, "1.8 minutes"), (540, "9 minutes"), (5_700, "95 minutes"), (7_200, "2 hours"), (19_000, "5.3 hours"),
        (172_800, "2 days"), (1_000_000, "12 days"), (-3, "0 seconds"),
    ]) func timesAreSaidAsPeopleSayThem(_ seconds: Double, _ words: String) {
        #expect(DurationText.words(seconds) == words)
    }

    @Test func oneOfAUnitIsThis() {
        #expect(DurationText.these(1) == "this second")
        #expect(DurationText.these(540) == "these 9 minutes")
    }

    /// Whatever is said of two targets, in every form.
    @Test(arguments: 1...12) func everyVerdictNamesItsTime(_ seed: Int) throws {
        let analysis = Analysis(RandomRecord.record(UInt64(seed)))
        for comparison in analysis.comparisons {
            for sentence in Verdicts.sentences(comparison)
            where !sentence.contains("too few") && !sentence.hasPrefix("Speed is compared over first") {
                #expect(sentence.contains(", over these ") || sentence.contains(", over this "), "\(sentence)")
            }
            let json = comparison.json
            for figure in ["latency", "ttft", "ttfa"] where json[figure]?["ratio"]?.double != nil {
                #expect((json[figure]?["seconds"]?.double ?? 0) > 0)
            }
            #expect((json["seconds"]?.double ?? 0) > 0)
        }
        if let latency = analysis.comparisons[0].latency.ratio, latency.pairs > 0 {
            #expect(BriefReport.text(analysis).contains("over these "))
        }
    }
}
