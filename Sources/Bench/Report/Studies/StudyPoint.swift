package import ALCFStatistics
import Glibc

/// One session's value of a figure.
package struct StudyPoint: Sendable, Hashable {
    /// A value with its error.
    struct Value: Sendable, Hashable {
        /// The logarithm of a ratio, or a difference.
        let estimate: SessionEstimate
        /// The session's own interval, of the ratio itself.
        let interval: Interval?
        /// Requests that it rests on.
        let count: Int

        init?(_ estimate: SessionEstimate?, interval: Interval?, count: Int) {
            guard let estimate else { return nil }
            self.estimate = estimate
            self.interval = interval
            self.count = count
        }
    }

    /// The session's number.
    package let session: Int
    /// Its name for people.
    package let label: String
    /// When it began; seconds since 1970.
    package let time: Double
    /// The logarithm of a ratio, or a difference, with its error.
    package let estimate: SessionEstimate
    /// The session's own interval, of the ratio itself; nil where it has none.
    package let interval: Interval?
    /// Requests that it rests on.
    package let count: Int

    init(_ session: StudySession, _ value: Value) {
        self.session = session.number
        label = session.label
        time = session.time
        estimate = value.estimate
        interval = value.interval
        count = value.count
    }
}
