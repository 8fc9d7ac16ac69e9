import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension Verdicts {
    /// A duration of which two targets are compared, and the words for it.
    enum Duration {
        case latency, firstToken, firstAnswer

        var verb: String {
            switch self {
            case .latency: "answers"
            case .firstToken: "gives its first token"
            case .firstAnswer: "gives its first answer token"
            }
        }

        var noun: String {
            switch self {
            case .latency: "latency"
            case .firstToken: "time to first token"
            case .firstAnswer: "time to first answer token"
            }
        }

        var heading: String { String(Report.sentence(noun).dropLast()) }
    }

    /// One sentence on a ratio of durations: a claim where there is one, else what was seen.
    static func speed(_ comparison: Comparison, _ result: RatioComparison, _ duration: Duration) -> String {
        guard let ratio = result.ratio else { return tooFewPairs(comparison, result, duration) }
        let (first, second) = (comparison.first.label, comparison.second.label)
        return switch result.verdict {
        case .firstFaster: faster(first, second, ratio.ratio, ratio.interval.reciprocal, result, duration)
        case .secondFaster: faster(second, first, ratio.ratio, ratio.interval, result, duration)
        case .equivalent:
            "\(duration.heading): \(first) and \(second) are equivalent within \(margin(result)) (\(range(comparison, ratio, result)))."
        case .noDifferenceShown, .tooFewPairs:
            "\(duration.heading): no significant difference (\(range(comparison, ratio, result))\(holm(ratio)))."
        case .cannotTell:
            "\(duration.heading): this run cannot tell \(first) from \(second) (\(range(comparison, ratio, result))): "
                + "\(TimeWords.reason(result) ?? "it is too short")."
        case .withheld: withheld(comparison, result, noun: duration.noun)
        case .described: "\(duration.heading): \(range(comparison, ratio, result)); described, not tested."
        case .tooFewSessions:
            "\(duration.heading): \(range(comparison, ratio, result)); \(tooFewSessions(result.stretch))."
        }
    }

    private static func tooFewPairs(
        _ comparison: Comparison, _ result: RatioComparison, _ duration: Duration
    ) -> String {
        let kind = result.isOfFirstSendings ? " of first sendings" : ""
        return
            "\(duration.heading) of \(comparison.first.label) and \(comparison.second.label): too few pairs\(kind) to compare "
            + "(\(result.pairs); \(RatioComparison.minimumPairs) are needed)."
    }

    private static func faster(
        _ one: String, _ other: String, _ ratio: Double, _ interval: Interval, _ result: RatioComparison,
        _ duration: Duration
    ) -> String {
        let within = result.isEquivalent ? " The difference is shown to be below \(margin(result))." : ""
        return "\(one) \(duration.verb) \(NumberText.ratio(max(ratio, 1 / ratio))) times faster than \(other) "
            + "(\(evidence(interval, result)))." + within
    }

    /// `Metis ÷ Sophia 1.02, ` and what it rests on.
    private static func range(_ comparison: Comparison, _ ratio: GeometricRatio, _ result: RatioComparison) -> String {
        "\(comparison.first.label) ÷ \(comparison.second.label) \(NumberText.ratio(ratio.ratio)), \(evidence(ratio.interval, result))"
    }

    /// The interval, what it is of, and over which time.
    static func evidence(_ interval: Interval, _ result: RatioComparison) -> String {
        let pairs =
            result.isPaired
            ? NumberText.count(result.pairs, "pair") + (result.isOfFirstSendings ? " of first sendings" : "")
            : "not paired, at least \(result.pairs) answers from each"
        return "\(level(result.stretch)) \(NumberText.ratioRange(interval)), \(pairs)" + time(result.stretch)
    }

    /// Returns the name of an interval: over several sessions it is one of sessions, not of requests.
    static func level(_ stretch: Stretch?) -> String {
        (stretch?.sessions ?? 1) > 1 ? "95 % interval over sessions" : "95 % interval"
    }

    /// The stretch of time that a sentence is about, after a comma; nothing where it is not known.
    static func time(_ stretch: Stretch?) -> String { stretch.map { ", \($0.words)" } ?? "" }

    static func margin(_ result: RatioComparison) -> String {
        NumberText.plain(100 * (result.margin - 1)) + " %"
    }

    private static func holm(_ ratio: GeometricRatio) -> String {
        ratio.pValue < ClaimFamily.errorRate
            ? "; the interval excludes 1, but the difference is not significant after Holm's correction" : ""
    }

    /// Returns the reason that nothing is claimed of a few sessions.
    static func tooFewSessions(_ stretch: Stretch?) -> String {
        guard let stretch, stretch.areSessionsKnown else {
            return "the session of each request is not known, so nothing is claimed"
        }
        let count = ["two", "three", "four"].dropFirst(stretch.sessions - 2).first ?? "\(stretch.sessions)"
        return
            "\(count) sessions cannot show how other days differ, so nothing is claimed (\(Sessions.minimum) are needed)"
    }
}
