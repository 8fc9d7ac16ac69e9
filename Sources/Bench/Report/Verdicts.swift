/// Says in sentences what intervals allow, and no more.
enum Verdicts {
    /// What may be said about two targets; nothing of a control, of which one sentence tells all.
    static func sentences(_ comparison: Comparison) -> [String] {
        guard !comparison.isOfControl else { return [] }
        var sentences = [speed(comparison, comparison.latency, verb: "answers", noun: "latency")]
        let answer = speed(
            comparison, comparison.timeToFirstAnswer, verb: "gives its first answer token",
            noun: "time to first answer token")
        if let tokens = comparison.firstTokens, comparison.firstTokensDiffer {
            sentences.append(
                "First tokens are not compared: they are of the \(tokens.first.text) at \(comparison.first.label), and of the "
                    + "\(tokens.second.text) at \(comparison.second.label). First answer tokens are: " + answer)
        } else {
            sentences.append(
                speed(
                    comparison, comparison.timeToFirstToken, verb: "gives its first token", noun: "time to first token")
                    + portions(comparison))
            if comparison.answersApart, comparison.timeToFirstAnswer.pairs > 0 { sentences.append(answer) }
        }
        if let success = comparison.success, success.onlyFirst + success.onlySecond > 0 {
            sentences.append(answered(comparison, success))
        }
        if let quality = comparison.extractedAnswers { sentences.append(f1(comparison, quality)) }
        return sentences
    }

    /// That first tokens waited for others to be passed on with them, where that is not the same for both.
    private static func portions(_ comparison: Comparison) -> String {
        guard let portions = comparison.firstPortions, max(portions.first, portions.second) >= 1.5,
            max(portions.first, portions.second) > 1.5 * min(portions.first, portions.second)
        else { return "" }
        return " With the first came others (\(NumberText.fixed(portions.first, 1)) tokens in the first read of "
            + "\(comparison.first.label), \(NumberText.fixed(portions.second, 1)) of \(comparison.second.label)): a part of the difference is "
            + "the wait for these."
    }

    private static func speed(
        _ comparison: Comparison, _ result: RatioComparison, verb: String, noun: String
    ) -> String {
        let (first, second) = (comparison.first.label, comparison.second.label)
        let pairs =
            result.isPaired
            ? NumberText.count(result.pairs, "pair") : "not paired, \(result.pairs) answers or more of each"
        guard let ratio = result.ratio else {
            return "\(Report.sentence("\(noun) of \(first) and \(second)").dropLast()): too few pairs to compare "
                + "(\(result.pairs), and \(RatioComparison.minimumPairs) are needed)."
        }
        let margin = NumberText.plain(100 * (result.margin - 1)) + " %"
        let within = result.isEquivalent ? " The difference is shown to be below \(margin)." : ""
        // What was not declared before the run describes it, and claims nothing.
        let declared = result.isUndeclared ? " It was not declared before the run." : ""
        func faster(_ one: String, _ other: String, _ factor: Double, _ interval: Interval) -> String {
            "\(one) \(verb) \(NumberText.ratio(factor)) times faster than \(other) "
                + "(95 % interval \(NumberText.ratioRange(interval)), \(pairs))." + within + declared
        }
        let holm = ratio.pValue < 0.05 ? "; the interval leaves out 1, but not after Holm's correction" : ""
        let range =
            "\(first) ÷ \(second) \(NumberText.ratio(ratio.ratio)), 95 % interval \(NumberText.ratioRange(ratio.interval)), \(pairs)"
            + holm
        return switch result.verdict {
        case .firstFaster: faster(first, second, 1 / ratio.ratio, ratio.interval.reciprocal)
        case .secondFaster: faster(second, first, ratio.ratio, ratio.interval)
        case .equivalent:
            "\(Report.sentence(noun).dropLast()): \(first) and \(second) are equivalent within \(margin) (\(range))."
        case .noDifferenceShown, .tooFewPairs: "\(Report.sentence(noun).dropLast()): no difference shown (\(range))."
        }
    }

    private static func answered(_ comparison: Comparison, _ test: McNemar) -> String {
        let (first, second) = (comparison.first.label, comparison.second.label)
        let counts =
            "\(test.onlyFirst) only by \(first), \(test.onlySecond) only by \(second), McNemar's "
            + NumberText.p(test.pValue)
        return max(test.pValue, comparison.successAdjustedP ?? 0) < 0.05
            ? "\(test.onlyFirst > test.onlySecond ? first : second) answered more of the same requests (\(counts))."
            : "No difference in being answered shown (\(counts))."
    }

    private static func f1(_ comparison: Comparison, _ quality: QualityComparison) -> String {
        let (first, second) = (comparison.first.label, comparison.second.label)
        func points(_ value: Double) -> String { NumberText.fixed(100 * value, 1) }
        let questions = NumberText.count(quality.questions, "question")
        guard let interval = quality.f1Interval else {
            return
                "Answers: F1 of \(first) − \(second) is \(points(quality.f1Difference)) points; too few passages for an "
                + "interval (\(questions))."
        }
        if interval.contains(0) {
            return
                "Answers: no difference in F1 shown (\(first) − \(second) \(points(quality.f1Difference)) points, 95 % interval "
                + "\(points(interval.lower)) to \(points(interval.upper)), \(questions))."
        }
        let firstIsBetter = quality.f1Difference > 0
        let (low, high) = firstIsBetter ? (interval.lower, interval.upper) : (-interval.upper, -interval.lower)
        return
            "\(firstIsBetter ? first : second)'s answers score \(points(abs(quality.f1Difference))) points of F1 higher than "
            + "\(firstIsBetter ? second : first)'s (95 % interval \(points(low)) to \(points(high)), \(questions))."
    }

    /// What of each target's latency is fixed, and where two of them cross.
    static func latencyModels(_ analysis: Analysis) -> [String] {
        let fitted = analysis.targets.filter { !ControlCheck.isTwin($0.target) }
            .compactMap { target in target.latencyModel.map { (target.target.label, $0) } }
        var sentences = fitted.map { label, model in
            fit(label, model, analysis.targets.first { $0.target.label == label }?.timePerOutputToken)
        }
        for (comparison, crossover) in zip(analysis.comparisons, analysis.crossovers) {
            if let crossover {
                sentences.append(Self.crossover(comparison, crossover))
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
        let winner = first.secondsPerToken < second.secondsPerToken ? comparison.first : comparison.second
        return ["The lines of \(names) do not cross: by them, \(winner.label) is the faster one at every length."]
    }

    private static func crossover(_ comparison: Comparison, _ crossover: Crossover) -> String {
        let (first, second) = (comparison.first.label, comparison.second.label)
        let (winner, loser) = crossover.firstWinsBeyond ? (first, second) : (second, first)
        let (lower, upper) = (crossover.interval.lower, crossover.interval.upper)
        let beyond = crossover.isExtrapolated ? "; beyond the lengths measured" : ""
        return
            "By these lines, \(winner) is faster than \(loser) from about \(NumberText.rounded(crossover.tokens)) output "
            + "tokens on (95 % interval \(NumberText.rounded(lower)) to \(NumberText.rounded(upper))\(beyond))."
    }

    private static func milliseconds(_ seconds: Double) -> String { NumberText.significant(1_000 * seconds) }
}
