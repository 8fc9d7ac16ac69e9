import ALCFJSON
import ALCFStatistics
import ALCFSystem

/// The report of a plan: the prompts, minutes and tokens that a precision needs, for each two targets of a pilot.
package struct PlanReport: Sendable {
    private let plans: [SamplePlan]
    private let pilot: String
    private let isSimulated: Bool

    /// - Parameter pilot: the name of the pilot's record.
    package init(_ plans: [SamplePlan], pilot: String, isSimulated: Bool) {
        self.plans = plans
        self.pilot = pilot
        self.isSimulated = isSimulated
    }

    /// The report.
    package var document: Document {
        Document(
            title: "Prompts needed for a precision",
            notices: isSimulated
                ? ["SIMULATED: the pilot was simulated, so this plan does not apply to a real system."] : [],
            blocks: plans.enumerated().map { index, plan in
                .section(
                    .init("plan-\(index + 1)", plan.targets.joined(separator: " ÷ "), isInData: true, Self.blocks(plan))
                )
            }
        ) { ["pilot": .string(pilot), "plans": .array(plans.map(\.json))] }
    }

    private static func blocks(_ plan: SamplePlan) -> [Document.Block] {
        let power = "for \(NumberText.percent(SamplePlan.power)) power"
        let table = Document.Table(
            "precision",
            ["prompts needed", "95 % range", "minutes", power, "95 % range", "minutes", "tokens"],
            plan.rows.map { row in
                (
                    "± " + NumberText.percent(row.precision, row.precision < 0.01 ? 1 : 0),
                    [
                        "\(row.forPrecision)", range(row.forPrecisionRange), NumberText.fixed(row.minutes, 1),
                        "\(row.toDetect)", range(row.toDetectRange), NumberText.fixed(row.minutesToDetect, 1),
                        row.tokens.map(String.init) ?? NumberText.unknown,
                    ]
                )
            })
        let tests = plan.tests == 1 ? "1 declared test" : "\(plan.tests) declared tests"
        return [
            .paragraph(
                "Planned from \(plan.spread.pairs) pairs. Their log ratios have a standard deviation of "
                    + "\(NumberText.fixed(plan.spread.deviation, 3)), which includes the effects of passages and time. "
                    + plan.timeSentence),
            .paragraph(
                "With the prompts “\(power)”, a ratio of 1 + the precision is detected in at least "
                    + "\(NumberText.fixed(100 * SamplePlan.power, 0)) of 100 runs, after Holm's correction over \(tests) (5 % in all), "
                    + "unless the load varies more slowly than this pilot could show."),
            .table(table),
        ]
    }

    private static func range(_ range: ClosedRange<Int>) -> String { "\(range.lowerBound)–\(range.upperBound)" }
}
