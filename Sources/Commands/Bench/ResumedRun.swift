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
        try await BenchmarkedService.use(arguments) { service in
            let targets = try await arguments.targets.resolve(
                service, isControlled: before.options.isControlled, streaming: before.options.isStreaming)
            let runner = Self.runner(before, targets)
            try ConnectionRoom.make(for: [runner], service)
            try await LoadAnnouncement(runner, service: service, progress: before.progress)
                .confirm(yes: load.yes, isShown: !output.quiet && Terminal.isInteractive(.error))
            let wasInterrupted = try await Self.goOn(
                before, writer, targets: targets, service: service, arguments: arguments, isShown: !output.quiet,
                isChecked: !output.skipsSelfCheck)
            try RunResult(files: ReportFiles(name: path), form: output.form, judge: judge)
                .report(wasInterrupted: wasInterrupted, cost: cost, writer: writer)
        }
    }

    /// Sends what is left of a run, and says whether it was interrupted again.
    ///
    /// - Throws: `UsageError` where targets or service are not those of the record.
    static func goOn(
        _ before: InterruptedRun, _ writer: RecordWriter, targets: [BenchmarkTarget], service: BenchmarkedService,
        arguments: RunArguments, isShown: Bool, isChecked: Bool
    ) async throws -> Bool {
        let manifest = before.manifest
        try check(targets, manifest, arguments)
        guard service.simulationSpeed == manifest.simulation?.speed else {
            throw UsageError(
                "the run was \(manifest.simulation == nil ? "not simulated" : "simulated"), but this service is another one",
                remedy: Self.gateway(manifest).map {
                    "Set the gateway to the one of that run: export ALCF_BASE_URL=\($0.shellQuoted)"
                }
                    ?? "Set ALCF_BASE_URL to its value in that run.")
        }
        guard runner(before, targets).schedule.holds(before.progress.samples, targets: targets.map(\.name)) else {
            throw UsageError(
                "the record was begun by a version that sent requests in another order, and cannot be continued",
                remedy: "Make a report of the record (alcf benchmark report), and start a new run.")
        }
        let anchor = before.anchor()
        try before.noteResumption(writer, anchor: anchor, tool: "alcf \(Version.current)")
        let runner = runner(before, targets)
        return try await RecordedRun(
            runner: runner, writer: writer, anchor: anchor, done: before.progress, isShown: isShown,
            isChecked: isChecked
        ).run()
    }

    /// The gateway that a record's targets were behind; nil where none was.
    private static func gateway(_ manifest: RunManifest) -> String? {
        let end = "/resource_server"
        return manifest.targets.lazy.compactMap { target in
            target.url.firstRange(of: end).map { String(target.url[..<$0.upperBound]) }
        }.first
    }

    /// Returns the runner of the rest, with the very same prompts.
    private static func runner(_ before: InterruptedRun, _ targets: [BenchmarkTarget]) -> BenchmarkRunner {
        var runner = BenchmarkRunner(targets: targets, prompts: before.manifest.prompts, options: before.options)
        runner.warmupPrompts = before.manifest.warmupPrompts
        return runner
    }

    /// A run that goes on against something else would be two runs in one record.
    private static func check(_ targets: [BenchmarkTarget], _ manifest: RunManifest, _ arguments: RunArguments) throws {
        guard targets.count == manifest.targets.count else {
            throw UsageError("the record has other targets", remedy: "Start a new run.")
        }
        for (now, then) in zip(targets.map(\.manifest), manifest.targets) {
            guard now.name != then.name || now.model != then.model || (now.url != then.url && !arguments.simulates)
            else { continue }
            throw UsageError(
                "'\(then.name)' was \(then.model) at \(then.url), and is now \(now.model) at \(now.url)",
                remedy: "Start a new run.")
        }
    }
}
