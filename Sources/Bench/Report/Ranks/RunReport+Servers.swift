import ALCFRecord
import ALCFSystem

extension RunReport {
    /// The figures of each server of fleets.
    var servers: Section {
        Section("servers", "By server", .body, analysis.record.manifest.targets.flatMap(serverBlocks))
    }

    private func serverBlocks(_ target: RunManifest.Target) -> [Block] {
        let summaries = ServerSummary.all(target, analysis.record)
        guard !summaries.isEmpty else { return [] }
        let isStreamed = analysis.record.samples.contains { $0.trace.streamed }
        let isShared = !analysis.record.manifest.ranks.isEmpty
        let columns =
            (isShared ? ["sent by rank"] : []) + ["requests", "failed"]
            + (isStreamed ? ["median first token, s", "median per token, ms"] : ["median latency, s"])
            + ["output tokens"]
        let rows = summaries.map { summary in
            (
                label: summary.server.name,
                cells: (isShared ? [Self.text(summary.ranks)] : []) + ["\(summary.requests)", "\(summary.failures)"]
                    + [NumberText.significant(summary.firstToken)]
                    + (isStreamed ? [NumberText.significant(summary.pace.map { 1_000 * $0 })] : [])
                    + [summary.outputTokens.map(String.init) ?? NumberText.unknown]
            )
        }
        return [.table(Document.Table("Each server of \(target.label)", columns, rows))]
    }

    private static func text(_ ranks: [Int]) -> String {
        ranks.isEmpty
            ? NumberText.unknown
            : ranks.prefix(4).map(String.init).joined(separator: ", ") + (ranks.count > 4 ? " …" : "")
    }
}
