import ALCFJSON
import ALCFRecord

/// The parts of a record that matter to every comparison in it: its sessions, and what a cache had seen before.
struct ComparisonContext: Sendable {
    /// The sessions.
    var sessions = Sessions.one
    /// First and later sendings of what was sent more than once.
    var sendings: [Sendings] = []
    /// Requests that were sent again, to a target that answers such ones faster.
    private var laterSequences: Set<Int> = []
    /// Whether it is known when requests were made, and not only how long they took.
    var hasInstants = true
    /// Whether the order of sending is that of another tool's file, and not known.
    var isImported = false
    /// Number of resamples of the bootstraps; by the number of pairs if nil.
    var resamples: Int?

    /// The context of one session without repetitions.
    init() {}

    /// The context of a record.
    init(_ record: Record, sessions: Sessions, sendings: [Sendings], resamples: Int? = nil) {
        self.sessions = sessions
        self.sendings = sendings
        laterSequences = sendings.filter(\.isFaster).reduce(into: []) { later, found in
            let own = record.samples.filter { $0.target == found.target }.map(\.sequence)
            later.formUnion(found.laterSequences.intersection(own))
        }
        hasInstants = record.manifest.design.instants != .unknown
        isImported = record.manifest.design.importedFrom != nil
        self.resamples = resamples
    }

    /// Whether one of a block's requests was sent again to a target that answers such ones faster.
    func isLater(_ block: PairedBlock) -> Bool {
        !laterSequences.isEmpty
            && (laterSequences.contains(block.first.sequence) || laterSequences.contains(block.second.sequence))
    }
}

extension Sessions {
    /// The session of a block; a block is of one record.
    func number(_ block: PairedBlock) -> Int { number(block.first) }
}
