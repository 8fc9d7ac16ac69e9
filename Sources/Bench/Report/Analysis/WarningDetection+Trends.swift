import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension WarningDetection {
    /// Warns that the first measured request stands out, because connections, caches or the model were cold.
    func slowFirst(_ target: TargetSummary) -> Warning? {
        let latencies = answered(target).compactMap { $0[.serviceLatency] }
        guard latencies.count >= 6, let first = latencies.first,
            let median = Statistics.median(Array(latencies.dropFirst())),
            let deviation = Statistics.median(latencies.dropFirst().map { abs($0 - median) }), first > 1.5 * median,
            // Iglewicz & Hoaglin's modified Z above 3.5.
            0.6745 * (first - median) > 3.5 * deviation
        else { return nil }
        return Warning(
            .slowFirstRequest, target: target.target.name,
            "\(target.target.label): the first request took \(NumberText.significant(first)) s, and the median of the others is "
                + "\(NumberText.significant(median)) s; the first is included in all figures",
            remedy: "warm up with --warmup 1 or more")
    }

    /// Warns of values far from the rest; they are kept in all figures.
    func outliers(_ target: TargetSummary) -> Warning? {
        let latencies = answered(target).compactMap { $0[.serviceLatency] }
        guard latencies.count >= 10, let median = Statistics.median(latencies),
            let deviation = Statistics.median(latencies.map { abs($0 - median) }), deviation > 0
        else { return nil }
        // Iglewicz & Hoaglin's modified Z above 3.5, and far enough to matter to a mean.
        let far = latencies.filter { 0.6745 * abs($0 - median) > 3.5 * deviation && abs($0 - median) > 0.25 * median }
        guard let most = far.max() else { return nil }
        return Warning(
            .outliers, target: target.target.name,
            "\(target.target.label): \(NumberText.count(far.count, "answer")) of \(latencies.count) took far longer or shorter "
                + "than the rest (up to \(NumberText.significant(most)) s, median \(NumberText.significant(median)) s)",
            remedy:
                "compare medians or the fitted lines, which these hardly affect; the mean includes them, and nothing was removed"
        )
    }

    /// Warns of latencies at multiples of a period, as when some part of the system polls for the answer.
    func quantised(_ target: TargetSummary) -> Warning? {
        let latencies = answered(target).compactMap { $0[.serviceLatency] }
        guard let period = LatencyQuantisation.period(latencies) else { return nil }
        return Warning(
            .quantisedLatency, target: target.target.name,
            "\(target.target.label): latencies lie at steps of about \(NumberText.significant(period, 2)) s, as if some part of the "
                + "path polled for the answer",
            remedy: "do not put differences smaller than a step down to the accelerator; ask the gateway's operators")
    }

    /// Warns that the model is not the same for every target, or changed during the run.
    func models() -> Warning? {
        var parts: [String] = []
        for target in targets {
            let fingerprints = Set(answered(target).compactMap(\.systemFingerprint))
            if target.models.count > 1 || fingerprints.count > 1 {
                let names = target.models.map(\.value).joined(separator: " and ")
                parts.append(
                    "\(target.target.label) answered with \(fingerprints.count > 1 ? "different builds of " : "")\(names)"
                )
            }
        }
        let names = targets.map { $0.models.first?.value ?? $0.target.model }
        // A member that an imported file does not name may well be the same.
        if !ModelName.areSame(names.filter { $0 != NumberText.unknown }) {
            let pairs = targets.map { "\($0.target.label) \($0.models.first?.value ?? $0.target.model)" }
            parts.append("the targets ran different models: \(pairs.joined(separator: ", "))")
        }
        guard !parts.isEmpty else { return nil }
        return Warning(
            .modelsDiffer, parts.joined(separator: "; "),
            remedy:
                "compare one model and build on all targets (--model); otherwise differences may come from the models, not the systems"
        )
    }

    /// Warns that the same text was counted as different numbers of tokens: templates, dates or efforts differ.
    func promptTokens() -> Warning? {
        let answered = record.samples.filter {
            $0.phase == .measured && $0.outcome.isSuccess && $0.tokens.prompt != nil
        }
        let differing = clusters(answered, by: \.promptID).filter { prompt in
            Set(clusters(prompt, by: \.target).compactMap { $0[0].tokens.prompt }).count > 1
        }
        guard !differing.isEmpty else { return nil }
        let means = targets.compactMap { target in
            target[.promptTokens].map { "\(target.target.label) \(NumberText.fixed($0.mean, 1))" }
        }
        return Warning(
            .promptTokensDiffer,
            "the targets counted different numbers of prompt tokens for \(differing.count) of the same prompts (mean: "
                + "\(means.joined(separator: ", "))), so the models did not read exactly the same text",
            remedy:
                "give all targets the same --reasoning-effort, or compare per prompt token; chat templates may differ too"
        )
    }

    func answered(_ target: TargetSummary) -> [Sample] { answers[target.target.name] ?? [] }
}
