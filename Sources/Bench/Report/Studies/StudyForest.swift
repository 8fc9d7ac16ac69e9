import ALCFStatistics
import ALCFSystem
import Glibc

/// The rows of a forest plot of ratios: sessions, then what they are together, then the next one.
struct StudyForest {
    /// A row.
    struct Row {
        let label: String
        let value: Double?
        let interval: Interval?
        /// Whether it is of one session.
        let isSession: Bool
        /// The weight relative to the largest.
        let weight: Double
    }

    let rows: [Row]
    private let points: [StudyPoint]

    init(_ series: StudySeries, utcOffset: Double) {
        points = series.points
        let between = series.combined.map { $0.deviation * $0.deviation } ?? 0
        let weights = series.points.map { 1 / max($0.estimate.variance + between, 1e-12) }
        let most = weights.max() ?? 1
        let sessions = zip(series.points, weights).map { point, weight in
            Row(
                label: "\(point.session < 10 ? " " : "")\(point.session)  \(Self.date(point.time, utcOffset))",
                value: exp(point.estimate.value), interval: point.interval, isSession: true, weight: weight / most)
        }
        let together =
            series.points.count > 1
            ? [
                Row(
                    label: "over sessions", value: series.estimate, interval: series.interval, isSession: false,
                    weight: 1),
                Row(label: "next session", value: nil, interval: series.next, isSession: false, weight: 1),
            ] : []
        rows = sessions + together
    }

    /// `11-27 06:00`, in local time.
    private static func date(_ seconds: Double, _ offset: Double) -> String {
        String(DateText.iso8601(seconds + offset).dropFirst(5).prefix(11)).replacing("T", with: " ")
    }

    /// The ratios that the axis covers: all values, and their intervals as far as they do not dwarf the rest; nil where
    /// there is nothing to draw.
    var range: ClosedRange<Double>? {
        let values = rows.compactMap(\.value).filter { $0 > 0 && $0.isFinite }.map { log($0) }
        guard let low = values.min(), let high = values.max() else { return nil }
        let ends = rows.compactMap(\.interval).flatMap { [$0.lower, $0.upper] }.filter { $0 > 0 && $0.isFinite }
            .map { log($0) }
        let reach = max(3 * (high - low), 0.05)
        let least = max(min(low, ends.min() ?? low), low - reach)
        let most = min(max(high, ends.max() ?? high), high + reach)
        let margin = max(0.03 * (most - least), 0.005)
        return exp(least - margin)...exp(most + margin)
    }

    /// The figures of the drawing.
    var table: Document.Table {
        Document.Table(
            "Session", ["ratio", "95 % interval", "requests"],
            zip(rows, points.map { "\($0.count)" } + ["", ""]).map { row, count in
                (
                    row.label,
                    [
                        row.value.map { NumberText.ratio($0) } ?? "",
                        row.interval.map(NumberText.ratioRange) ?? NumberText.unknown, count,
                    ]
                )
            })
    }

    /// The drawing in characters: `o` a session's ratio, `#` that over sessions, dashes their intervals, `|` no
    /// difference.
    var sketch: [String] {
        guard let range else { return [] }
        let width = 40
        let (low, high) = (log(range.lowerBound), log(range.upperBound))
        func place(_ ratio: Double) -> Int {
            Int(clamping: ((log(ratio) - low) / (high - low) * Double(width - 1)).rounded())
        }
        let name = rows.map(\.label.count).max() ?? 0
        let lines = rows.map { row -> String in
            var cells = [Character](repeating: " ", count: width)
            if range.contains(1) { cells[min(max(place(1), 0), width - 1)] = "|" }
            if let interval = row.interval, interval.lower > 0 {
                let from = max(0, place(interval.lower))
                let to = min(width - 1, place(min(interval.upper, .greatestFiniteMagnitude)))
                if from <= to { for cell in from...to { cells[cell] = row.value == nil ? "=" : "-" } }
            }
            if let value = row.value { cells[min(max(place(value), 0), width - 1)] = row.isSession ? "o" : "#" }
            let figure = row.value.map { NumberText.ratio($0) } ?? ""
            let label = row.label + String(repeating: " ", count: name - row.label.count)
            let padding = String(repeating: " ", count: max(0, 6 - figure.count))
            return "  \(label)  \(String(cells))\(padding)\(figure)  "
                + (row.interval.map { "(\(NumberText.ratioRange($0)))" } ?? "")
        }
        let ends = (NumberText.ratio(range.lowerBound), NumberText.ratio(range.upperBound))
        let gap = String(repeating: " ", count: max(1, width - ends.0.count - ends.1.count))
        return lines + ["  " + String(repeating: " ", count: name) + "  \(ends.0)\(gap)\(ends.1)"]
    }
}
