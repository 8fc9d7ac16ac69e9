import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// Sentences on speed in the presence of failures.
extension Verdicts {
    /// The share of failed requests up to which lines that are fitted to answers say which is the lower one.
    static let toleratedFailures = 0.1

    /// Describes a difference that answered requests alone would show, and the failures that keep it from being
    /// claimed. Names no winner.
    static func withheld(_ comparison: Comparison, _ result: RatioComparison, noun: String) -> String {
        guard let ratio = result.ratio, let failures = result.failures, let withheld = result.withheld else {
            return ""
        }
        return
            "\(Report.sentence(noun).dropLast()): withheld because of failures. Over answered requests alone "
            + "\(comparison.first.label) ÷ \(comparison.second.label) is \(NumberText.ratio(ratio.ratio)) "
            + "(\(evidence(ratio.interval, result))), but "
            + "\(failed(comparison, failures, withheld))\(placed(failures, withheld))."
    }

    /// The same in a few words.
    static func briefWithheld(_ comparison: Comparison) -> String {
        guard let failures = comparison.latency.failures, let withheld = comparison.latency.withheld else { return "" }
        return "neither \(comparison.first.label) nor \(comparison.second.label) can be called the quicker one: "
            + failed(comparison, failures, withheld)
    }

    /// Returns how often the favoured target came first with its failures as slowest; empty if requests are not paired.
    private static func placed(_ effect: FailureEffect, _ withheld: RatioComparison.Withheld) -> String {
        let wins: WinRatio?
        let isFirst = withheld == .firstFaster
        switch withheld {
        case .firstFaster: wins = effect.worstOfFirst
        case .secondFaster: wins = effect.worstOfSecond
        case .equivalent: return ""
        }
        guard let wins else { return "; with failures counted as slowest, the difference does not hold" }
        let (first, second) = isFirst ? (wins.wins, wins.losses) : (wins.losses, wins.wins)
        return "; with failures counted as slowest, it came first in \(first) of these and second in \(second)"
    }

    /// Returns the failures of the favoured target; of both, if they would be equivalent.
    private static func failed(
        _ comparison: Comparison, _ effect: FailureEffect, _ withheld: RatioComparison.Withheld
    ) -> String {
        let (first, second) = (comparison.first.label, comparison.second.label)
        var parts: [(one: String, count: Int, asked: Int, other: String)] = []
        if withheld != .secondFaster { parts.append((first, effect.firstFailed, effect.firstAsked, second)) }
        if withheld != .firstFaster { parts.append((second, effect.secondFailed, effect.secondAsked, first)) }
        return Report.list(
            parts.filter { $0.count > 0 }.map { part in
                "\(part.one) failed \(part.count) of \(NumberText.count(part.asked, "request"))"
                    + (effect.winRatio == nil ? "" : " that \(part.other) answered")
            })
    }

    /// Returns how often each came first over every attempt, if any failed.
    static func everyAttempt(_ comparison: Comparison) -> [String] {
        guard let failures = comparison.latency.failures, failures.hasFailures, let wins = failures.winRatio,
            let interval = wins.interval
        else { return [] }
        let (first, second) = (comparison.first.label, comparison.second.label)
        let pairs = NumberText.count(wins.wins + wins.losses + wins.ties, "request")
        return [
            "With failures counted as slowest, \(first) came first in \(wins.wins) of \(pairs) and \(second) in \(wins.losses) (win ratio "
                + "\(NumberText.openRatio(wins.ratio)), 95 % interval \(NumberText.openRange(interval))\(time(comparison.latency.stretch)))."
        ]
    }

    // MARK: Lines that are fitted to answers

    /// Returns a sentence that names no lower line, if a target failed too often for it.
    static func withheldCrossover(_ comparison: Comparison, _ crossover: Crossover?, _ analysis: Analysis) -> String? {
        let pair = [comparison.first, comparison.second].compactMap { target in
            analysis.targets.first { $0.target.name == target.name }
        }
        guard !comparison.isOfControl, pair.count == 2, pair.allSatisfy({ $0.latencyModel != nil }),
            pair.contains(where: { ($0[.errors] ?? 0) > toleratedFailures })
        else { return nil }
        let failed = pair.filter { $0.successes < $0.attempts }.map {
            "\($0.target.label) failed \($0.attempts - $0.successes) of \(NumberText.count($0.attempts, "request"))"
        }
        let cross = crossover.map {
            "; those of \(comparison.first.label) and \(comparison.second.label) cross at about "
                + "\(NumberText.rounded($0.tokens)) output tokens"
        }
        return
            "The fitted lines cover answered requests only, and \(Report.list(failed)), so the report does not say which line is "
            + "the lower\(cross ?? "")."
    }

    /// Returns a note that lines cover answered requests only, if some failed; else an empty text.
    static func ofAnswered(_ analysis: Analysis, _ targets: [RunManifest.Target]) -> String {
        let failed = analysis.targets.filter { target in
            targets.contains { $0.name == target.target.name } && target.successes < target.attempts
        }
        guard !failed.isEmpty else { return "" }
        let counts = failed.map { "\($0.attempts - $0.successes) of \($0.target.label)" }
        return ", over answered requests only (\(Report.list(counts)) failed)"
    }
}
