import ALCFRecord
import ALCFSystem

extension RunReport {
    /// The figures of each of the processes that shared the run.
    var machines: Section {
        Section("machines", "By machine", .body, machineBlocks())
    }

    private func machineBlocks() -> [Block] {
        let summaries = RankSummary.all(analysis.record, targets: analysis.targets)
        guard !summaries.isEmpty else { return effectBlocks() }
        let targets = analysis.record.manifest.targets
        let isStreamed = analysis.record.samples.contains { $0.trace.streamed }
        let figure = isStreamed ? "first token" : "latency"
        let columns =
            ["requests", "failed", "not sent"] + targets.map { "\($0.label), median \(figure), s" }
            + ["clock ahead, ms", "instrument", "end"]
        let rows = summaries.map { summary in
            (
                label: summary.name,
                cells: [
                    "\(summary.requests)", "\(summary.failures)",
                    Self.notSent(summary.part),
                ]
                    + summary.medians.map { $0.map { NumberText.significant($0) } ?? NumberText.unknown }
                    + [Self.offset(summary.part), summary.instrumentWord, summary.part.state.rawValue]
            )
        }
        return [
            .table(Document.Table("Each process of \(summaries.count)", columns, rows)),
            .note(
                "Clock ahead: of rank 0's, by round trips through the folder of the ranks, ± half the shortest. Durations are measured by one "
                    + "clock each, and are not touched by it; how requests of several machines lie in time is."),
        ] + effectBlocks()
    }

    private static func notSent(_ part: RankPart) -> String {
        part.notSent.map(String.init) ?? part.missedSeconds.map { "for \(NumberText.significant($0)) s" }
            ?? NumberText.unknown
    }

    private static func offset(_ part: RankPart) -> String {
        guard let seconds = part.offset, let error = part.offsetError else { return NumberText.unknown }
        if part.rank == 0 { return "0" }
        return "\(NumberText.fixed(1000 * seconds, 1)) ± \(NumberText.fixed(1000 * error, 1))"
    }
}
