import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension WarningDetection {
    private func label(_ name: String) -> String { targets.first { $0.target.name == name }?.target.label ?? name }

    /// Warns that prompts came from a cache: by the service's own count, by how fast later sendings were, or by both.
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
            parts.append("by the services' own count, prompt tokens came from a cache: \(text)")
        }
        let warm = sendings.filter(\.isWarm).map { "\(label($0.target)), \($0.finding)" }
        if !warm.isEmpty {
            parts.append(
                "later sendings took less time than first ones, so a cache served them: "
                    + warm.joined(separator: "; "))
        }
        guard !parts.isEmpty else { return nil }
        return Warning(
            .cachedPrompts, parts.joined(separator: "; "),
            remedy: "send each prompt once or give --cache-bust: time to first token is partly that of a warm cache")
    }

    /// Warns that questions on one passage begin alike, so that a prefix cache may serve part of all but the first.
    func sharedPassages() -> Warning? {
        let shared = sendings.filter {
            $0.shared == .passage && !$0.isWarm && Double($0.later) > 0.1 * Double($0.first + $0.later)
        }
        guard !shared.isEmpty else { return nil }
        return Warning(
            .sharedPassages,
            "a prefix cache may have served the passages of some questions: "
                + shared.map { "\(label($0.target)), \($0.finding)" }.joined(separator: "; "),
            remedy: "ask fewer questions, so that each is about a passage of its own, or give --cache-bust")
    }

    /// Warns that a closed loop with a duration ran out of fresh prompts.
    func promptsUsedUp() -> Warning? {
        let design = record.manifest.design
        guard let duration = design.duration, design.rate == nil,
            design.mostRuns == 1
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
            "all \(prompts) prompts had been sent to \(Report.list(short.map(\.target.label))) before the "
                + "\(NumberText.plain(duration)) s were over",
            remedy: "give more prompts, or --cache-bust to send them again with new beginnings")
    }
}
