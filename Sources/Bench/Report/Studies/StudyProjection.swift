package import ALCFJSON
import ALCFRecord
package import ALCFStatistics
import ALCFSystem
import Glibc

/// A forecast of what a study will say of one figure at its end, from the sessions so far: the interval that remains if
/// sessions go on to differ as they have done.
package struct StudyProjection: Sendable, Hashable {
    /// The targets and the figure.
    package let subject: String
    /// Number of sessions that were measured.
    package let sessions: Int
    /// Number of sessions there will be, if none is missed.
    package let most: Int
    /// The ratio so far.
    package let ratio: Double
    /// Its interval so far; nil for fewer than two sessions.
    package let interval: Interval?
    /// The interval at the end; nil for fewer than two sessions, and where none is left.
    package let atEnd: Interval?

    /// Projects the declared ratios of a study.
    ///
    /// - Parameter left: number of sessions that may still be measured.
    package static func all(_ plan: StudyPlan, _ sessions: [StudySession], left: Int) -> [StudyProjection] {
        let analysis = plan.analysis(of: sessions)
        return analysis.comparisons.compactMap { comparison in
            guard comparison.figure.isRatio, let primary = comparison.figure.primary, plan.primary.contains(primary)
            else { return nil }
            let names = "\(comparison.first.label) ÷ \(comparison.second.label)"
            let part = comparison.part.map { "\($0): " } ?? ""
            return StudyProjection("\(part)\(comparison.figure.title), \(names)", comparison.series, left: left)
        }
    }

    init?(_ subject: String, _ series: StudySeries, left: Int) {
        guard let ratio = series.estimate else { return nil }
        self.subject = subject
        self.ratio = ratio
        sessions = series.points.count
        let all = series.points.count + left
        most = all
        interval = sessions > 1 ? series.interval : nil
        atEnd = series.combined.flatMap { combined in
            left > 0
                ? Self.atEnd(
                    mean: combined.mean, deviation: combined.deviation,
                    errors: series.points.map(\.estimate.variance), count: all) : nil
        }
    }

    /// The interval of the mean of `count` sessions: μ ± t·√((τ² + v) ÷ k), v the mean variance of a session's own
    /// error, and no shorter than where τ is 0 and errors are known.
    static func atEnd(mean: Double, deviation: Double, errors: [Double], count: Int) -> Interval? {
        guard count > 1, let own = Statistics.mean(errors),
            let t = StudentT.quantile(0.975, degrees: Double(count - 1))
        else { return nil }
        let variance = (deviation * deviation + own) / Double(count)
        let half = max(
            t * variance.squareRoot(),
            SpecialFunctions.normalQuantile(0.975) * (own / Double(count)).squareRoot())
        return Interval(lower: exp(mean - half), upper: exp(mean + half))
    }

    /// In words.
    package var sentence: String {
        func range(_ interval: Interval) -> String {
            "\(NumberText.significant(interval.lower, 2)) to \(NumberText.significant(interval.upper, 2))"
        }
        let count = NumberText.count(sessions, "session")
        var text = "\(subject): \(NumberText.significant(ratio, 2)) so far ("
        text += interval.map { "95 % interval \(range($0)), \(count))" } ?? "\(count): no interval yet)"
        if let atEnd { text += "; after \(most) the interval is likely to be about \(range(atEnd))" }
        return Report.sentence(text)
    }

    /// One JSON object.
    package var json: JSONValue {
        func pair(_ interval: Interval?) -> JSONValue {
            interval.map { [.double($0.lower), .double($0.upper)] } ?? .null
        }
        return [
            "subject": .string(subject), "sessions": .int(sessions), "sessions_at_end": .int(most),
            "ratio": .double(ratio), "interval": pair(interval), "interval_at_end": pair(atEnd),
        ]
    }
}
