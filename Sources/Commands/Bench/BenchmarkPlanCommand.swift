import ALCFJSON
import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// How much to measure.
struct BenchmarkPlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "From a pilot, work out how many prompts, minutes and tokens the wanted precision takes.",
        discussion: """
            The pilot is a record, or it is run now with '--pilot'. It says how much the ratio of the two latencies scatters from \
            prompt to prompt, and how much of that lasts; the rest is arithmetic. A pilot that is too short for what the services' load \
            remembers is said to be. Do not count the pilot's prompts towards the run.

              alcf benchmark plan run.jsonl
              alcf benchmark plan --pilot 20 --precision 5% --precision 2%
            """)

    @Argument(help: "The pilot's record.")
    var record: String?

    @Option(help: ArgumentHelp("Run a pilot of so many prompts now.", valueName: "prompts"))
    var pilot: Int?

    @Option(help: ArgumentHelp("A wanted precision of the ratio; may be repeated.", valueName: "share"))
    var precision: [Percentage] = []

    @OptionGroup(title: "Targets") var targets: TargetOptions
    @OptionGroup(title: "Workload") var workload: WorkloadOptions
    @OptionGroup(title: "Results") var output: OutputOptions
    @OptionGroup(title: "Simulation") var simulation: SimulationOptions

    @Flag(help: "Run the pilot against a simulated Metis and Sophia.")
    var simulate = false

    @Flag(help: "Do not ask before a large load is put on the service.")
    var yes = false

    func validate() throws {
        try targets.requireChat(workload.chatOptions)
        try require((record == nil) != (pilot == nil), "Give the pilot's record, or '--pilot' and a number.")
        try require((6...1000).contains(pilot ?? 6), "'--pilot' must be from 6 to 1000.")
        try require(
            precision.allSatisfy { (0.001...1).contains($0.share) }, "'--precision' must be from 0.1% to 100%.")
    }

    func run() async throws {
        let path: String
        if let record { path = record } else { path = try await runPilot() }
        let data = try RecordReader.read(path: path)
        let wanted = precision.isEmpty ? [0.2, 0.1, 0.05, 0.02] : precision.map(\.share)
        let plans = try SamplePlan.all(data, precisions: wanted)
        if output.json {
            Console.print(["pilot": .string(path), "plans": .array(plans.map(\.json))])
        } else {
            Console.print(plans.map(text).joined(separator: "\n\n"))
            if data.manifest.simulation != nil {
                Console.note("\nThe pilot was simulated: this is no plan for a real system.")
            }
        }
    }

    private func text(_ plan: SamplePlan) -> String {
        var table = TextTable(
            "±", "prompts", "as the pilot is unsure", "minutes", "to detect it", "as unsure", "minutes", "tokens")
        for row in plan.rows {
            table.add(
                "\(Number.fixed(row.precision * 100, row.precision < 0.01 ? 1 : 0)) %", "\(row.forPrecision)",
                "\(row.forPrecisionRange.lowerBound)–\(row.forPrecisionRange.upperBound)", Number.fixed(row.minutes, 1),
                "\(row.toDetect)", "\(row.toDetectRange.lowerBound)–\(row.toDetectRange.upperBound)",
                Number.fixed(row.minutesToDetect, 1), row.tokens.map(String.init))
        }
        return """
            \(plan.targets.joined(separator: " ÷ ")): from \(plan.spread.pairs) pairs, whose log ratios scatter by \
            \(Number.fixed(plan.spread.deviation, 3)), passages and time counted. \(plan.timeSentence)
            A ratio of 1 + the precision is detected in \(Number.fixed(100 * SamplePlan.power, 0)) of 100 runs at least, one error \
            rate of 5 % shared by \(plan.tests == 1 ? "1 declared test" : "\(plan.tests) declared tests"), unless the services \
            remember more than this pilot could see.

            \(table.text(colour: Terminal.usesColour(.output)))
            """
    }

    private func runPilot() async throws -> String {
        var work = workload
        work.samples = pilot ?? work.samples
        let outputs = try output.files(
            default: "\(targets.fileName)_pilot", inputs: [workload.dataset].compactMap(\.self))
        let promptSeed = work.freshness.seed()
        let prompts = try await work.prompts(promptSeed: promptSeed)
        let arguments = RunArguments(targets: targets, simulation: simulation, simulates: simulate)
        var files = outputs.files
        try await BenchmarkedService.use(arguments) { service in
            var options = work.options
            work.freshness.apply(promptSeed, to: &options)
            let list = try await targets.resolve(service, streaming: options.isStreaming)
            try FreshRun(isOwn: work.isOwn, runs: nil).settle(&options, prompts, list)
            try await work.forceLength(&options, list)
            _ = try outputs.clear()
            let run = ExperimentRun(
                service: service, arguments: arguments, yes: yes, quiet: output.quiet,
                isChecked: !output.skipsSelfCheck)
            files = try await run.run(options, prompts, targets: list, files: files, extra: work.freshness.members)
        }
        return files.record
    }
}
