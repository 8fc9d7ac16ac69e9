import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// Makes the tables of a report: each of its subjects has a file of its own, figures have their labels from ``Figure``.
struct ReportTables {
    typealias Cell = Report.Cell
    typealias Row = Report.Row
    let targets: [TargetSummary]
    /// Set where there are just two targets, so that there is room for it.
    let comparison: Comparison?
    let objectives: ServiceObjectives?
    let audit: Audit?
    let primaryTests: [PrimaryTest]
    let original: OriginalReading?
    let costs: [CostSummary]

    init(_ analysis: Analysis) {
        targets = analysis.targets
        comparison = analysis.comparisons.count == 1 ? analysis.comparisons[0] : nil
        objectives = analysis.objectives
        audit = analysis.audit
        primaryTests = analysis.primaryTests
        original = analysis.originalReading
        costs = analysis.costs
    }

    /// The tables that hold anything.
    func all() -> [Report.Table] {
        let measured = targets.contains { $0.successes > 0 } ? [latency(), tokens()] : []
        return measured + [answers()]
            + [goodput(), cost(), asOriginal(), sameExperiment(), declared()].compactMap { $0 }
    }

    var ratioHeading: String? { comparison.map { "\($0.first.label) ÷ \($0.second.label)" } }

    func table(_ title: String, _ compared: String?, _ rows: [Row]) -> Report.Table {
        let columns = targets.map(\.target.label) + (compared.map { [$0] } ?? [])
        return Report.Table(
            title: title, columns: columns,
            rows: rows.map { Row(label: $0.label, cells: Array($0.cells.prefix(columns.count))) })
    }

    func row(_ label: String, _ cell: (TargetSummary) -> Cell) -> Row {
        Row(label: label, cells: targets.map(cell) + (comparison == nil ? [] : [Cell("")]))
    }

    /// A figure of targets that is one number, as it is.
    func row(_ figure: Figure<TargetSummary>) -> Row {
        row(figure.metric.label) { target in
            let value = target[figure]
            return Cell(figure.metric.unit == .share ? NumberText.percent(value) : NumberText.significant(value))
        }
    }

    /// The medians of a figure of requests, and how they compare where they are compared.
    func medians(_ figure: Figure<Sample>) -> [Row] {
        compared(
            "\(figure.metric.label), median", { Cell(median: $0[figure]) }, { $0[figure]?.median },
            comparison?[figure].map { Compared(.medianRatio, of: $0) })
    }

    /// A figure of the two targets, and how they compare: a ratio or a difference stands beside the figures that it is
    /// of, and nowhere else.
    ///
    /// If some requests have no partner, the figures of all requests are not those that were compared: these then have
    /// a row of their own.
    func compared(
        _ label: String, _ cell: (TargetSummary) -> Cell, _ value: (TargetSummary) -> Double?, _ result: Compared?,
        sideText: (Double) -> String = { NumberText.significant($0) }
    ) -> [Row] {
        guard comparison != nil, let result, let sides = result.sides else { return [row(label, cell)] }
        let values = targets.map(value)
        let isSame = zip(values, [sides.first, sides.second]).allSatisfy { value, side in
            value.map { abs($0 - side) <= 1e-9 * max(abs($0), abs(side)) } ?? false
        }
        if isSame { return [Row(label: label, cells: targets.map(cell) + [result.cell])] }
        return [
            row(label, cell),
            Row(
                label: "\(label), \(result.basis)",
                cells: [Cell(sideText(sides.first)), Cell(sideText(sides.second)), result.cell]),
        ]
    }
}
