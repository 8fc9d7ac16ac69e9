import ALCFRecord
import ALCFSystem

/// The parts of the wait for the first token as one bar for each target, drawn and in characters.
struct FirstTokenChart {
    /// A part of the bars: where connecting is one, and each shade is that of one part, so that no colour is needed.
    private struct Series {
        let parts: [FirstTokenPart]
        let name: String
        let mark: Character
        /// The style's colour, by its place in the legend.
        let colour: Int
    }

    private static let series = [
        Series(parts: FirstTokenPart.connecting, name: "connecting, before the clock starts", mark: "·", colour: 3),
        Series(parts: [.network], name: "network", mark: "█", colour: 0),
        Series(parts: [.gateway], name: "gateway or server, at least", mark: "▓", colour: 1),
        Series(parts: [.accelerator], name: "accelerator, by its own clock", mark: "▒", colour: 2),
        Series(parts: [.rest], name: "the rest, not told apart", mark: "░", colour: 4),
    ]
    /// Columns of the longest bar in characters.
    private static let cells = 48
    private static let labelled = 16

    private let breakdowns: [FirstTokenBreakdown]

    init(_ breakdowns: [FirstTokenBreakdown]) { self.breakdowns = breakdowns }

    private func seconds(_ series: Series, _ breakdown: FirstTokenBreakdown) -> Double {
        series.parts.reduce(0) { $0 + breakdown[$1] }
    }

    private func whole(_ breakdown: FirstTokenBreakdown) -> Double {
        Self.series.reduce(0) { $0 + seconds($1, breakdown) }
    }

    /// The series that any bar has.
    private var shown: [Series] {
        Self.series.filter { series in breakdowns.contains { seconds(series, $0) > 0 } }
    }

    /// The drawing; nil where all is over at once.
    func plot() -> Document.Plot? {
        guard let most = breakdowns.map(whole).max(), most > 0, most.isFinite else { return nil }
        let row = 56.0
        var chart = Chart(height: row * Double(breakdowns.count) + 60, left: 96, x: 0...most * 1.04, y: 0...1)
        chart.xAxis("seconds, mean")
        for (index, breakdown) in breakdowns.enumerated() {
            let top = 14 + row * Double(index)
            chart.text(breakdown.target.label, at: (88, top + 19), anchor: "end", class: "label")
            var from = 0.0
            for series in shown {
                let seconds = seconds(series, breakdown)
                guard seconds > 0 else { continue }
                let title = "\(breakdown.target.label), \(series.name): \(breakdown.text(seconds)) s"
                let width = chart.x(from + seconds) - chart.x(from)
                // A gap tells neighbours apart where there is no colour.
                chart.rectangle(
                    (chart.x(from), top), (width > 3 ? width - 1 : width, 26),
                    class: "bar t\(series.colour)\(series.parts == [.rest] ? " wait" : "")",
                    title: title)
                from += seconds
            }
            chart.text(figures(breakdown), at: (chart.x(0), top + 41))
        }
        var plot = chart.figure(
            id: "first-token-parts", title: "Parts of the wait for the first token",
            description:
                "One bar for each target, as long as its mean wait. From the left: \(shown.map(\.name).joined(separator: "; ")). "
                + "The figures below a bar are in the same order.",
            legend: legend, fallback: nil)
        plot.sketch = text(most)
        return plot
    }

    /// By the places of the colours, which a legend numbers.
    private var legend: [String] {
        Self.series.sorted { $0.colour < $1.colour }.map(\.name)
    }

    /// The seconds of each part, in words.
    private func figures(_ breakdown: FirstTokenBreakdown) -> String {
        shown.compactMap { series in
            let seconds = seconds(series, breakdown)
            guard seconds > 0, let word = series.name.split(separator: ",").first else { return nil }
            return "\(word) \(breakdown.text(seconds))"
        }.joined(separator: " · ")
    }

    /// The marks and their meanings, in lines of which none is wider than the bars.
    private func key(_ bars: [[Int]]) -> [String] {
        shown.enumerated().map { index, series in
            let isDrawn = bars.contains { $0[index] > 0 }
            return isDrawn ? "\(series.mark) \(series.name)" : "  \(series.name): too short to be drawn"
        }.reduce(into: [String]()) { lines, word in
            if let last = lines.last, last.count + word.count + 2 <= Self.labelled + Self.cells + 10 {
                lines[lines.count - 1] += "  " + word
            } else {
                lines.append(word)
            }
        }
    }

    /// The columns of each part of a bar. Ends are rounded, so that a bar is as long as its whole, and a part of less
    /// than half a column has none.
    private func columns(_ breakdown: FirstTokenBreakdown, of most: Double) -> [Int] {
        var (total, length) = (0.0, 0)
        return shown.map { series in
            total += max(0, seconds(series, breakdown))
            let end = max(length, Int(clamping: (Double(Self.cells) * total / most).rounded()))
            defer { length = end }
            return end - length
        }
    }

    /// The bars in characters.
    private func text(_ most: Double) -> [String] {
        let width = min(Self.labelled, breakdowns.map(\.target.label.count).max() ?? 0)
        let bars = breakdowns.map { columns($0, of: most) }
        let lines = zip(breakdowns, bars).map { breakdown, columns in
            let bar = zip(shown, columns).map { String(repeating: $0.mark, count: $1) }.joined()
            let label = String(breakdown.target.label.prefix(Self.labelled))
            return label + String(repeating: " ", count: width - label.count + 2) + bar
                + (bar.isEmpty ? "" : "  ") + "\(NumberText.significant(whole(breakdown))) s"
        }
        return lines + key(bars)
    }
}
