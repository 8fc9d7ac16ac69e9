import ALCFJSON
import ALCFRecord
import ALCFStatistics

extension WarningDetection {
    /// Tokens that nobody saw have no pace, and the first token that was seen is a later one.
    func hiddenTokens(_ target: TargetSummary) -> Warning? {
        let streamed = (answers[target.target.name] ?? []).filter { $0.trace.streamed && $0.tokens.completion != nil }
        let unknown = streamed.count { $0.seenTokens == nil }
        let hidden = streamed.filter { sample in sample.seenTokens.map { $0 < sample.tokens.completion ?? 0 } ?? false }
        let label = target.target.label
        if unknown > 0 {
            return Warning(
                .hiddenTokens, target: target.target.name,
                "\(label): of \(unknown) of \(streamed.count) streamed answers it cannot be told which of the counted tokens were "
                    + "shown: the service's counts do not fit the text and the events that were streamed",
                remedy:
                    "these have no time per token; ask the service for completion_tokens_details, or for its reasoning in the stream"
            )
        }
        guard !hidden.isEmpty else { return nil }
        let counts = hidden.map { Double(($0.tokens.completion ?? 0) - ($0.seenTokens ?? 0)) }
        return Warning(
            .hiddenTokens, target: target.target.name,
            "\(label): \(hidden.count) of \(streamed.count) streamed answers hold reasoning that was counted and not shown "
                + "(\(NumberText.fixed(Statistics.mean(counts), 1)) tokens in the mean): it is in no pace, and the time to first token is "
                + "that of what came after it",
            remedy: "compare whole latency and first answer tokens; or ask the service to stream its reasoning")
    }

    /// A first token of reasoning and one of an answer are not the same work.
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
            .firstTokensDiffer, "first tokens were not of one kind: \(text)",
            remedy:
                "compare first answer tokens, which stand beside them; --reasoning-effort, given to all, may make them alike"
        )
    }

    /// The first token waited for others to be passed on with it.
    func firstBurst(_ target: TargetSummary) -> Warning? {
        guard let portion = target.firstPortion?.median, portion >= 1.5, !target.streamShapes.isEmpty,
            target.streamShapes[0].value == .streaming
        else { return nil }
        let pace = target.timePerOutputToken?.median
        let wait = pace.map { " of about \(NumberText.significant(1_000 * (portion - 1) * $0, 2)) ms" } ?? ""
        return Warning(
            .firstBurst, target: target.target.name,
            "\(target.target.label): the first read brought \(NumberText.fixed(portion, 1)) tokens (median), so the first token was made "
                + "before it was seen: its time holds a wait\(wait) for those that came with it",
            remedy:
                "compare times to first token only where the differences are larger than that; whole latency is not touched"
        )
    }

    /// Loaded together, the targets may have taken capacity from each other.
    func sharedBottleneck() -> Warning? {
        guard let bottleneck = SharedBottleneck(record, targets) else { return nil }
        return Warning(
            .sharedBottleneck,
            bottleneck.isShown
                ? "the targets were loaded at the same time, and share something: \(bottleneck.detail); each may be slower for the "
                    + "other's requests"
                : "the targets were loaded at the same time: that they share a network, a gateway or a machine cannot be excluded, and "
                    + "each may be slower for the other's requests",
            remedy: "leave out --both-at-once: targets then take turns; or load each alone and compare")
    }
}
