import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension ReportTables {
    /// Counts of tokens, and how fast they came.
    func tokens() -> Report.Table {
        var rows = [meanCount(.promptTokens)]
        if hasAny(.cachedTokens) { rows.append(meanCount(.cachedTokens)) }
        rows.append(meanCount(.completionTokens))
        if hasAny(.reasoningTokens) { rows.append(meanCount(.reasoningTokens)) }
        if targets.contains(where: { $0.seenShare.map { $0 < 0.995 } ?? false }) { rows.append(row(.seenShare)) }
        rows += Figure<Sample>.summarised.filter { $0.uses.contains(.tokenRow) }.map(pace)
        if targets.contains(where: { $0.latencyModel?.dependsOnLength == true }) {
            rows.append(
                row(Figure.secondsPerToken.metric.label) { target in
                    guard let model = target.latencyModel, model.dependsOnLength else {
                        return Cell(NumberText.unknown)
                    }
                    func ms(_ seconds: Double) -> String { NumberText.significant(1_000 * seconds) }
                    return Cell(
                        ms(model.secondsPerToken), "(\(ms(model.interval.lower)) to \(ms(model.interval.upper)))")
                })
        }
        rows += singleStream(Figure.singleStreamOutputRate.metric.label)
        if targets.contains(where: { $0.peakInFlight > 1 }) {
            rows += [row(.systemOutputThroughput), row(.steadyOutputThroughput)]
            rows.append(row(Figure.peakInFlight.metric.label) { Cell(String($0.peakInFlight)) })
        }
        return table("Tokens", ratioHeading, rows)
    }

    func singleStream(_ label: String) -> [Row] {
        compared(
            label, { Cell(NumberText.significant($0[.singleStreamOutputRate])) }, { $0[.singleStreamOutputRate] },
            comparison?.outputRate.map(Compared.init))
    }

    private func meanCount(_ figure: Figure<Sample>) -> Row {
        row("\(figure.metric.label), mean per request") { Cell(NumberText.fixed($0[figure]?.mean, 1)) }
    }

    private func hasAny(_ figure: Figure<Sample>) -> Bool { targets.contains { ($0[figure]?.max ?? 0) > 0 } }

    /// The median; of a duration in milliseconds, as its label says, and with the unit of any other.
    private func pace(_ figure: Figure<Sample>) -> Row {
        let unit = figure.metric.unit
        let suffix = unit == .seconds ? "" : unit.map { " \($0)" } ?? ""
        return row("\(figure.metric.label), median\(suffix)") { target in
            Cell(NumberText.significant(target[figure].map { (unit == .seconds ? 1_000 : 1) * $0.median }))
        }
    }
}
