import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension HTMLCharts {
    /// Latency over output tokens, with the fitted lines and where they cross.
    func latencyByLength() -> Document.Plot? {
        let points = points(.serviceLatency)
        let models = analysis.targets.map(\.latencyModel)
        let crossover = analysis.comparisons.count == 1 ? analysis.crossovers.first.flatMap { $0 } : nil
        guard let longest = points.joined().map(\.0).max(), points.contains(where: { $0.count >= 3 }) else {
            return nil
        }
        // The crossing is drawn where it is not so far out that the measurements shrink to a corner.
        let shown = crossover.flatMap { $0.tokens <= 12 * longest ? $0 : nil }
        let right = max(longest, shown.map { $0.tokens * 1.15 } ?? 0) * 1.03
        let lineTops = models.compactMap { $0?.seconds(tokens: right) }
        let top = max(points.joined().map(\.1).max() ?? 1, shown == nil ? 0 : lineTops.max() ?? 0) * 1.05
        var chart = Chart(height: 340, x: 0...right, y: 0...top)
        chart.xAxis("output tokens")
        chart.yAxis("latency, seconds")
        for (target, points) in points.enumerated() {
            if let model = models[target], model.dependsOnLength {
                chart.path(
                    [0, right].map { (chart.x($0), chart.y(max(0, min(top, model.seconds(tokens: $0))))) },
                    class: "fit t\(target % 6)")
            }
            for point in thinned(points) { chart.mark((chart.x(point.0), chart.y(point.1)), target: target) }
        }
        if let shown {
            chart.line((chart.x(shown.tokens), chart.y.from), (chart.x(shown.tokens), chart.y.to), class: "cross")
            // On the side that has room for it.
            let place = chart.x(shown.tokens)
            let isLeft = place - chart.x.from < min(180, chart.x.to - place)
            chart.text(
                "crossover: about \(NumberText.rounded(shown.tokens)) tokens",
                at: (chart.x(shown.tokens) + (isLeft ? 6 : -6), chart.y.to + 12),
                anchor: isLeft ? "start" : "end", class: "label")
        }
        let fits = Document.Table(
            "Fitted lines; a part is shown only if its interval excludes 0",
            [
                "fixed part, s", "95 % interval", "ms per prompt token", "ms per output token", "95 % interval",
                "output tokens/s",
            ],
            zip(labels, models).map { label, model in
                func milliseconds(_ value: Double?) -> String { NumberText.significant(value.map { 1_000 * $0 }) }
                return (
                    label,
                    [
                        NumberText.significant(model?.showsFixedPart == true ? model?.fixedSeconds : nil),
                        model?.fixedInterval.map {
                            "\(NumberText.significant($0.lower)) to \(NumberText.significant($0.upper))"
                        } ?? NumberText.unknown, milliseconds(model?.secondsPerPromptToken),
                        milliseconds(model?.dependsOnLength == true ? model?.secondsPerToken : nil),
                        "\(milliseconds(model?.interval.lower)) to \(milliseconds(model?.interval.upper))",
                        NumberText.significant(model.flatMap { $0.dependsOnLength ? 1 / $0.secondsPerToken : nil }),
                    ]
                )
            })
        return chart.figure(
            id: "length", title: "Latency by length of answer",
            description:
                "Each mark is one answer; broken lines are fitted (Theil and Sen). A line meets the left edge at the fixed part, which "
                + "does not depend on length; its slope is the time per token. Beyond the marks the lines are extrapolated.",
            legend: labels, fallback: fits)
    }

    /// Time to first token over output tokens: flat, unless something holds the stream back.
    func firstTokenByLength() -> Document.Plot? {
        let points = points(.timeToFirstToken)
        guard let longest = points.joined().map(\.0).max(), points.contains(where: { $0.count >= 3 }),
            let top = points.joined().map(\.1).max()
        else { return nil }
        var chart = Chart(height: 280, x: 0...longest * 1.03, y: 0...top * 1.05)
        chart.xAxis("output tokens")
        chart.yAxis("first token, seconds")
        for (target, points) in points.enumerated() {
            for point in thinned(points) { chart.mark((chart.x(point.0), chart.y(point.1)), target: target) }
        }
        return chart.figure(
            id: "first", title: "Time to first token by length of answer",
            description:
                "It should not depend on the answer's length; if it grows with length, the stream is held back on its way.",
            legend: labels, fallback: quantiles("Seconds", points.map { $0.map(\.1) }))
    }

    private func points(_ figure: Figure<Sample>) -> [[(Double, Double)]] {
        answered.map { samples in
            samples.compactMap { sample in
                sample.tokens.completion.flatMap { tokens in sample[figure].map { (Double(tokens), $0) } }
            }
        }
    }
}
