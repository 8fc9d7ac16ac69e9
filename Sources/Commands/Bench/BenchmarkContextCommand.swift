import ALCFClient
import ALCFJSON
import ALCFLoad
import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// The command that measures how time to first token and recall depend on the length of the prompt.
struct BenchmarkContextCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "context",
        abstract: "Measure time to first token, and recall of a hidden fact, for prompts of 4k to 131k tokens.",
        discussion: """
            Two requests first find out how many tokens the service counts per character; prompts are then generated at the exact \
            lengths, each with a unique beginning. A length includes the prompt and the room for its answer.

              alcf benchmark context --lengths 4k,16k,64k --repeats 5
            """)

    @Option(help: "Lengths in tokens, as in 4k,16k,64k,131072.")
    var lengths: NumberList?

    @Option(help: "Number of prompts of each length.")
    var repeats = 3

    @Option(help: "Maximum number of tokens in an answer, including reasoning.")
    var maxTokens = 256

    @Option(help: "Seed of every random choice.")
    var seed: UInt64 = 1

    @OptionGroup var limit: RequestTimeoutOption

    @Option(
        help: ArgumentHelp(
            "Seed of generated texts. By default each run uses a new one, so that no server has seen its texts.",
            valueName: "number"))
    var promptSeed: UInt64?

    @OptionGroup(title: "Targets") var targets: TargetOptions
    @OptionGroup(title: "Results") var output: OutputOptions
    @OptionGroup(title: "Verdict") var judge: JudgeOptions
    @OptionGroup(title: "Simulation") var simulation: SimulationOptions

    @Flag(help: "Measure a simulated Metis and Sophia; see --simulated-prefill.")
    var simulate = false

    @Flag(help: "Do not ask for confirmation before putting a large load on the service.")
    var yes = false

    func validate() throws {
        try require((1...1000).contains(repeats), "'--repeats' must be from 1 to 1000.")
        try WorkloadOptions.check(maxTokens: maxTokens)
        try require(
            wanted.allSatisfy { $0 >= 512 + maxTokens && $0 <= 2_000_000 },
            "'--lengths' must have room for 512 tokens and the answer.")
    }

    private var wanted: [Int] { (lengths?.values ?? [4096, 16_384, 65_536, 131_072]).map { Int(clamping: $0) } }

    func run() async throws {
        let chosen = try targets.settled(simulates: simulate)
        let arguments = RunArguments(
            targets: chosen, simulation: simulation.arguments, simulates: simulate)
        let outputs = try output.files(default: "\(chosen.fileName)_context", inputs: [])
        let files = outputs.files
        let textSeed = promptSeed ?? .random(in: 1...999_999_999_999)
        try await BenchmarkedService.use(arguments) { service in
            let list = try await chosen.resolve(service)
            try judge.check(list.map(\.manifest))
            var options = BenchmarkOptions(maxTokens: maxTokens, seed: seed, warmup: 1)
            options.requestTimeout = limit.requestTimeout
            options.promptSeed = textSeed
            let run = ExperimentRun(
                service: service, arguments: arguments, yes: yes, quiet: output.quiet,
                isChecked: !output.skipsSelfCheck)
            let prompts = try await calibrated(list, textSeed)
            let work = try prompts.workload(
                lengths: wanted.map { $0 - maxTokens }, repeats: repeats, seed: textSeed)
            try FreshRun(isOwn: true, runs: nil).settle(&options, work, list)
            _ = try outputs.clear()
            var declared = Design()
            declared.experiment = .context
            declared.tokensPerCharacter = prompts.tokensPerCharacter
            declared.isPromptSeedGiven = promptSeed != nil
            try await run.run(options, work, targets: list, files: files, declared: declared)
            try report(files, isSimulated: service.simulationSpeed != nil)
        }
    }

    private func calibrated(_ targets: [BenchmarkTarget], _ textSeed: UInt64) async throws -> ContextPrompts {
        guard let target = targets.first else { throw UsageError("there is no target") }
        var counts: [(characters: Int, tokens: Int)] = []
        for characters in [2_000, 12_000] {
            let text = ContextPrompts.calibration(characters: characters, seed: textSeed)
            guard let tokens = try await Self.usage(target, text.prompt)?.promptTokens else {
                throw UsageError(
                    "'\(target.name)' does not report token counts, so no length can be set",
                    remedy: "Put a target that does report them first; the others are measured with the same texts.")
            }
            counts.append((text.characters, tokens))
        }
        guard let prompts = ContextPrompts(counts[0], counts[1]) else {
            throw UsageError(
                "'\(target.name)' counted \(counts[0].tokens) tokens for \(counts[0].characters) characters and "
                    + "\(counts[1].tokens) for \(counts[1].characters), which makes no sense")
        }
        return prompts
    }

    /// Returns the service's token counts for a prompt.
    private static func usage(_ target: BenchmarkTarget, _ prompt: String) async throws -> Usage? {
        do { return try await counted(target, prompt) } catch let error as ClientError
            where target.endpoint.credentials != .service
        {
            let advice = TargetAdvice(name: target.name, base: target.endpoint.baseURL, keySource: target.keySource)
            guard let remedy = advice.remedy(error.httpStatus) else { throw error }
            throw BenchError(
                .refused, "'\(target.name)' answered \(error.httpStatus ?? 0): \(error.message)", remedy: remedy,
                underlying: error)
        }
    }

    private static func counted(_ target: BenchmarkTarget, _ prompt: String) async throws -> Usage? {
        switch target.api {
        case .chat:
            let question = ChatRequest(model: target.model, messages: [.user(prompt)], maxTokens: 16)
            do { return try await target.client.chat(question, at: target.endpoint).usage } catch let error
                as ClientError
            {
                // The answer does not matter, nor whether there is any.
                guard let answer = error.completion, error.code != .aborted else { throw error }
                return answer.usage
            }
        case .completions:
            let text = CompletionRequest(model: target.model, prompt: .text(prompt), maxTokens: 16)
            return try await target.client.complete(text, at: target.endpoint).usage
        }
    }

    private func report(_ files: ReportFiles, isSimulated: Bool) throws {
        let record = try RecordReader.read(path: files.record)
        let summaries = record.manifest.targets.map { ContextSummary($0.name, in: record) }
        let json: JSONValue = [
            "experiment": "context", "simulated": .bool(isSimulated), "targets": .array(summaries.map(\.json)),
        ]
        let analysis = Analysis(record)
        try files.write(analysis)
        if output.form == .json {
            Console.print(json)
        } else {
            judge.show(analysis, as: output.form, source: files.markdown)
        }
        Console.note("\nWrote \(files.record), \(files.summary), \(files.markdown) and \(files.html)")
        try judge.judge(analysis)
        if !summaries.contains(where: { $0.levels.contains { $0.successes > 0 } }) {
            throw ExitCode(Failure.code(of: record.samples))
        }
    }
}
