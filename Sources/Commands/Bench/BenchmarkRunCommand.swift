import ALCFBench
import ALCFJSON
import ALCFSystem
import ArgumentParser

/// Runs a comparison, and reports it.
struct BenchmarkRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Send the same prompts to each target, and compare them.",
        discussion: """
            By default Metis and Sophia answer ten questions of a built-in set, one at a time, in random order within each \
            question, streamed, after one warm-up request each. Give real questions with '--dataset dev-v1.1.json' (SQuAD).

              alcf benchmark --samples 50
              alcf benchmark --simulate --speed 10
              alcf benchmark --target metis --target mine=http://127.0.0.1:8000/v1 --model mine=my-model

            Every request is written to NAME.jsonl as it ends; NAME.json and NAME.md follow. Ctrl-C stops the run and \
            reports what was measured.
            """)

    @OptionGroup(title: "Targets") var targets: TargetOptions
    @OptionGroup(title: "Workload") var workload: WorkloadOptions
    @OptionGroup(title: "Simulation") var simulation: SimulationOptions

    @Flag(help: "Measure a simulated Metis and Sophia on this machine; needs no account.")
    var simulate = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Names the files; metis_vs_sophia_results_DATE by default.", valueName: "name"))
    var output: String?

    @Flag(help: "Replace files of that name.")
    var overwrite = false

    @Flag(help: "Print the summary as JSON instead of the report.")
    var json = false

    @Flag(name: .shortAndLong, help: "Show no progress.")
    var quiet = false

    func run() async throws {
        let (set, source) = try workload.questions()
        let options = workload.options
        let prompts = try set.sample(options.samples, seed: options.seed).map { Prompt($0) }
        let service = try await simulate ? BenchmarkedService.simulated(simulation) : .live(Session())
        do {
            let list = try await targets.resolve(service)
            let runner = BenchmarkRunner(targets: list, prompts: prompts, options: options)
            try await run(runner, manifest(runner, set, source, service))
            await service.stop()
        } catch {
            await service.stop()
            throw error
        }
    }

    private func run(_ runner: BenchmarkRunner, _ manifest: RunManifest) async throws {
        let files = ReportFiles(name: output ?? "metis_vs_sophia_results_\(DateText.stamp(manifest.startedAt))")
        if overwrite { files.removeRecord() } else { try files.requireNone() }
        let writer = try RecordWriter(path: files.record, manifest: manifest)
        let progress = Progress(runner, isShown: !quiet && Terminal.isInteractive(.error))
        progress.begin()
        let task = Task {
            try await runner.run { sample in
                try writer.append(sample)
                progress.note(sample)
            }
        }
        let interrupt = Interrupt { task.cancel() }
        defer { withExtendedLifetime(interrupt) {} }
        try await task.value
        progress.end()
        try writer.synchronize()

        let analysis = Analysis(try RecordReader.read(path: files.record))
        try files.write(analysis)
        if json {
            Console.print(SummaryJSON.json(analysis))
        } else {
            let width = Terminal.width(.output) ?? 100
            StandardStreams.out(TerminalReport.text(analysis, width: width, colour: Terminal.usesColour(.output)))
        }
        Console.note("\nWrote \(files.record), \(files.summary) and \(files.markdown)")
        if task.isCancelled {
            Console.note("Interrupted: the report is about the requests that had ended.")
            throw ExitCode(Failure.ExitCode.interrupted)
        }
        let measured = analysis.record.samples.filter { $0.phase == .measured }
        if !measured.contains(where: \.outcome.isSuccess) {
            Console.warn("no request succeeded")
            throw ExitCode(Failure.ExitCode.failed)
        }
    }

    private func manifest(
        _ runner: BenchmarkRunner, _ set: QuestionSet, _ source: String, _ service: BenchmarkedService
    ) -> RunManifest {
        RunManifest(
            toolVersion: "alcf \(Version.current)", startedAt: WallClock.system.now(), seed: runner.options.seed,
            options: runner.options.members,
            dataSet: RunManifest.DataSet(
                name: set.name, version: set.version, sha256: set.sha256, count: runner.prompts.count,
                passages: Set(runner.prompts.map(\.passageID)).count, source: source),
            targets: runner.targets.map(\.manifest),
            simulation: service.simulationSpeed.map { RunManifest.Simulation(speed: $0) },
            host: HostName.current, kernel: Kernel.description, prompts: runner.prompts)
    }
}
