import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// A paragraph that says what was done, for a paper: only what the record holds.
enum MethodsText {
    static func text(_ analysis: Analysis) -> String {
        let manifest = analysis.record.manifest
        let data = manifest.dataSet
        let measured = analysis.record.samples.filter { $0.phase == .measured }
        let design = manifest.design
        let rate = design.rate.map(NumberText.plain)
        let systems = manifest.targets.map { target in
            "\(target.label) (\(target.model)\(target.hardware.map { " on \($0)" } ?? ""))"
        }
        var sentences: [String] = []
        if manifest.simulation != nil { sentences.append("THE SERVICES WERE SIMULATED.") }
        if let tool = design.importedFrom {
            sentences.append(
                "Results of \(tool) for \(Report.list(systems)) were analysed again with \(NumberText.count(measured.count, "request"))."
            )
        } else {
            let prompts = NumberText.count(data.count, "prompt")
            let version = data.version.isEmpty ? "" : " \(data.version)"
            sentences.append(
                "\(Report.list(systems)) were measured with \(manifest.toolVersion) on \(DateText.iso8601(manifest.startedAt)) on "
                    + "\(prompts) from \(data.name)\(version) (\(NumberText.count(data.passages, "passage")), SHA-256 "
                    + "\(data.sha256.prefix(12))), each sent to every system"
                    + (design.runs.map { $0 == 1 ? "" : " \($0) times" } ?? "") + "; "
                    + "\(NumberText.count(measured.count, "request")) in all, none repeated after a failure.")
            let order = analysis.order.text.map { order in
                // The original study's experiment draws nothing.
                "Order: \(order)\(analysis.originalReading == nil ? ", seed \(manifest.seed)" : "")."
            }
            sentences += [order].compactMap { $0 }
            let settings = [
                rate.map {
                    "\($0) a second, \(design.arrival?.rawValue ?? Arrival.poisson.rawValue) arrivals"
                        + (design.burstiness.map { " of burstiness \(NumberText.plain($0))" } ?? "")
                },
                (design.maxInFlight ?? (design.rate == nil ? design.concurrency : nil)).map {
                    "\($0) in flight at most"
                },
                design.temperature.map { "temperature \(NumberText.plain($0))" },
                SetupWords.maxTokens(manifest).map { "at most \($0) output tokens" },
                design.reasoningEffort.map { "reasoning effort \($0)" },
                design.isStreaming.map { $0 ? "streamed" : "not streamed" },
                design.warmup.map {
                    $0 == 0 ? "no warm-up" : "\($0) warm-up \($0 == 1 ? "request" : "requests") to each, left out"
                },
            ].compactMap { $0 }
            if let line = Freshness.line(manifest) { sentences.append(Report.sentence(line)) }
            if !settings.isEmpty { sentences.append("Requests: \(settings.joined(separator: ", ")).") }
        }
        sentences +=
            [
                "Instants are read at the socket, on a monotonic clock.",
                definition(.serviceLatency), definition(.timeToFirstToken),
                "Token counts are the services' own.",
                "Speeds are compared by the ratio of geometric means over prompts that both answered, with Student's t interval (95 %) on "
                    + "the logarithms, robust to dependence within passages (Liang and Zeger 1986)"
                    + (analysis.primaryTests.isEmpty
                        ? "."
                        : "; p-values of the \(analysis.primaryTests.count) declared tests, those of equivalence among them, are corrected by "
                            + "Holm's method (1979, as refined by Shaffer 1986). Only these lead to claims; all other figures are described."),
            ] + sessions(analysis) + [
                "Equivalence means two one-sided tests within ±"
                    + NumberText.plain(
                        100 * ((analysis.comparisons.first?.latency.margin ?? RatioComparison.equivalence) - 1))
                    + " % (Schuirmann 1987)."
            ]
        let failures = measured.count { !$0.outcome.isSuccess }
        sentences.append(
            "\(NumberText.count(failures, "request")) failed, and \(failures == 1 ? "is" : "are") counted as such"
                + (failures > 0 && !analysis.comparisons.isEmpty
                    ? "; a difference in speed is only claimed where it also holds with failures counted as longer than any answer, by the "
                        + "win ratio of matched pairs (Pocock et al. 2012) or signed ranks."
                    : "."))
        return sentences.joined(separator: " ")
    }

    private static func definition(_ figure: Figure<Sample>) -> String {
        Report.sentence("\(figure.metric.title): \(figure.metric.definition)")
    }

    /// Returns the method of inference over several sessions; empty for one.
    private static func sessions(_ analysis: Analysis) -> [String] {
        let counts = analysis.comparisons.compactMap(\.stretch?.sessions).filter { $0 > 1 }
        guard let count = counts.max() else { return [] }
        return [
            "The \(count) sessions count alike: intervals are Student's t on the sessions' own values, with \(count - 1) degrees of freedom "
                + "(Ibragimov and Müller 2010)."
        ]
    }
}
