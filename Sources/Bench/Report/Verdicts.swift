import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// Says in sentences what intervals allow, and no more.
///
/// A sentence that names a winner, or calls targets equivalent, is made of a ``Claim``; every other one describes a
/// figure.
enum Verdicts {
    /// Returns the sentences on two targets; none for a control, which has a sentence of its own.
    static func sentences(_ comparison: Comparison) -> [String] {
        guard !comparison.isOfControl else { return [] }
        var sentences = [firstSendings(comparison)].compactMap(\.self)
        sentences.append(speed(comparison, comparison.latency, .latency))
        let answer = speed(comparison, comparison.timeToFirstAnswer, .firstAnswer)
        if let tokens = comparison.firstTokens, comparison.firstTokensDiffer {
            sentences.append(
                "First tokens are not compared, because they differ in kind: \(tokens.first.text) from "
                    + "\(comparison.first.label), \(tokens.second.text) from \(comparison.second.label). First answer tokens "
                    + "are compared instead: " + answer)
        } else {
            sentences.append(speed(comparison, comparison.timeToFirstToken, .firstToken) + portions(comparison))
            if comparison.answersApart, comparison.timeToFirstAnswer.pairs > 0 { sentences.append(answer) }
        }
        sentences += everyAttempt(comparison)
        if let success = comparison.success, success.onlyFirst + success.onlySecond > 0 {
            sentences.append(answered(comparison, success))
        }
        if let quality = comparison.extractedAnswers {
            if let exact = exactMatch(comparison, quality.exactMatch) { sentences.append(exact) }
            sentences.append(f1(comparison, quality))
        }
        return sentences
    }

    /// Returns a note on first tokens that waited for others in their read, if that differs between the targets.
    private static func portions(_ comparison: Comparison) -> String {
        guard let portions = comparison.firstPortions, max(portions.first, portions.second) >= 1.5,
            max(portions.first, portions.second) > 1.5 * min(portions.first, portions.second)
        else { return "" }
        return
            " The first read brought \(NumberText.fixed(portions.first, 1)) tokens from \(comparison.first.label) and "
            + "\(NumberText.fixed(portions.second, 1)) from \(comparison.second.label), so part of any difference is the wait for "
            + "those tokens."
    }

    /// Returns a sentence that speed is compared over first sendings only; nil if it is not.
    private static func firstSendings(_ comparison: Comparison) -> String? {
        guard comparison.latency.isOfFirstSendings else { return nil }
        let found = comparison.laterSendings.map { sendings in
            "\(sendings.shared.rawValue)s at \(label(sendings.target, comparison)) \(sendings.clause)"
        }
        let measure = comparison.laterSendings.first?.measure ?? "latency"
        return
            "Speed is compared over first sendings only, because a cache may have served later ones; later ÷ first \(measure): "
            + found.joined(separator: ", ") + "."
    }

    private static func label(_ name: String, _ comparison: Comparison) -> String {
        [comparison.first, comparison.second].first { $0.name == name }?.label ?? name
    }

    /// Returns the fitted parts of each target's latency, and the crossover of each two.
    static func latencyModels(_ analysis: Analysis) -> [String] {
        let fitted = analysis.targets.filter { !ControlCheck.isTwin($0.target) }
            .compactMap { target in target.latencyModel.map { (target.target.label, $0) } }
        var sentences = fitted.map { label, model in
            fit(label, model, analysis.targets.first { $0.target.label == label }?[.timePerOutputToken])
        }
        for (comparison, crossover) in zip(analysis.comparisons, analysis.crossovers) {
            if let withheld = withheldCrossover(comparison, crossover, analysis) {
                sentences.append(withheld)
            } else if let crossover {
                sentences.append(
                    Self.crossover(comparison, crossover, ofAnswered(analysis, [comparison.first, comparison.second])))
            } else {
                sentences += noCrossover(comparison, analysis)
            }
        }
        return sentences
    }

