import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The ratios of two runs with their intervals, a row each.
struct ChangeForest {
    let change: RunChange

    /// The drawing; nil where nothing has an interval.
    var plot: Document.Plot? {
        let rows = change.targets.enumerated().flatMap { number, target in
            target.changes.compactMap { item -> (label: String, series: Int, value: Double, interval: Interval)? in
                guard !item.subject.isShare, let value = item.value, let interval = item.interval,
                    interval.upper.isFinite, interval.lower > 0
                else { return nil }
                return (item.subject.title, number, value, interval)
            }
        }
        guard let low = rows.map(\.interval.lower).min(), let high = rows.map(\.interval.upper).max() else {
            return nil
        }
        let (left, right) = (min(low, 0.95), max(high, 1.05))
        let reach = 0.04 * (right - left)
        let row = 24.0
        var chart = Chart(
            height: row * Double(rows.count) + 64, left: min(190, Chart.width * 0.42),
            x: max(0, left - reach)...(right + reach), y: 0...1)
        chart.xAxis("new ÷ old")
        chart.line((chart.x(1), chart.y.to), (chart.x(1), chart.y.from), class: "cross")
        for (index, item) in rows.enumerated() {
            let middle = 14 + row * (Double(index) + 0.5)
            chart.text(item.label, at: (chart.x.from - 8, middle + 4), anchor: "end", class: "label")
            chart.line(
                (chart.x(item.interval.lower), middle), (chart.x(item.interval.upper), middle),
                class: "spread t\(item.series % 6)", series: item.series)
            chart.mark((chart.x(item.value), middle), target: item.series, title: item.label)
        }
        let labels = change.targets.map(\.label)
        return chart.figure(
            id: "change", title: "New ÷ old",
            description:
                "Each mark is a ratio, its line the 95 % interval. Left of the broken line the new run has the lower figure.",
            legend: labels.count > 1 ? labels : [],
            fallback: Document.Table(
                "New ÷ old", ["ratio", "95 % interval"],
                rows.map { item in
                    (
                        labels.count > 1 ? "\(labels[item.series]): \(item.label)" : item.label,
                        [NumberText.ratio(item.value), NumberText.ratioRange(item.interval)]
                    )
                }), series: labels)
    }
}
