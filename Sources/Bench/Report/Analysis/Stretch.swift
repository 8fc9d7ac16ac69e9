import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The time that a comparison is of: what it found is about these minutes, and about no others.
package struct Stretch: Sendable, Hashable {
    /// From the first request's start to the last one's end, in seconds; of several sessions, their sum.
    package let seconds: Double
    /// The sessions that were compared (``Sessions``).
    package let sessions: Int
    /// Whether it can be told which request is of which session.
    let areSessionsKnown: Bool
    /// The seconds of each target, where one was measured after the other and nothing is paired.
    let apart: RatioComparison.Sides?

    /// The stretch of some requests; nil where there are none, or where nothing tells how long they took.
    init?(_ samples: [Sample], in sessions: Sessions) {
        let groups = clusters(samples, by: sessions.number)
        seconds = Statistics.sum(groups.compactMap(Self.span))
        guard seconds > 0 else { return nil }
        self.sessions = groups.count
        areSessionsKnown = sessions.areKnown
        apart = nil
    }

    /// The stretch of two targets that were measured by themselves.
    init?(first: [Sample], second: [Sample]) {
        guard let sides = RatioComparison.Sides(Self.span(first), Self.span(second)) else { return nil }
        seconds = sides.first + sides.second
        sessions = 1
        areSessionsKnown = true
        apart = sides
    }

    /// Whether nothing may be claimed of it: it is of several sessions, and they are too few or cannot be told apart.
    package var isOfTooFewSessions: Bool { !areSessionsKnown || (sessions > 1 && sessions < Sessions.minimum) }

    private static func span(_ samples: [Sample]) -> Double? {
        guard let start = samples.map(\.trace.start).min(), let end = samples.compactMap(\.lastInstant).max(),
            end > start
        else { return nil }
        return end - start
    }
}

extension Stretch {
    /// In a sentence, as in `over these 9 minutes`.
    var words: String {
        if let apart {
            return
                "over \(DurationText.words(apart.first)) of the one and \(DurationText.words(apart.second)) of the other"
        }
        return sessions > 1
            ? "over \(sessions) sessions of \(DurationText.words(seconds)) in all"
            : "over \(DurationText.these(seconds))"
    }
}
