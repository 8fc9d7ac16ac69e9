import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The tables of a run that mixes tasks, or lengths of prompts: an outline of all, then those of each by itself.
struct StrataTables {
    private typealias Cell = Report.Cell
    private typealias Row = Report.Row
    private let strata: [TaskStratum]
    private let lengths: [ContextSummary]
    private let labels: [String: String]

    init(_ analysis: Analysis) {
        strata = analysis.strata
        let isContext = analysis.record.manifest.design.experiment == .context
        lengths = isContext ? analysis.record.manifest.targets.map { ContextSummary($0.name, in: analysis.record) } : []
        labels = Dictionary(
            analysis.record.manifest.targets.map { ($0.name, $0.label) }, uniquingKeysWith: { first, _ in first })
    }

    func all() -> [Report.Table] {
        let outline = lengths.isEmpty ? tasks() : context()
        return [outline] + ratios()
            + strata.flatMap { part in
                ReportTables(part.analysis).all().map { table in
                    var table = table
                    table.title = "\(part.title): \(table.title)"
                    table.isDetail = true
                    return table
                }
            }
    }

    /// Sentences on the effect of the prompts' length, one for each target.
    var sentences: [String] {
        let fits = lengths.map { summary in
            let label = labels[summary.target] ?? summary.target
            let asked = summary.levels.reduce(0) { $0 + $1.attempts }
            let failed = asked - summary.levels.reduce(0) { $0 + $1.successes }
            let basis = failed > 0 ? "; answered requests only, \(failed) of \(asked) failed" : ""
            guard let fit = summary.fit else {
                return
                    "\(label): too few requests or lengths to fit time to first token to prompt length (10 answers and 5 lengths are "
                    + "needed)."
            }
            func ms(_ seconds: Double) -> String { NumberText.significant(seconds * 1e6) }
            guard fit.interval.lower > 0 else {
                return
                    "\(label): time to first token does not grow significantly with prompt length (95 % interval "
                    + "\(ms(fit.interval.lower)) to \(ms(fit.interval.upper)) ms per 1,000 tokens\(basis))."
            }
            return
                "\(label): each 1,000 prompt tokens add \(ms(fit.secondsPerToken)) ms to time to first token (95 % interval "
                + "\(ms(fit.interval.lower)) to \(ms(fit.interval.upper))), by fit over all lengths\(basis)."
        }
        let kind = lengths.isEmpty ? "tasks" : "lengths"
        return fits + [
            "Each of the \(kind) is analysed separately; with several 95 % intervals, the chance that one of them misses is above 5 %."
        ]
    }

    private func tasks() -> Report.Table {
        Report.Table(
            title: "Tasks",
            columns: [
                "answered", "latency p50 s", "first token p50 s", "first answer p50 s", "tokens p50", "tokens/s p50",
            ],
            rows: strata.flatMap { part in
                part.analysis.targets.map { target in
                    Row(
                        label: "\(part.title), \(target.target.label)",
                        cells: [
                            Cell("\(target.successes) of \(target.attempts)"),
                            Cell(NumberText.significant(target[.serviceLatency]?.median)),
                            Cell(NumberText.significant(target[.timeToFirstToken]?.median)),
                            Cell(NumberText.significant(target[.timeToFirstAnswer]?.median)),
                            Cell(NumberText.fixed(target[.completionTokens]?.median, 0)),
                            Cell(NumberText.significant(target[.decodeRate]?.median)),
                        ])
                }
            })
    }

    private func context() -> Report.Table {
        Report.Table(
            title: "Lengths of prompts",
            columns: ["counted", "answered", "fact found", "first token p50 s", "latency p50 s"],
            rows: lengths.flatMap { summary in
                summary.levels.map { level in
                    Row(
                        label: "\(labels[summary.target] ?? summary.target), \(level.length) tokens",
                        cells: [
                            Cell(NumberText.fixed(level.counted, 0)), Cell("\(level.successes) of \(level.attempts)"),
                            Cell("\(level.found) of \(level.successes)"),
                            Cell(NumberText.significant(level.timeToFirstToken)),
                            Cell(NumberText.significant(level.latency)),
                        ])
                }
            })
    }

    /// Latencies of each two targets by task: geometric means over the pairs, and their ratio.
    private func ratios() -> [Report.Table] {
        guard let pairs = strata.first?.analysis.comparisons, !pairs.isEmpty else { return [] }
        return pairs.indices.map { index in
            let pair = pairs[index]
            return Report.Table(
                title: "Latency, seconds",
                columns: [pair.first.label, pair.second.label, "\(pair.first.label) ÷ \(pair.second.label)", "pairs"],
                rows: strata.map { part in
                    let latency = part.analysis.comparisons[index].latency
                    return Row(
                        label: "\(part.title), geometric mean",
                        cells: [
                            Cell(NumberText.significant(latency.geometricMeans?.first)),
                            Cell(NumberText.significant(latency.geometricMeans?.second)),
                            Cell(
                                NumberText.ratio(latency.ratio?.ratio),
                                latency.ratio.map { "(\(NumberText.ratioRange($0.interval)))" }),
                            Cell("\(latency.pairs)"),
                        ])
                })
        }
    }
}
