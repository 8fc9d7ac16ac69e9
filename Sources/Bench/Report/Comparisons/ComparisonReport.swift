import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The report on the votes of the page.
extension ComparisonAnalysis {
    /// The report: who was preferred, then what may have moved the readers, then what does not count.
    package var document: Document {
        Document(
            title: "Comparison of models by readers: \(NumberText.count(counted.count, "blind vote"))",
            blocks: [
                .section(.init("verdict", "Verdict", .verdict, [.list(verdicts)])),
                .section(
                    .init("preference", "Preference", isInData: true, counted.isEmpty ? [] : [.table(preferences)])),
                .section(.init("influences", "What the votes went with", isInData: true, influences)),
                .section(.init("others", "Votes that do not count", isInData: true, others)),
                .section(.init("method", "Method", .caveat, [.list(method)])),
            ]
        ) { json }
    }

    private var verdicts: [String] {
        guard let first = counted.first, let last = counted.last else {
            return ["No vote counts yet: none was blind, on two whole answers."]
        }
        let dates =
            "Cast from \(DateText.utc(Int(clamping: first.time))) to \(DateText.utc(Int(clamping: last.time)))."
        return pairs.map(Self.verdict) + [dates]
    }

    private static func verdict(_ pair: PairPreference) -> String {
        let count = pair.firstBetter + pair.secondBetter
        guard count > 0 else {
            return "\(pair.first.safeOnOneLine) and \(pair.second.safeOnOneLine): none of "
                + "\(NumberText.count(pair.votes, "vote")) is for one of them."
        }
        let isFirst = pair.firstBetter >= pair.secondBetter
        let (better, other) = isFirst ? (pair.first, pair.second) : (pair.second, pair.first)
        let share = BinomialShare(max(pair.firstBetter, pair.secondBetter), of: count)
        let numbers =
            "\(max(pair.firstBetter, pair.secondBetter)) of \(NumberText.count(count, "decided vote")) "
            + "(\(Self.words(share)); p \(Self.probability(pair.adjusted, "= ")))"
        guard pair.adjusted < limit else {
            return "\(better.safeOnOneLine) against \(other.safeOnOneLine): no preference shown; it had \(numbers)."
        }
        return "\(better.safeOnOneLine) was preferred to \(other.safeOnOneLine): \(numbers)."
    }

    /// Returns a p-value with a digit more where it would else read as the limit itself.
    private static func probability(_ p: Double, _ sign: String = "") -> String {
        let decimals = abs(p - limit) < 0.0005 ? 5 : 3
        let text = abs(p - limit) < 0.005 ? NumberText.fixed(p, decimals) : NumberText.probability(p)
        return text.hasPrefix("<") ? text : sign + text
    }

    /// The p-value below which a preference is taken for one.
    private static let limit = 0.05

    private static func words(_ share: BinomialShare?) -> String {
        guard let interval = share?.interval() else { return NumberText.unknown }
        return "\(NumberText.percent(share?.value)), \(NumberText.fixed(100 * interval.lower, 0)) to "
            + NumberText.percent(interval.upper)
    }

    private static func cell(_ share: BinomialShare?) -> Document.Cell {
        let range = share?.interval().map {
            "(\(NumberText.fixed(100 * $0.lower, 0)) to \(NumberText.fixed(100 * $0.upper, 0)))"
        }
        return Document.Cell(NumberText.percent(share?.value), range)
    }

    private var preferences: Document.Table {
        Document.Table(
            title: "First model against second, share of the first",
            columns: ["votes", "first", "second", "ties", "both bad", "of decided", "ties as ½", "p"],
            rows: pairs.map { pair in
                Document.Row(
                    label: "\(pair.first.safeOnOneLine) : \(pair.second.safeOnOneLine)",
                    cells: [pair.votes, pair.firstBetter, pair.secondBetter, pair.ties, pair.bothBad].map {
                        Document.Cell("\($0)")
                    } + [
                        Self.cell(pair.decided), Document.Cell(NumberText.percent(pair.withHalves)),
                        Document.Cell(Self.probability(pair.adjusted)),
                    ])
            })
    }

