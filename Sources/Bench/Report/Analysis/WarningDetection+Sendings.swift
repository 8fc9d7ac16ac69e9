import ALCFJSON
import ALCFRecord
import ALCFStatistics

extension WarningDetection {
    private func label(_ name: String) -> String { targets.first { $0.target.name == name }?.target.label ?? name }

    /// Prompts came from a cache: by the service's own count, by how fast they were when sent again, or by both.
    func cachedPrompts() -> Warning? {
        let shares = targets.compactMap { target -> (String, Double)? in
            let counts = answered(target).compactMap { sample in
                sample.tokens.prompt.flatMap { prompt in sample.tokens.cached.map { (Double(prompt), Double($0)) } }
            }
            let prompt = counts.reduce(0) { $0 + $1.0 }
            return prompt > 0 ? (target.target.label, counts.reduce(0) { $0 + $1.1 } / prompt) : nil
        }
        var parts: [String] = []
        if let most = shares.map(\.1).max(), most > 0.1 {
            let text = shares.map { "\($0.0) \(NumberText.fixed(100 * $0.1, 0)) %" }.joined(separator: ", ")
            parts.append("prompt tokens came from a cache, by the services' own count: \(text)")
        }
        let warm = sendings.filter(\.isWarm).map { "\(label($0.target)), \($0.finding)" }
        if !warm.isEmpty {
            parts.append(
                "by the difference between first and later sendings a cache served the later ones: "
                    + warm.joined(separator: "; "))
        }
        guard !parts.isEmpty else { return nil }
        return Warning(
            .cachedPrompts, parts.joined(separator: "; "),
            remedy: "time to first token is partly that of a warm cache; send each prompt once, or give --cache-bust")
    }

    /// Questions on one passage begin alike, so that a cache of prefixes may serve part of all but the first.
    func sharedPassages() -> Warning? {
        let shared = sendings.filter {
            $0.shared == .passage && !$0.isWarm && Double($0.later) > 0.1 * Double($0.first + $0.later)
        }
        guard !shared.isEmpty else { return nil }
        return Warning(
            .sharedPassages,
            "a cache of prefixes may have served the passages of some questions: "
                + shared.map { "\(label($0.target)), \($0.finding)" }.joined(separator: "; "),
            remedy: "ask fewer questions, which are drawn from as many passages as there are, or give --cache-bust")
    }

    /// A closed loop that was to last some time had no fresh prompt any more.
    func promptsUsedUp() -> Warning? {
        let options = record.manifest.options
        guard let duration = options["duration"]?.double, options["rate"]?.double == nil,
            options["most_runs"]?.int == 1
        else { return nil }
        let prompts = record.manifest.prompts.count
        let short = targets.filter { target in
            let own = record.samples.filter { $0.target == target.target.name && $0.phase == .measured }
            guard own.count >= prompts, let first = own.map(\.trace.scheduled).min(),
                let last = own.map(\.trace.scheduled).max()
            else { return false }
            return last - first < 0.9 * duration
        }
        guard !short.isEmpty else { return nil }
        return Warning(
            .promptsUsedUp,
            "all \(prompts) prompts were sent before the \(NumberText.plain(duration)) s were over to "
                + Report.list(short.map(\.target.label)),
            remedy: "give more prompts, or --cache-bust to send them again with other beginnings")
    }
}
