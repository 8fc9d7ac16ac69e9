import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem
import Glibc

/// The conditions that must hold before a difference between targets can be put down to the systems.
package struct Audit: Sendable, Hashable {
    /// One condition.
    package struct Check: Sendable, Hashable {
        /// The property that must be the same for all targets, with its tolerance.
        package let question: String
        /// A clause that says the property is not the same, as in `the prompts differ`.
        let difference: String
        /// True where the property is the same; nil where it could not be checked.
        package let holds: Bool?
        /// The values seen, target by target.
        package let detail: String
    }

    /// The conditions, in order.
    package let checks: [Check]

    /// True where no condition is known to be broken.
    package var holds: Bool { !checks.contains { $0.holds == false } }

    /// The verdict, with the conditions that are broken and those that could not be checked.
    package var sentence: String {
        let broken = checks.filter { $0.holds == false }.map(\.difference)
        let unknown = checks.filter { $0.holds == nil }.map { $0.question.replacing(" ± ", with: " within ± ") }
        let verdict =
            broken.isEmpty
            ? "the targets ran the same experiment, as far as could be checked"
            : "the targets did not run an identical experiment: \(Report.list(broken))"
        return unknown.isEmpty ? verdict : "\(verdict). Could not be checked: \(Report.list(unknown))"
    }

    /// Audits a run of two targets or more; nil for fewer.
    init?(_ targets: [TargetSummary], record: Record, sendings: [Sendings], order: OrderWords) {
        let (samples, prompts) = (record.samples, record.manifest.prompts)
        let answered = targets.filter { $0.successes > 0 }
        guard answered.count >= 2 else { return nil }
        let own = answered.map { target in
            samples.filter { $0.target == target.target.name && $0.phase == .measured && $0.outcome.isSuccess }
        }
        func detail(_ values: [String]) -> String {
            zip(answered, values).map { "\($0.target.label) \($1)" }.joined(separator: ", ")
        }
        func means(_ figure: Figure<Sample>) -> String {
            detail(answered.map { NumberText.fixed($0[figure]?.mean, 1) })
        }

        let models = answered.map { $0.models.first?.value ?? $0.target.model }
        let fingerprints = own.map { Set($0.compactMap(\.systemFingerprint)) }
        var checks = [
            Check(
                question: "model by name", difference: "the models differ by name or build",
                // Imported files may not name it.
                holds: models.contains(NumberText.unknown)
                    ? nil : ModelName.areSame(models) && fingerprints.allSatisfy { $0.count <= 1 },
                detail: detail(models)),
            Check(
                question: "prompts", difference: "the prompts answered differ", holds: Self.samePrompts(own, prompts),
                detail: detail(own.map { NumberText.count(Set($0.map(\.promptID)).count, "prompt") + " answered" })),
            Check(
                question: "prompt tokens ± 5 %", difference: "prompt token counts differ by more than 5 %",
                holds: Self.samePromptTokens(own), detail: means(.promptTokens)),
            Check(
                question: "output length ± 10 %", difference: "output lengths differ by more than 10 %",
                holds: Self.within(1.1, answered.map { $0[.completionTokens]?.mean }), detail: means(.completionTokens)),
        ]
        let fields = answered.map(\.target.requestFields)
        if fields.contains(where: { !$0.isEmpty }) {
            checks.append(
                Check(
                    question: "request fields", difference: "request fields differ", holds: Set(fields).count == 1,
                    detail: detail(answered.map { $0.target.requestNote ?? "as usual" })))
        }
        let cut = answered.map { target in
            target.successes > 0 && !target.finishReasons.isEmpty
                ? Double(target.finishReasons.first { $0.value == "length" }?.count ?? 0) / Double(target.successes)
                : nil
        }
        checks.append(
            Check(
                question: "share cut off ± 5 points",
                difference: "the shares of answers cut off differ by more than 5 points",
                holds: cut.contains(nil)
                    ? nil : (cut.compactMap(\.self).max() ?? 0) - (cut.compactMap(\.self).min() ?? 0) <= 0.05,
                detail: detail(cut.map { NumberText.percent($0) })))
        let anyKnowsReasoning = own.joined().contains { $0.tokens.reasoning != nil }
        let density = zip(answered, own).map { target, samples -> Double? in
            let lengths = samples.compactMap { sample in
                sample.answer.flatMap { answer in
                    sample.tokens.completion.map { (answer.unicodeScalars.count, $0 - (sample.tokens.reasoning ?? 0)) }
                }
            }
            let tokens = lengths.reduce(0) { $0 + $1.1 }
            // Without a count of reasoning, it may be most of the tokens.
            let knowsReasoning = samples.contains { $0.tokens.reasoning != nil }
            guard knowsReasoning == anyKnowsReasoning else { return nil }
            return tokens > 0 ? Double(lengths.reduce(0) { $0 + $1.0 }) / Double(tokens) : nil
        }
        checks.append(
            Check(
                question: "characters per token ± 20 %", difference: "characters per token differ by more than 20 %",
                holds: Self.within(1.2, density),
                detail: detail(density.map { NumberText.significant($0) })))
        let shapes = answered.map { $0.streamShapes.first?.value }
        checks.append(
            Check(
                question: "manner of streaming", difference: "answers were streamed in different ways",
                holds: shapes.contains(nil) ? nil : Set(shapes).count == 1,
                detail: detail(shapes.map { $0?.rawValue ?? NumberText.unknown })))
        checks += Self.firstTokens(answered, own, detail)
        checks += Self.freshness(answered, own, sendings)
        if let bottleneck = SharedBottleneck(record, targets) {
            checks.append(
                Check(
                    question: "freedom from each other's load",
                    difference: "the targets may have slowed each other down",
                    holds: bottleneck.isShown ? false : nil,
                    detail: bottleneck.detail))
        }
        if order.isSeldom {
            checks.append(
                Check(
                    question: "times of measurement", difference: "the times of measurement differ", holds: false,
                    detail: "switched \(order.times) in the run"))
        }
        self.checks = checks
    }

    /// Checks that later sendings were answered no faster than first ones, and that the services counted the same share
    /// of tokens from caches. Empty where nothing was sent again and nothing was counted.
    private static func freshness(_ targets: [TargetSummary], _ own: [[Sample]], _ sendings: [Sendings]) -> [Check] {
        let names = Set(targets.map(\.target.name))
        let again = sendings.filter { names.contains($0.target) }
        let shares = own.map { samples -> Double? in
            let counted = samples.compactMap { sample in
                sample.tokens.prompt.flatMap { prompt in sample.tokens.cached.map { (prompt, $0) } }
            }
            let prompt = counted.reduce(0) { $0 + $1.0 }
            return prompt > 0 ? Double(counted.reduce(0) { $0 + $1.1 }) / Double(prompt) : nil
        }
        let known = shares.compactMap(\.self)
        let isCounted = known.count == shares.count && (known.max() ?? 0) > 0
        guard !again.isEmpty || isCounted else { return [] }
        let times = targets.compactMap { target -> String? in
            let clauses = again.filter { $0.target == target.target.name }
                .map { "\($0.shared.rawValue)s \($0.clause)" }
            return clauses.isEmpty ? nil : "\(target.target.label) \(clauses.joined(separator: ", "))"
        }
        let counts = zip(targets, shares).map { "\($0.target.label) \(NumberText.percent($1))" }
        let differ = isCounted && (known.max() ?? 0) - (known.min() ?? 0) > 0.1
        let details =
            (times.isEmpty ? [] : ["later ÷ first \(again[0].measure): " + times.joined(separator: "; ")])
            + (isCounted ? ["from a cache by own count: " + counts.joined(separator: ", ")] : [])
        return [
            Check(
                question: "freshness of prompts", difference: "some prompts were served from a cache",
                holds: differ || again.contains(where: \.isWarm)
                    ? false : again.contains { $0.ratio == nil || $0.isFaster } ? nil : true,
                detail: details.joined(separator: "; "))
        ]
    }

    /// Compares prompts by their texts, because two records may call one prompt by two names. Nil where a text is not
    /// known.
    private static func samePrompts(_ own: [[Sample]], _ prompts: [Prompt]) -> Bool? {
        let texts = Dictionary(prompts.map { ($0.id, $0.text) }, uniquingKeysWith: { $1 })
        let asked = own.map { samples in samples.map { texts[$0.promptID] } }
        guard !asked.joined().contains(nil) else { return nil }
        return Set(asked.map(Set.init)).count == 1
    }

    /// Checks the kind of first tokens, the number of tokens in the first read, and the share of output seen. Empty
    /// where no target streamed.
    private static func firstTokens(
        _ targets: [TargetSummary], _ own: [[Sample]], _ detail: ([String]) -> String
    ) -> [Check] {
        guard own.joined().contains(where: { $0.trace.streamed && $0.trace.firstToken != nil }) else { return [] }
        let kinds = own.map(FirstTokens.Kinds.init)
        let portions = targets.map { $0[.firstPortion]?.median }
        let shares = targets.map(\.seenShare)
        let known = shares.compactMap(\.self)
        return [
            Check(
                question: "kind of first token", difference: "first tokens differ in kind",
                holds: kinds.contains { $0.total == 0 } ? nil : FirstTokens.areAlike(kinds),
                detail: detail(kinds.map(\.text))),
            Check(
                question: "tokens with the first read ± 50 %",
                difference: "tokens in the first read differ by more than 50 %", holds: within(1.5, portions),
                detail: detail(portions.map { NumberText.fixed($0, 1) })),
            Check(
                question: "share of output seen ± 5 points",
                difference: "the shares of output seen differ by more than 5 points",
                holds: known.count < shares.count ? nil : (known.max() ?? 0) - (known.min() ?? 0) <= 0.05,
                detail: detail(shares.map { NumberText.percent($0) })),
        ]
    }

    /// Compares the token counts of each prompt within 5 %, because chat templates add a few tokens to the same text.
    private static func samePromptTokens(_ own: [[Sample]]) -> Bool? {
        var counts: [String: Set<Int>] = [:]
        for sample in own.joined() {
            if let count = sample.tokens.prompt { counts[sample.promptID, default: []].insert(count) }
        }
        guard own.allSatisfy({ $0.contains { $0.tokens.prompt != nil } }) else { return nil }
        return counts.values.allSatisfy { within(1.05, $0.map(Double.init)) ?? true }
    }

    private static func within(_ factor: Double, _ values: [Double?]) -> Bool? {
        let known = values.compactMap { $0 }
        guard known.count == values.count, let low = known.min(), let high = known.max() else { return nil }
        return high <= factor * low
    }
}
