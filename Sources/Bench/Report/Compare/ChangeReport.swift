import ALCFJSON
import ALCFRecord
import ALCFSystem

/// The report of two runs, old against new: a verdict, one table, and what differs behind a line.
struct ChangeReport: Sendable {
    typealias Block = Document.Block

    let change: RunChange

    var document: Document {
        let sections: [Document.Section] =
            [.init("verdict", "What has changed", .verdict, isInData: true, Block.lists(change.sentences))]
            // A table of ones would look like a result.
            + (change.isSame ? [] : compared)
        return Document(
            title: "\(change.new.name) against \(change.old.name)", notices: notices,
            blocks: sections.map(Block.section)
        ) { [change] in change.json }
    }

    private var compared: [Document.Section] {
        [
            .init("warnings", "Warnings", .caveat, isInData: true, warnings),
            .init("figures", "Figures", .body, isInData: true, [.table(table)]),
            .init(
                "picture", "At a glance", .picture, isInData: true,
                [ChangeForest(change: change).plot].compactMap(\.self).map(Block.plot)),
            .init("details", "Details", .caveat, isInData: true, [.folded("Set-up, and how it was compared", details)]),
        ]
    }

    private var notices: [String] {
        let sides = [("old", change.old), ("new", change.new)]
        let invalid = sides.filter { $0.1.analysis.instrument.isInvalid }.map { name, run in
            "INVALID: the \(name) run's instrument was too coarse. \(Report.sentence(run.analysis.instrument.sentence))"
        }
        let simulated = sides.filter { $0.1.record.manifest.simulation != nil }.map(\.0)
        return invalid
            + (simulated.isEmpty
                ? []
                : [
                    "SIMULATED: the figures of the \(simulated.joined(separator: " and the ")) run say nothing about a real system."
                ])
    }

    private var warnings: [Block] {
        change.warnings.map { .warning(Report.sentence($0.text), remedy: $0.remedy) }
    }

    private var table: Document.Table {
        let rows = change.targets.flatMap { target in
            target.changes.map { item in
                let unit =
                    item.subject.isShare || item.subject.title.hasSuffix("tokens")
                    ? "" : item.subject.metric?.unit.map { ", \($0.short)" } ?? ""
                let prefix = change.targets.count > 1 ? "\(target.label): " : ""
                return (
                    label: prefix + item.subject.title + unit,
                    cells: [
                        item.text(of: item.old), item.text(of: item.new),
                        item.value.map { item.text($0) + (item.subject.isShare ? " points" : "") }
                            ?? NumberText.unknown,
                        item.interval.map(item.range) ?? NumberText.unknown, item.verdict.words(item.subject),
                    ]
                )
            }
        }
        return Document.Table("New ÷ old", ["old", "new", "new ÷ old", "95 % interval", "verdict"], rows)
    }

    private var details: [Block] {
        let several = change.targets.count > 1
        let how = change.targets.map { (several ? "\($0.label): " : "") + $0.basis.sentence }
        return [.list(how + change.old.notes + change.new.notes + Self.method(change))]
            + [setup]
    }

    /// Differences, a row each; of a target with its name where there are several.
    private var setup: Block {
        let several = change.targets.count > 1
        let rows =
            change.setup.filter { !$0.isOfTarget }.map { (label: $0.name, cells: [$0.old, $0.new]) }
            + change.targets.flatMap { target in
                target.setup.filter(\.isOfTarget).map {
                    (label: (several ? "\(target.label): " : "") + $0.name, cells: [$0.old, $0.new])
                }
            }
        var table = Document.Table("Differences in the set-up", ["old", "new"], rows)
        table.isText = true
        return rows.isEmpty ? .paragraph("Nothing differs in the set-up.") : .table(table)
    }

    private static func method(_ change: RunChange) -> [String] {
        let overSessions = change.targets.contains(where: \.basis.isOverSessions)
        return [
            "Ratios are new ÷ old of geometric means, of answered requests; of a share, the difference in points. Intervals are 95 %, robust "
                + "to texts and to time within a run; those of percentiles are by bootstrap.",
            "No change: the whole interval lies within 5 % of 1, or 2 points of 0. Undecided: both no change and a larger one agree with "
                + "the data; more requests may decide. Unsure: the interval excludes no change, but not after the correction.",
            "Words of the verdict hold after Holm's correction over latency, first tokens, time per token, answered and exact match; other "
                + "figures are described. A throughput is one number a run, and has no interval.",
            overSessions
                ? "Sessions of both runs are compared, so the intervals cover how sessions differ: Student's t of the sessions' means and shares, "
                    + "as Welch has it for two samples. Percentiles over few sessions have none."
                : "Each run is one stretch of time: what changes from hour to hour or day to day is not in the intervals. Only repeated runs "
                    + "show it.",
        ]
    }
}

extension Change.Verdict {
    /// A word for a cell.
    func words(_ subject: Change.Subject) -> String {
        switch self {
        case .worse: subject.isShare ? "worse" : "slower"
        case .better: subject.isShare ? "better" : "faster"
        case .differs: "differs"
        case .same: "no change"
        case .open: "undecided"
        case .uncorrected: "unsure"
        case .withheld: "withheld: failures"
        case .cannotTell: "too short"
        case .described: ""
        }
    }
}

extension Metric.Unit {
    /// As in a label: `s`.
    var short: String { self == .seconds ? "s" : rawValue }
}

extension RunChange {
    /// The report.
    package var document: Document { ChangeReport(change: self).document }
}
