import ALCFRecord
import ALCFStatistics
import ALCFSystem
import Glibc

/// The drawings of a study: a forest of its sessions, and its figures over the hours of the day.
struct StudyCharts {
    private let study: StudyAnalysis

    init(_ study: StudyAnalysis) { self.study = study }

    /// A forest for each two targets: their latencies, and their first tokens.
    func forests() -> [Document.Plot] {
        study.comparisons.filter(\.figure.isDuration).enumerated().compactMap { forest($0.element, $0.offset) }
    }

    /// Ratios over the hour of the day, where sessions suffice.
    func courses() -> [Document.Plot] {
        study.comparisons.filter(\.figure.isDuration).enumerated().compactMap { course($0.element, $0.offset) }
    }

    private func name(_ comparison: StudyComparison) -> String {
        (comparison.part.map { "\($0): " } ?? "") + "\(comparison.first.label) ÷ \(comparison.second.label)"
            + ", \(comparison.isOfFirstAnswers ? "time to first answer" : comparison.figure.title)"
    }

    // MARK: Forest

    private func forest(_ comparison: StudyComparison, _ index: Int) -> Document.Plot? {
        let forest = StudyForest(comparison.series, utcOffset: study.utcOffset)
        guard let range = forest.range else { return nil }
        let row = 20.0
        var chart = Chart(
            height: row * Double(forest.rows.count) + 70, left: 170, x: log(range.lowerBound)...log(range.upperBound),
            y: 0...1)
        let ratios = Chart.Scale(low: range.lowerBound, high: range.upperBound, from: 0, to: 1)
        for tick in ratios.ticks where tick > 0 {
            let place = chart.x(log(tick))
            chart.line((place, chart.y.to), (place, chart.y.from), class: "grid")
            chart.text(NumberText.fixed(tick, ratios.decimals), at: (place, chart.y.from + 17), anchor: "middle")
        }
        chart.line((chart.x.from, chart.y.from), (chart.x.to, chart.y.from), class: "axis")
        chart.text(
            "\(comparison.first.label) ÷ \(comparison.second.label)",
            at: ((chart.x.from + chart.x.to) / 2, chart.height - 8), anchor: "middle", class: "label")
        if range.contains(1) { chart.line((chart.x(0), chart.y.to), (chart.x(0), chart.y.from), class: "cross") }
        for (place, entry) in forest.rows.enumerated() {
            let middle = 24 + row * Double(place)
            chart.text(entry.label, at: (162, middle + 4), anchor: "end", class: entry.isSession ? "" : "label")
            if let interval = entry.interval {
                chart.line(
                    (chart.x(log(max(interval.lower, range.lowerBound))), middle),
                    (chart.x(log(min(interval.upper, range.upperBound))), middle), class: "spread t0")
            }
            guard let value = entry.value else { continue }
            if entry.isSession {
                let half = 2 + 4 * entry.weight.squareRoot()
                chart.rectangle(
                    (chart.x(log(value)) - half, middle - half), (2 * half, 2 * half), class: "mark t0")
            } else if let interval = entry.interval {
                let (low, high, centre) = (
                    chart.x(log(interval.lower)), chart.x(log(interval.upper)), chart.x(log(value))
                )
                chart.path(
                    [(low, middle), (centre, middle - 6), (high, middle), (centre, middle + 6), (low, middle)],
                    class: "mark t1")
            }
        }
        var plot = chart.figure(
            id: "forest-\(index + 1)", title: name(comparison),
            description:
                "Each session's ratio with its own 95 % interval, larger marks for more weight; below, the ratio over sessions with its interval, "
                + "and the interval of what the next session will measure."
                + (range.contains(1) ? " The dashed line is no difference." : ""),
            legend: [], fallback: forest.table)
        plot.sketch = forest.sketch
        return plot
    }

    // MARK: Hour of the day

    private func course(_ comparison: StudyComparison, _ index: Int) -> Document.Plot? {
        let series = comparison.series
        guard let course = series.course, let mean = series.combined?.mean else { return nil }
        let hours = series.points.map { CalendarTime(seconds: $0.time, utcOffset: study.utcOffset).hour }
        let values = series.points.map { exp($0.estimate.value) }
        let ends = series.points.compactMap(\.interval).flatMap { [$0.lower, $0.upper] } + values
        guard let low = ends.min(), let high = ends.max(), low > 0, high > low else { return nil }
        var chart = Chart(x: 0...24, y: max(0, low - 0.05 * (high - low))...(high + 0.05 * (high - low)))
        chart.xAxis("hour of the day, \(StudyWords.zone(study.utcOffset))")
        chart.yAxis("\(comparison.first.label) ÷ \(comparison.second.label)")
        for (point, hour) in zip(series.points, hours) {
            if let interval = point.interval {
                chart.line(
                    (chart.x(hour), chart.y(interval.lower)), (chart.x(hour), chart.y(interval.upper)),
                    class: "spread t0")
            }
            chart.mark((chart.x(hour), chart.y(exp(point.estimate.value))), target: 0, title: point.label)
        }
        let curve = stride(from: 0.0, through: 24, by: 0.5).map { hour in
            (chart.x(hour), chart.y(exp(mean + course.amplitude * cos(2 * .pi * (hour - course.peak) / 24))))
        }
        chart.path(curve, class: "fit t1")
        return chart.figure(
            id: "hour-\(index + 1)", title: "\(name(comparison)), over the hour of the day",
            description:
                "Each session's ratio with its own 95 % interval; the dashed curve is the fitted harmonic of 24 hours.",
            legend: [],
            fallback: Document.Table(
                "Session", ["hour", "ratio"],
                zip(series.points, hours).map { point, hour in
                    ("\(point.session)", [StudyWords.clock(hour), NumberText.ratio(exp(point.estimate.value))])
                }))
    }
}