    private var influences: [Document.Block] {
        var rows: [(String, BinomialShare)] = []
        if let leftShare, leftShare.count > 0 { rows.append(("the left side", leftShare)) }
        rows += leads.map { ($0.lead.words, $0.share) }
        guard !rows.isEmpty else { return [] }
        let table = Document.Table(
            title: "Votes for", columns: ["votes", "of", "share", "p"],
            rows: rows.map { label, share in
                Document.Row(
                    label: label,
                    cells: [
                        Document.Cell("\(share.successes)"), Document.Cell("\(share.count)"), Self.cell(share),
                        Document.Cell(NumberText.probability(share.signTest)),
                    ])
            })
        let seen = ComparisonVote.ShownSpeed.allCases.map { speed in
            (Self.words(speed), counted.count { $0.shownSpeed == speed })
        }
        let words = seen.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
        return [.table(table), .note("Of the speed, readers saw before their vote: \(words).")]
    }

    private static func words(_ speed: ComparisonVote.ShownSpeed) -> String {
        switch speed {
        case .shown: "all"
        case .numbersHidden: "the pace alone"
        case .hidden: "nothing"
        }
    }

    private var others: [Document.Block] {
        let rows = [("names were known", open), ("an answer failed or was stopped", broken)].filter { !$0.1.isEmpty }
        var blocks: [Document.Block] = []
        if !rows.isEmpty {
            blocks.append(
                .table(
                    Document.Table(
                        "Reason", ["votes", "pairs"],
                        rows.map { ($0.0, ["\($0.1.count)", "\(PairPreference.all($0.1).count)"]) })))
        }
        if !unread.isEmpty {
            blocks.append(
                .warning(
                    "\(NumberText.count(unread.count, "line")) could not be read: "
                        + unread.prefix(3).map(\.safeOnOneLine).joined(separator: "; "),
                    remedy: "a crash may have cut a line short; the votes of other lines are all here"))
        }
        return blocks
    }

    private var method: [String] {
        var lines = [
            "Only blind votes on two whole answers count. Shares have the 95 % interval of Clopper and Pearson (1934); p is "
                + "the exact two-sided sign test over votes for one of the two"
                + (pairs.count > 1
                    ? ", for preferences corrected for \(pairs.count) pairs (Holm 1979). Intervals, and the p of what votes went "
                        + "with, are not corrected." : "."),
            "“Ties as ½” counts a vote for neither as half a vote for each; it has no interval.",
            "What votes went with is no cause: a model may be faster and better. Longer answers are often preferred for "
                + "their length.",
            "Intervals and p-values take votes to be independent of each other, as those of many readers on many questions are.",
        ]
        if repeated > 0 {
            lines.append(
                "\(NumberText.count(repeated, "vote")) repeated a question of the same pair, so that the intervals are "
                    + "too narrow.")
        }
        return lines
    }

    private var json: JSONValue {
        [
            "votes": .int(counted.count), "first_vote": JSONValue(counted.first.map { DateText.iso8601($0.time) }),
            "last_vote": JSONValue(counted.last.map { DateText.iso8601($0.time) }),
            "pairs": .array(pairs.map(\.json)), "left_side": leftShare.map(\.json) ?? .null,
            "leads": .object(JSONObject(leads.map { ($0.lead.rawValue, $0.share.json) })),
            "shown_speed": .object(
                JSONObject(
                    ComparisonVote.ShownSpeed.allCases.map { speed in
                        (speed.rawValue, .int(counted.count { $0.shownSpeed == speed }))
                    })),
            "repeated_questions": .int(repeated), "not_blind": .int(open.count), "broken": .int(broken.count),
            "unread_lines": .int(unread.count),
        ]
    }
}
