/// Whether a record knows when its requests began.
public enum Instants: String, Sendable, Hashable, CaseIterable, MemberWord {
    /// Only durations and their order are known.
    case unknown
}
