import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension WarningDetection {
    /// The most tokens each answer may have, by its prompt.
    private var limits: [String: Int] {
        let all = record.manifest.design.maxTokens
        return Dictionary(
            record.manifest.prompts.compactMap { prompt in (prompt.maxTokens ?? all).map { (prompt.id, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// The answered requests of a target that were counted, with what was counted and what was allowed.
    private func counted(_ target: TargetSummary) -> [(tokens: Int, limit: Int)] {
        let limits = limits
        return answered(target).compactMap { sample in
            sample.tokens.completion.flatMap { tokens in limits[sample.promptID].map { (tokens, $0) } }
        }
    }

    /// Warns that the service counted more tokens than it was allowed to write: the limit, or the count, does not hold.
    func overLimit(_ target: TargetSummary) -> Warning? {
        let counted = counted(target)
        let over = counted.filter { $0.tokens > $0.limit }
        guard let most = over.max(by: { $0.tokens - $0.limit < $1.tokens - $1.limit }) else { return nil }
        return Warning(
            .overTokenLimit, target: target.target.name,
            "\(target.target.label): by the service's count, \(over.count) of \(counted.count) answers have more tokens than "
                + "max_tokens allows (up to \(most.tokens) where \(most.limit) are allowed)",
            remedy: "do not compare its figures per token with others: it ignores max_tokens or counts differently")
    }

    /// Warns that answers fell short of the length asked for, so that less work was measured than planned.
    func shorterThanAsked(_ target: TargetSummary) -> Warning? {
        let isLength =
            record.manifest.dataSet.source == SyntheticPrompts.source
            || record.manifest.design.arrival == .trace
        let asked = isLength ? Set(record.manifest.prompts.filter { $0.maxTokens != nil }.map(\.id)) : []
        let limits = limits
        let counted = answered(target).filter { asked.contains($0.promptID) }.compactMap { sample in
            sample.tokens.completion.flatMap { tokens in limits[sample.promptID].map { (tokens, $0) } }
        }
        let short = counted.filter { Double($0.0) < 0.8 * Double($0.1) }
        guard !short.isEmpty, Double(short.count) > 0.05 * Double(counted.count) else { return nil }
        let tokens = counted.reduce(0.0) { $0 + Double($1.0) }
        let wanted = counted.reduce(0.0) { $0 + Double($1.1) }
        return Warning(
            .shorterThanAsked, target: target.target.name,
            "\(target.target.label): \(short.count) of \(counted.count) answers have less than 80 % of the tokens asked for "
                + "(\(NumberText.percent(tokens / wanted)) over all answers), because the model ended them",
            remedy: "give --force-length, which keeps a vLLM server from ending early, or compare per token")
    }

    /// Warns that requests waited until fewer were in flight, which is part of response latency and not of service
    /// latency.
    func heldBack(_ target: TargetSummary) -> Warning? {
        guard let most = record.manifest.design.maxInFlight else { return nil }
        let own = record.samples.filter { $0.target == target.target.name && $0.phase == .measured }
        let waits = own.compactMap { sample in sample.trace.dispatched.map { $0 - sample.trace.scheduled } }
        let held = waits.filter { $0 > 0.01 }
        guard let median = Statistics.median(held), let longest = held.max() else { return nil }
        return Warning(
            .heldBack, target: target.target.name,
            "\(target.target.label): \(held.count) of \(waits.count) requests waited until fewer than \(most) were in flight "
                + "(median \(NumberText.significant(median)) s, up to \(NumberText.significant(longest)) s)",
            remedy: "raise --concurrency or lower --rate; the wait is part of response latency and of no other figure"
        )
    }
}
