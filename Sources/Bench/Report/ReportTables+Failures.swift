import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// Figures over all attempts, beside those over answered requests alone.
extension ReportTables {
    private static let ending = ", failures as slowest"

    /// The rows of durations with those over every attempt beside them, a failure being slower than any answer; where
    /// nothing failed, as they are.
    func besideFailuresAsSlowest(_ rows: [Report.Row]) -> [Report.Row] {
        guard targets.contains(where: { $0.successes < $0.attempts }) else { return rows }
        var rows = rows
        /// Puts a row after the last of those with that label, or with that label and what they are of.
        func put(_ row: Report.Row, after label: String) {
            let place = rows.lastIndex {
                $0.label == label || $0.label.hasPrefix(label + ", ")
            }
            if let place { rows.insert(row, at: place + 1) }
        }
        func percentile(
            _ label: String, _ figure: Figure<Sample>, _ value: (AttemptDistribution) -> Double? = { $0.median },
            _ interval: (AttemptDistribution) -> Interval? = { $0.medianInterval }
        ) {
            guard targets.contains(where: { $0.failuresAsSlowest[figure].flatMap(value) != nil }) else { return }
            put(
                row(label + Self.ending) { Self.cell($0.failuresAsSlowest[figure], value, interval) }, after: label)
        }
        percentile("median", .serviceLatency)
        percentile("95th percentile", .serviceLatency, \.p95, \.p95Interval)
        percentile("99th percentile", .serviceLatency, \.p99, \.p99Interval)
        put(row("mean" + Self.ending) { Self.mean($0.failuresAsSlowest[.serviceLatency]) }, after: "mean ± sd")
        for figure in Figure<Sample>.summarised where figure.uses.isSuperset(of: [.attempts, .latencyRow]) {
            // Where every first token is of the answer, the row of first tokens says it.
            let isApart = targets.contains { $0.firstOutputs.contains { $0.value != .answer } }
            if figure == .timeToFirstAnswer, !isApart { continue }
            percentile("\(figure.metric.label), median", figure)
        }
        guard let comparison else { return rows }
        if let wins = wins("came first", comparison.latency) { put(wins, after: "smallest, largest") }
        if !comparison.firstTokensDiffer, let wins = wins("first token, came first", comparison.timeToFirstToken) {
            put(wins, after: "first token, median")
        }
        return rows
    }

    private static func cell(
        _ distribution: AttemptDistribution?, _ value: (AttemptDistribution) -> Double?,
        _ interval: (AttemptDistribution) -> Interval?
    ) -> Report.Cell {
        guard let distribution, let value = value(distribution) else { return Report.Cell(NumberText.unknown) }
        guard value.isFinite else {
            return Report.Cell(NumberText.infinite, "(\(distribution.failures) of \(distribution.count) failed)")
        }
        return Report.Cell(
            NumberText.significant(value),
            interval(distribution).map { "(\(NumberText.open($0.lower)) to \(NumberText.open($0.upper)))" })
    }

    private static func mean(_ distribution: AttemptDistribution?) -> Report.Cell {
        guard let distribution else { return Report.Cell(NumberText.unknown) }
        let least = NumberText.significant(distribution.leastMean)
        guard distribution.failures > 0 else { return Report.Cell(least) }
        return Report.Cell(
            "≥ \(least)",
            distribution.mostMean.map { "(≤ \(NumberText.significant($0)) at the limit)" }
                ?? "(no upper bound)")
    }

    private func wins(_ label: String, _ comparison: RatioComparison) -> Report.Row? {
        comparison.failures?.winRatio.map { wins in
            Report.Row(
                label: label + Self.ending,
                cells: [
                    Report.Cell(String(wins.wins)), Report.Cell(String(wins.losses)),
                    Report.Cell(
                        NumberText.openRatio(wins.ratio), wins.interval.map { "(\(NumberText.openRange($0)))" }),
                ])
        }
    }
}
