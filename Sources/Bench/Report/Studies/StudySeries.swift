package import ALCFStatistics
import ALCFSystem
import Glibc

/// A figure over the sessions of a study: combined, and looked at for what it follows.
package struct StudySeries: Sendable, Hashable {
    /// The fewest sessions, and the fewest days, from which anything follows for others.
    package static var minimum: Int { Sessions.minimum }

    /// The sessions that have the figure, in the order of time.
    package let points: [StudyPoint]
    /// Whether the values are logarithms.
    package let isLogarithm: Bool
    /// Sessions combined; nil for fewer than two.
    package let combined: RandomEffects?
    /// Number of calendar days with a session.
    package let dayCount: Int
    /// Days combined, each with the mean of its sessions; nil unless some day has several sessions and there are
    /// ``minimum`` days.
    package let days: RandomEffects?
    /// Trend in the order of time; nil for fewer than eight sessions.
    package let drift: MannKendall?
    /// Course over the day; nil where sessions do not suffice.
    package let course: DailyHarmonic?

    /// Combines points.
    ///
    /// - Parameter utcOffset: seconds that local time, by which days and hours are told, is ahead of UTC.
    init(_ points: [StudyPoint], isLogarithm: Bool, weights: RandomEffects.Weights, utcOffset: Double) {
        let points = points.sorted { ($0.time, $0.session) < ($1.time, $1.session) }
        self.points = points
        self.isLogarithm = isLogarithm
        let estimates = points.map(\.estimate)
        combined = RandomEffects(estimates, weights: weights)
        let times = points.map { CalendarTime(seconds: $0.time, utcOffset: utcOffset) }
        let byDay = clusters(Array(points.indices), by: { times[$0].day })
        dayCount = byDay.count
        let daily = byDay.compactMap { places -> SessionEstimate? in
            let own = places.map { estimates[$0] }
            return Statistics.mean(own.map(\.value)).flatMap {
                SessionEstimate(
                    $0, standardError: Statistics.sum(own.map(\.variance)).squareRoot() / Double(own.count))
            }
        }
        days =
            byDay.count < points.count && byDay.count >= Self.minimum ? RandomEffects(daily, weights: weights) : nil
        drift = MannKendall(points.map(\.estimate.value))
        course = DailyHarmonic(estimates, hours: times.map(\.hour))
    }

    /// Whether it is of fewer sessions than anything may be claimed of.
    package var isOfTooFewSessions: Bool { points.count < Self.minimum }

    /// The value as people read it: a ratio of its logarithm.
    package func shown(_ value: Double) -> Double { isLogarithm ? exp(value) : value }

    private func shown(_ interval: Interval) -> Interval {
        isLogarithm
            ? Interval(lower: exp(interval.lower), upper: exp(interval.upper), level: interval.level) : interval
    }

    /// The estimate over sessions; of one session, its own.
    package var estimate: Double? { (combined?.mean ?? points.first?.estimate.value).map(shown) }

    /// Its interval over sessions, or over days where that is the longer one; of one session, its own.
    package var interval: Interval? {
        guard let own = combined?.interval() else { return points.first?.interval }
        guard let daily = days?.interval(), daily.upper - daily.lower > own.upper - own.lower else {
            return shown(own)
        }
        return shown(daily)
    }

    /// The interval of the value that the next session will show, its own scatter included.
    package var next: Interval? { combined?.next().map(shown) }

    /// The p-value that the estimate is that of no difference: over sessions, and over days as well.
    package var pValue: Double? { combined.map { max($0.pValue, days?.pValue ?? 0) } }

    /// The p-value of equivalence, likewise.
    func equivalenceP(within margin: Double) -> Double? {
        combined.map { max($0.equivalenceP(within: margin), days?.equivalenceP(within: margin) ?? 0) }
    }

    /// Sessions whose value is above that of no difference, and those below.
    package var above: Int { points.count { $0.estimate.value > 0 } }
    package var below: Int { points.count { $0.estimate.value < 0 } }

    /// Whether sessions differ by more than their own errors, and some of them show by themselves the opposite of what
    /// others show.
    var pointsBothWays: Bool {
        let null = isLogarithm ? 1.0 : 0
        return (combined?.qP ?? 1) < ClaimFamily.errorRate
            && points.contains { $0.interval.map { $0.lower > null } ?? false }
            && points.contains { $0.interval.map { $0.upper < null } ?? false }
    }
}
