import ALCFRecord
import ALCFStatistics

/// Makes the tables of a report.
struct ReportTables {
    private typealias Cell = Report.Cell
    private typealias Row = Report.Row
    let targets: [TargetSummary]
    /// Set where there are just two targets, so that there is room for it.
    let comparison: Comparison?
    let objectives: ServiceObjectives?
    private let audit: Audit?
    private let primaryTests: [PrimaryTest]
    private let original: OriginalReading?
    private let costs: [CostSummary]

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

    func latency() -> Report.Table {
        let comparison = comparison
        var rows =
            compared(
                "geometric mean", { Cell(seconds($0.latency?.geometricMean)) }, { $0.latency?.geometricMean },
                comparison.map { geometric($0.latency) })
            + compared("median", { median($0.latency) }, { $0.latency?.median }, comparison.map { medians($0.latency) })
            + [
                row("mean ± sd") { meanAndDeviation($0.latency) },
                row("smallest, largest") { target in
                    Cell(seconds(target.latency?.min), target.latency.map { "to \(seconds($0.max))" })
                },
                row("95th percentile") { percentile($0.latency?.p95, $0.latency?.p95Interval) },
            ]
        if targets.contains(where: { $0.latency?.p99 != nil }) {
            rows.append(row("99th percentile") { percentile($0.latency?.p99, $0.latency?.p99Interval) })
        }
        if targets.contains(where: isQueued) {
            rows.append(row("from schedule, median") { median($0.responseLatency) })
        }
        // Of different kinds of token there is no ratio.
        rows += compared(
            "first token, median", { median($0.timeToFirstToken) }, { $0.timeToFirstToken?.median },
            comparison.flatMap { $0.firstTokensDiffer ? nil : medians($0.timeToFirstToken) })
        if Set(targets.map { Set($0.firstOutputs.map(\.value)) }.filter { !$0.isEmpty }).count > 1 {
            rows.append(row("first token is of the") { Cell($0.firstOutputs.first?.value.text ?? NumberText.unknown) })
        }
        rows += compared(
            "first answer token, median", { median($0.timeToFirstAnswer) }, { $0.timeToFirstAnswer?.median },
            comparison.map { medians($0.timeToFirstAnswer) })
        if targets.contains(where: { $0.latencyModel?.showsFixedPart == true }) {
            rows.append(
                row("fixed part, by fit") { target in
                    guard let model = target.latencyModel, model.showsFixedPart else { return Cell(NumberText.unknown) }
                    return Cell(
                        seconds(model.fixedSeconds),
                        model.fixedInterval.map { "(\(seconds($0.lower)) to \(seconds($0.upper)))" })
                })
        }
        if targets.contains(where: { $0.serverTimings != nil }) {
            rows.append(row("server-reported time") { median($0.serverTimings?.total) })
            rows.append(row("network, gateway and queue (remainder)") { median($0.serverTimings?.difference) })
        }
        if targets.contains(where: { $0.connecting != nil }) {
            rows.append(
                row("connecting, apart") { target in
                    Cell(
                        seconds(target.connecting?.median),
                        target.connecting.map { "(\(NumberText.count($0.count, "time")))" })
                })
        }
        return table("Latency, seconds", ratioHeading, besideFailuresAsSlowest(rows))
    }

    package func tokens() -> Report.Table {
        var rows = [row("prompt, mean per request") { Cell(NumberText.fixed($0.promptTokens?.mean, 1)) }]
        if targets.contains(where: { ($0.cachedTokens?.max ?? 0) > 0 }) {
            rows.append(row("cached, mean per request") { Cell(NumberText.fixed($0.cachedTokens?.mean, 1)) })
        }
        rows.append(row("output, mean per request") { Cell(NumberText.fixed($0.outputTokens?.mean, 1)) })
        if targets.contains(where: { ($0.reasoningTokens?.max ?? 0) > 0 }) {
            rows.append(row("reasoning, mean per request") { Cell(NumberText.fixed($0.reasoningTokens?.mean, 1)) })
        }
        if targets.contains(where: { $0.seenShare.map { $0 < 0.995 } ?? false }) {
            rows.append(row("output that was shown") { Cell(NumberText.percent($0.seenShare)) })
        }
        rows += [
            row("ms per output token, stream, median") { target in
                Cell(NumberText.significant(target.timePerOutputToken.map { 1_000 * $0.median }))
            },
            row("decode rate, stream, median tokens/s") { Cell(NumberText.significant($0.decodeRate?.median)) },
        ]
        if targets.contains(where: { $0.latencyModel?.dependsOnLength == true }) {
            rows.append(
                row("ms per output token, by fit") { target in
                    guard let model = target.latencyModel, model.dependsOnLength else {
                        return Cell(NumberText.unknown)
                    }
                    func ms(_ seconds: Double) -> String { NumberText.significant(1_000 * seconds) }
                    return Cell(
                        ms(model.secondsPerToken), "(\(ms(model.interval.lower)) to \(ms(model.interval.upper)))")
                })
        }
        rows += singleStream("single-stream output tokens/s")
        if targets.contains(where: { $0.peakInFlight > 1 }) {
            rows.append(row("system output tokens/s") { Cell(NumberText.significant($0.systemOutputThroughput)) })
            rows.append(row("steady output tokens/s") { Cell(NumberText.significant($0.steadyOutputThroughput)) })
            rows.append(row("most requests in flight") { Cell(String($0.peakInFlight)) })
        }
        return table("Tokens", ratioHeading, rows)
    }

