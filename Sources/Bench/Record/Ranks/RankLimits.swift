/// The seconds for which ranks wait for each other.
package struct RankLimits: Sendable, Hashable {
    /// Until all are there.
    package var wait = 120.0
    /// For a sign of life.
    package var silence = 60.0
    /// Whether a run begins without ranks that are not there in time.
    package var startsWithout = false
    /// From the decision that a stage begins until it does, so that all have read it by then.
    package var notice = 0.3

    /// The usual limits.
    package init() {}
}
