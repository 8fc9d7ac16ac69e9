import ALCFJSON
import ALCFLoad
import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// Runs a comparison, and reports it.
struct BenchmarkRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Send the same prompts to each target and compare the results.",
        discussion: """
            By default Metis and Sophia answer ten questions from a built-in set, one request at a time, streamed, in random order \
            within each question, after one warm-up request each. To use real questions: '--dataset dev-v1.1.json' (SQuAD).

              alcf benchmark --samples 48
              alcf benchmark --simulate --speed 10
              alcf benchmark --target metis --target mine=http://127.0.0.1:8000/v1
              alcf benchmark --dataset squad --precision 5% --samples 500
              alcf benchmark --concurrency 8 --dataset squad --samples 128
              alcf benchmark --rate 0.5 --duration 300
              alcf benchmark --target mine=http://127.0.0.1:8000/v1 --requests 2000 -c 64

            Started several times by mpiexec or srun (or with '--rank 0/8' … '--rank 7/8'), the processes share one benchmark: each sends \
            its part of the requests in flight, and the first one joins all records and reports.

            Each request is written to NAME.jsonl when it ends; NAME.json, NAME.md and NAME.html are written after the run. Ctrl-C \
            stops the run and reports what was measured. '--resume NAME.jsonl' continues it, even after a crash.
            """)

    @OptionGroup(title: "Targets") var targets: TargetOptions
    @OptionGroup(title: "Workload") var workload: WorkloadOptions
    @OptionGroup(title: "Load") var load: LoadOptions
    @OptionGroup(title: "Trace") var trace: TraceOptions
    @OptionGroup(title: "Probes") var probes: ProbeOptions
    @OptionGroup(title: "Several processes") var ranks: RankOptions
    @OptionGroup(title: "Results") var output: OutputOptions
    @OptionGroup(title: "Verdict") var declarations: DeclaredOptions
    @OptionGroup(title: "Verdict") var judge: JudgeOptions
    @OptionGroup(title: "Cost") var cost: CostOptions
    @OptionGroup(title: "Simulation") var simulation: SimulationOptions

    @Flag(help: "Measure a simulated Metis and Sophia on this machine. Needs no account.")
    var simulate = false

    @Flag(
        help:
            """
            Measure the first target twice, as NAME and NAME-control. The method should find no difference, and the interval shows how \
            small a difference this set-up can detect.
            """)
    var control = false

    @Flag(
        help: """
            Repeat the original study's experiment: the file's first prompts, all to one target and then all to the next, temperature \
            0.7 without a seed, no stream, no warm-up. The report shows its figures and conclusions beside the corrected ones.
            """)
    var asOriginal = false

    @Flag(help: "Print what would be sent, and send nothing.")
    var dryRun = false

    @Option(
        help: ArgumentHelp(
            """
            Stop when the interval of the ratio is no wider than ± this share, as in 5%. The interval is checked after \
            \(PrecisionRule.pilotBlocks) prompts and at intervals thereafter. '--samples' sets the maximum.
            """, valueName: "share"))
    var precision: Percentage?

    @Option(help: ArgumentHelp("Explain a figure, such as ttft, and run nothing.", valueName: "metric"))
    var explain: String?

    @Option(
        help: ArgumentHelp(
            "Resume an interrupted run. Other options are ignored, except '--yes', '--header' and those for results.",
            valueName: "record"))
    var resume: String?

    func validate() throws {
        try require(!judge.brief || output.form == .terminal, "'--brief' excludes '--json' and '--format'.")
        try require(
            precision == nil || ((load.concurrency ?? 1) == 1 && load.rate == nil && load.duration == nil),
            "'--precision' needs one request at a time: it excludes '--concurrency', '--rate' and '--duration'.")
        try targets.arguments.requireChat(workload.chatOptions + [("--as-original", asOriginal)])
        try require(
            trace.file == nil
                || (workload.dataset == nil && workload.synthetic == nil && workload.requests == nil
                    && workload.turns == 1
                    && load.rate == nil && load.duration == nil && load.runs == nil && load.burstiness == nil
                    && precision == nil && !asOriginal),
            "'--trace' sets what is sent and when. Of the load options, only '--concurrency' (the most in flight), '--ramp' and "
                + "'--both-at-once' can be combined with it.")
        try require(!asOriginal || probes.probe.isEmpty, "'--as-original' sends no probes: it excludes '--probe'.")
        try require(workload.requests == nil || load.runs == nil, "'--requests' and '--runs' exclude each other.")
        try require(
            precision.map { (0.001...1).contains($0.share) } ?? true, "'--precision' must be from 0.1% to 100%.")
        try require(
            !asOriginal
                || (load.isDefault && precision == nil && !control && workload.synthetic == nil
                    && workload.temperature == 0),
            "'--as-original' sets the order, the load and the temperature itself. Of the options for these, only '--samples', "
                + "'--dataset' and '--max-tokens' can be combined with it.")
    }

    /// Whether it is another than the first of several processes that share a run.
    var isEcho: Bool { (try? ranks.found())?.leads == false }

    func run() async throws {
        if let explain { return Console.print(try BenchmarkExplainCommand.text(explain)) }
        let rank = try ranks.found()
        guard rank == nil || !targets.readsStandardInput else {
            throw UsageError(
                "'--target-list -' is for a single process: standard input is not read by several",
                remedy: "Write the servers to a file that all processes see, and name it.")
        }
        if let resume {
            guard rank == nil else {
                throw UsageError(
                    "a run cannot be continued by several processes",
                    remedy: "Continue it by one of them, with --rank none.")
            }
            return try await resumed(resume).run()
        }
        // Of a dry run, nothing is shared but the numbers.
        if dryRun, rank?.leads == false { return }
        do { try await measure(as: rank) } catch { throw RankFailure.naming(rank, error) }
    }

    /// Runs the benchmark, or a rank's part of it.
    private func measure(as rank: Rank?) async throws {
        _ = try declarations.figures()
        var load = load
        if let rank {
            if ranks.perRank { load = try load.whole(ofRanks: rank.size, isTrace: trace.file != nil) }
            if trace.file == nil { try load.requireShares(amongRanks: rank.size, precision: precision?.share) }
        }
        let chosen = try targets.settled(
            simulates: simulate, chatOnly: workload.chatOptions + [("--as-original", asOriginal)])
        let name = "\(chosen.fileName)_results"
        let inputs = [workload.dataset, trace.file].compactMap(\.self) + cost.files
        let seed = workload.freshness.seed()
        guard let rank, !dryRun else {
            let outputs = try output.files(default: name, inputs: inputs)
            return try await send(chosen, load, promptSeed: seed, to: outputs, nil)
        }
        let shared = try await RankedRun.meeting(
            rank, ranks, output, default: name, inputs: inputs, seeds: (workload.seed, seed),
            servers: chosen.listed)
        do { try await send(chosen, load, promptSeed: shared.promptSeed, to: nil, shared) } catch {
            await shared.failed(error)
            throw error
        }
    }

    /// Prepares the requests, and sends them.
    ///
    /// - Parameters:
    ///   - load: the load as a whole.
    ///   - outputs: the files of a process of its own.
    ///   - shared: the part of one of several processes; nil for a process of its own.
    private func send(
        _ chosen: TargetArguments, _ load: LoadOptions, promptSeed: UInt64, to outputs: OutputFiles?,
        _ shared: RankedRun?
    ) async throws {
        let work: Workload
        if let replayed = try trace.workload(workload, promptSeed: promptSeed) {
            work = replayed
        } else {
            work = try await workload.lasting(load).prompts(
                promptSeed: promptSeed, upTo: workload.most(load), isFirst: asOriginal)
        }
        let arguments = RunArguments(
            targets: chosen, simulation: simulation.arguments, simulates: simulate)
        try await BenchmarkedService.use(arguments) { service in
            var options = workload.options
            if workload.requests == nil { options.samples = work.conversationCount }
            workload.freshness.apply(promptSeed, to: &options)
            load.apply(to: &options)
            trace.apply(to: &options, work, load)
            options.isControlled = control
            options.precision = precision?.share
            if asOriginal { Self.makeOriginal(&options) }
            // Each server has its own connections to open and caches to fill.
            let fleets = try chosen.fleets().map { ($0.servers.count - 1) / (shared?.rank.size ?? 1) + 1 }
            options.warmup = min(
                options.warmup * max(1, fleets.max() ?? 1), BenchmarkOptions.Limits.warmup.upperBound)
            let list = try await chosen.resolve(
                service, isControlled: control, streaming: options.isStreaming, rank: shared?.rank)
            warnOfUnevenFleets(list, among: shared?.rank)
            options.probes = asOriginal ? [] : try probes.targets(of: list)
            options.maxRate = GatewayLimit.rate(
                options.maxRate, for: list, simulationSpeed: service.simulationSpeed)
            try cost.check(list.map(\.name))
            let cost = simulate ? cost : try cost.settled(by: Settings.current(), list.map(\.name))
            try judge.check(list.map(\.manifest))
            try FreshRun(isOwn: workload.isOwn, runs: load.runs).settle(&options, work, list)
            if !dryRun { try await workload.forceLength(&options, list) }
            if let shared { try options.requireShares(amongRanks: shared.rank.size) }
            let runner = BenchmarkRunner(targets: list, prompts: work.prompts, options: options)
            if dryRun { return LoadAnnouncement(runner, service: service).show(json: output.form == .json) }
            try ConnectionRoom.make(for: [runner], service)
            // Of several processes, the first one asks for all.
            if shared?.rank.leads != false {
                try await LoadAnnouncement(runner, service: service)
                    .confirm(yes: load.yes, isShown: !output.quiet && Terminal.isInteractive(.error))
            }
            let environment = RunEnvironment.program(isChecked: !output.skipsSelfCheck)
            let manifest = await environment.manifest(
                runner, work, arguments, simulationSpeed: service.simulationSpeed, declared: try declared(cost))
            if let shared {
                return try await shared.run(runner, manifest, environment, cost: cost) { files, record in
                    RunResult(files: files, form: output.form, judge: judge, isQuiet: output.quiet, record: record)
                }
            }
            guard let files = try outputs?.clear() else { return }
            let anchor = MonotonicTime.now
            let writer = try RecordWriter(path: files.record, manifest: manifest)
            var run = RecordedRun(runner, into: writer, environment)
            run.anchor = anchor
            let wasInterrupted = try await ShownRun(run: run, isShown: !output.quiet).wasInterrupted()
            try RunResult(files: files, form: output.form, judge: judge, isQuiet: output.quiet)
                .report(wasInterrupted: wasInterrupted, cost: cost, writer: writer)
        }
    }

    /// Says, once, where the servers of a fleet do not get the same load.
    private func warnOfUnevenFleets(_ list: [BenchmarkTarget], among rank: Rank?) {
        guard let rank, rank.leads else { return }
        for target in list where !target.servers.isEmpty {
            let count = target.servers.count
            guard !Rank.isEven(servers: count, ranks: rank.size) else { continue }
            Console.warn(
                "the \(NumberText.count(count, "server")) of '\(target.name)' do not get the same load from \(rank.size) processes: "
                    + "start as many processes as servers, or a multiple or a part of them")
        }
    }

    private func resumed(_ path: String) -> ResumedRun {
        ResumedRun(path: path, load: load, output: output, cost: cost, judge: judge, headers: targets.requests.header)
    }

    /// Returns the declarations on how the results are to be judged, for the manifest.
    private func declared(_ cost: CostOptions) throws -> Design {
        var design = Design()
        cost.declare(in: &design)
        workload.freshness.declare(in: &design)
        design.equivalence = declarations.equivalence?.share
        design.objectives = declarations.slo
        design.primary = try declarations.figures().map { NameList($0.map(\.rawValue)) }
        return design
    }

    private static func makeOriginal(_ options: inout BenchmarkOptions) {
        options.isAsOriginal = true
        options.slices = 1
        options.temperature = 0.7
        options.isStreaming = false
        options.warmup = 0
    }
}
