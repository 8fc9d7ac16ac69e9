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
        declared: Design = Design(), isConfirmed: Bool = false
    ) async throws -> ReportFiles {
        let runner = runner(options, work, targets)
        if !isConfirmed { try await confirm([runner]) }
        let manifest = await NewManifest.make(runner, work, service, arguments, declared: declared)
        let anchor = MonotonicTime.now
        let writer = try RecordWriter(path: files.record, manifest: manifest)
        let wasInterrupted = try await RecordedRun(
            runner: runner, writer: writer, anchor: anchor, isShown: !quiet, isChecked: isChecked
        ).run()
        let analysis = Analysis(try RecordReader.read(path: files.record))
        try files.write(analysis)
        if analysis.instrument.isInvalid { Console.warn("\(files.record) is \(analysis.instrument.sentence)") }
        guard !wasInterrupted else {
            // A sweep says itself how it goes on.
            if declared.sweep == nil {
                Console.note("Interrupted. To finish this part: alcf benchmark --resume \(files.record.shellQuoted)")
            }
            throw ExitCode(Failure.ExitCode.interrupted)
        }
        return files
    }

    func runner(_ options: BenchmarkOptions, _ work: Workload, _ targets: [BenchmarkTarget]) -> BenchmarkRunner {
        var options = options
        options.maxRate = service.limit(options.maxRate, for: targets)
        return BenchmarkRunner(targets: targets, prompts: work.prompts, options: options)
    }
}
