import ALCFJSON
import ALCFRecord
import ALCFStatistics

extension WarningDetection {
    private func isOriginal() -> Bool { record.manifest.options[OriginalReading.option]?.bool == true }

    /// Whatever changed between the targets' turns is part of their difference.
    func oneAfterTheOther() -> Warning? {
        guard isOriginal(), targets.count > 1 else { return nil }
        return Warning(
            .oneAfterTheOther,
            "all requests to one target came before those to the next: what changed meanwhile, on the network or in a queue, is "
                + "part of their difference, and no interval shows it",
            remedy: "leave out --as-original: targets then take turns within each prompt")
    }

    /// Chance decided how long answers are, and with it how long they take.
    func unseeded() -> Warning? {
        guard isOriginal(), let temperature = record.manifest.options["temperature"]?.double, temperature > 0 else {
            return nil
        }
        return Warning(
            .unseededAnswers,
            "tokens were drawn at temperature \(NumberText.plain(temperature)) without a seed: another run gives answers of other "
                + "lengths, and so other latencies",
            remedy: "temperature 0 and a seed are the default; or fit latency over length, as the report does")
    }

    /// The first request pays for the name, the connection, and cold caches.
    func noWarmup() -> Warning? {
        guard isOriginal(), record.manifest.options["warmup"]?.int == 0 else { return nil }
        return Warning(
            .noWarmup,
            "nothing was sent before measuring began: the first request to each target pays for connections and cold caches",
            remedy: "--warmup 1 is the default")
    }

    /// Of two targets, the longer answers take longer whatever the system.
    func outputTokens() -> Warning? {
        let means = targets.compactMap { target in target.outputTokens.map { (target.target.label, $0.mean) } }
        guard let least = means.map(\.1).min(), let most = means.map(\.1).max(), least > 0, most / least > 1.1 else {
            return nil
        }
        let text = means.map { "\($0.0) \(NumberText.fixed($0.1, 1))" }.joined(separator: ", ")
        return Warning(
            .outputTokensDiffer,
            "the targets' answers are not of the same length (mean output tokens: \(text)), so that their latencies are of "
                + "different work",
            remedy: "compare the fitted parts and the time per token; or ask for fixed lengths with --synthetic")
    }

    /// Answers that were cut off, filtered or ended by a tool are not the same work as those that came to their end.
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
            .finishReasonsDiffer, "answers did not end alike: \(text.joined(separator: "; "))",
            remedy: "raise --max-tokens until all end by themselves, or compare fixed lengths with --synthetic")
    }
}
