import ALCFJSON
import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// The command that plans the size of a run.
struct BenchmarkPlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Estimate from a pilot run how many prompts, minutes and tokens a given precision needs.",
        discussion: """
            The pilot is a record, or it is run now with '--pilot'. It shows how much the ratio of the two latencies varies from prompt \
            to prompt and over time, from which the numbers follow. The output says so if the pilot was too short to show how the \
            services' load varies. Do not count the pilot's prompts towards the run.

              alcf benchmark plan run.jsonl
              alcf benchmark plan --pilot 20 --precision 5% --precision 2%
            """)

    @Argument(help: "Record of the pilot.")
    var record: String?

    @Option(help: ArgumentHelp("Run a pilot with this many prompts now.", valueName: "prompts"))
    var pilot: Int?

    @Option(help: ArgumentHelp("Precision of the ratio to plan for, as in 5%. May be repeated.", valueName: "share"))
    var precision: [Percentage] = []

    @OptionGroup(title: "Targets") var targets: TargetOptions
    @OptionGroup(title: "Workload") var workload: WorkloadOptions
    @OptionGroup(title: "Results") var output: OutputOptions
    @OptionGroup(title: "Simulation") var simulation: SimulationOptions

    @Flag(help: "Run the pilot against a simulated Metis and Sophia.")
    var simulate = false

    @Flag(help: "Do not ask for confirmation before putting a large load on the service.")
    var yes = false

    func validate() throws {
        try targets.arguments.requireChat(workload.chatOptions)
        try require(
            (record == nil) != (pilot == nil), "Give the record of a pilot, or '--pilot' with a number of prompts.")
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
        let report = PlanReport(plans, pilot: path, isSimulated: data.manifest.simulation != nil)
        Console.print(report.document, as: output.form)
    }

    private func runPilot() async throws -> String {
        var work = workload
        work.samples = pilot ?? work.samples
        let chosen = try targets.settled(simulates: simulate, chatOnly: workload.chatOptions)
        let outputs = try output.files(
            default: "\(chosen.fileName)_pilot", inputs: [workload.dataset].compactMap(\.self))
        let promptSeed = work.freshness.seed()
        let prompts = try await work.prompts(promptSeed: promptSeed)
        let arguments = RunArguments(
            targets: chosen, simulation: simulation.arguments, simulates: simulate)
        var files = outputs.files
        try await BenchmarkedService.use(arguments) { service in
            var options = work.options
            work.freshness.apply(promptSeed, to: &options)
            let list = try await chosen.resolve(service, streaming: options.isStreaming)
            try FreshRun(isOwn: work.isOwn, runs: nil).settle(&options, prompts, list)
            try await work.forceLength(&options, list)
            _ = try outputs.clear()
            let run = ExperimentRun(
                service: service, arguments: arguments, yes: yes, quiet: output.quiet,
                isChecked: !output.skipsSelfCheck)
            var declared = Design()
            work.freshness.declare(in: &declared)
            files = try await run.run(options, prompts, targets: list, files: files, declared: declared)
        }
        return files.record
    }
}
