import ALCFBench
import ALCFSystem
import ArgumentParser

/// What is asked, and how.
struct WorkloadOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A file of questions in SQuAD's format; a small built-in set by default.", valueName: "file")
    )
    var dataset: String?

    @Option(name: [.customShort("n"), .long], help: "How many questions.")
    var samples = 10

    @Option(help: "How often each question is asked.")
    var runs = 1

    @Option(name: .shortAndLong, help: "Requests in flight at once.")
    var concurrency = 1

    @Option(help: "The most tokens of an answer, reasoning included.")
    var maxTokens = 512

    @Option(help: "0 for the likeliest answer always.")
    var temperature = 0.0

    @Option(help: "What every random choice follows from.")
    var seed: UInt64 = 1

    @Option(help: "Requests to each target before measuring begins.")
    var warmup = 1

    @Option(help: "low, medium or high, for models that reason.")
    var reasoningEffort: String?

    @Flag(help: "Ask for answers in one piece; then there is no time to first token.")
    var noStream = false

    func validate() throws {
        func require(_ condition: Bool, _ message: String) throws {
            if !condition { throw ValidationError(message) }
        }
        try require((1...1_000_000).contains(samples), "'--samples' must be at least 1.")
        try require((1...1000).contains(runs), "'--runs' must be from 1 to 1000.")
        try require((1...500).contains(concurrency), "'--concurrency' must be from 1 to 500.")
        try require(maxTokens >= 1, "'--max-tokens' must be at least 1.")
        try require((0...2).contains(temperature), "'--temperature' must be from 0 to 2.")
        try require((0...100).contains(warmup), "'--warmup' must be from 0 to 100.")
    }

    var options: BenchmarkOptions {
        BenchmarkOptions(
            samples: samples, runs: runs, concurrency: concurrency, maxTokens: maxTokens, temperature: temperature,
            seed: seed, isStreaming: !noStream, warmup: warmup, reasoningEffort: reasoningEffort)
    }

    /// The questions, and where they come from.
    ///
    /// - Throws: `BenchError` for a file that is no data set, `UsageError` for one that cannot be read.
    func questions() throws -> (QuestionSet, source: String) {
        guard let dataset else { return (try QuestionSet.demo(), "built in") }
        let bytes: [UInt8]
        do { bytes = try FileContents.input(dataset, limit: 256 << 20) } catch {
            throw UsageError(
                "the data set cannot be read: \(error)",
                remedy: "Give a file in SQuAD's format, or leave '--dataset' out for the built-in questions.")
        }
        return (try QuestionSet(squad: bytes), dataset.split(separator: "/").last.map(String.init) ?? dataset)
    }
}
