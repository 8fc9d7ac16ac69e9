import ALCFStatistics
import ALCFSystem

/// The curves of a sweep.
struct SweepCharts {
    let levels: [SweepLevel]
    let targets: [(name: String, label: String)]
    /// Whether a load is requests a second, not requests in flight.
    let isRate: Bool

    /// All charts for which there is something to draw.
    func all() -> [Document.Plot] { [curve(), overLoad()].compactMap { $0 } }

    /// A level that has a place on the curve.
    private struct Point {
        let level: SweepLevel
        let throughput: Double
        let median: Double
    }

    private var countsTokens: Bool { levels.allSatisfy { $0.outputThroughput != nil || $0.requestThroughput == nil } }

    private func points(_ target: String) -> [Point] {
        levels.filter { $0.target == target }.compactMap { level in
            guard let throughput = countsTokens ? level.outputThroughput : level.requestThroughput,
                let median = level.median
            else { return nil }
            return Point(level: level, throughput: throughput, median: median)
        }
    }

    /// Latency over throughput: one curve for each target, from its lightest load to its heaviest.
    private func curve() -> Document.Plot? {
        let all = targets.map { points($0.name) }
        guard let right = all.joined().map(\.throughput).max(), right > 0, all.contains(where: { $0.count >= 2 }) else {
            return nil
        }
        let top = all.joined().map(top).max() ?? 1
        var chart = Chart(height: 380, x: 0...right * 1.08, y: 0...top * 1.06)
        chart.xAxis(countsTokens ? "throughput, output tokens/s" : "throughput, requests/s")
        chart.yAxis("response latency, seconds")
        for (index, points) in all.enumerated() {
            band(points, to: \.p99, class: "band far t\(index % 6)", on: &chart)
            band(points, to: \.p95, class: "band t\(index % 6)", on: &chart)
        }
        for (index, points) in all.enumerated() { draw(points, index, on: &chart) }
        let load = isRate ? "requests a second" : "requests in flight"
        return chart.figure(
            id: "curve", title: "Latency over throughput",
            description:
                "Each mark is a load, with its number of \(load); lines join the medians, upright strokes are their 95 % "
                + "intervals. "
                + "Shaded: up to the 95th percentile, and paler up to the 99th, if there are enough requests. Where a curve turns up, more "
                + "load only adds waiting; a ring marks the knee. The figures are in the table below.",
            legend: targets.map(\.label), fallback: table())
    }

    private func top(_ point: Point) -> Double {
        max(point.median, point.level.p95 ?? 0, point.level.p99 ?? 0, point.level.medianInterval?.upper ?? 0)
    }

    /// Between the median and a percentile, where neighbouring levels have it.
    private func band(
        _ points: [Point], to percentile: (SweepLevel) -> Double?, class name: String, on chart: inout Chart
    ) {
        for run in points.split(whereSeparator: { percentile($0.level) == nil }) where run.count >= 2 {
            let low = run.map { (chart.x($0.throughput), chart.y($0.median)) }
            let high = run.compactMap { point in
                percentile(point.level).map { (chart.x(point.throughput), chart.y($0)) }
            }
            chart.path(low + high.reversed(), class: name)
        }
    }

    private func draw(_ points: [Point], _ index: Int, on chart: inout Chart) {
        chart.path(points.map { (chart.x($0.throughput), chart.y($0.median)) }, class: "line t\(index % 6)")
        let knee = SweepLevel.knee(points.map(\.level))
        for (place, point) in points.enumerated() {
            let at = (chart.x(point.throughput), chart.y(point.median))
            if let interval = point.level.medianInterval {
                chart.line(
                    (at.0, chart.y(interval.lower)), (at.0, chart.y(interval.upper)), class: "spread t\(index % 6)")
            }
            let load = NumberText.plain(point.level.load)
            chart.mark(
                at, target: index, title: "\(targets[index].label), \(load): \(NumberText.significant(point.median)) s")
            if point.level.load == knee {
                chart.ring(at, radius: 8)
                chart.text("\(load), knee", at: (at.0 + 10, at.1 + 14), class: "label")
            } else if points.count <= 10 || place % 2 == 0 || place == points.count - 1 {
                chart.text(load, at: (at.0 + 6, at.1 - 7))
            }
        }
    }

    /// Throughput over load: where it stops growing with the load, the system is full.
    private func overLoad() -> Document.Plot? {
        let all = targets.map { points($0.name) }
        guard let right = all.joined().map(\.level.load).max(), let top = all.joined().map(\.throughput).max(), top > 0,
            all.contains(where: { $0.count >= 2 })
        else { return nil }
        var chart = Chart(height: 280, x: 0...right * 1.05, y: 0...top * 1.08)
        chart.xAxis(isRate ? "requests a second" : "requests in flight")
        chart.yAxis(countsTokens ? "output tokens/s" : "requests/s")
        for (index, points) in all.enumerated() {
            chart.path(points.map { (chart.x($0.level.load), chart.y($0.throughput)) }, class: "line t\(index % 6)")
            for point in points { chart.mark((chart.x(point.level.load), chart.y(point.throughput)), target: index) }
        }
        return chart.figure(
            id: "load", title: "Throughput over load",
            description:
                "The line is straight while the system has room; where it bends, requests wait for each other.",
            legend: targets.map(\.label), fallback: nil)
    }

    /// The levels as a table.
    private func table() -> Document.Table {
        Document.Table(
            "Levels",
            [
                isRate ? "requests/s asked" : "in flight", "answered", "requests/s", "output tokens/s", "p50 s",
                "95 % interval",
                "p95 s", "p99 s", "first token p50 s", "first answer p50 s", "delayed",
            ],
            targets.flatMap { target in
                levels.filter { $0.target == target.name }.map { level in
                    let interval = level.medianInterval.map {
                        "\(NumberText.significant($0.lower)) to \(NumberText.significant($0.upper))"
                    }
                    let cells = [
                        NumberText.plain(level.load), "\(level.successes)/\(level.attempts)",
                        NumberText.significant(level.requestThroughput), NumberText.significant(level.outputThroughput),
                        NumberText.significant(level.median), interval ?? NumberText.unknown,
                        NumberText.significant(level.p95), NumberText.significant(level.p99),
                        NumberText.significant(level.timeToFirstToken), NumberText.significant(level.timeToFirstAnswer),
                        String(level.delayed),
                    ]
                    return (target.label, cells)
                }
            })
    }
}
