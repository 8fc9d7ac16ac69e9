import ALCFRecord
import ALCFStatistics

/// Requests by what they have in common besides their target: the machine that sent them, the process, or the server
/// that answered.
struct RequestGroups: Sendable {
    /// The thing that the requests of a group have in common.
    enum Unit: String, Sendable, Hashable {
        case machine, process, server

        /// Its plural.
        var plural: String { self == .process ? "processes" : rawValue + "s" }
    }

    /// The fewest groups whose differences say how much others would differ.
    static let fewest = 3

    let unit: Unit
    /// Measured requests by group, in the order of the schedule; none is empty.
    let groups: [[Sample]]

    /// Requests by machine, or by process where there are fewer machines than ``fewest``: processes of one machine have
    /// much in common, and count as one. Nil for a run that was not shared by so many.
    init?(senders record: Record) {
        let parts = record.manifest.ranks
        guard parts.count >= Self.fewest else { return nil }
        let hosts = Dictionary(parts.compactMap { part in part.host.map { (part.rank, $0) } }) { first, _ in first }
        let areMachines = hosts.count == parts.count && Set(hosts.values).count >= Self.fewest
        let measured = record.samples.filter { $0.phase == .measured && $0.rank != nil }
            .sorted { $0.sequence < $1.sequence }
        let found =
            areMachines
            ? clusters(measured) { hosts[$0.rank ?? 0] ?? "" } : clusters(measured) { String($0.rank ?? 0) }
        guard found.count >= Self.fewest else { return nil }
        unit = areMachines ? .machine : .process
        groups = found
    }

    /// Requests to a fleet by server; nil where it has fewer than ``fewest``.
    init?(serversOf target: RunManifest.Target, _ record: Record) {
        let own = record.samples.filter { $0.phase == .measured && $0.target == target.name && $0.server != nil }
            .sorted { $0.sequence < $1.sequence }
        let found = clusters(own) { $0.server ?? 0 }
        guard found.count >= Self.fewest else { return nil }
        unit = .server
        groups = found
    }
}
