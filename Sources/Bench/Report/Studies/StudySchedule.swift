import ALCFSystem

/// The instants at which the sessions of a study are due. They are in UTC, so that no change of the clocks moves them.
package struct StudySchedule: Sendable, Hashable {
    /// When sessions are due, ascending, in seconds since 1970.
    package let due: [Int]
    /// Seconds after each within which it may begin.
    package let window: Int

    /// A schedule with these parts.
    package init(due: [Int], window: Int) {
        self.due = due
        self.window = window
    }

    /// Returns the instants of sessions at equal distances.
    ///
    /// - Parameters:
    ///   - count: number of sessions.
    ///   - every: seconds from one to the next.
    ///   - first: when the first is due.
    package static func regular(_ count: Int, every: Int, from first: Int) -> [Int] {
        (0..<max(0, count)).map { first.addingClamped($0.multipliedClamped(by: every)) }
    }

    /// The window where none is given: an hour, but not over half the way to the next session.
    package static func usualWindow(_ due: [Int]) -> Int {
        let gap = zip(due, due.dropFirst()).map { $1 - $0 }.min() ?? 7200
        return max(1, min(3600, gap / 2))
    }

    /// Returns the minute that has begun: calendars of cron and batch systems know no seconds.
    package static func wholeMinute(_ seconds: Double) -> Int { Int(clamping: (seconds / 60).rounded(.down)) * 60 }

    /// The first rule that it breaks, in words; nil for one that can be kept.
    package var fault: String? {
        guard let first = due.first, let last = due.last else { return "must be at least one" }
        let limits = StudyPlan.Limits.instants
        guard limits.contains(first), limits.contains(last) else { return "must be from 1970 to the year 9999" }
        for (index, (one, next)) in zip(due, due.dropFirst()).enumerated() {
            guard next > one else {
                return "must be in the order of time, and session \(index + 2) is not after the one before"
            }
            guard next - one >= window else {
                return
                    "are too close: from session \(index + 1) to the next it is \(DurationText.units(Double(next - one))), less than the window "
                    + "of \(DurationText.units(Double(window)))"
            }
        }
        return nil
    }
}
