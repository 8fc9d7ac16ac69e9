import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension Verdicts {
    /// Whether one target answered more of the same requests.
    static func answered(_ comparison: Comparison, _ test: McNemar) -> String {
        let seen = counts(test, comparison, over: "requests", comparison.blocks)
        return share(
            comparison, comparison.successVerdict,
            claim: { "\($0) answered more of the same requests than \($1) (\(seen))." },
            subject: "requests answered", heading: "Answered", seen)
    }

    /// Whether one target gave more answers that match an accepted one; nil where both matched the same.
    static func exactMatch(_ comparison: Comparison, _ test: McNemar) -> String? {
        guard test.onlyFirst + test.onlySecond > 0, comparison.exactMatchVerdict != .described else { return nil }
        let questions = comparison.extractedAnswers?.questions ?? 0
        let seen = counts(test, comparison, over: "questions", questions)
        return share(
            comparison, comparison.exactMatchVerdict, claim: { "\($0) gave more exact answers than \($1) (\(seen))." },
            subject: "exact answers", heading: "Exact answers", seen)
    }

    private static func share(
        _ comparison: Comparison, _ verdict: ShareVerdict, claim: (String, String) -> String, subject: String,
        heading: String, _ seen: String
    ) -> String {
        let (first, second) = (comparison.first.label, comparison.second.label)
        return switch verdict {
        case .firstMore: claim(first, second)
        case .secondMore: claim(second, first)
        case .noDifferenceShown: "No significant difference in \(subject) (\(seen))."
        case .described: "\(heading): \(seen); described, not tested."
        case .cannotTell: "\(heading): \(seen); this run is too short to tell, so nothing is claimed."
        case .tooFewSessions: "\(heading): \(seen); \(tooFewSessions(comparison.stretch))."
        }
    }

    private static func counts(_ test: McNemar, _ comparison: Comparison, over noun: String, _ all: Int) -> String {
        "\(test.onlyFirst) only by \(comparison.first.label), \(test.onlySecond) only by \(comparison.second.label), of \(all) \(noun)"
            + time(comparison.stretch)
    }

    /// F1 is no declared figure: it is described.
    static func f1(_ comparison: Comparison, _ quality: QualityComparison) -> String {
        func points(_ value: Double) -> String { NumberText.fixed(100 * value, 1) }
        let difference =
            "F1 of the answers, \(comparison.first.label) − \(comparison.second.label): \(points(quality.f1Difference)) points"
        let basis = NumberText.count(quality.questions, "question") + time(comparison.stretch)
        guard let interval = quality.f1Interval else {
            return "\(difference) (\(basis)); too few passages for an interval."
        }
        return
            "\(difference) (\(level(comparison.stretch)) \(points(interval.lower)) to \(points(interval.upper)), \(basis)); "
            + "described, not tested."
    }
}
