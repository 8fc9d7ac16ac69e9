import ALCFJSON
import ALCFLoad
import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// Throughput and latency over a range of loads.
struct BenchmarkSweepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Raise the load step by step, and find where more load mostly adds waiting.",
        discussion: """
            At each level the targets are loaded one after the other, in an order that reverses from level to level. A target that fails \
            too often is left out of the following levels.

              alcf benchmark sweep --concurrency 1,2,4,8,16
              alcf benchmark sweep --rates 0.1,0.2,0.5,1 --per-level 100
              alcf benchmark sweep --resume NAME

            Each level has its own record. When a sweep is resumed, complete levels are not sent again.

            There are no conditions for failing, as a sweep overloads on purpose; the record of a level takes them:

              alcf benchmark report NAME-c8.jsonl --fail-if 'ttft p95 > 2s'

            With --rates, arrivals are independent (Poisson), and no limit holds requests back. For bursts, or with a limit, run one \
            rate at a time: alcf benchmark --rate 0.5 --burstiness 0.3 --concurrency 64
            """)

    @Option(
        name: [.customLong("concurrency"), .customShort("c")], help: "Levels of requests in flight, as in 1,2,4,8.")
    var concurrencies: NumberList?

    @Option(help: "Levels of requests per second, instead of requests in flight, as in 0.1,0.5,1.")
    var rates: NumberList?

    @Option(
        help: ArgumentHelp(
            "Number of requests to each target at each level; by default six times the concurrency, and at least 24.",
            valueName: "requests"))
    var perLevel: Int?

    @Option(
        help: ArgumentHelp(
            "Leave a target out of further levels once more than this share of its requests fail.", valueName: "share"))
    var stopAtErrors = Percentage(0.1)

    @Option(help: ArgumentHelp("Maximum requests per second to the service; 10 by default.", valueName: "requests"))
    var maxRate: Double?

    @OptionGroup var limit: RequestTimeoutOption

    @OptionGroup(title: "Targets") var targets: TargetOptions
    @OptionGroup(title: "Workload") var workload: WorkloadOptions
    @OptionGroup(title: "Results") var output: OutputOptions
    @OptionGroup(title: "Pictures") var pictures: PictureOptions
    @OptionGroup(title: "Simulation") var simulation: SimulationOptions

    @Flag(help: "Sweep a simulated Metis and Sophia.")
    var simulate = false

    @Flag(help: "Do not ask for confirmation before putting a large load on the service.")
    var yes = false

    @Option(
        help: ArgumentHelp(
            "Resume an interrupted sweep. Other options are ignored, except '--yes', '--json', '--quiet' and '--plot'.",
            valueName: "name"))
    var resume: String?

    func validate() throws {
        try require(
            concurrencies == nil || rates == nil, "'--concurrency' and '--rates' exclude each other.")
        try require(
            levels.allSatisfy {
                rates == nil ? (1...10_000).contains($0) && $0 == $0.rounded() : (0.001...1000).contains($0)
            },
            "'--concurrency' takes numbers from 1 to 10000, and '--rates' numbers above 0.")
        try require(
            maxRate.map(BenchmarkOptions.Limits.maxRate.contains) ?? true, "'--max-rate' must be from 0.01 to 10000.")
        try targets.arguments.requireChat(workload.chatOptions)
        try require((1...100_000).contains(perLevel ?? 1), "'--per-level' must be at least 1.")
        try require((0...1).contains(stopAtErrors.share), "'--stop-at-errors' must be from 0% to 100%.")
    }

    private var levels: [Double] { (rates ?? concurrencies)?.values ?? [1, 2, 4, 8] }

    func run() async throws {
        let base: String
        let plan: SweepPlan
        if let resume {
            base = SweepPlan.base(resume)
            plan = try continuedPlan(SweepPlan.path(base))
        } else {
            let chosen = try targets.settled(simulates: simulate, chatOnly: workload.chatOptions)
            base = SweepPlan.base(
                output.output ?? "\(chosen.fileName)_sweep_\(DateText.stamp(WallClock.system.now()))")
            try OutputFiles.check(
                SweepPlan.results(base)
                    + levels.flatMap { SweepPlan.files($0, isRate: rates != nil, base: base).all },
                inputs: [workload.dataset].compactMap(\.self))
            let old = output.overwrite ? nil : try? SweepPlan(path: SweepPlan.path(base))
            plan = try await newPlan(chosen, promptSeed: old?.options.promptSeed)
            try begin(plan, base)
        }
        do { try finish(try await run(plan, base), base) } catch is CancellationError {
            Console.note("To resume the sweep: alcf benchmark sweep --resume \(base.shellQuoted)")
            throw ExitCode(Failure.ExitCode.interrupted)
        }
    }

    /// Runs the levels that are not complete yet.
    private func run(_ plan: SweepPlan, _ base: String) async throws -> SweepReport {
        var report: SweepReport?
        try await BenchmarkedService.use(plan.arguments) { service in
            let all = try await plan.arguments.targets.resolve(service, streaming: plan.options.isStreaming)
            var plan = plan
            // One server under two names would find in its cache what the other was sent.
            if PromptSupply.isShared(all.map(\.manifest)), !plan.options.repeatsPrompts {
                plan.options.bustsCache = true
            }
            if plan.forcesLength { try await FreshRun.forceLength(&plan.options, all) }
            let sweep = SweepRun(
                plan, base: base, .program(isChecked: !output.skipsSelfCheck), simulationSpeed: service.simulationSpeed)
            let left = sweep.left(all)
            try ConnectionRoom.make(for: left, service)
            try await LoadAnnouncement(left, service: service)
                .confirm(yes: yes, isShown: !output.quiet && Terminal.isInteractive(.error))
            report = try await sweep.run(
                all, perform: { try await ShownRun(run: $0, isShown: !output.quiet).wasInterrupted() },
                warn: Console.warn)
        }
        guard let report else { throw UsageError("the sweep was not run") }
        return report
    }

    /// Returns the plan of a sweep that goes on, with the headers that were given anew.
    private func continuedPlan(_ path: String) throws -> SweepPlan {
        var plan = try SweepPlan(path: path)
        plan.arguments = try RunArguments(
            kept: plan.arguments, speed: plan.arguments.simulation.speed, path: path, headers: targets.requests.header)
        return plan
    }

    /// - Parameters:
    ///   - chosen: the targets.
    ///   - promptSeed: that of the sweep that the same command began.
    private func newPlan(_ chosen: TargetArguments, promptSeed: UInt64?) async throws -> SweepPlan {
        let promptSeed = workload.freshness.promptSeed ?? promptSeed ?? workload.freshness.seed()
        let isRate = rates != nil
        let total = SweepPlan.total(levels, perLevel: perLevel, isRate: isRate)
        let isOwnChoice = workload.samples == nil || workload.synthetic != nil
        let work = try await workload.prompts(promptSeed: promptSeed, upTo: isOwnChoice ? total : nil)
        var options = workload.options
        options.samples = work.conversationCount
        workload.freshness.apply(promptSeed, to: &options)
        options.maxRate = maxRate
        options.requestTimeout = limit.requestTimeout
        if work.conversationCount < total, !options.bustsCache, !options.repeatsPrompts {
            guard workload.isOwn else {
                throw PromptSupply.shortage(
                    of: work.dataSet.name, needed: total, there: work.conversationCount, load: "this sweep")
            }
            options.bustsCache = true
        }
        if work.isBuiltIn, !options.repeatsPrompts { options.bustsCache = true }
        return SweepPlan(
            arguments: RunArguments(
                targets: chosen, simulation: simulation.arguments, simulates: simulate), options: options,
            loads: levels, isRate: isRate, perLevel: perLevel, stopAtErrors: stopAtErrors.share,
            forcesLength: workload.forceLength, workload: work)
    }

    /// Writes the plan; the same command goes on with what it began.
    private func begin(_ plan: SweepPlan, _ base: String) throws {
        let path = SweepPlan.path(base)
        if output.overwrite {
            if let old = try? SweepPlan(path: path) {
                // The sweep that is replaced may have had other levels.
                try OutputFiles.check(
                    old.loads.indices.map { old.files($0, base: base).record },
                    inputs: [workload.dataset].compactMap(\.self))
                for index in old.loads.indices { old.files(index, base: base).removeRecord() }
            }
            for index in plan.loads.indices { plan.files(index, base: base).removeRecord() }
        } else if let old = try? SweepPlan(path: path) {
            guard old.json == plan.json else {
                throw UsageError(
                    "a sweep named \(base) was begun with other options",
                    remedy:
                        "Resume it with --resume \(base), choose another name with --output, or replace it with --overwrite."
                )
            }
            if !output.quiet { Console.note("Resuming \(base): complete levels are not sent again.") }
            return
        } else {
            try ReportFiles.requireNone(of: SweepPlan.results(base))
            for index in plan.loads.indices { try plan.files(index, base: base).requireNone() }
        }
        try ReportFiles.write(plan.json.serialized() + "\n", to: path)
    }

    private func finish(_ report: SweepReport, _ base: String) throws {
        let document = report.document
        for (form, ending) in [(DocumentForm.json, ".json"), (.markdown, ".md"), (.html, ".html")] {
            try ReportFiles.write(form.text(document), to: base + ending)
        }
        Console.print(document, as: output.form)
        Console.note("\nWrote \(base).json, \(base).md, \(base).html and a record for each level.")
        try pictures.write(document, inputs: [])
        if !report.levels.contains(where: { $0.successes > 0 }) { throw ExitCode(Failure.ExitCode.failed) }
    }
}
