import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The part that one server of a fleet had in a run.
struct ServerSummary: Sendable, Hashable {
    /// The server.
    let server: FleetServer
    /// The processes that sent to it.
    let ranks: [Int]
    /// Measured requests.
    let requests: Int
    /// Those of them that were not answered.
    let failures: Int
    /// The median time to first token; the latency without a stream.
    let firstToken: Double?
    /// The median time per output token.
    let pace: Double?
    /// Tokens of its answers; nil where one was not counted.
    let outputTokens: Int?

    /// The summaries of a fleet's servers; none of a target that is one.
    static func all(_ target: RunManifest.Target, _ record: Record) -> [ServerSummary] {
        let own = record.samples.filter { $0.phase == .measured && $0.target == target.name }
        let samples = Dictionary(grouping: own) { $0.server ?? -1 }
        return target.servers.enumerated().map { place, server in
            let sent = samples[place] ?? []
            let answered = sent.filter(\.outcome.isSuccess)
            let made = answered.compactMap(\.tokens.made)
            return ServerSummary(
                server: server, ranks: Set(sent.compactMap(\.rank)).sorted(), requests: sent.count,
                failures: sent.count - answered.count,
                firstToken: Statistics.median(
                    answered.compactMap { $0[.timeToFirstToken] ?? $0[.serviceLatency] }),
                pace: Statistics.median(answered.compactMap { $0[.timePerOutputToken] }),
                outputTokens: made.count == answered.count ? made.reduce(0) { $0.addingClamped($1) } : nil)
        }
    }
}
