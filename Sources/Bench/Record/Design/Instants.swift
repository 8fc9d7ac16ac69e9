/// Whether a record knows when its requests began.
package enum Instants: String, Sendable, Hashable, CaseIterable, MemberWord {
    /// Only durations and their order are known.
    case unknown
}
