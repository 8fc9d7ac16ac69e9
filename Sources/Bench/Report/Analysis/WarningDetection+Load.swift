import ALCFJSON
import ALCFRecord
import ALCFStatistics

extension WarningDetection {
    /// The most tokens each answer may have, by its prompt.
    private var limits: [String: Int] {
        let all = record.manifest.options["max_tokens"]?.int
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

    /// The service says that it wrote more than it was allowed to: the limit, or the count, does not hold.
    func overLimit(_ target: TargetSummary) -> Warning? {
        let counted = counted(target)
        let over = counted.filter { $0.tokens > $0.limit }
        guard let most = over.max(by: { $0.tokens - $0.limit < $1.tokens - $1.limit }) else { return nil }
        return Warning(
            .overTokenLimit, target: target.target.name,
            "\(target.target.label): \(over.count) of \(counted.count) answers are said to have more tokens than max_tokens "
                + "allows (up to \(most.tokens) where \(most.limit) are allowed)",
            remedy: "the service does not heed max_tokens, or counts otherwise: its figures per token may not compare")
    }

    /// What was asked for is a length, and it was not kept: less work was measured than was planned.
    func shorterThanAsked(_ target: TargetSummary) -> Warning? {
        let isLength =
            record.manifest.dataSet.source == SyntheticPrompts.source
            || record.manifest.options["arrival"]?.string == Arrival.trace.rawValue
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
                + "(all together \(NumberText.percent(tokens / wanted)) of them): the model ended by itself",
            remedy: "--force-length keeps a vLLM server from ending early; else compare per token")
    }

    /// What was due waited until fewer requests were in flight: it is in response latency, not in the service's.
    func heldBack(_ target: TargetSummary) -> Warning? {
        guard let most = record.manifest.options["max_concurrency"]?.int else { return nil }
        let own = record.samples.filter { $0.target == target.target.name && $0.phase == .measured }
        let waits = own.compactMap { sample in sample.trace.dispatched.map { $0 - sample.trace.scheduled } }
        let held = waits.filter { $0 > 0.01 }
        guard let median = Statistics.median(held), let longest = held.max() else { return nil }
        return Warning(
            .heldBack, target: target.target.name,
            "\(target.target.label): \(held.count) of \(waits.count) requests waited for fewer than \(most) to be in flight "
                + "(median \(NumberText.significant(median)) s, up to \(NumberText.significant(longest)) s)",
            remedy: "the wait is part of response latency, and of no other figure; raise --concurrency, or lower --rate"
        )
    }
}
