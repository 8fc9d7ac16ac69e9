import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension ReportTables {
    /// The original study's figures, each above the one that stands for it here.
    func asOriginal() -> Report.Table? {
        guard let original, !original.targets.isEmpty else { return nil }
        func old(_ label: String, _ value: @escaping (OriginalReading.Target) -> Double?) -> Row {
            let values = targets.map { target in
                original.targets.first { $0.target.name == target.target.name }.flatMap(value)
            }
            let ratio = values.count == 2 ? values[0].flatMap { first in values[1].map { first / $0 } } : nil
            let compared = comparison == nil ? [] : [Cell(NumberText.ratio(ratio), "(no interval)")]
            return Row(label: label, cells: values.map { Cell(NumberText.significant($0)) } + compared)
        }
        let whole = comparison?[.serviceLatency]
        return table(
            "The original study's figures, and ours", ratioHeading,
            [old("theirs: mean latency, s", \.mean)]
                + compared(
                    "ours: geometric mean, s", { Cell(NumberText.significant($0[.serviceLatency]?.geometricMean)) },
                    { $0[.serviceLatency]?.geometricMean }, whole.map { Compared(.ratio, of: $0) })
                + [old("theirs: upper median, s", \.median)]
                + compared(
                    "ours: median, s", { Cell(median: $0[.serviceLatency]) }, { $0[.serviceLatency]?.median },
                    whole.map { Compared(.medianRatio, of: $0) })
                + [old("theirs: “throughput”", \.throughput)] + singleStream("ours: output tokens/s")
                + [
                    row("theirs: failed requests") { _ in Cell("0") },
                    row("ours: failed requests") { Cell(String($0.attempts - $0.successes)) },
                ])
    }
}