    private func singleStream(_ label: String) -> [Row] {
        compared(
            label, { Cell(NumberText.significant($0.singleStreamOutputRate)) }, \.singleStreamOutputRate,
            comparison.flatMap { $0.outputRate.map(rates) },
            sideText: { NumberText.significant($0) })
    }

    package func answers() -> Report.Table {
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
        func scores(
            _ label: String, _ level: @escaping (QualitySummary) -> Double,
            _ result: (QualityComparison) -> Compared, _ of: KeyPath<Comparison, QualityComparison?>
        ) -> [Row] {
            compared(
                label, { share($0.quality.map(level)) }, { $0.quality.map(level) },
                comparison.flatMap { $0[keyPath: of].map(result) },
                sideText: { NumberText.fixed(100 * $0, 1) })
        }
        rows += scores("F1, answer extracted", \.extractedF1, f1, \.extractedAnswers)
        rows += scores("exact match, extracted", \.extractedExactMatch, match, \.extractedAnswers)
        rows += scores("F1, whole answer", \.f1, f1, \.wholeAnswers)
        rows += scores("exact match, whole", \.exactMatch, match, \.wholeAnswers)
        rows.append(row("holds the answer") { share($0.quality?.contains) })
        return table("Answers, % of all asked", comparison.map { "\($0.first.label) − \($0.second.label)" }, rows)
    }

    /// The original study's figures, each above the one that stands for it here.
    private func asOriginal() -> Report.Table? {
        guard let original, !original.targets.isEmpty else { return nil }
        func old(_ label: String, _ value: @escaping (OriginalReading.Target) -> Double?) -> Row {
            let values = targets.map { target in
                original.targets.first { $0.target.name == target.target.name }.flatMap(value)
            }
            let ratio = values.count == 2 ? values[0].flatMap { first in values[1].map { first / $0 } } : nil
            let compared = comparison == nil ? [] : [Cell(NumberText.ratio(ratio), "(no interval)")]
            return Row(label: label, cells: values.map { Cell(NumberText.significant($0)) } + compared)
        }
        return table(
            "The original study's figures, and ours", ratioHeading,
            [
                old("theirs: mean latency, s", \.mean)
            ]
                + compared(
                    "ours: geometric mean, s", { Cell(seconds($0.latency?.geometricMean)) },
                    { $0.latency?.geometricMean }, comparison.map { geometric($0.latency) })
                + [old("theirs: upper median, s", \.median)]
                + compared(
                    "ours: median, s", { median($0.latency) }, { $0.latency?.median },
                    comparison.map { medians($0.latency) })
                + [old("theirs: “throughput”", \.throughput)] + singleStream("ours: output tokens/s")
                + [
                    row("theirs: failed requests") { _ in Cell("0") },
                    row("ours: failed requests") { Cell(String($0.attempts - $0.successes)) },
                ])
    }

    private func cost() -> Report.Table? {
        guard !costs.isEmpty else { return nil }
        func figure(_ label: String, _ value: @escaping (CostSummary) -> Double?) -> Row? {
            let values = targets.map { target in costs.first { $0.target == target.target.name }.flatMap(value) }
            guard values.contains(where: { $0 != nil }) else { return nil }
            return Row(label: label, cells: values.map { Cell(NumberText.significant($0)) })
        }
        let rows = [
            figure("money per 1,000 output tokens", \.moneyPerThousandTokens),
            figure("money per right answer", \.moneyPerCorrectAnswer),
            figure("J per 1,000 output tokens", \.joulesPerThousandTokens),
            figure("J per right answer", \.joulesPerCorrectAnswer),
            figure("seconds in which requests were in flight", \.busySeconds),
        ]
        return table("Cost and energy", nil, rows.compactMap { $0 })
    }

    private func sameExperiment() -> Report.Table? {
        guard let audit else { return nil }
        return Report.Table(
            title: "The same experiment?", columns: ["same", "observed"],
            rows: audit.checks.map { check in
                Row(
                    label: check.question,
                    cells: [Cell(check.holds.map { $0 ? "yes" : "NO" } ?? "not known"), Cell(check.detail)])
            }, isText: true)
    }

