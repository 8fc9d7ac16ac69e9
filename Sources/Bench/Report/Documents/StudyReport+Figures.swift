import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The tables of figures over sessions.
extension StudyReport {
    private static let columns = ["sessions", "ahead in", "over sessions", "next session", "τ", "I²", "p of Q"]

    /// Each two targets, a row for each figure.
    var figures: Section {
        let pairs = clusters(study.comparisons) { [$0.part ?? "", $0.first.name, $0.second.name] }
        let tables = pairs.map { comparisons -> Document.Table in
            let one = comparisons[0]
            let part = one.part.map { "\($0): " } ?? ""
            return Document.Table(
                title: "\(part)\(one.first.label) and \(one.second.label), over sessions", columns: Self.columns,
                rows: comparisons.map(Self.row))
        }
        return Section("figures", "Figures over sessions", .body, isInData: true, tables.map(Block.table))
    }

    private static func row(_ comparison: StudyComparison) -> Document.Row {
        let (series, figure) = (comparison.series, comparison.figure)
        let unit = figure.isRatio ? "÷" : "−, points"
        let value = figure.isRatio ? NumberText.ratio(series.estimate) : series.estimate.map(StudyWords.points)
        let wins = comparison.wins
        let title = comparison.isOfFirstAnswers ? "time to first answer" : figure.title
        return Document.Row(
            label: "\(title), \(unit)",
            cells: [
                Document.Cell("\(series.points.count)"),
                Document.Cell("\(wins.first) : \(wins.second)"),
                Document.Cell(
                    value ?? NumberText.unknown, series.interval.map { "(\(StudyWords.range($0, figure)))" }),
                Document.Cell(series.next.map { StudyWords.range($0, figure) } ?? NumberText.unknown),
            ] + spread(series))
    }

    /// τ with its interval, I², and the p-value of Q.
    private static func spread(_ series: StudySeries) -> [Document.Cell] {
        guard let combined = series.combined else { return (0..<3).map { _ in Document.Cell(NumberText.unknown) } }
        // The unit once is enough, and columns are narrow.
        func bare(_ value: Double) -> Substring { StudyWords.spread(value, series).prefix { !$0.isWhitespace } }
        let interval = combined.deviationInterval
        return [
            Document.Cell(
                StudyWords.spread(combined.deviation, series), "(\(bare(interval.lower)) to \(bare(interval.upper)))"),
            Document.Cell(NumberText.percent(combined.inconsistency)),
            Document.Cell(NumberText.probability(combined.qP)),
        ]
    }

    /// Each target's own durations.
    var levels: Section {
        let rows = study.levels.map { level in
            Document.Row(
                label: (level.part.map { "\($0): " } ?? "") + "\(level.target.label), \(level.figure.metric.label), s",
                cells: [
                    Document.Cell("\(level.series.points.count)"),
                    Document.Cell(level.series.estimate, level.series.interval),
                    Document.Cell(
                        level.series.next.map {
                            "\(NumberText.significant($0.lower)) to \(NumberText.significant($0.upper))"
                        } ?? NumberText.unknown),
                ] + Self.spread(level.series))
        }
        let table = Document.Table(
            title: "Each target, over sessions",
            columns: ["sessions", "over sessions", "next session", "τ", "I²", "p of Q"], rows: rows)
        return Section(
            "levels", "Each target", .body, isInData: true, rows.isEmpty ? [] : [Block.table(table)])
    }
}

extension StudyWords {
    /// The verdict on one target by itself.
    static func level(_ level: StudyLevel) -> String {
        let series = level.series
        let part = level.part.map { "\($0): " } ?? ""
        let noun = level.figure == .serviceLatency ? "latency" : "time to first token"
        let count = series.points.count
        let value = NumberText.significant(series.estimate)
        let range = series.interval.map {
            " (95 % interval \(NumberText.significant($0.lower)) to \(NumberText.significant($0.upper)))"
        }
        let next = series.next.map {
            " Next session: \(NumberText.significant($0.lower)) to \(NumberText.significant($0.upper)) s."
        }
        let few =
            series.isOfTooFewSessions
            ? " So few sessions cannot show how other days differ (\(StudySeries.minimum) are needed)." : ""
        return
            "\(part)\(level.target.label): \(noun) \(value) s, geometric mean over \(NumberText.count(count, "session"))\(range ?? "")."
            + (series.isOfTooFewSessions ? few : next ?? "")
    }
}
