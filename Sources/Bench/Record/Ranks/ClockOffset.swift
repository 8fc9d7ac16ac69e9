/// By how much this machine's clock is ahead of rank 0's, from round trips through a folder.
///
/// Rank 0 read its clock at some time between question and answer: the middle is the estimate, and half the round trip
/// bounds its error. The shortest round trip says the most.
package struct ClockOffset: Sendable, Hashable {
    /// Seconds that this clock is ahead of rank 0's.
    package let seconds: Double
    /// Bound of its error, in seconds.
    package let error: Double

    /// The estimate from one round trip.
    ///
    /// - Parameters:
    ///   - asked: this clock at the question.
    ///   - answered: this clock at the answer.
    ///   - other: rank 0's clock in between.
    package init(asked: Double, answered: Double, other: Double) {
        seconds = (asked + answered) / 2 - other
        error = max(0, answered - asked) / 2
    }

    /// No offset, known exactly: of rank 0 to itself.
    package static let none = ClockOffset(asked: 0, answered: 0, other: 0)
}
