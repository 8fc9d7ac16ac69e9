import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem
import Glibc

/// Whether the targets did the same experiment: what must hold before their difference is one of the systems.
public struct Audit: Sendable, Hashable {
    /// One condition.
    public struct Check: Sendable, Hashable {
        /// What must be the same.
        public let question: String
        /// Whether it is; nil where it cannot be told.
        public let holds: Bool?
        /// What was seen.
        public let detail: String
    }

    /// The conditions, in order.
    public let checks: [Check]

    /// Whether no condition is known to be broken.
    public var holds: Bool { !checks.contains { $0.holds == false } }

    /// In one sentence.
    public var sentence: String {
        let broken = checks.filter { $0.holds == false }.map(\.question)
        let unknown = checks.filter { $0.holds == nil }.map(\.question)
        var text =
            broken.isEmpty
            ? "the targets did the same experiment as far as can be told"
            : "the targets did not quite do the same experiment: not the same \(Report.list(broken))"
        if !unknown.isEmpty { text += "; not known: same \(Report.list(unknown))" }
        return text
    }

    /// Audits a run of two targets or more; nil for fewer.
    init?(_ targets: [TargetSummary], record: Record, sendings: [Sendings]) {
        let (samples, prompts) = (record.samples, record.manifest.prompts)
        let answered = targets.filter { $0.successes > 0 }
        guard answered.count >= 2 else { return nil }
        let own = answered.map { target in
            samples.filter { $0.target == target.target.name && $0.phase == .measured && $0.outcome.isSuccess }
        }
        func detail(_ values: [String]) -> String {
            zip(answered, values).map { "\($0.target.label) \($1)" }.joined(separator: ", ")
        }
        func means(_ distribution: (TargetSummary) -> Distribution?) -> String {
            detail(answered.map { NumberText.fixed(distribution($0)?.mean, 1) })
        }

        let models = answered.map { $0.models.first?.value ?? $0.target.model }
        let fingerprints = own.map { Set($0.compactMap(\.systemFingerprint)) }
        var checks = [
            Check(
                question: "model by name",
                // Imported files may not name it.
                holds: models.contains(NumberText.unknown)
                    ? nil : ModelName.areSame(models) && fingerprints.allSatisfy { $0.count <= 1 },
                detail: detail(models)),
            Check(
                question: "prompts", holds: Self.samePrompts(own, prompts),
                detail: detail(own.map { NumberText.count(Set($0.map(\.promptID)).count, "prompt") + " answered" })),
            Check(
                question: "prompt tokens ± 5 %", holds: Self.samePromptTokens(own), detail: means(\.promptTokens)),
            Check(
                question: "output length ± 10 %",
                holds: Self.within(1.1, answered.map { $0.outputTokens?.mean }), detail: means(\.outputTokens)),
        ]
        let fields = answered.map(\.target.requestFields)
        if fields.contains(where: { !$0.isEmpty }) {
            checks.append(
                Check(
                    question: "request fields", holds: Set(fields).count == 1,
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
                question: "characters per token ± 20 %", holds: Self.within(1.2, density),
                detail: detail(density.map { NumberText.significant($0) })))
        let shapes = answered.map { $0.streamShapes.first?.value }
        checks.append(
            Check(
                question: "manner of streaming", holds: shapes.contains(nil) ? nil : Set(shapes).count == 1,
                detail: detail(shapes.map { $0?.rawValue ?? NumberText.unknown })))
        checks += Self.firstTokens(answered, own, detail)
        checks += Self.freshness(answered, own, sendings)
        if let bottleneck = SharedBottleneck(record, targets) {
            checks.append(
                Check(
                    question: "freedom from each other's load", holds: bottleneck.isShown ? false : nil,
                    detail: bottleneck.detail))
        }
        let order = OrderWords(record)
        if order.isSeldom {
            checks.append(
                Check(question: "times of measurement", holds: false, detail: "switched \(order.times) in the run"))
        }
        self.checks = checks
    }

    /// Whether what was sent again was answered no faster than at first, and as much came from caches by the services' own count; nothing where
    /// nothing was sent again and nothing was counted.
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
                question: "freshness of prompts",
                holds: differ || again.contains(where: \.isWarm)
                    ? false : again.contains { $0.ratio == nil || $0.isFaster } ? nil : true,
                detail: details.joined(separator: "; "))
        ]
    }

    /// By their texts: two records may call one prompt by two names. Nil where a text is not known.
    private static func samePrompts(_ own: [[Sample]], _ prompts: [Prompt]) -> Bool? {
        let texts = Dictionary(prompts.map { ($0.id, $0.text) }, uniquingKeysWith: { $1 })
        let asked = own.map { samples in samples.map { texts[$0.promptID] } }
        guard !asked.joined().contains(nil) else { return nil }
        return Set(asked.map(Set.init)).count == 1
    }

    /// What first tokens were, how many came with them, and how much of the output was seen; nothing where no target streamed.
    private static func firstTokens(
        _ targets: [TargetSummary], _ own: [[Sample]], _ detail: ([String]) -> String
    ) -> [Check] {
        guard own.joined().contains(where: { $0.trace.streamed && $0.trace.firstToken != nil }) else { return [] }
        let kinds = own.map(FirstTokens.Kinds.init)
        let portions = targets.map { $0.firstPortion?.median }
        let shares = targets.map(\.seenShare)
        let known = shares.compactMap(\.self)
        return [
            Check(
                question: "kind of first token",
                holds: kinds.contains { $0.total == 0 } ? nil : FirstTokens.areAlike(kinds),
                detail: detail(kinds.map(\.text))),
            Check(
                question: "tokens with the first read ± 50 %", holds: within(1.5, portions),
                detail: detail(portions.map { NumberText.fixed($0, 1) })),
            Check(
                question: "share of output seen ± 5 points",
                holds: known.count < shares.count ? nil : (known.max() ?? 0) - (known.min() ?? 0) <= 0.05,
                detail: detail(shares.map { NumberText.percent($0) })),
        ]
    }

    /// A chat template adds a few tokens of its own, which is another frame and not another text.
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
