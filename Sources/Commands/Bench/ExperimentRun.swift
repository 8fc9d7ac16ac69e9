import ALCFJSON
import ALCFLoad
import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// One recorded run of an experiment that consists of several.
struct ExperimentRun {
    let service: BenchmarkedService
    let arguments: RunArguments
    let yes: Bool
    let quiet: Bool
    let isChecked: Bool

    /// Announces the load of all runs together, and asks where it is large.
    func confirm(_ runners: [BenchmarkRunner]) async throws {
        try ConnectionRoom.make(for: runners, service)
        try await LoadAnnouncement(runners, service: service)
            .confirm(yes: yes, isShown: !quiet && Terminal.isInteractive(.error))
    }

    /// Runs into `files.record`; reports are written beside it.
    ///
    /// - Throws: `ExitCode` 130 when it was interrupted.
    @discardableResult
    func run(
        _ options: BenchmarkOptions, _ work: Workload, targets: [BenchmarkTarget], files: ReportFiles,
        declared: Design = Design()
    ) async throws -> ReportFiles {
        let runner = runner(options, work, targets)
        try await confirm([runner])
        let environment = RunEnvironment.program(isChecked: isChecked)
        let manifest = await environment.manifest(
            runner, work, arguments, simulationSpeed: service.simulationSpeed, declared: declared)
        let anchor = MonotonicTime.now
        var run = RecordedRun(runner, into: try RecordWriter(path: files.record, manifest: manifest), environment)
        run.anchor = anchor
        let wasInterrupted = try await ShownRun(run: run, isShown: !quiet).wasInterrupted()
        let analysis = Analysis(try RecordReader.read(path: files.record))
        try files.write(analysis)
        if analysis.instrument.isInvalid { Console.warn("\(files.record) is \(analysis.instrument.sentence)") }
        guard !wasInterrupted else {
            Console.note("Interrupted. To finish this part: alcf benchmark --resume \(files.record.shellQuoted)")
            throw ExitCode(Failure.ExitCode.interrupted)
        }
        return files
    }

    func runner(_ options: BenchmarkOptions, _ work: Workload, _ targets: [BenchmarkTarget]) -> BenchmarkRunner {
        var options = options
        options.maxRate = GatewayLimit.rate(
            options.maxRate, for: targets, simulationSpeed: service.simulationSpeed)
        return BenchmarkRunner(targets: targets, prompts: work.prompts, options: options)
    }
}
