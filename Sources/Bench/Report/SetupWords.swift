import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The set-up of a run in words that are true of it, whatever the options are called.
enum SetupWords {
    /// Returns the kind of prompts: questions, or prompts without a right answer.
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
        let (design, keys) = (manifest.design, Design.keys)
        return design.members.compactMap { key, value -> String? in
            let text: String? =
                switch key {
                // Said in a sentence of its own; ``OrderWords`` says the order by what was sent.
                case keys.bustsCache.key, keys.repeatsPrompts.key, keys.isPromptSeedGiven.key, keys.order.key: nil
                case keys.maxTokens.key: maxTokens(manifest)
                case keys.promptSeed.key: isMadeUp(manifest) ? design.promptSeed : nil
                case keys.concurrency.key where design.rate != nil: nil
                case keys.forcedTargets.key: design.forcedTargets.map(Report.list)
                default: plain(value)
                }
            return text.map { "\(key) \($0)" }
        }
    }

    /// A value that is one word; nil for a list and for nothing.
    private static func plain(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .int, .double, .bool: value.serialized()
        case .null, .array, .object: nil
        }
    }

    /// The most tokens of an answer, or from the least to the most where prompts have limits of their own; nil where
    /// not known.
    static func maxTokens(_ manifest: RunManifest) -> String? {
        guard let all = manifest.design.maxTokens else { return nil }
        let limits = manifest.prompts.map { $0.maxTokens ?? all }
        guard let least = limits.min(), let most = limits.max() else { return "\(all)" }
        return least == most ? "\(least)" : "\(least)–\(most)"
    }

    /// Whether anything that was sent followed from the seed of made-up texts.
    private static func isMadeUp(_ manifest: RunManifest) -> Bool {
        manifest.dataSet.source == SyntheticPrompts.source || manifest.design.bustsCache == true
            || !manifest.warmupPrompts.isEmpty || manifest.prompts.contains { $0.task != nil }
            || manifest.design.arrival == .trace
    }
}
