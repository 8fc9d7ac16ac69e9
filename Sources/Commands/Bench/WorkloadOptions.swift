import ALCFLoad
import ALCFRecord
import ALCFReport
import ArgumentParser

/// The options that choose the prompts and the form of the answers.
struct WorkloadOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Questions or prompts: a file (\(DataFile.formatNames), also .gz), 'squad' (downloaded), or \
            hf:OWNER/NAME[:CONFIG[:SPLIT]]. A small built-in set by default. Several answers in a CSV: ["Rome","Roma"] or Rome|Roma.
            """, valueName: "source"))
    var dataset: String?

    @Option(
        help: ArgumentHelp(
            "Use generated prompts with about this many input and output tokens, as in 1000,200 or 1000,50-1600.",
            valueName: "input,output"))
    var synthetic: String?

    @Option(
        name: [.customShort("n"), .long],
        help: "Number of prompts; \(WorkloadOptions.standardSamples) by default, or all if the data set has fewer.")
    var samples: Int?

    /// The default number of prompts.
    static let standardSamples = 10

    @Option(
        help: ArgumentHelp(
            "Number of requests to each target, instead of '--samples'. Prompts are generated if no data set is given.",
            valueName: "requests"))
    var requests: Int?

    @Option(
        help: ArgumentHelp(
            "Ask in conversations of up to this many turns; '--samples' then counts conversations.", valueName: "turns")
    )
    var turns = 1

    @Option(help: "Maximum number of tokens in an answer, including reasoning.")
    var maxTokens = 512

    @Option(help: "Sampling temperature, from 0 (most likely answer) to 2.")
    var temperature = 0.0

    @Option(help: "Seed of every random choice.")
    var seed: UInt64 = 1

    @Option(help: "How much effort a reasoning model spends on reasoning.")
    var reasoningEffort: ReasoningEffort?

    @Flag(
        inversion: .prefixedNo,
        help: "Ask for streamed answers, or for answers in one piece, which have no time to first token.")
    var stream = true

    @OptionGroup var freshness: FreshnessOptions

    @Flag(
        help:
            "Make each answer as long as its limit (ignore_eos and min_tokens), on targets that support it, such as vLLM."
    )
    var forceLength = false

    func validate() throws {
        try require(BenchmarkOptions.Limits.samples.contains(samples ?? 1), "'--samples' must be from 1 to 1000000.")
        try require(BenchmarkOptions.Limits.samples.contains(requests ?? 1), "'--requests' must be from 1 to 1000000.")
        try require((1...100).contains(turns), "'--turns' must be from 1 to 100.")
        try require(
            turns == 1 || (synthetic == nil && requests == nil),
            "'--turns' needs a data set: it excludes '--synthetic' and '--requests'.")
        try Self.check(maxTokens: maxTokens)
        try require(BenchmarkOptions.Limits.temperature.contains(temperature), "'--temperature' must be from 0 to 2.")
        try require(dataset == nil || synthetic == nil, "'--dataset' and '--synthetic' exclude each other.")
        if let synthetic {
            try require(
                SyntheticPrompts(synthetic) != nil,
                "'--synthetic' takes tokens of the prompt and of the answer, as in 1000,200 or 1000,50-1600.")
        }
    }

    /// - Throws: `ValidationError` for what no answer can be long.
    static func check(maxTokens: Int) throws {
        let range = BenchmarkOptions.Limits.maxTokens
        try require(
            range.contains(maxTokens), "'--max-tokens' must be from \(range.lowerBound) to \(range.upperBound).")
    }

    /// Options that only chat has, and whether they are given.
    var chatOptions: [(name: String, isGiven: Bool)] {
        [("--reasoning-effort", reasoningEffort != nil), ("--turns", turns > 1)]
    }

    /// Says what the user should know of the options that were given.
    func warn() {
        if let warning = reasoningEffort?.warning { Console.warn(warning) }
    }

    var options: BenchmarkOptions {
        BenchmarkOptions(
            samples: requests ?? samples ?? Self.standardSamples, maxTokens: maxTokens, temperature: temperature,
            seed: seed,
            isStreaming: stream,
            reasoningEffort: reasoningEffort?.rawValue)
    }

    /// The prompts to send, and where they come from.
    ///
    /// - Parameters:
    ///   - promptSeed: what made-up ones follow from.
    ///   - most: instead of '--samples': so many, or as many as there are.
    ///   - isFirst: whether they are the first of the file, and not drawn.
    /// - Throws: `BenchError` for a source that is no data set, `UsageError` for one that cannot be read.
    func prompts(promptSeed: UInt64, upTo most: Int? = nil, isFirst: Bool = false) async throws -> Workload {
        warn()
        if let madeUp, let shape = SyntheticPrompts(madeUp) {
            return try shape.workload(most ?? options.samples, seed: promptSeed)
        }
        let data: DataSetContents
        if let dataset {
            let wanted = (most ?? options.samples).multipliedReportingOverflow(by: turns).partialValue
            data = try await DataSource(dataset).load(.init(prompts: wanted, inOrder: isFirst, seed: seed))
        } else {
            data = .questions(try QuestionSet.demo(), source: Workload.builtIn, url: nil)
        }
        let work = try drawn(from: data, upTo: most, isFirst: isFirst)
        for note in work.dataSet.notes { Console.warn(note) }
        return work
    }

    private func drawn(from data: DataSetContents, upTo wanted: Int?, isFirst: Bool) throws -> Workload {
        if let requests, wanted == nil {
            let isEnough = requests <= data.count || freshness.cacheBust || freshness.repeatPrompts
            let work = try data.sampled(min(requests, data.count), seed: seed)
            guard isEnough else {
                throw PromptSupply.shortage(
                    of: work.dataSet.name, needed: requests, there: data.count, load: "'--requests \(requests)'")
            }
            return work.cycled(to: requests)
        }
        let most = data.count(turns: turns)
        if let samples, wanted == nil, samples > most, turns == 1, freshness.repeatPrompts, !isFirst {
            return try data.sampled(most, seed: seed).cycled(to: samples)
        }
        // Fewer prompts than were asked for are an error; fewer than the default are not.
        let count = wanted.map { max(1, min($0, most)) } ?? samples ?? max(1, min(Self.standardSamples, most))
        return try isFirst ? data.first(count) : data.sampled(count, turns: turns, seed: seed)
    }

    /// Whether the prompts are the program's own, made up or built in: of those there are never too few.
    var isOwn: Bool { dataset == nil }

    /// Lengths of generated prompts and their answers; nil where none are generated.
    var madeUp: String? {
        synthetic ?? (requests == nil || dataset != nil ? nil : "\(Self.plainPrompt),\(maxTokens)")
    }

    /// Tokens of a prompt that only has to be answered.
    private static let plainPrompt = 64
}

/// - Throws: `ValidationError` with `message` unless `condition` holds.
func require(_ condition: Bool, _ message: String) throws {
    if !condition { throw ValidationError(message) }
}
