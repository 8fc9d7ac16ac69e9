import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The charts of the HTML report.
struct HTMLCharts {
    /// The most requests of one target that are drawn; of more, every k-th is.
    static let limit = 800
    let analysis: Analysis
    let labels: [String]
    /// The answered requests of each target, in the order of their starts.
    let answered: [[Sample]]

    /// Part of the run, for titles; empty for all of it.
    private let part: String

    /// Whether the run mixes tasks, so that nothing may be drawn over all of them but the course over time.
    private let isMixed: Bool

    init(_ analysis: Analysis, of part: String = "", isMixed: Bool = false) {
        self.analysis = analysis
        self.part = part
        self.isMixed = isMixed
        labels = analysis.targets.map(\.target.label)
        answered = analysis.targets.map { target in
            analysis.record.samples.filter {
                $0.target == target.target.name && $0.phase == .measured && $0.outcome.isSuccess
            }.sorted { $0.trace.start < $1.trace.start }
        }
    }

    /// The drawing that tells most.
    func outline() -> [Document.Plot] {
        isMixed ? [] : [cumulative(answered.map { $0.compactMap(\.[.serviceLatency]) })].compactMap(\.self)
    }

    /// All other drawings for which there is something to draw.
    func rest() -> [Document.Plot] {
        let latency = answered.map { $0.compactMap { $0[.serviceLatency] } }
        let first = answered.map { $0.compactMap { $0[.timeToFirstToken] } }
        let spreads =
            isMixed
            ? []
            : [
                boxes("box-latency", "Latency: spread", latency),
                boxes("box-ttft", "Time to first token: spread", first), firstAnswers(),
            ]
        let whole = part.isEmpty ? (isMixed ? [] : [latencyByLength(), firstTokenByLength()]) + [timeline()] : []
        return (spreads + whole).compactMap(\.self)
    }

    /// Beside first tokens, where these are of something else.
    private func firstAnswers() -> Document.Plot? {
        guard answered.joined().contains(where: { $0.trace.firstOutput.map { $0 != .answer } ?? false }) else {
            return nil
        }
        return boxes(
            "box-ttfa", "Time to first answer token: spread",
            answered.map { $0.compactMap { $0[.timeToFirstAnswer] } })
    }

    private func name(_ id: String) -> String {
        part.isEmpty ? id : "\(id)-\(part.map { $0.isLetter || $0.isNumber ? $0 : "-" }.map(String.init).joined())"
    }

    private func titled(_ title: String) -> String { part.isEmpty ? title : "\(part): \(title)" }

    /// The empirical distribution function of latency.
    private func cumulative(_ values: [[Double]]) -> Document.Plot? {
        guard values.contains(where: { $0.count >= 2 }), let most = values.joined().max() else { return nil }
        var chart = Chart(x: 0...most * 1.02, y: 0...1)
        chart.xAxis("latency, seconds")
        chart.yAxis("share answered within") { NumberText.percent($0) }
        for (target, values) in values.enumerated() where !values.isEmpty {
            let sorted = values.sorted()
            // Of all that was asked: a failed request has not come by any time.
            let attempts = Double(max(analysis.targets[target].attempts, sorted.count))
            var points = [(chart.x(0), chart.y(0))]
            for (index, value) in sorted.enumerated() {
                points.append((chart.x(value), points[points.count - 1].1))
                points.append((chart.x(value), chart.y(Double(index + 1) / attempts)))
            }
            points.append((chart.x(most * 1.02), points[points.count - 1].1))
            chart.path(points, class: "line t\(target % 6)")
        }
        return chart.figure(
            id: name("ecdf"), title: titled("Latency: share of requests answered within a time"),
            description:
                "The share of requests that were answered within a number of seconds. Farther left is faster; steeper is steadier. If a "
                + "curve ends below 100 %, the remaining requests failed.",
            legend: labels, fallback: quantiles("Latency, seconds", values))
    }

    /// Boxes from the first to the third quartile, whiskers within 1.5 times that, every value as a mark.
    private func boxes(_ id: String, _ title: String, _ values: [[Double]]) -> Document.Plot? {
        guard values.contains(where: { $0.count >= 5 }), let most = values.joined().max() else { return nil }
        let row = 58.0
        var chart = Chart(height: row * Double(values.count) + 60, left: 96, x: 0...most * 1.04, y: 0...1)
        chart.xAxis("seconds")
        for (target, values) in values.enumerated() {
            let middle = 14 + row * (Double(target) + 0.5)
            chart.text(labels[target], at: (88, middle + 4), anchor: "end", class: "label")
            guard let low = Statistics.quantile(values, 0.25), let median = Statistics.median(values),
                let high = Statistics.quantile(values, 0.75)
            else { continue }
            let colour = "t\(target % 6)"
            for (index, value) in thinned(values).enumerated() {
                // Spread the marks a little, the same way each time.
                chart.mark((chart.x(value), middle + Double((index * 7) % 11 - 5) * 1.6), target: target)
            }
            let reach = 1.5 * (high - low)
            let whiskers = [
                values.filter { $0 >= low - reach }.min() ?? low, values.filter { $0 <= high + reach }.max() ?? high,
            ]
            for (edge, end) in zip([low, high], whiskers) {
                chart.line((chart.x(edge), middle), (chart.x(end), middle), class: "whisker", series: target)
                chart.line((chart.x(end), middle - 7), (chart.x(end), middle + 7), class: "whisker", series: target)
            }
            chart.rectangle(
                (chart.x(low), middle - 15), (chart.x(high) - chart.x(low), 30), class: "box \(colour)")
            chart.line((chart.x(median), middle - 15), (chart.x(median), middle + 15), class: "median \(colour)")
        }
        return chart.figure(
            id: name(id), title: titled(title),
            description:
                "Box: middle half; line in the box: median; whiskers: up to 1.5 box lengths beyond it; marks: single requests"
                + (analysis.targets.contains { $0.successes < $0.attempts } ? " that were answered." : "."),
            legend: [], fallback: quantiles("Seconds", values), series: labels)
    }

    func quantiles(_ caption: String, _ values: [[Double]]) -> Document.Table {
        let columns = [("least", 0.0), ("quartile", 0.25), ("median", 0.5), ("quartile", 0.75), ("most", 1.0)]
        return Document.Table(
            caption, columns.map(\.0) + ["answers"],
            zip(labels, values).map { label, values in
                (
                    label,
                    columns.map { NumberText.significant(Statistics.quantile(values, $0.1)) } + [String(values.count)]
                )
            })
    }

    func thinned<T>(_ values: [T]) -> [T] {
        let step = (values.count + Self.limit - 1) / Self.limit
        return step <= 1 ? values : stride(from: 0, to: values.count, by: step).map { values[$0] }
    }
}
