import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension ReportTables {
    /// Service latency at length, then medians of the other waits, and what latency is made of.
    func latency() -> Report.Table {
        let whole = comparison?[.serviceLatency]
        var rows =
            compared(
                "geometric mean", { Cell(NumberText.significant($0[.serviceLatency]?.geometricMean)) },
                { $0[.serviceLatency]?.geometricMean }, whole.map { Compared(.ratio, of: $0) })
            + compared(
                "median", { Cell(median: $0[.serviceLatency]) }, { $0[.serviceLatency]?.median },
                whole.map { Compared(.medianRatio, of: $0) })
            + [
                row("mean ± sd") { Cell(meanAndDeviation: $0[.serviceLatency]) },
                row("smallest, largest") { target in
                    Cell(
                        NumberText.significant(target[.serviceLatency]?.min),
                        target[.serviceLatency].map { "to \(NumberText.significant($0.max))" })
                },
                row("95th percentile") { Cell($0[.serviceLatency]?.p95, $0[.serviceLatency]?.p95Interval) },
            ]
        if targets.contains(where: { $0[.serviceLatency]?.p99 != nil }) {
            rows.append(row("99th percentile") { Cell($0[.serviceLatency]?.p99, $0[.serviceLatency]?.p99Interval) })
        }
        for figure in Figure<Sample>.summarised where figure.uses.contains(.latencyRow) {
            if figure == .responseLatency, !targets.contains(where: isQueued) { continue }
            rows += medians(figure)
            if figure == .timeToFirstToken, hasSeveralKinds {
                rows.append(
                    row("first token is of the") { Cell($0.firstOutputs.first?.value.text ?? NumberText.unknown) })
            }
        }
        return table("Latency, seconds", ratioHeading, besideFailuresAsSlowest(rows + parts()))
    }

    /// Returns the rows for the parts of latency.
    private func parts() -> [Row] {
        var rows: [Row] = []
        if targets.contains(where: { $0.latencyModel?.showsFixedPart == true }) {
            rows.append(
                row(Figure.fixedSeconds.metric.label) { target in
                    guard let model = target.latencyModel, model.showsFixedPart else { return Cell(NumberText.unknown) }
                    return Cell(model.fixedSeconds, model.fixedInterval)
                })
        }
        if targets.contains(where: { $0.serverTimings != nil }) {
            rows.append(row("server-reported time") { Cell(median: $0.serverTimings?.total) })
            rows.append(row("network, gateway and queue (remainder)") { Cell(median: $0.serverTimings?.difference) })
        }
        if targets.contains(where: { $0.connecting != nil }) {
            rows.append(
                row(Figure.connecting.metric.label) { target in
                    Cell(
                        NumberText.significant(target[.connecting]),
                        target.connecting.map { "(\(NumberText.count($0.count, "time")))" })
                })
        }
        return rows
    }

    /// Whether first tokens of the targets were of different kinds.
    private var hasSeveralKinds: Bool {
        Set(targets.map { Set($0.firstOutputs.map(\.value)) }.filter { !$0.isEmpty }).count > 1
    }

    /// Whether requests waited for their turn in a way that shows.
    private func isQueued(_ target: TargetSummary) -> Bool {
        guard let service = target[.serviceLatency]?.median, let response = target[.responseLatency]?.median else {
            return false
        }
        return response > 1.01 * service
    }
}
