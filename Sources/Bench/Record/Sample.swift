/// One attempted request, answered or not: one line of the record.
///
/// Its members are those of ``Fields``, which copies share: a run has many requests, and they are sorted and chosen
/// from over and over. To set several members, set them in ``fields``.
public struct Sample: Sendable {
    /// Whether a request is measured.
    public enum Phase: String, Sendable, Hashable, CaseIterable, MemberWord {
        /// Sent to open connections and fill caches; in the record, in no statistic.
        case warmup
        /// Counts.
        case measured
    }

    /// Members that do not change: no copy is made but to change one.
    @usableFromInline
    final class Storage: Sendable {
        @usableFromInline let fields: Fields

        @usableFromInline
        init(_ fields: Fields) { self.fields = fields }
    }

    @usableFromInline var storage: Storage

    /// A sample with these members.
    public init(_ fields: Fields) { storage = Storage(fields) }

    /// A sample of which the rest is not known yet.
    public init(
        sequence: Int, phase: Phase, target: String, run: Int, block: Int, position: Int, promptID: String,
        passageID: String, trace: RequestTimeline, outcome: Outcome
    ) {
        self.init(
            Fields(
                sequence: sequence, phase: phase, target: target, run: run, block: block, position: position,
                promptID: promptID, passageID: passageID, trace: trace, outcome: outcome))
    }

    /// All of its members.
    @inlinable public var fields: Fields {
        get { storage.fields }
        set { storage = Storage(newValue) }
    }

    /// Whether the tokens came as a stream; nil where there were none.
    package var streamShape: StreamShape? { StreamShape(trace: trace, tokens: tokens) }
}

extension Sample: Hashable {
    /// Whether all members are the same.
    public static func == (left: Sample, right: Sample) -> Bool {
        left.storage === right.storage || left.fields == right.fields
    }

    /// Hashes all members.
    public func hash(into hasher: inout Hasher) { hasher.combine(fields) }
}
