import ALCFJSON
import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// The report of a run, printed, and the exit code that fits it.
struct RunResult {
    let files: ReportFiles
    let form: DocumentForm
    let judge: JudgeOptions
    /// Whether to say nothing of conditions that are not met.
    var isQuiet = false
    /// Record of the run; nil to read it from the file.
    var record: Record?

    /// - Parameters:
    ///   - cost: what was said of prices and power; it goes into the record.
    ///   - writer: the record's.
    func report(wasInterrupted: Bool, cost: CostOptions, writer: RecordWriter) throws {
        do { try cost.append(to: writer) } catch let error as UsageError {
            // The measurements are reported in any case.
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
            // Conditions were judged on a part of the run only; the exit code says that it was interrupted.
            do { try judge.judge(analysis, isQuiet: true) } catch is ExitCode {}
            throw ExitCode(Failure.ExitCode.interrupted)
        }
        let measured = analysis.record.samples.filter { $0.phase == .measured }
        if !measured.contains(where: \.outcome.isSuccess) {
            Console.warn("no request succeeded")
            do { try judge.judge(analysis, isQuiet: true) } catch is ExitCode {}
            throw ExitCode(Failure.code(of: measured))
        }
        try judge.judge(analysis, isQuiet: isQuiet)
    }
}
