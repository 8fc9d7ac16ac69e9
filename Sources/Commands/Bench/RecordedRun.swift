import ALCFJSON
import ALCFLoad
import ALCFRecord
import ALCFReport
import ALCFStatistics
import ALCFSystem
import ArgumentParser
import Synchronization

/// Runs a benchmark into its record, with progress and Ctrl-C.
struct RecordedRun {
    let runner: BenchmarkRunner
    let writer: RecordWriter
    var anchor: MonotonicTime = .now
    var done = RunProgress()
    var isShown = true
    /// Whether the instrument is checked before and after, and watched meanwhile: see ``SelfCheck``,
    /// ``InstrumentWatch``.
    var isChecked = true

    /// Whether the run was stopped by Ctrl-C; what had ended is in the record then.
    func run() async throws -> Bool {
        let progress = Progress(runner, done: done, isShown: isShown)
        let gaps = Mutex<[Double]>([])
        let start = Mutex(ProcessUsage.now)
        var runner = runner
        runner.transport = LoadTransport.make(runner.options)
        runner.watch = isChecked ? InstrumentWatch() : nil
        let watch = TargetWatch(runner.targets)
        defer { progress.end() }
        let task = Task { [runner] in
            if isChecked { try writer.append(await SelfCheck.short(.before, beside: runner)) }
            start.withLock { $0 = .now }
            try await runner.run(anchor: anchor, continuing: done) { sample in
                try writer.append(sample)
                progress.note(sample)
                try watch.note(sample)
                if let gap = sample[.interChunkGap] { gaps.withLock { $0.append(gap) } }
            }
        }
        let interrupt = Interrupt { task.cancel() }
        defer { withExtendedLifetime(interrupt) {} }
        try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
        let usage = InstrumentCheck.Usage(from: start.withLock { $0 }, to: .now, loops: runner.options.loops)
        if let course = runner.watch?.stop() { try writer.append(course) }
        if isChecked {
            var check = InstrumentCheck(.after)
            if !task.isCancelled {
                check = await SelfCheck.short(.after, beside: runner, gap: Statistics.median(gaps.withLock { $0 }))
            }
            check.usage = usage
            try writer.append(check)
        }
        progress.end()
        try writer.synchronize()
        return task.isCancelled
    }
}

/// Prints what a record says, and ends with the exit code that fits.
struct RunResult {
    let files: ReportFiles
    let form: DocumentForm
    let judge: JudgeOptions
    /// Record of the run; nil to read it from the file.
    var record: Record?

    /// - Parameters:
    ///   - cost: what was said of prices and power; it goes into the record.
    ///   - writer: the record's.
    func report(wasInterrupted: Bool, cost: CostOptions, writer: RecordWriter) throws {
        do { try cost.append(to: writer) } catch let error as UsageError {
            // What was measured is reported in any case.
            Console.warn("\(error.message): alcf benchmark report \(files.record.shellQuoted) --power … adds it")
        }
        var result = self
        result.record = writer.record
        try result.report(wasInterrupted: wasInterrupted)
    }

    func report(wasInterrupted: Bool) throws {
        let analysis = Analysis(try record ?? RecordReader.read(path: files.record))
        let summary = try files.write(analysis)
        if form == .json {
            Console.print(summary)
        } else {
            judge.show(analysis, as: form, source: files.markdown)
        }
        Console.note("\nWrote \(files.record), \(files.summary), \(files.markdown) and \(files.html)")
        if wasInterrupted {
            Console.note("Interrupted: the report covers the requests that had ended.")
            Console.note("To continue: alcf benchmark --resume \(files.record.shellQuoted)")
            // What it says of conditions is about a part of the run; the exit code says that it was interrupted.
            do { try judge.judge(analysis) } catch is ExitCode {}
            throw ExitCode(Failure.ExitCode.interrupted)
        }
        let measured = analysis.record.samples.filter { $0.phase == .measured }
        if !measured.contains(where: \.outcome.isSuccess) {
            Console.warn("no request succeeded")
            do { try judge.judge(analysis) } catch is ExitCode {}
            throw ExitCode(Failure.code(of: measured))
        }
        try judge.judge(analysis)
    }
}
