import ALCFBench
import ALCFJSON
import ALCFSystem
import ArgumentParser

/// Throughput and latency over a range of loads.
struct BenchmarkSweepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Raise the load step by step: throughput and latency at each, and where more load stops paying.",
        discussion: """
            At each level one target after the other is loaded, in an order that reverses from level to level. A target that fails too \
            often is left out of the levels that follow. Each level has a record of its own.

              alcf benchmark sweep --concurrency 1,2,4,8,16
              alcf benchmark sweep --rates 0.1,0.2,0.5,1 --per-level 100
            """)

    @Option(name: [.customLong("concurrency"), .customShort("c")], help: "Requests in flight, as in 1,2,4,8.")
    var concurrencies: NumberList?

    @Option(help: "Instead: requests a second, whether or not earlier ones were answered, as in 0.1,0.5,1.")
    var rates: NumberList?

    @Option(
        help: ArgumentHelp(
            "Requests to each target at each level; by default six times the concurrency, and 24 at least.",
            valueName: "requests"))
    var perLevel: Int?

    @Option(help: ArgumentHelp("Leave a target out once so many of its requests fail.", valueName: "share"))
    var stopAtErrors = Percentage(0.1)

    @Option(help: ArgumentHelp("The most requests a second to the service; 10 by default.", valueName: "requests"))
    var maxRate: Double?

    @OptionGroup(title: "Targets") var targets: TargetOptions
    @OptionGroup(title: "Workload") var workload: WorkloadOptions
    @OptionGroup(title: "Results") var output: OutputOptions
    @OptionGroup(title: "Simulation") var simulation: SimulationOptions

    @Flag(help: "Sweep a simulated Metis and Sophia.")
    var simulate = false

    @Flag(help: "Do not ask before a large load is put on the service.")
    var yes = false

    func validate() throws {
        try require(
            concurrencies == nil || rates == nil, "'--concurrency' and '--rates' exclude each other.")
        try require(
            levels.allSatisfy {
                rates == nil ? (1...10_000).contains($0) && $0 == $0.rounded() : (0.001...1000).contains($0)
            },
            "Concurrency is from 1 to 10000, a rate above 0.")
        try require((1...100_000).contains(perLevel ?? 1), "'--per-level' must be at least 1.")
        try require((0...1).contains(stopAtErrors.share), "'--stop-at-errors' must be from 0% to 100%.")
    }

    private var levels: [Double] { (rates ?? concurrencies)?.values ?? [1, 2, 4, 8] }

    func run() async throws {
        let arguments = RunArguments(targets: targets, simulation: simulation, simulates: simulate)
        let base = output.output ?? "alcf_sweep_\(DateText.stamp(WallClock.system.now()))"
        var work = workload
        if work.dataset == nil, work.synthetic == nil { work.samples = min(48, max(work.samples, most)) }
        let prompts = try await work.prompts()
        try await BenchmarkedService.use(arguments) { service in
            let run = ExperimentRun(
                service: service, arguments: arguments, yes: yes, quiet: output.quiet,
                isChecked: !output.skipsSelfCheck)
            let all = try await targets.resolve(service)
            try run.confirm(
                levels.enumerated().map { run.runner(options($0.offset), prompts.cycled(to: count($0.element)), all) })
            var left = all
            var results: [SweepLevel] = []
            var stopped: [String] = []
            for (index, load) in levels.enumerated() where !left.isEmpty {
                let files = ReportFiles(name: "\(base)-\(rates == nil ? "c" : "r")\(Self.text(load))")
                if output.overwrite { files.removeRecord() }
                try await run.run(
                    options(index), prompts.cycled(to: count(load)), targets: left, files: files,
                    extra: ["sweep": .string(base)], isConfirmed: true)
                let record = try RecordReader.read(path: files.record)
                let verdict = Analysis(record).instrument
                if verdict.isInvalid { stopped.append("The level \(Self.text(load)) is \(verdict.sentence).") }
                for target in left {
                    let level = SweepLevel(
                        target.name, load: load, inFlight: rates == nil ? Int(load) : 1, in: record)
                    results.append(level)
                    if level.failedShare > stopAtErrors.share {
                        stopped.append(
                            "\(target.name) failed \(Number.fixed(level.failedShare * 100, 0)) % at \(Self.text(load)), and was left out after it."
                        )
                    }
                }
                left.removeAll { target in
                    results.contains { $0.target == target.name && $0.failedShare > stopAtErrors.share }
                }
            }
            try finish(
                SweepText(
                    levels: results, isRate: rates != nil, notes: stopped, isSimulated: service.simulationSpeed != nil),
                base, all.map(\.name))
        }
    }

    private var most: Int { levels.map(count).max() ?? 24 }
    private func count(_ load: Double) -> Int { perLevel ?? (rates == nil ? max(24, Int(load) * 6) : 24) }

    private func options(_ index: Int) -> BenchmarkOptions {
        var options = workload.options
        // Another seed at each level draws another order; every second level reverses it.
        options.seed = workload.seed &+ UInt64(index)
        options.slices = 1
        options.warmup = index == 0 ? 1 : 0
        options.maxRate = maxRate
        if rates == nil { options.concurrency = Int(levels[index]) } else { options.rate = levels[index] }
        return options
    }

    private func finish(_ text: SweepText, _ base: String, _ names: [String]) throws {
        let json = text.json(targets: names)
        try ReportFiles.write(json.serialized(.pretty) + "\n", to: base + ".json")
        try ReportFiles.write(text.markdown(targets: names), to: base + ".md")
        if output.json { Console.print(json) } else { Console.print(text.terminal(targets: names)) }
        Console.note("\nWrote \(base).json, \(base).md and a record for each level.")
        if !text.levels.contains(where: { $0.successes > 0 }) { throw ExitCode(Failure.ExitCode.failed) }
    }

    static func text(_ load: Double) -> String { load == load.rounded() ? "\(Int(load))" : "\(load)" }
}
