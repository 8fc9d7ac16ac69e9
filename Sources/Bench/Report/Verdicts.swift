import ALCFRecord
import ALCFStatistics

/// Says in sentences what intervals allow, and no more.
///
/// A sentence that names a winner, or calls targets equivalent, is made of a ``Claim``; every other one describes a figure.
enum Verdicts {
    /// What may be said about two targets; nothing of a control, of which one sentence tells all.
    static func sentences(_ comparison: Comparison) -> [String] {
        guard !comparison.isOfControl else { return [] }
        var sentences = [firstSendings(comparison)].compactMap(\.self)
        sentences.append(speed(comparison, comparison.latency, .latency))
        let answer = speed(comparison, comparison.timeToFirstAnswer, .firstAnswer)
        if let tokens = comparison.firstTokens, comparison.firstTokensDiffer {
            sentences.append(
                "First tokens are not compared: they are of the \(tokens.first.text) at \(comparison.first.label), and of the "
                    + "\(tokens.second.text) at \(comparison.second.label). First answer tokens are: " + answer)
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

    /// That first tokens waited for others to be passed on with them, where that is not the same for both.
    private static func portions(_ comparison: Comparison) -> String {
        guard let portions = comparison.firstPortions, max(portions.first, portions.second) >= 1.5,
            max(portions.first, portions.second) > 1.5 * min(portions.first, portions.second)
        else { return "" }
        return " With the first came others (\(NumberText.fixed(portions.first, 1)) tokens in the first read of "
            + "\(comparison.first.label), \(NumberText.fixed(portions.second, 1)) of \(comparison.second.label)): a part of any difference is "
            + "the wait for these."
    }

    /// That what was sent again is left out of the comparison of speed; nil where it is not.
    private static func firstSendings(_ comparison: Comparison) -> String? {
        guard comparison.latency.isOfFirstSendings else { return nil }
        let found = comparison.laterSendings.map { sendings in
            "\(sendings.shared.rawValue)s at \(label(sendings.target, comparison)) \(sendings.clause)"
        }
        let measure = comparison.laterSendings.first?.measure ?? "latency"
        return
            "Speed is compared over first sendings alone, since a cache may have served later ones; later ÷ first \(measure): "
            + found.joined(separator: ", ") + "."
    }

    private static func label(_ name: String, _ comparison: Comparison) -> String {
        [comparison.first, comparison.second].first { $0.name == name }?.label ?? name
    }

    /// What of each target's latency is fixed, and where two of them cross.
    static func latencyModels(_ analysis: Analysis) -> [String] {
        let fitted = analysis.targets.filter { !ControlCheck.isTwin($0.target) }
            .compactMap { target in target.latencyModel.map { (target.target.label, $0) } }
        var sentences = fitted.map { label, model in
            fit(label, model, analysis.targets.first { $0.target.label == label }?.timePerOutputToken)
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
        let lengths = "\(model.tokens.lowerBound) to \(model.tokens.upperBound) output tokens"
        guard model.dependsOnLength else {
            let pace = stream.map { "; by the stream a token takes \(milliseconds($0.median)) ms (median)" } ?? ""
            return
                "\(label): by fit, latency shows no growth with the answer's length (\(lengths)), so the fit gives no time per token"
                + "\(pace)."
        }
        let prompt = model.secondsPerPromptToken.map { ", \(milliseconds($0)) ms for each prompt token" } ?? ""
        let interval = model.fixedInterval.map {
            " (95 % interval \(NumberText.significant($0.lower)) to \(NumberText.significant($0.upper)))"
        }
        let fixed =
            model.showsFixedPart
            ? "about \(NumberText.significant(model.fixedSeconds)) s\(interval ?? "") whatever the length"
            : "no fixed part is shown\(interval ?? "")"
        return
            "\(label): by fit, \(fixed)\(prompt), and \(milliseconds(model.secondsPerToken)) ms for each output token (95 % interval "
            + "\(milliseconds(model.interval.lower)) to \(milliseconds(model.interval.upper)); \(lengths))."
    }

    /// That lines were fitted, and no length of answer turns the tables.
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
            return [
                "Whether the lines of \(names) cross cannot be told: the fit gives no time per token of "
                    + "\(Report.list(unknown.map(\.0.label))). Answers of more different lengths would tell, as with "
                    + "--synthetic 100,50-1600."
            ]
        }
        guard LatencyModel.slopesDiffer(first, second) else {
            return [
                "No crossover of \(names) is shown: their times per token by fit do not differ by more than their intervals."
            ]
        }
        guard LatencyModel.crossing(first, second) == nil else {
            return ["The lines of \(names) cross, but where is not known well enough to be named."]
        }
        let lower = first.secondsPerToken < second.secondsPerToken ? comparison.first : comparison.second
        return [
            "The lines of \(names) do not cross: \(lower.label)'s is the lower one at every length"
                + "\(ofAnswered(analysis, [comparison.first, comparison.second])); described, not tested."
        ]
    }

    private static func crossover(_ comparison: Comparison, _ crossover: Crossover, _ basis: String) -> String {
        let (first, second) = (comparison.first.label, comparison.second.label)
        let (beyond, before) = crossover.firstWinsBeyond ? (first, second) : (second, first)
        let (lower, upper) = (crossover.interval.lower, crossover.interval.upper)
        let extrapolated = crossover.isExtrapolated ? "; beyond the lengths measured" : ""
        return
            "The lines of \(first) and \(second) cross at about \(NumberText.rounded(crossover.tokens)) output tokens (95 % interval "
            + "\(NumberText.rounded(lower)) to \(NumberText.rounded(upper))\(extrapolated)): up to there \(before)'s is the lower one, from "
            + "there on \(beyond)'s\(basis); described, not tested."
    }

    private static func milliseconds(_ seconds: Double) -> String { NumberText.significant(1_000 * seconds) }
}
