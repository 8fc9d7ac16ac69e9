import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The part of a run that one of several processes had, in figures of its own.
struct RankSummary: Sendable, Hashable {
    /// The process.
    let part: RankPart
    /// Measured requests, those that a kill of the process cut off among them.
    let requests: Int
    /// Those of them that were not answered.
    let failures: Int
    /// The median time to first token of each target, in the manifest's order; the latency without a stream.
    let medians: [Double?]
    /// The verdict on its instrument.
    let instrument: InstrumentVerdict

    /// The summaries of all processes; none of a run of a single one.
    static func all(_ record: Record, targets: [TargetSummary]) -> [RankSummary] {
        let samples = Dictionary(grouping: record.samples.filter { $0.phase == .measured }) { $0.rank ?? 0 }
        let checks = Dictionary(grouping: record.instrument) { $0.rank ?? 0 }
        return record.manifest.ranks.map { part in
            let own = samples[part.rank] ?? []
            var alone = record
            alone.samples = own
            alone.instrument = checks[part.rank] ?? []
            return RankSummary(
                part: part, requests: own.count, failures: own.count { !$0.outcome.isSuccess },
                medians: record.manifest.targets.map { target in
                    let answered = own.filter { $0.target == target.name && $0.outcome.isSuccess }
                    return Statistics.median(answered.compactMap { $0[.timeToFirstToken] ?? $0[.serviceLatency] })
                }, instrument: InstrumentVerdict(alone, targets: targets))
        }
    }

    /// `rank 3 on polaris-01`.
    var name: String { "rank \(part.rank)" + (part.host.map { " on \($0)" } ?? "") }

    /// The instrument in a word.
    var instrumentWord: String {
        instrument.isInvalid ? "INVALID" : instrument.isChecked ? "valid" : "not checked"
    }
}
