import ALCFRecord
import ALCFStatistics
import ALCFSystem
import Glibc

/// The sentences of a study's report: verdicts, and what each figure follows.
enum StudyWords {
    /// The verdict on a figure of two targets, in a sentence or a few.
    static func verdict(_ comparison: StudyComparison) -> String {
        let part = comparison.part.map { "\($0): " } ?? ""
        let series = comparison.series
        return part
            + {
                switch comparison.verdict {
                case .none: return "\(heading(comparison))no session has enough requests to compare."
                case .tooFewSessions: return tooFew(comparison)
                case .differentDesigns:
                    return
                        "\(heading(comparison))\(evidence(comparison)); the sessions are not of one design, so nothing is claimed."
                case .firstIsBetter, .secondIsBetter: return better(comparison)
                case .equivalent:
                    return
                        "\(heading(comparison))\(comparison.first.label) and \(comparison.second.label) are equivalent within "
                        + "\(margin(comparison)) (\(evidence(comparison)))\(next(series, comparison))"
                case .withheld:
                    return
                        "\(heading(comparison))\(evidence(comparison)) over answered requests; with failures as slowest that is not "
                        + "shown, so nothing is claimed."
                case .dependsOnSession:
                    return
                        "\(heading(comparison))which target is \(adjective(comparison)) depends on the day: \(wins(comparison)) "
                        + "(\(evidence(comparison)))\(next(series, comparison))"
                case .noDifferenceShown:
                    return
                        "\(heading(comparison))no significant difference (\(evidence(comparison))\(holm(comparison)))"
                        + next(series, comparison)
                case .described: return "\(heading(comparison))\(evidence(comparison)); described, not tested."
                }
            }().capitalised
    }

    private static func better(_ comparison: StudyComparison) -> String {
        let isFirst = comparison.verdict == .firstIsBetter
        let (winner, loser) =
            isFirst
            ? (comparison.first.label, comparison.second.label) : (comparison.second.label, comparison.first.label)
        let count = comparison.series.points.count
        let won = isFirst ? comparison.wins.first : comparison.wins.second
        let days = comparison.series.dayCount
        let place = days < count ? " on \(NumberText.count(days, "day"))" : ""
        let within = comparison.isEquivalent ? " The difference is shown to be below \(margin(comparison))." : ""
        return
            "\(heading(comparison))\(winner) is \(adjective(comparison)) than \(loser), in \(won) of \(count) sessions\(place): "
            + amount(comparison, isFirst) + "." + within + nextOfBetter(comparison, isFirst)
    }

    /// As in `3.4 times (95 % interval over sessions 3.1 to 3.8)`.
    private static func amount(_ comparison: StudyComparison, _ firstIsBetter: Bool) -> String {
        guard let estimate = comparison.series.estimate, let interval = comparison.series.interval else { return "" }
        let level = "95 % interval over \(comparison.series.days == nil ? "sessions" : "sessions and days")"
        guard comparison.figure.isRatio else {
            let sign = firstIsBetter ? 1.0 : -1
            return
                "by \(points(sign * estimate)) points (\(level) \(pointRange(oriented(interval, sign))))"
        }
        let isReciprocal = estimate < 1
        return "\(NumberText.ratio(isReciprocal ? 1 / estimate : estimate)) times (\(level) "
            + "\(NumberText.ratioRange(isReciprocal ? interval.reciprocal : interval)))"
    }

    private static func nextOfBetter(_ comparison: StudyComparison, _ firstIsBetter: Bool) -> String {
        guard let next = comparison.series.next, let estimate = comparison.series.estimate else { return "" }
        guard comparison.figure.isRatio else {
            let range = oriented(next, firstIsBetter ? 1 : -1)
            let warning = range.lower <= 0 ? ", so that it may show the opposite" : ""
            return " Next session: \(pointRange(range)) points\(warning)."
        }
        let range = estimate < 1 ? next.reciprocal : next
        let warning = range.lower <= 1 ? ", so that it may show the opposite" : ""
        return " Next session: \(NumberText.ratioRange(range))\(warning)."
    }

