import ALCFJSON
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

@Suite struct EndToEndTests {
    private func outcome(_ record: Record) throws -> EndToEndOutcome {
        let analysis = Analysis(record)
        return try #require(
            EndToEndOutcome(summary: SummaryJSON.json(analysis), report: MarkdownReport.text(analysis)))
    }

    @Test func aDifferenceIsSeenInFiguresAndSentences() throws {
        let outcome = try outcome(Fixture.record())
        #expect(outcome.holds == false && outcome.saysFaster && outcome.claims && !outcome.cannotTell)
    }

    @Test func equalTargetsAreSeenAsSuch() throws {
        var record = Fixture.record()
        // In every second pair the targets change their names: each is as often the slow one.
        for index in record.samples.indices where record.samples[index].block % 4 < 2 {
            record.samples[index].target = record.samples[index].target == "metis" ? "sophia" : "metis"
        }
        let outcome = try outcome(record)
        #expect(outcome.holds == true && !outcome.saysFaster && !outcome.claims)
    }

    @Test func aRunWithoutAnIntervalCannotTell() throws {
        let outcome = try outcome(Fixture.record(runs: 1, questions: 2))
        #expect(outcome.holds == nil && outcome.cannotTell && !outcome.saysFaster && !outcome.claims)
        #expect(EndToEndOutcome(summary: [:], report: "") == nil)
    }

    @Test func claimsAreToldFromDenials() {
        for claim in [
            "Metis answers 1.40 times faster than Sophia (95 % interval 1.2 to 1.6, 30 pairs).",
            "Metis answered more of the same requests (5 only by Metis, 0 only by Sophia, McNemar's p = 0.03).",
            "Sophia's answers score 4.0 points of F1 higher than Metis's (95 % interval 1 to 7, 40 questions).",
            "The lines of Metis and Sophia do not cross: by them, Metis is the faster one at every length.",
        ] { #expect(EndToEndOutcome.claims(claim), "\(claim)") }
        #expect(
            EndToEndOutcome.claims("Metis gave more exact answers than Sophia (9 only by Metis, 1 only by Sophia)."))
        let claimed: JSONValue = ["comparison": [["latency": [:], "claims": ["first_is_higher"]]]]
        #expect(EndToEndOutcome(summary: claimed, report: "")?.claims == true)
        let equal: JSONValue = ["comparison": [["latency": [:], "claims": ["equivalent"]]]]
        #expect(EndToEndOutcome(summary: equal, report: "")?.claims == false)
        for denial in [
            "Latency: no significant difference (Metis ÷ Sophia 1.02, 95 % interval 0.9 to 1.1, 30 pairs).",
            "Latency: which one is faster than the other cannot be told.",
            "Metis is not shown to be faster than Sophia.",
        ] { #expect(!EndToEndOutcome.claims(denial), "\(denial)") }
        let report =
            "# R\n\nMetis is faster than\n\n## What the data show\n\n- One.\n- Two.\n\n## Warnings\n\n- slower than\n"
        #expect(EndToEndOutcome.sentences(report) == ["- One.", "- Two."])
    }

    private func tally(
        holds: Int, faster: Int = 0, of count: Int, _ promise: EndToEndScenario.Promise
    ) throws -> EndToEndTally {
        let outcomes = try (0..<count).map { number -> EndToEndOutcome in
            let (low, high) = number < holds ? (0.9, 1.1) : (1.1, 1.2)
            let verdict: JSONValue = number < faster ? "first_faster" : "no_difference_shown"
            let summary: JSONValue = [
                "comparison": [
                    [
                        "latency": [
                            "verdict": verdict, "ratio_interval": ["lower": .double(low), "upper": .double(high)],
                        ]
                    ]
                ]
            ]
            return try #require(EndToEndOutcome(summary: summary, report: ""))
        }
        return EndToEndTally(outcomes, promise: promise)
    }

    @Test func whatIsBrokenBeyondChanceIsNamed() throws {
        #expect(try tally(holds: 38, faster: 2, of: 40, .holds).broken.isEmpty)
        // 18 % of 400, as was seen of loads that wander.
        let bad = try tally(holds: 72, faster: 316, of: 400, .holds)
        #expect(
            bad.holds.count == 72 && bad.broken.count == 2
                && bad.broken[0].hasPrefix("the interval holds the truth in 18 %"))
        // 91 of 100 in 1,000: less than 93, and enough for a run of few correlation times.
        #expect(try tally(holds: 900, of: 1_000, .holds).broken.count == 1)
        #expect(try tally(holds: 900, of: 1_000, .mostlyHolds).broken.isEmpty)
        #expect(try tally(holds: 1_000, of: 1_000, .holds).broken.count == 1)
        #expect(try tally(holds: 0, faster: 400, of: 400, .cannotTell).broken.isEmpty)
        #expect(EndToEndTally([], promise: .holds).broken.isEmpty)
    }

    @Test func aScenarioIsAsLongAsItSays() {
        for scenario in EndToEndScenario.all {
            for (prompts, inFlight) in [(30, 1), (30, 8), (500, 1)] {
                let words = scenario.arguments(prompts: prompts, inFlight: inFlight, speed: 200, seed: 1, output: "x")
                let length = EndToEndScenario.length(prompts: prompts, inFlight: inFlight)
                #expect(abs(length - 2 * 2.7 * Double(prompts) / Double(inFlight)) < 1e-9)
                guard let times = scenario.correlationTimes,
                    let index = words.firstIndex(where: { $0 == "--wander" || $0 == "--stalls" })
                else { continue }
                let seconds = words[index + 1].split(separator: "/").last.flatMap { Double($0.dropLast()) } ?? 0
                #expect(abs(seconds * times - length) < 1e-9, "\(scenario.name)")
            }
        }
        #expect(Set(EndToEndScenario.all.map(\.name)).count == EndToEndScenario.all.count)
    }
}
