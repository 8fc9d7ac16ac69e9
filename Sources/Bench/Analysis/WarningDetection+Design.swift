import ALCFJSON

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
}
