import ALCFJSON
import ALCFStatistics
import ALCFSystem

/// The report of money and energy.
package struct CostReport: Sendable {
    private let costs: [CostSummary]

    /// The report of the targets' costs.
    package init(_ costs: [CostSummary]) { self.costs = costs }

    /// The report.
    package var document: Document {
        let table = Document.Table(
            "Cost and energy",
            ["per 1,000 tokens", "per right answer", "J per 1,000 tokens", "J per right answer"],
            costs.map { cost in
                (
                    cost.target,
                    [
                        cost.moneyPerThousandTokens, cost.moneyPerCorrectAnswer, cost.joulesPerThousandTokens,
                        cost.joulesPerCorrectAnswer,
                    ].map { NumberText.significant($0) }
                )
            })
        let notes = costs.flatMap { cost in
            cost.boundary.map { "\(cost.target): \($0)" }
                + (cost.lacksReadings
                    ? ["\(cost.target): the readings do not cover the run, so its energy is not known."] : [])
        }
        return Document(
            title: "Cost and energy of \(Report.list(costs.map(\.target)))",
            blocks: [
                .section(.init("figures", "Figures", isInData: true, [.table(table)])),
                .section(
                    .init(
                        "method", "Basis", .caveat, isInData: true,
                        [
                            .list(
                                notes + [
                                    "Money is in the unit of the prices. An answer counts as right if it contains an accepted answer."
                                ])
                        ])),
            ]
        ) { .array(costs.map(\.json)) }
    }
}