    private func declared() -> Report.Table? {
        guard !primaryTests.isEmpty else { return nil }
        return Report.Table(
            title: "Hypothesis tests (Holm-corrected)", columns: ["p", "p, corrected"],
            rows: primaryTests.map { test in
                let names = targets.count > 2 ? ", \(label(test.first)) and \(label(test.second))" : ""
                return Row(
                    label: test.title + names,
                    cells: [Cell(NumberText.probability(test.pValue)), Cell(NumberText.probability(test.adjusted))])
            })
    }

    private func label(_ name: String) -> String {
        targets.first { $0.target.name == name }?.target.label ?? name
    }

    private var ratioHeading: String? { comparison.map { "\($0.first.label) ÷ \($0.second.label)" } }

    func table(_ title: String, _ compared: String?, _ rows: [Report.Row]) -> Report.Table {
        let columns = targets.map(\.target.label) + (compared.map { [$0] } ?? [])
        return Report.Table(
            title: title, columns: columns,
            rows: rows.map { Row(label: $0.label, cells: Array($0.cells.prefix(columns.count))) })
    }

    func row(_ label: String, _ cell: (TargetSummary) -> Report.Cell) -> Report.Row {
        Row(label: label, cells: targets.map(cell) + (comparison == nil ? [] : [Cell("")]))
    }

    /// A figure of the two targets, and how they compare: a ratio or a difference stands beside the figures that it is of, and nowhere else.
    ///
    /// Where some requests have no partner, the figures of all requests are not those that were compared: these then have a row of their own.
    private func compared(
        _ label: String, _ cell: (TargetSummary) -> Cell, _ value: (TargetSummary) -> Double?, _ result: Compared?,
        sideText: (Double) -> String = { seconds($0) }
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

    /// Whether requests waited for their turn in a way that shows.
    func isQueued(_ target: TargetSummary) -> Bool {
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

private func percentile(_ value: Double?, _ interval: Interval?) -> Report.Cell {
    Report.Cell(seconds(value), interval.map { "(\(seconds($0.lower)) to \(seconds($0.upper)))" })
}

private func meanAndDeviation(_ distribution: Distribution?) -> Report.Cell {
    let mean = seconds(distribution?.mean)
    // As many digits as the mean has: more would only look exact.
    return Report.Cell(
        mean, distribution?.standardDeviation.map { "± \(NumberText.fixed($0, NumberText.decimals(mean)))" })
}

/// How a figure of two targets compares, and what that rests on.
private struct Compared {
    /// The two figures that were compared; nil where they were too few.
    let sides: RatioComparison.Sides?
    /// Their ratio or difference.
    let cell: Report.Cell
    /// What they are of, as in `15 pairs`.
    let basis: String
}

private func basis(_ comparison: RatioComparison) -> String {
    comparison.isPaired
        ? NumberText.count(comparison.pairs, "pair") + (comparison.isOfFirstSendings ? " of first sendings" : "")
        : "compared"
}

private func geometric(_ comparison: RatioComparison) -> Compared {
    Compared(
        sides: comparison.geometricMeans,
        cell: Report.Cell(
            NumberText.ratio(comparison.ratio?.ratio),
            comparison.ratio.map { "(\(NumberText.ratioRange($0.interval)))" }),
        basis: basis(comparison))
}

private func medians(_ comparison: RatioComparison) -> Compared {
    Compared(
        sides: comparison.medians,
        cell: Report.Cell(
            NumberText.ratio(comparison.medianRatio),
            comparison.medianInterval.map { "(\(NumberText.ratioRange($0)))" }), basis: basis(comparison))
}

private func rates(_ comparison: RateComparison) -> Compared {
    Compared(
        sides: comparison.rates,
        cell: Report.Cell(
            NumberText.ratio(comparison.ratio), comparison.interval.map { "(\(NumberText.ratioRange($0)))" }),
        basis: NumberText.count(comparison.pairs, "pair"))
}

private func share(_ value: Double?) -> Report.Cell {
    Report.Cell(NumberText.fixed(value.map { 100 * $0 }, 1))
}

private func f1(_ comparison: QualityComparison) -> Compared {
    Compared(
        sides: comparison.f1,
        cell: Report.Cell(
            NumberText.fixed(100 * comparison.f1Difference, 1),
            comparison.f1Interval.map {
                "(\(NumberText.fixed(100 * $0.lower, 1)) to \(NumberText.fixed(100 * $0.upper, 1)))"
            }), basis: "\(NumberText.count(comparison.questions, "question")) of both")
}

private func match(_ comparison: QualityComparison) -> Compared {
    Compared(
        sides: comparison.exactShares,
        cell: Report.Cell(
            NumberText.fixed(100 * (comparison.exactShares.first - comparison.exactShares.second), 1),
            "(\(NumberText.p(comparison.exactMatch.pValue)))"),
        basis: "\(NumberText.count(comparison.questions, "question")) of both")
}
