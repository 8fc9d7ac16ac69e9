import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension HTMLCharts {
    /// Every request as a bar over the time of the run, warm-up and failures included.
    func timeline() -> Document.Plot? {
        // Some imported files hold durations only: a line of time would be made up.
        guard analysis.record.manifest.design.instants != .unknown else { return nil }
        let all = analysis.record.samples
        guard let end = all.compactMap(\.lastInstant).max(), end > 0, let start = all.map(\.trace.start).min() else {
            return nil
        }
        let lanes = analysis.targets.map { target in
            packed(thinned(all.filter { $0.target == target.target.name }.sorted { $0.trace.start < $1.trace.start }))
        }
        let most = lanes.map(\.count).max() ?? 1
        let bar = most <= 1 ? 26.0 : max(3, min(10, 160 / Double(most)))
        let heights = lanes.map { Double(max(1, $0.count)) * bar + 22 }
        var chart = Chart(height: heights.reduce(60, +), left: 96, x: min(0, start)...end * 1.01, y: 0...1)
        chart.xAxis("seconds since the start")
        var top = 16.0
        for (target, lanes) in lanes.enumerated() {
            chart.text(
                labels[target], at: (88, top + Double(max(1, lanes.count)) * bar / 2 + 4), anchor: "end", class: "label"
            )
            for (lane, samples) in lanes.enumerated() {
                for sample in samples { draw(sample, target, top + Double(lane) * bar, bar - 1, on: &chart) }
            }
            top += heights[target]
        }
        let rows = analysis.targets.map { target -> (label: String, cells: [String]) in
            (
                target.target.label,
                [
                    String(target.attempts), String(target.successes), NumberText.significant(target.wallSpan),
                    NumberText.significant(target.busySeconds), String(target.peakInFlight),
                ]
            )
        }
        return chart.figure(
            id: "timeline", title: "When each request ran",
            description:
                "Pale until the first token, solid from there to the last; red if the request failed. "
                + (analysis.originalReading == nil
                    ? "The targets take turns, so changes over time affect them alike."
                    : "One target came after the other, so changes over time are part of their difference."),
            legend: [],
            fallback: Document.Table(
                "Requests", ["attempted", "answered", "span, s", "busy, s", "most at once"], rows), series: labels)
    }

    private func draw(_ sample: Sample, _ target: Int, _ y: Double, _ height: Double, on chart: inout Chart) {
        guard let end = sample.lastInstant else { return }
        let colour = sample.outcome.isSuccess ? "bar t\(target % 6)" : "failed"
        let start = chart.x(sample.trace.start)
        let first = chart.x(min(sample.trace.streamed ? sample.trace.firstToken ?? end : end, end))
        chart.rectangle(
            (start, y), (first - start, height), class: "\(colour) wait", series: target,
            title: "\(sample.promptID): \(sample.outcome.rawValue)")
        if chart.x(end) > first {
            chart.rectangle((first, y), (chart.x(end) - first, height), class: colour, series: target)
        }
    }

    /// Requests in as few lanes as they fit without overlap.
    private func packed(_ samples: [Sample]) -> [[Sample]] {
        var lanes: [[Sample]] = []
        var ends: [Double] = []
        for sample in samples {
            let end = sample.lastInstant ?? sample.trace.start
            if let lane = ends.firstIndex(where: { $0 <= sample.trace.start }) {
                lanes[lane].append(sample)
                ends[lane] = end
            } else {
                lanes.append([sample])
                ends.append(end)
            }
        }
        return lanes
    }
}
