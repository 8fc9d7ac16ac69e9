import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension WarningDetection {
    private func isOriginal() -> Bool { record.manifest.design.isAsOriginal == true }

    /// Warns that all requests to one target came before those to the next, so that any change is part of their
    /// difference.
    func oneAfterTheOther() -> Warning? {
        guard isOriginal(), targets.count > 1 else { return nil }
        return Warning(
            .oneAfterTheOther,
            "all requests to one target came before those to the next, so any change meanwhile, on the network or in a queue, is "
                + "part of their difference, and no interval shows it",
            remedy: "leave out --as-original, so that the targets take turns within each prompt")
    }

    /// Warns that chance decided how long answers are, and so how long they take.
    func unseeded() -> Warning? {
        guard isOriginal(), let temperature = record.manifest.design.temperature, temperature > 0 else {
            return nil
        }
        return Warning(
            .unseededAnswers,
            "tokens were drawn at temperature \(NumberText.plain(temperature)) without a seed: another run would give answers of other "
                + "lengths, and so other latencies",
            remedy: "use temperature 0 and a seed, which are the default, or compare the fitted parts of latency")
    }

    /// Warns that the first request pays for the name, the connection and cold caches.
    func noWarmup() -> Warning? {
        guard isOriginal(), record.manifest.design.warmup == 0 else { return nil }
        return Warning(
            .noWarmup,
            "nothing was sent before measuring began: the first request to each target pays for connections and cold caches",
            remedy: "leave out --as-original, or give --warmup 1")
    }

    /// Warns that answers differ in length, since longer ones take longer on any system.
    func outputTokens() -> Warning? {
        let means = targets.compactMap { target in target[.completionTokens].map { (target.target.label, $0.mean) } }
        guard let least = means.map(\.1).min(), let most = means.map(\.1).max(), least > 0, most / least > 1.1 else {
            return nil
        }
        let text = means.map { "\($0.0) \(NumberText.fixed($0.1, 1))" }.joined(separator: ", ")
        return Warning(
            .outputTokensDiffer,
            "the targets' answers differ in length (mean output tokens: \(text)), so their latencies measure different amounts of "
                + "work",
            remedy: "compare the fitted parts and the time per token, or ask for fixed lengths with --synthetic")
    }

    /// Warns that answers ended for different reasons: one that was cut off, filtered or ended by a tool call is not
    /// the same work as a whole one.
    func finishReasons() -> Warning? {
        let shares = targets.filter { !$0.finishReasons.isEmpty }
        let reasons = Set(shares.flatMap { $0.finishReasons.map(\.value) })
        let differ = reasons.contains { reason in
            let values = shares.map { target in
                Double(target.finishReasons.first { $0.value == reason }?.count ?? 0)
                    / Double(target.finishReasons.reduce(0) { $0 + $1.count })
            }
            return (values.max() ?? 0) - (values.min() ?? 0) > 0.05
        }
        guard shares.count > 1, differ else { return nil }
        let text = shares.map { target in
            "\(target.target.label) "
                + target.finishReasons.map { "\($0.value) \($0.count)" }.joined(separator: " and ")
        }
        return Warning(
            .finishReasonsDiffer, "answers ended for different reasons: \(text.joined(separator: "; "))",
            remedy: "raise --max-tokens until all answers end by themselves, or compare fixed lengths with --synthetic")
    }
}
