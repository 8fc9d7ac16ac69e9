import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension ReportTables {
    /// Returns the table of answered requests and the quality of answers.
    func answers() -> Report.Table {
        var rows = [
            row(Figure.successRate.metric.label) { target in
                Cell(
                    "\(target.successes) of \(target.attempts)",
                    target.successInterval.map {
                        "(\(NumberText.fixed(100 * $0.lower, 0)) to \(NumberText.percent($0.upper)))"
                    })
            }
        ]
        guard targets.contains(where: { $0.quality != nil }) else { return table("Answers", nil, rows) }
        rows += scores(.extractedF1, comparison?.extractedAnswers.map(Compared.init(f1:)))
        rows += scores(.extractedExactMatch, comparison?.extractedAnswers.map(Compared.init(exactMatch:)))
        rows += scores(.f1, comparison?.wholeAnswers.map(Compared.init(f1:)))
        rows += scores(.exactMatch, comparison?.wholeAnswers.map(Compared.init(exactMatch:)))
        rows += scores(.contains, nil)
        return table("Answers, % of all asked", comparison.map { "\($0.first.label) − \($0.second.label)" }, rows)
    }

    private func scores(_ figure: Figure<QualitySummary>, _ result: Compared?) -> [Row] {
        func value(_ target: TargetSummary) -> Double? { target.quality.flatMap(figure.value) }
        func text(_ share: Double?) -> String { NumberText.fixed(share.map { 100 * $0 }, 1) }
        return compared(figure.metric.label, { Cell(text(value($0))) }, value, result, sideText: text)
    }

    /// Returns the table of requests that met the objectives, or the reason that this cannot be judged.
    func goodput() -> Report.Table? {
        guard let objectives else { return nil }
        var rows = [
            row("kept all objectives") { target in
                Cell(
                    target.goodput.map { "\($0.met) of \($0.attempts)" } ?? NumberText.unknown,
                    target.goodput?.interval.map {
                        "(\(NumberText.fixed(100 * $0.lower, 0)) to \(NumberText.percent($0.upper)))"
                    })
            },
            row("good requests/s") { Cell(NumberText.significant($0[.goodput])) },
        ]
        if targets.contains(where: { ($0.goodput?.unjudged ?? 0) > 0 || !$0.voidObjectives.isEmpty }) {
            rows.append(
                row("not known, so not kept") { target in
                    guard target.voidObjectives.isEmpty else { return Cell("cannot be judged") }
                    return Cell(target.goodput.map { String($0.unjudged) } ?? NumberText.unknown)
                })
        }
        return table("Goodput, \(objectives.text)", nil, rows)
    }
}
