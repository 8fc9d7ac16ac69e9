import ALCFJSON
import ALCFRecord
import ALCFStatistics

/// The set-up of a run in words that are true of it, whatever the options are called.
enum SetupWords {
    /// What the run sent: questions, or prompts to which nothing is the right answer.
    static func noun(_ manifest: RunManifest) -> String {
        !manifest.prompts.isEmpty && manifest.prompts.allSatisfy(\.answers.isEmpty) ? "prompt" : "question"
    }

    /// The data set with how much of it was sent.
    static func data(_ manifest: RunManifest) -> String {
        let data = manifest.dataSet
        let isMadeUp = data.source == SyntheticPrompts.source
        let version = data.version.isEmpty || isMadeUp ? "" : " \(data.version)"
        // A made-up prompt is its own passage.
        let extent =
            noun(manifest) == "prompt"
            ? NumberText.count(data.count, isMadeUp ? "made-up prompt" : "prompt")
            : NumberText.count(data.passages, "passage")
        return "\(data.name)\(version), \(extent)" + (data.sha256.isEmpty ? "" : ", sha256 \(data.sha256.prefix(12))")
    }

    /// The options, `name value` each, as far as they had an effect.
    static func options(_ manifest: RunManifest) -> [String] {
        manifest.options.compactMap { key, value -> String? in
            switch (key, value) {
            // Said in a sentence of its own.
            case ("cache_bust", _), ("repeat_prompts", _), ("prompt_seed_given", _): nil
            case ("max_tokens", .int): maxTokens(manifest).map { "max_tokens \($0)" }
            case ("prompt_seed", .string(let text)): isMadeUp(manifest) ? "prompt_seed \(text)" : nil
            case ("concurrency", .int) where manifest.options["rate"]?.double != nil: nil
            // ``OrderWords`` says it by what was sent.
            case ("order", _): nil
            case (_, .string(let text)): "\(key) \(text)"
            case (_, .int), (_, .double), (_, .bool): "\(key) \(value.serialized())"
            case ("force_length", .array(let names)):
                "force_length \(Report.list(names.compactMap(\.string)))"
            default: nil
            }
        }
    }

    /// The most tokens of an answer, or from the least to the most where prompts have limits of their own; nil where not known.
    static func maxTokens(_ manifest: RunManifest) -> String? {
        guard let all = manifest.options["max_tokens"]?.int else { return nil }
        let limits = manifest.prompts.map { $0.maxTokens ?? all }
        guard let least = limits.min(), let most = limits.max() else { return "\(all)" }
        return least == most ? "\(least)" : "\(least)–\(most)"
    }

    /// Whether anything that was sent followed from the seed of made-up texts.
    private static func isMadeUp(_ manifest: RunManifest) -> Bool {
        manifest.dataSet.source == SyntheticPrompts.source || manifest.options["cache_bust"]?.bool == true
            || !manifest.warmupPrompts.isEmpty || manifest.prompts.contains { $0.task != nil }
            || manifest.options["arrival"]?.string == Arrival.trace.rawValue
    }
}
