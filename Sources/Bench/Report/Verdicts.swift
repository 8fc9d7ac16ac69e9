/// Says in sentences what intervals allow, and no more.
enum Verdicts {
    /// What may be said about two targets.
    static func sentences(_ comparison: Comparison) -> [String] {
        var sentences = [
            speed(comparison, comparison.latency, verb: "answers", noun: "latency"),
            speed(comparison, comparison.timeToFirstToken, verb: "gives its first token", noun: "time to first token"),
        ]
        if let quality = comparison.extractedAnswers { sentences.append(f1(comparison, quality)) }
        return sentences
    }

    private static func speed(
        _ comparison: Comparison, _ result: RatioComparison, verb: String, noun: String
    ) -> String {
        let (first, second) = (comparison.first.label, comparison.second.label)
        let pairs = NumberText.count(result.pairs, "pair")
        guard let ratio = result.ratio else {
            return "\(Report.sentence("\(noun) of \(first) and \(second)").dropLast()): too few pairs to compare "
                + "(\(result.pairs), and \(RatioComparison.minimumPairs) are needed)."
        }
        func faster(_ one: String, _ other: String, _ factor: Double, _ interval: Interval) -> String {
            "\(one) \(verb) \(NumberText.ratio(factor)) times faster than \(other) "
                + "(95 % interval \(NumberText.ratioRange(interval)), \(pairs))."
        }
        let range =
            "\(first) ÷ \(second) \(NumberText.ratio(ratio.ratio)), 95 % interval \(NumberText.ratioRange(ratio.interval)), \(pairs)"
        return switch result.verdict {
        case .firstFaster: faster(first, second, 1 / ratio.ratio, ratio.interval.reciprocal)
        case .secondFaster: faster(second, first, ratio.ratio, ratio.interval)
        case .equal: "\(Report.sentence(noun).dropLast()): \(first) and \(second) are equal within 5 % (\(range))."
        case .noDifferenceShown, .tooFewPairs: "\(Report.sentence(noun).dropLast()): no difference shown (\(range))."
        }
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
    static func latencyModels(_ targets: [TargetSummary]) -> [String] {
        let fitted = targets.compactMap { target in target.latencyModel.map { (target.target.label, $0) } }
        var sentences = fitted.map { label, model in
            let lengths = "\(model.tokens.lowerBound) to \(model.tokens.upperBound) output tokens"
            guard model.dependsOnLength else {
                return
                    "\(label): latency shows no growth with the answer's length (\(lengths)), so it tells nothing of token speed."
            }
            return "\(label): about \(NumberText.significant(model.fixedSeconds)) s whatever the length, and "
                + "\(milliseconds(model.secondsPerToken)) ms for each output token (95 % interval "
                + "\(milliseconds(model.interval.lower)) to \(milliseconds(model.interval.upper)); \(lengths))."
        }
        for (index, (label, model)) in fitted.enumerated() {
            for (other, otherModel) in fitted[(index + 1)...] {
                guard let tokens = LatencyModel.crossing(model, otherModel) else { continue }
                let winner = model.secondsPerToken < otherModel.secondsPerToken ? (label, other) : (other, label)
                let most = max(model.tokens.upperBound, otherModel.tokens.upperBound)
                let beyond = tokens > Double(most) ? " (beyond the lengths measured)" : ""
                sentences.append(
                    "By these lines, \(winner.0) is faster than \(winner.1) from about \(NumberText.rounded(tokens)) output "
                        + "tokens on\(beyond).")
            }
        }
        return sentences
    }

    private static func milliseconds(_ seconds: Double) -> String { NumberText.significant(1_000 * seconds) }
}
