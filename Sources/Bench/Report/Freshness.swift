import ALCFJSON
import ALCFRecord
import ALCFStatistics

/// Says whether what was measured had been sent before.
enum Freshness {
    /// Returns a line on how prompts were kept unknown to servers; nil for imported results.
    static func line(_ manifest: RunManifest) -> String? {
        let design = manifest.design
        guard design.importedFrom == nil, design.promptSeed != nil else { return nil }
        var parts: [String] = []
        if design.bustsCache == true {
            parts.append("each request begins with its own digits")
        } else if isRepeated(manifest) {
            parts.append("repeated to the same target on purpose")
        } else {
            parts.append("each is sent once to each target in this run")
        }
        if !manifest.warmupPrompts.isEmpty { parts.append("none is used for warm-up") }
        if design.isPromptSeedGiven == true {
            parts.append("generated text follows from --prompt-seed, so an earlier run with that seed sent the same")
        }
        return "prompts: " + parts.joined(separator: "; ")
    }

    /// Returns sentences on prompts that were sent more than once, or that repeat others by nature.
    static func limits(_ analysis: Analysis) -> [String] {
        let manifest = analysis.record.manifest
        func label(_ name: String) -> String { manifest.targets.first { $0.name == name }?.label ?? name }
        var sentences = [Sendings.Shared.prompt, .passage].compactMap { shared -> String? in
            let found = analysis.sendings.filter { $0.shared == shared && !$0.isWarm }
            guard let first = found.first else { return nil }
            let what = shared == .prompt ? "Some prompts" : "Some passages"
            let clauses = found.map { "\(label($0.target)) \($0.clause)" }
            return "\(what) were sent more than once to a target; later ÷ first \(first.measure): "
                + clauses.joined(separator: ", ") + "."
        }
        if comesAgainInSessions(analysis) {
            sentences.append(
                "The same prompts were sent in several sessions: the effect of a cache that keeps them between sessions cannot be "
                    + "separated from how the services vary between sessions.")
        }
        if manifest.prompts.contains(where: { $0.turn > 0 }) {
            sentences.append(
                "Later turns of a conversation repeat the earlier ones: a prefix cache may serve that part, and the times to first "
                    + "token include its effect.")
        }
        if manifest.design.arrival == .trace, manifest.design.bustsCache == nil {
            sentences.append("Prompts share prefixes where the trace says so: a prefix cache may serve those.")
        }
        return sentences
    }

    private static func comesAgainInSessions(_ analysis: Analysis) -> Bool {
        let (record, sessions) = (analysis.record, analysis.sessions)
        guard sessions.count > 1, record.manifest.design.bustsCache != true else { return false }
        let measured = record.samples.filter { $0.phase == .measured && $0.outcome != .skipped }
        return clusters(measured, by: \.promptID).contains { Set($0.map(sessions.number)).count > 1 }
    }

    private static func isRepeated(_ manifest: RunManifest) -> Bool {
        let design = manifest.design
        return design.repeatsPrompts == true || (design.runs ?? 1) > 1
            || (design.mostRuns ?? 1) > 1
    }
}