    /// A full stop, and the next session's interval the way round that the sentence has.
    private static func next(_ series: StudySeries, _ comparison: StudyComparison) -> String {
        guard let next = series.next else { return "." }
        return ". Next session: \(range(next, comparison.figure))."
    }

    private static func tooFew(_ comparison: StudyComparison) -> String {
        let count = comparison.series.points.count
        let wins = comparison.wins
        let leader =
            wins.first == wins.second
            ? nil
            : wins.first > wins.second ? (comparison.first, comparison.second) : (comparison.second, comparison.first)
        let was =
            leader.map {
                "\($0.0.label) was \(adjective(comparison)) than \($0.1.label) in \(max(wins.first, wins.second)) of "
                    + "\(NumberText.count(count, "session")) (\(evidence(comparison)))"
            } ?? evidence(comparison)
        let number = ["one session", "two sessions", "three sessions", "four sessions"].dropFirst(count - 1).first
        return
            "\(heading(comparison))\(was); \(number ?? "\(count) sessions") cannot show how other days differ, so nothing is claimed of them "
            + "(\(StudySeries.minimum) are needed)."
    }

    /// As in `Metis ÷ Sophia 1.02, 95 % interval over 12 sessions 0.97 to 1.07`.
    static func evidence(_ comparison: StudyComparison) -> String {
        let series = comparison.series
        let sign = comparison.figure.isRatio ? "÷" : "−"
        let name = "\(comparison.first.label) \(sign) \(comparison.second.label)"
        guard let estimate = series.estimate else { return "\(name) \(NumberText.unknown)" }
        let value = comparison.figure.isRatio ? NumberText.ratio(estimate) : "\(points(estimate)) points"
        guard let interval = series.interval else { return "\(name) \(value)" }
        let over = series.points.count > 1 ? " over \(series.points.count) sessions" : ""
        return "\(name) \(value), 95 % interval\(over) \(range(interval, comparison.figure))"
    }

    private static func wins(_ comparison: StudyComparison) -> String {
        let wins = comparison.wins
        return "\(comparison.first.label) in \(wins.first) of \(comparison.series.points.count) sessions, "
            + "\(comparison.second.label) in \(wins.second)"
    }

    private static func holm(_ comparison: StudyComparison) -> String {
        (comparison.test?.pValue ?? 1) < ClaimFamily.errorRate
            ? "; the interval excludes \(comparison.figure.isRatio ? "1" : "0"), but the difference is not significant after Holm's correction"
            : ""
    }

    private static func margin(_ comparison: StudyComparison) -> String {
        NumberText.plain(100 * (comparison.margin - 1)) + " %"
    }

    /// Nothing for latency, of which a sentence is without further words.
    private static func heading(_ comparison: StudyComparison) -> String {
        switch comparison.figure {
        case .latency:
            [.firstIsBetter, .secondIsBetter, .tooFewSessions, .dependsOnSession].contains(comparison.verdict)
                ? "" : "latency: "
        case .firstToken: comparison.isOfFirstAnswers ? "first answer token: " : "first token: "
        case .outputRate: "output rate: "
        case .success: "answered: "
        case .f1: "F1, answer extracted: "
        case .exactMatch: "exact match, answer extracted: "
        }
    }

    private static func adjective(_ comparison: StudyComparison) -> String {
        switch comparison.figure {
        case .latency, .firstToken, .outputRate: "faster"
        case .success: "answered more often"
        case .f1, .exactMatch: "better"
        }
    }

    private static func oriented(_ interval: Interval, _ sign: Double) -> Interval {
        sign > 0 ? interval : Interval(lower: -interval.upper, upper: -interval.lower, level: interval.level)
    }

    static func range(_ interval: Interval, _ figure: StudyFigure) -> String {
        figure.isRatio ? NumberText.ratioRange(interval) : pointRange(interval)
    }

    static func points(_ share: Double) -> String { NumberText.fixed(100 * share, 1) }

    static func pointRange(_ interval: Interval) -> String { "\(points(interval.lower)) to \(points(interval.upper))" }
}

extension String {
    /// The same with a capital at its beginning.
    fileprivate var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
