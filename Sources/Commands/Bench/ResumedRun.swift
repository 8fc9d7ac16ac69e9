import ALCFLoad
import ALCFRecord
import ALCFReport
import ALCFSystem

/// Goes on with a run that was cut off.
struct ResumedRun {
    let path: String
    let load: LoadOptions
    let output: OutputOptions
    let cost: CostOptions
    let judge: JudgeOptions
    /// Headers whose values are in no record.
    var headers: [String] = []

    func run() async throws {
        try OutputFiles.check(ReportFiles(name: path).all.filter { $0 != path }, inputs: cost.files + [path])
        let (before, writer) = try InterruptedRun.open(path)
        let manifest = before.manifest
        try judge.check(manifest.targets)
        let arguments = try RunArguments(manifest, path: path, headers: headers)
        let environment = RunEnvironment.program(isChecked: !output.skipsSelfCheck)
        try await BenchmarkedService.use(arguments) { service in
            let targets = try await arguments.targets.resolve(
                service, isControlled: before.options.isControlled, streaming: before.options.isStreaming)
            let runner = before.runner(targets)
            try ConnectionRoom.make(for: [runner], service)
            try await LoadAnnouncement(runner, service: service, progress: before.progress)
                .confirm(yes: load.yes, isShown: !output.quiet && Terminal.isInteractive(.error))
            let run = try before.continued(
                writer, targets, simulationSpeed: service.simulationSpeed, environment)
            let wasInterrupted = try await ShownRun(run: run, isShown: !output.quiet).wasInterrupted()
            try RunResult(files: ReportFiles(name: path), form: output.form, judge: judge, isQuiet: output.quiet)
                .report(wasInterrupted: wasInterrupted, cost: cost, writer: writer)
        }
    }
}
