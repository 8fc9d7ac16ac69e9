package import ALCFRecord

/// The part of a benchmark that one of several processes sends.
package struct RankShare: Sendable {
    /// Which process it is.
    package let rank: Rank
    /// Seconds that this machine's clock is ahead of the first process's.
    package let clockOffset: Double
    /// Waits until the others are ready for a stage, by its place in the schedule. Throws where the run cannot go on.
    package let gate: @Sendable (Int) async throws -> Void
    /// Told of each request that is sent: its number, and when, in seconds since the run's anchor.
    package let begun: @Sendable (Int, Double) -> Void

    /// A part with these means.
    package init(
        rank: Rank, clockOffset: Double = 0, gate: @escaping @Sendable (Int) async throws -> Void = { _ in },
        begun: @escaping @Sendable (Int, Double) -> Void = { _, _ in }
    ) {
        self.rank = rank
        self.clockOffset = clockOffset
        self.gate = gate
        self.begun = begun
    }
}
