import ALCFJSON
import Glibc
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

/// All that a report claims of targets is within one error rate, whichever sentence claims it.
@Suite struct ClaimFamilyTests {
    /// Words that name a winner, and words that call targets equal.
    private static let differing = [
        "faster", "slower", "answered more", "more exact answers", "better", "higher than", "outperform", "wins",
        "beats",
    ]
    private static let equal = ["equivalent", "equally fast", "is shown to be below"]

    /// Every sentence that says something of the targets: those of each report, of the brief one, and of the summary.
    private static func sentences(_ analysis: Analysis) -> String {
        let report = Report(analysis)
        let parts = analysis.strata.isEmpty ? [analysis] : analysis.strata.map(\.analysis)
        var sentences = report.verdicts + report.limits + report.notices + report.setting
        sentences += report.warnings.flatMap { [$0.message, $0.remedy] }
        sentences += report.tables.flatMap { table in [table.title] + table.rows.map(\.label) }
        sentences += parts.compactMap { $0.audit?.sentence }
        for comparison in parts.flatMap(\.comparisons) {
            sentences += (comparison.json["sentences"]?.array ?? []).compactMap(\.string)
        }
        return sentences.joined(separator: "\n") + BriefReport.text(analysis)
    }

    private static func says(_ words: [String], _ text: String) -> Bool {
        words.contains { strstr(text, $0) != nil }
    }

    private static func claims(_ analysis: Analysis) -> [Claim] {
        (analysis.strata.isEmpty ? [analysis] : analysis.strata.map(\.analysis)).flatMap(\.comparisons).flatMap {
            $0.latency.claims + $0.timeToFirstToken.claims + $0.timeToFirstAnswer.claims
                + [$0.successClaim, $0.exactMatchClaim].compactMap(\.self)
        }
    }

    /// Analyses of experiments drawn from a seed each, as many at a time as there are cores.
    private static func count(
        _ seeds: Range<UInt64>, _ form: EqualRecord.Form, factor: Double = 1, spread: Double = 0.3,
        failing: Double = 0.1,
        prompts: Int = 14, where holds: @escaping @Sendable (String) -> Bool
    ) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for part in 0..<4 {
                group.addTask {
                    var found = 0
                    for seed in seeds where seed % 4 == UInt64(part) {
                        var experiment = EqualRecord(seed: seed)
                        (experiment.factor, experiment.spread) = (factor, spread)
                        (experiment.failing, experiment.prompts) = (failing, prompts)
                        let analysis = Analysis(try experiment.record(form), sessions: nil, resamples: 100)
                        // No sentence claims without a claim, and none is silent about one.
                        let isClaimed = claims(analysis).contains { $0.statement != .equivalent }
                        let text = sentences(analysis)
                        #expect(says(differing, text) == isClaimed, "\(form), seed \(seed)")
                        if holds(text) { found += 1 }
                    }
                    return found
                }
            }
            return try await group.reduce(0, +)
        }
    }

    /// 1,000 experiments with equal targets: fewer than one in twenty claims any difference, but for chance (a one-sided 1 % of the binomial).
    @Test func equalTargetsAreSeldomToldApart() async throws {
        var (all, claimed) = (0, 0)
        for (form, experiments) in [
            (EqualRecord.Form.plain, 500), (.repeated, 150), (.three, 150), (.tasks, 100), (.merged, 100),
        ] {
            let seeds = UInt64(all)..<UInt64(all + experiments)
            claimed += try await Self.count(seeds, form) { Self.says(Self.differing, $0) }
            all += experiments
        }
        #expect(all == 1_000 && claimed <= 66, "\(claimed) of \(all)")
    }

    /// Targets that are apart by the very margin are seldom called equivalent.
    @Test func unequalTargetsAreSeldomCalledEquivalent() async throws {
        let claimed = try await Self.count(0..<300, .plain, factor: 1.05, spread: 0.01, failing: 0) {
            Self.says(Self.equal, $0)
        }
        // At the margin the test of equivalence has its level, and the two durations share it.
        #expect(claimed <= 24, "\(claimed) of 300")
    }

    @Test func trueDifferencesAndEqualityAreClaimed() async throws {
        let differing = try await Self.count(0..<40, .plain, factor: 2, failing: 0.02, prompts: 24) {
            Self.says(["Metis answers"], $0)
        }
        #expect(differing >= 38, "\(differing) of 40")
        let equal = try await Self.count(0..<40, .plain, spread: 0.01, failing: 0, prompts: 20) {
            Self.says(["are equivalent within 5 %"], $0)
        }
        #expect(equal >= 38, "\(equal) of 40")
        let tasks = try await Self.count(0..<20, .tasks, factor: 3, failing: 0.02, prompts: 40) {
            Self.says(["questions: Metis answers"], $0) && Self.says(["code: Metis answers"], $0)
        }
        #expect(tasks >= 18, "\(tasks) of 20")
    }

    /// What the forms for readers say beyond the sentences are definitions, and nothing of these targets.
    @Test func noFormClaimsBeyondTheSentences() throws {
        var experiment = EqualRecord(seed: 5)
        let analysis = Analysis(try experiment.record(.plain), sessions: nil, resamples: 100)
        #expect(Self.claims(analysis).isEmpty)
        let known =
            Definitions.sentences + Metric.all.flatMap { [$0.definition, $0.note].compactMap(\.self) }
            + ["Farther left is faster; steeper is steadier."]
        for text in [
            TerminalReport.text(analysis, width: 10_000), MarkdownReport.text(analysis), HTMLReport.text(analysis),
            MethodsText.text(analysis), try Export.latex.text(analysis),
        ] {
            let own = known.reduce(text) {
                $0.replacing(MarkdownReport.escaped($1), with: "").replacing($1, with: "")
                    .replacing(HTML.text($1).rendered, with: "")
            }
            for word in Self.differing { #expect(!own.contains(word), "\(word): \(own.prefix(80))") }
        }
    }

    /// Worked out by hand after Shaffer (1986): two figures with two hypotheses each, and one with one.
    @Test func figuresAndNotHypothesesAreCounted() {
        let adjusted = Holm.adjusted([(0, 0.001), (0, 0.9), (1, 0.012), (1, 0.5), (2, 0.004)])
        // 3 figures; then 3, as of the first equivalence is left; then 2, as of the third nothing is.
        #expect(
            zip(adjusted, [0.003, 1, 0.024, 1, 0.012]).allSatisfy { abs($0 - $1) < 1e-12 }, "\(adjusted)")
        #expect(Holm.adjusted([0.01, 0.04, 0.03]) == [0.03, 0.06, 0.06])
    }

    /// The reports of a sweep's levels share one error rate.
    @Test func levelsOfASweepAreCorrectedTogether() {
        var record = Fixture.record()
        let alone = Analysis(record).primaryTests
        record.manifest.design.sweepLevels = 5
        for (test, one) in zip(Analysis(record).primaryTests, alone) {
            #expect(isClose(test.adjusted, min(1, 5 * one.adjusted), 1e-9))
        }
    }
}
