import ALCFRecord
import ALCFStatistics
import ALCFSystem
import Glibc

/// Sentences on drift and on the hour of the day.
extension StudyWords {
    /// The level of tests that a report makes of many figures without declaring them.
    static let rare = 0.01

    /// Returns the sentences on a figure's course over the study and over the day; empty where sessions do not suffice.
    static func course(_ series: StudySeries, _ name: String, figure: StudyFigure?, utcOffset: Double) -> [String] {
        let zone = Self.zone(utcOffset)
        var sentences: [String] = []
        if let drift = series.drift {
            sentences.append(
                drift.pValue < rare
                    ? "\(name) \(drift.score > 0 ? "rose" : "fell") over the study (Mann–Kendall, \(NumberText.p(drift.pValue)))\(ends(series, figure))."
                    : "\(name): no drift over the study shown (Mann–Kendall, \(NumberText.p(drift.pValue))).")
        }
        if let course = series.course {
            let sizes =
                "\(size(course.amplitude, series)) (\(size(course.interval.lower, series)) to \(size(course.interval.upper, series)))"
            let hour = clock(course.peak)
            sentences.append(
                course.pValue < rare
                    ? "\(name) depends on the hour of the day: highest at about \(hour) \(zone), by \(sizes) above its mean of the day "
                        + "(\(NumberText.p(course.pValue))); τ that is left is \(spread(course.deviation, series))."
                    : "\(name): no dependence on the hour of the day shown (\(NumberText.p(course.pValue)); amplitude \(sizes))."
            )
        }
        return sentences
    }

    private static func ends(_ series: StudySeries, _ figure: StudyFigure?) -> String {
        let third = max(1, series.points.count / 3)
        guard let early = Statistics.mean(series.points.prefix(third).map(\.estimate.value)),
            let late = Statistics.mean(series.points.suffix(third).map(\.estimate.value))
        else { return "" }
        func text(_ value: Double) -> String {
            if let figure, !figure.isRatio { return "\(points(value)) points" }
            return figure == nil ? "\(NumberText.significant(exp(value))) s" : NumberText.ratio(exp(value))
        }
        return ", from \(text(early)) in its first third to \(text(late)) in its last"
    }

    /// An amplitude: of a logarithm as a percentage, of a difference in points.
    static func size(_ amplitude: Double, _ series: StudySeries) -> String {
        series.isLogarithm ? NumberText.percent(exp(amplitude) - 1, 1) : "\(points(amplitude)) points"
    }

    /// τ: of logarithms as a percentage, of differences in points.
    static func spread(_ deviation: Double, _ series: StudySeries) -> String {
        series.isLogarithm ? NumberText.percent(deviation, 1) : "\(points(deviation)) points"
    }

    /// `15:30` of 15.5.
    static func clock(_ hour: Double) -> String {
        let minutes = Int(clamping: (hour * 60).rounded()) % 1_440
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }

    /// `UTC`, or `UTC+01:00`.
    static func zone(_ offset: Double) -> String {
        offset == 0 ? "UTC" : "UTC\(offset < 0 ? "−" : "+")\(clock(abs(offset) / 3_600))"
    }
}
