/// Makes the tables of a report.
struct ReportTables {
    private typealias Cell = Report.Cell
    private typealias Row = Report.Row
    private let targets: [TargetSummary]
    /// Set where there are just two targets, so that there is room for it.
    private let comparison: Comparison?

    init(_ analysis: Analysis) {
        targets = analysis.targets
        comparison = analysis.comparisons.count == 1 ? analysis.comparisons[0] : nil
    }

    func latency() -> Report.Table {
        var rows = [
            row("geometric mean", { Cell(seconds($0.latency?.geometricMean)) }, { ratio($0.latency) }),
            row("median", { median($0.latency) }, { medianRatio($0.latency) }),
            row("mean ± sd", { meanAndDeviation($0.latency) }),
            row("smallest, largest") { target in
                Cell(seconds(target.latency?.min), target.latency.map { "to \(seconds($0.max))" })
            },
            row("95th percentile") { Cell(seconds($0.latency?.p95)) },
        ]
        if targets.contains(where: isQueued) {
            rows.append(row("from schedule, median") { median($0.responseLatency) })
        }
        rows += [
            row("first token, median", { median($0.timeToFirstToken) }, { ratio($0.timeToFirstToken) }),
            row("first answer token, median") { median($0.timeToFirstAnswer) },
        ]
        if targets.contains(where: { $0.latencyModel != nil }) {
            rows.append(row("fitted fixed part") { Cell(seconds($0.latencyModel?.fixedSeconds)) })
        }
        return table("Latency, seconds", ratioHeading, rows)
    }

    func tokens() -> Report.Table {
        var rows = [
            row("prompt, mean per request") { Cell(NumberText.fixed($0.promptTokens?.mean, 1)) },
            row("output, mean per request") { Cell(NumberText.fixed($0.outputTokens?.mean, 1)) },
            row("ms per output token, median") { target in
                Cell(NumberText.significant(target.timePerOutputToken.map { 1_000 * $0.median }))
            },
            row("decode rate, median tokens/s") { Cell(NumberText.significant($0.decodeRate?.median)) },
            row("single-stream output tokens/s") { Cell(NumberText.significant($0.singleStreamOutputRate)) },
        ]
        if targets.contains(where: { $0.peakInFlight > 1 }) {
            rows.append(row("system output tokens/s") { Cell(NumberText.significant($0.systemOutputThroughput)) })
            rows.append(row("most requests in flight") { Cell(String($0.peakInFlight)) })
        }
        return table("Tokens", nil, rows)
    }

    func answers() -> Report.Table {
        var rows = [
            row("answered") { target in
                Cell(
                    "\(target.successes) of \(target.attempts)",
                    target.successInterval.map {
                        "(\(NumberText.fixed(100 * $0.lower, 0)) to \(NumberText.percent($0.upper)))"
                    })
            }
        ]
        guard targets.contains(where: { $0.quality != nil }) else { return table("Answers", nil, rows) }
        rows += [
            row("F1, answer extracted", { share($0.quality?.extractedF1) }, { f1($0.extractedAnswers) }),
            row("exact match, extracted", { share($0.quality?.extractedExactMatch) }, { match($0.extractedAnswers) }),
            row("F1, whole answer", { share($0.quality?.f1) }, { f1($0.wholeAnswers) }),
            row("exact match, whole", { share($0.quality?.exactMatch) }, { match($0.wholeAnswers) }),
            row("holds the answer") { share($0.quality?.contains) },
        ]
        return table("Answers, % of all asked", comparison.map { "\($0.first.label) − \($0.second.label)" }, rows)
    }

    private var ratioHeading: String? { comparison.map { "\($0.first.label) ÷ \($0.second.label)" } }

    private func table(_ title: String, _ compared: String?, _ rows: [Row]) -> Report.Table {
        let columns = targets.map(\.target.label) + (compared.map { [$0] } ?? [])
        return Report.Table(
            title: title, columns: columns,
            rows: rows.map { Row(label: $0.label, cells: Array($0.cells.prefix(columns.count))) })
    }

    private func row(
        _ label: String, _ cell: (TargetSummary) -> Cell, _ compared: (Comparison) -> Cell = { _ in Cell("") }
    ) -> Row {
        Row(label: label, cells: targets.map(cell) + (comparison.map { [compared($0)] } ?? []))
    }

    /// Whether requests waited for their turn in a way that shows.
    private func isQueued(_ target: TargetSummary) -> Bool {
        guard let service = target.latency?.median, let response = target.responseLatency?.median else { return false }
        return response > 1.01 * service
    }
}

// MARK: - Cells

private func seconds(_ value: Double?) -> String { NumberText.significant(value) }

private func median(_ distribution: Distribution?) -> Report.Cell {
    Report.Cell(
        seconds(distribution?.median),
        distribution?.medianInterval.map { "(\(seconds($0.lower)) to \(seconds($0.upper)))" })
}

private func meanAndDeviation(_ distribution: Distribution?) -> Report.Cell {
    let mean = seconds(distribution?.mean)
    // As many digits as the mean has: more would only look exact.
    return Report.Cell(
        mean, distribution?.standardDeviation.map { "± \(NumberText.fixed($0, NumberText.decimals(mean)))" })
}

private func ratio(_ comparison: RatioComparison) -> Report.Cell {
    Report.Cell(
        NumberText.ratio(comparison.ratio?.ratio), comparison.ratio.map { "(\(NumberText.ratioRange($0.interval)))" })
}

private func medianRatio(_ comparison: RatioComparison) -> Report.Cell {
    Report.Cell(
        NumberText.ratio(comparison.medianRatio), comparison.medianInterval.map { "(\(NumberText.ratioRange($0)))" })
}

private func share(_ value: Double?) -> Report.Cell {
    Report.Cell(NumberText.fixed(value.map { 100 * $0 }, 1))
}

private func f1(_ comparison: QualityComparison?) -> Report.Cell {
    Report.Cell(
        NumberText.fixed(comparison.map { 100 * $0.f1Difference }, 1),
        comparison?.f1Interval.map {
            "(\(NumberText.fixed(100 * $0.lower, 1)) to \(NumberText.fixed(100 * $0.upper, 1)))"
        })
}

private func match(_ comparison: QualityComparison?) -> Report.Cell {
    Report.Cell(comparison.map { "p = \(NumberText.significant($0.exactMatch.pValue, 2))" } ?? NumberText.unknown)
}
