import ALCFJSON
import ALCFLoad
import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// A comparison over kinds of tasks.
struct BenchmarkTasksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tasks",
        abstract: "Compare targets on questions, summaries, long texts and code, with separate results for each.",
        discussion: """
              alcf benchmark tasks --per-task 12
              alcf benchmark tasks --only questions,generation --dataset squad --per-task 50
            """)

    @Option(
        help:
            "Number of prompts for each task; \(BenchmarkTasksCommand.standard) by default, or all if the data set has fewer."
    )
    var perTask: Int?

    private static let standard = 12

    @Option(help: "Tasks to run, as in questions,summary,generation,code. All of them by default.")
    var only: String?

    @OptionGroup(title: "Targets") var targets: TargetOptions
    @OptionGroup(title: "Workload") var workload: WorkloadOptions
    @OptionGroup(title: "Load") var load: LoadOptions
    @OptionGroup(title: "Results") var output: OutputOptions
    @OptionGroup(title: "Verdict") var judge: JudgeOptions
    @OptionGroup(title: "Simulation") var simulation: SimulationOptions

    @Flag(help: "Measure a simulated Metis and Sophia.")
    var simulate = false

    func validate() throws {
        try require((1...10_000).contains(perTask ?? 1), "'--per-task' must be from 1 to 10000.")
        try targets.arguments.requireChat(workload.chatOptions)
        let words = (only ?? "").split(separator: ",").map(String.init)
        try require(
            words.allSatisfy { TaskPrompts.Task(rawValue: $0) != nil } && (only == nil || !words.isEmpty),
            "'--only' takes \(TaskPrompts.Task.allCases.map(\.rawValue).joined(separator: ", ")).")
    }

    private var tasks: [TaskPrompts.Task] {
        let words = only?.split(separator: ",").map(String.init)
        return TaskPrompts.Task.allCases.filter { words?.contains($0.rawValue) ?? true }
    }

    func run() async throws {
        let chosen = try targets.settled(simulates: simulate, chatOnly: workload.chatOptions)
        let outputs = try output.files(
            default: "\(chosen.fileName)_tasks", inputs: [workload.dataset].compactMap(\.self))
        let promptSeed = workload.freshness.seed()
        let work = try await prompts(promptSeed)
        let arguments = RunArguments(
            targets: chosen, simulation: simulation.arguments, simulates: simulate)
        let files = outputs.files
        try await BenchmarkedService.use(arguments) { service in
            var options = workload.options
            workload.freshness.apply(promptSeed, to: &options)
            load.apply(to: &options)
            let list = try await chosen.resolve(service)
            try FreshRun(isOwn: true, runs: load.runs).settle(&options, work, list)
            try await workload.forceLength(&options, list)
            var declared = Design()
            declared.experiment = .tasks
            workload.freshness.declare(in: &declared)
            _ = try outputs.clear()
            let run = ExperimentRun(
                service: service, arguments: arguments, yes: load.yes, quiet: output.quiet,
                isChecked: !output.skipsSelfCheck)
            try judge.check(list.map(\.manifest))
            try await run.run(options, work, targets: list, files: files, declared: declared)
        }
        let record = try RecordReader.read(path: files.record)
        let analysis = Analysis(record)
        try files.write(analysis)
        if output.form == .json {
            let json = JSONValue.object(JSONObject(analysis.strata.map { ($0.task, $0.json) }))
            Console.print(["experiment": "tasks", "simulated": .bool(record.manifest.simulation != nil), "tasks": json])
        } else {
            judge.show(analysis, as: output.form, source: files.markdown)
        }
        Console.note("\nWrote \(files.record), \(files.summary), \(files.markdown) and \(files.html)")
        try judge.judge(analysis)
        if !record.samples.contains(where: \.outcome.isSuccess) { throw ExitCode(Failure.code(of: record.samples)) }
    }

    private func prompts(_ promptSeed: UInt64) async throws -> Workload {
        var (set, source) = (try QuestionSet.demo(), Workload.builtIn)
        if let dataset = workload.dataset {
            guard
                case .questions(let loaded, let name, _) = try await DataSource(dataset).load(
                    .init(prompts: perTask ?? Self.standard, seed: workload.seed))
            else {
                throw UsageError("'\(dataset)' has no questions on passages, which the tasks are made of")
            }
            (set, source) = (loaded, name)
            for note in set.notes { Console.warn(note) }
        }
        let most = tasks.contains(.summary) ? set.passageCount : set.questions.count
        return try TaskPrompts.workload(
            tasks, perTask: perTask ?? min(Self.standard, most), questions: set, source: source, seed: workload.seed,
            promptSeed: promptSeed)
    }
}