    /// The parts of one target's latency, by the fitted line, beside what its stream shows.
    private static func fit(_ label: String, _ model: LatencyModel, _ stream: Distribution?) -> String {
        guard model.dependsOnLength else { return unfitted(label, model.tokens, stream) }
        let prompt = model.secondsPerPromptToken.map { ", \(milliseconds($0)) ms per prompt token" } ?? ""
        let interval = model.fixedInterval.map {
            " (95 % interval \(NumberText.significant($0.lower)) to \(NumberText.significant($0.upper)))"
        }
        let fixed =
            model.showsFixedPart
            ? "\(NumberText.significant(model.fixedSeconds)) s fixed\(interval ?? "")"
            : "no significant fixed part\(interval ?? "")"
        return
            "\(label): by fit, \(fixed)\(prompt), plus \(milliseconds(model.secondsPerToken)) ms per output token (95 % interval "
            + "\(milliseconds(model.interval.lower)) to \(milliseconds(model.interval.upper)); answers of "
            + "\(model.tokens.lowerBound) to \(model.tokens.upperBound) tokens)."
    }

    /// Says that no time per token was fitted: answers were of nearly one length, or latency did not grow with it.
    private static func unfitted(_ label: String, _ tokens: ClosedRange<Int>, _ stream: Distribution?) -> String {
        let lengths = "(\(tokens.lowerBound)–\(tokens.upperBound) tokens)"
        let pace = stream.map { "; the stream gives \(milliseconds($0.median)) ms (median)" } ?? ""
        return tokens.upperBound < 2 * tokens.lowerBound
            ? "\(label): answers were too similar in length \(lengths) to fit a time per token\(pace)."
            : "\(label): latency does not grow measurably with answer length \(lengths), so no time per token could be fitted\(pace)."
    }

    /// Returns a sentence if lines were fitted and have no crossover that can be located.
    private static func noCrossover(_ comparison: Comparison, _ analysis: Analysis) -> [String] {
        func model(_ target: RunManifest.Target) -> LatencyModel? {
            analysis.targets.first { $0.target.name == target.name }?.latencyModel
        }
        guard !comparison.isOfControl, let first = model(comparison.first), let second = model(comparison.second) else {
            return []
        }
        let names = "\(comparison.first.label) and \(comparison.second.label)"
        let unknown = [(comparison.first, first), (comparison.second, second)].filter { !$0.1.dependsOnLength }
        guard unknown.isEmpty else {
            let firstIsSlower = (comparison.latency.ratio?.ratio ?? 1) > 1
            let (slower, faster) =
                firstIsSlower
                ? (comparison.first.label, comparison.second.label) : (comparison.second.label, comparison.first.label)
            return [
                "Cannot say for which answer length \(slower) overtakes \(faster), if any: no time per token could be fitted for "
                    + "\(Report.list(unknown.map(\.0.label))); try --synthetic 100,50-1600."
            ]
        }
        guard LatencyModel.slopesDiffer(first, second) else {
            return [
                "No crossover: the fitted times per token of \(names) do not differ significantly, so no length can be given at "
                    + "which they change places."
            ]
        }
        guard LatencyModel.crossing(first, second) == nil else {
            return ["The fitted lines of \(names) cross, but the length at which they do is too uncertain to report."]
        }
        let lower = first.secondsPerToken < second.secondsPerToken ? comparison.first : comparison.second
        return [
            "No crossover: of the fitted lines of \(names), \(lower.label)'s is the lower at every answer length"
                + "\(ofAnswered(analysis, [comparison.first, comparison.second])); described, not tested."
        ]
    }

    private static func crossover(_ comparison: Comparison, _ crossover: Crossover, _ basis: String) -> String {
        let (first, second) = (comparison.first.label, comparison.second.label)
        let (beyond, before) = crossover.firstWinsBeyond ? (first, second) : (second, first)
        let (lower, upper) = (crossover.interval.lower, crossover.interval.upper)
        let extrapolated = crossover.isExtrapolated ? "; beyond the lengths measured" : ""
        return
            "The fitted lines of \(first) and \(second) cross at about \(NumberText.rounded(crossover.tokens)) output tokens (95 % interval "
            + "\(NumberText.rounded(lower)) to \(NumberText.rounded(upper))\(extrapolated)): \(before)'s is the lower for shorter answers, "
            + "\(beyond)'s for longer ones\(basis); described, not tested."
    }

    private static func milliseconds(_ seconds: Double) -> String { NumberText.significant(1_000 * seconds) }
}
