import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension WarningDetection {
    /// Warns of tokens that were counted and not shown: they have no pace, and the first token seen is a later one.
    func hiddenTokens(_ target: TargetSummary) -> Warning? {
        let streamed = (answers[target.target.name] ?? []).filter { $0.trace.streamed && $0.tokens.completion != nil }
        let unknown = streamed.count { $0.seenTokens == nil }
        let hidden = streamed.filter { sample in sample.seenTokens.map { $0 < sample.tokens.completion ?? 0 } ?? false }
        let label = target.target.label
        if unknown > 0 {
            return Warning(
                .hiddenTokens, target: target.target.name,
                "\(label): for \(unknown) of \(streamed.count) streamed answers it is not known which of the counted tokens were "
                    + "shown, because the service's counts do not fit the text and the events streamed; these have no time per token",
                remedy: "ask the service for completion_tokens_details, or for its reasoning in the stream"
            )
        }
        guard !hidden.isEmpty else { return nil }
        let counts = hidden.map { Double(($0.tokens.completion ?? 0) - ($0.seenTokens ?? 0)) }
        return Warning(
            .hiddenTokens, target: target.target.name,
            "\(label): \(hidden.count) of \(streamed.count) streamed answers contain reasoning that was counted but not shown "
                + "(mean \(NumberText.fixed(Statistics.mean(counts), 1)) tokens): it is left out of times per token, and the first "
                + "token seen came after it",
            remedy: "compare whole latency and first answer tokens, or ask the service to stream its reasoning")
    }

    /// Warns that first tokens differ in kind: one of reasoning and one of an answer are not the same work.
    func firstTokens() -> Warning? {
        let kinds = targets.map { ($0.target.label, FirstTokens.Kinds(answers[$0.target.name] ?? [])) }
            .filter { $0.1.total > 0 }
        let isMixed = kinds.contains { _, kinds in
            FirstOutput.allCases.contains {
                (FirstTokens.tolerance...1 - FirstTokens.tolerance).contains(kinds.share($0))
            }
        }
        guard isMixed || (kinds.count > 1 && !FirstTokens.areAlike(kinds.map(\.1))) else { return nil }
        let text = kinds.map { "\($0.0) \($0.1.text)" }.joined(separator: ", ")
        return Warning(
            .firstTokensDiffer, "first tokens differ in kind: \(text)",
            remedy:
                "compare first answer tokens, which the report also shows; giving all targets the same --reasoning-effort may help"
        )
    }

    /// Warns that the first token waited for others to be passed on with it.
    func firstBurst(_ target: TargetSummary) -> Warning? {
        guard let portion = target[.firstPortion]?.median, portion >= 1.5, !target.streamShapes.isEmpty,
            target.streamShapes[0].value == .streaming
        else { return nil }
        let pace = target[.timePerOutputToken]?.median
        let wait = pace.map { " of about \(NumberText.significant(1_000 * (portion - 1) * $0, 2)) ms" } ?? ""
        return Warning(
            .firstBurst, target: target.target.name,
            "\(target.target.label): the first read brought \(NumberText.fixed(portion, 1)) tokens (median), so time to first token "
                + "includes a wait\(wait) for the tokens that came with the first",
            remedy:
                "compare times to first token only where they differ by more than that; whole latency is not affected"
        )
    }

    /// Warns that targets loaded at the same time may have taken capacity from each other.
    func sharedBottleneck() -> Warning? {
        guard let bottleneck = SharedBottleneck(record, targets) else { return nil }
        return Warning(
            .sharedBottleneck,
            bottleneck.isShown
                ? "the targets were loaded at the same time and may have slowed each other down: \(bottleneck.detail)"
                : "the targets were loaded at the same time and may have slowed each other down, if they share a network, a gateway "
                    + "or a machine",
            remedy: "leave out --both-at-once, so that the targets take turns, or load each alone and compare")
    }
}
