/// What failures make of sentences that speak of the faster one.
extension Verdicts {
    /// The share of failed requests up to which a target may be called the faster one by lines that are fitted to answers.
    static let toleratedFailures = 0.1

    /// That answered requests alone would show something, and why it is not said.
    static func withheld(_ comparison: Comparison, _ result: RatioComparison, noun: String) -> String {
        guard let ratio = result.ratio, let failures = result.failures, let withheld = result.withheld else {
            return ""
        }
        let basis = result.isPaired ? NumberText.count(result.pairs, "pair") : "not paired"
        let (first, second) = (comparison.first.label, comparison.second.label)
        guard withheld != .equivalent else {
            return
                "\(Report.sentence(noun).dropLast()): of the requests that were answered, \(first) and \(second) are equivalent within "
                + "\(NumberText.plain(100 * (result.margin - 1))) % (\(first) ÷ \(second) \(NumberText.ratio(ratio.ratio)), 95 % interval "
                + "\(NumberText.ratioRange(ratio.interval)), \(basis)), but \(failed(comparison, failures)): not called equivalent."
        }
        let isFirst = withheld == .firstFaster
        let (one, other) = isFirst ? (first, second) : (second, first)
        let interval = isFirst ? ratio.interval.reciprocal : ratio.interval
        let came = noun == "latency" ? "answers" : noun.replacing("time to ", with: "") + "s"
        let wins = isFirst ? failures.worstOfFirst : failures.worstOfSecond
        // From the favoured one's side.
        let (won, lost) = isFirst ? (wins?.wins, wins?.losses) : (wins?.losses, wins?.wins)
        let isBehind = wins.map { ($0.pValue ?? 1) < 0.05 && (won ?? 0) < (lost ?? 0) } ?? false
        let count = won.map { "came first in \($0) of these and " } ?? ""
        return
            "\(one)'s \(came) came \(NumberText.ratio(isFirst ? 1 / ratio.ratio : ratio.ratio)) times faster than \(other)'s (95 % interval "
            + "\(NumberText.ratioRange(interval)), \(basis)), but \(failed(one, other, failures, isFirst: isFirst)); with failures counted "
            + "as slowest it \(count)\(isBehind ? "is the slower one" : "is not shown to be the faster one"): not called faster."
    }

    /// The same in a few words.
    static func briefWithheld(_ comparison: Comparison) -> String {
        let (first, second) = (comparison.first.label, comparison.second.label)
        guard let failures = comparison.latency.failures, let withheld = comparison.latency.withheld else { return "" }
        switch withheld {
        case .equivalent:
            return "\(first) and \(second) are not called equally fast: \(failed(comparison, failures))"
        case .firstFaster:
            return "neither is called faster: \(first)'s answers came faster, but "
                + failed(first, second, failures, isFirst: true)
        case .secondFaster:
            return "neither is called faster: \(second)'s answers came faster, but "
                + failed(second, first, failures, isFirst: false)
        }
    }

    private static func failed(_ one: String, _ other: String, _ effect: FailureEffect, isFirst: Bool) -> String {
        let (count, asked) =
            isFirst ? (effect.firstFailed, effect.firstAsked) : (effect.secondFailed, effect.secondAsked)
        return effect.winRatio == nil
            ? "it failed \(count) of its \(NumberText.count(asked, "request"))"
            : "it failed \(count) of \(NumberText.count(asked, "request")) that \(other) answered"
    }

    private static func failed(_ comparison: Comparison, _ effect: FailureEffect) -> String {
        [
            (comparison.first.label, effect.firstFailed, effect.firstAsked, comparison.second.label),
            (comparison.second.label, effect.secondFailed, effect.secondAsked, comparison.first.label),
        ].filter { $0.1 > 0 }.map { one, count, asked, other in
            "\(one) failed \(count) of \(NumberText.count(asked, "request"))"
                + (effect.winRatio == nil ? "" : " that \(other) answered")
        }.joined(separator: " and ")
    }

    /// How often each came first over every attempt, where any failed.
    static func everyAttempt(_ comparison: Comparison) -> [String] {
        guard let failures = comparison.latency.failures, failures.hasFailures, let wins = failures.winRatio,
            let interval = wins.interval
        else { return [] }
        let (first, second) = (comparison.first.label, comparison.second.label)
        let pairs = NumberText.count(wins.wins + wins.losses + wins.ties, "request")
        return [
            "With failures counted as slowest, \(first) came first in \(wins.wins) of \(pairs) and \(second) in \(wins.losses) (win ratio "
                + "\(NumberText.openRatio(wins.ratio)), 95 % interval \(NumberText.openRange(interval)))."
        ]
    }

    // MARK: Lines that are fitted to answers

    /// That the lines of two targets cross, or do not, where one failed too often to be called the faster one by them.
    static func withheldCrossover(_ comparison: Comparison, _ crossover: Crossover?, _ analysis: Analysis) -> String? {
        let pair = [comparison.first, comparison.second].compactMap { target in
            analysis.targets.first { $0.target.name == target.name }
        }
        guard !comparison.isOfControl, pair.count == 2, pair.allSatisfy({ $0.latencyModel != nil }),
            pair.contains(where: { 1 - ($0.successRate ?? 1) > toleratedFailures })
        else { return nil }
        let failed = pair.filter { $0.successes < $0.attempts }.map {
            "\($0.target.label) failed \($0.attempts - $0.successes) of \(NumberText.count($0.attempts, "request"))"
        }
        let cross = crossover.map {
            "those of \(comparison.first.label) and \(comparison.second.label) cross at about \(NumberText.rounded($0.tokens)) output "
                + "tokens"
        }
        return
            "These lines are of answered requests, and \(Report.list(failed)): no target is called the faster one by them"
            + (cross.map { ", though \($0)" } ?? "") + "."
    }

    /// That lines are of answered requests, where some failed; empty where none did.
    static func ofAnswered(_ analysis: Analysis, _ targets: [RunManifest.Target]) -> String {
        let failed = analysis.targets.filter { target in
            targets.contains { $0.name == target.target.name } && target.successes < target.attempts
        }
        guard !failed.isEmpty else { return "" }
        let counts = failed.map { "\($0.attempts - $0.successes) of \($0.target.label)" }
        return ", of answered requests (\(Report.list(counts)) failed)"
    }
}
