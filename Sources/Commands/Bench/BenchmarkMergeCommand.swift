import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// Joins records.
struct BenchmarkMergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Join the records of several processes or machines that ran the same experiment.",
        discussion: """
            Targets, models and settings must be the same; prompts and seeds may differ. Requests are compared only within their own \
            record, so differences between machines cancel out. Each record is a session. Intervals are over sessions, and nothing is \
            claimed with fewer than five.

              alcf benchmark merge monday.jsonl tuesday.jsonl -o week
            """)

    @Argument(help: "The records.")
    var records: [String]

    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Verdict") var judge: JudgeOptions

    func validate() throws {
        try require(records.count >= 2, "Give at least two records.")
        try require(output.output != nil, "'--output' must name the files to write.")
    }

    func run() async throws {
        let outputs = try output.files(default: "merged", inputs: records)
        let parts = try records.map { (name: $0, record: try RecordReader.read(path: $0)) }
        let merged = try Record.merging(parts)
        try judge.check(merged.manifest.targets)
        let files = try outputs.clear()
        // Half of a merged record would pass for one of fewer requests: it gets its name when it is whole.
        try AtomicFile.publish(files.record) { try Self.write(merged, to: $0, name: files.record) }
        try RunResult(files: files, form: output.form, judge: judge, isQuiet: output.quiet).report(
            wasInterrupted: false)
    }

    private static func write(_ merged: Record, to path: String, name: String) throws {
        let writer = try RecordWriter(path: path, manifest: merged.manifest, name: name)
        for sample in merged.samples { try writer.append(sample) }
        for check in merged.instrument { try writer.append(check) }
        for resumption in merged.resumptions { try writer.append(resumption) }
        for probe in merged.probes { try writer.append(probe) }
        if !merged.readings.isEmpty {
            try Record.appendNote(price: [], power: [], readings: merged.readings, to: writer)
        }
        try writer.synchronize()
    }
}
