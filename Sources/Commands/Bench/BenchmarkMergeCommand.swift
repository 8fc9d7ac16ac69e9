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

            The records of processes that shared one run (mpiexec, srun, --rank) are joined into its one record: \
            'alcf benchmark merge NAME.rank-*.jsonl -o NAME' does so where the run itself could not. A folder stands for the records \
            of ranks in it.
            """)

    @Argument(help: "The records, or a folder with those of ranks.")
    var records: [String]

    /// The records, those of ranks in folders among them.
    private func paths() throws -> [String] {
        try records.flatMap { Self.isFolder($0) ? try Self.ranks(in: UserPath.expanded($0)) : [$0] }
    }

    /// Returns the records of ranks that belong to a folder: those in it, or of the run that was talked of in it. These
    /// lie where rank 0 saw them, which is beside the folder as a rule.
    private static func ranks(in path: String) throws -> [String] {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        let name = try RankFolder(path).start()?.name
        let folders = name.map { [AtomicFile.parent(of: $0), AtomicFile.parent(of: path)] } ?? [path]
        let run = name?.split(separator: "/").last.map { "\($0).rank-" }
        for folder in folders {
            let found = try FolderContents.entries(folder, limit: 1_000_000).map(\.name).filter {
                $0.contains(".rank-") && $0.hasSuffix(".jsonl") && $0.hasPrefix(run ?? "")
            }
            if !found.isEmpty { return found.map { "\(folder)/\($0)" } }
        }
        throw UsageError(
            "there are no records of ranks in \(folders.joined(separator: " or "))",
            remedy: "They are called NAME.rank-0000.jsonl and on.")
    }

    private static func isFolder(_ path: String) -> Bool { PathFacts(path: UserPath.expanded(path))?.kind == .folder }

    @OptionGroup var output: OutputOptions
    @OptionGroup(title: "Verdict") var judge: JudgeOptions

    func validate() throws {
        try require(
            records.count >= 2 || records.contains { Self.isFolder($0) || $0.contains(".rank-") },
            "Give at least two records.")
        try require(output.output != nil, "'--output' must name the files to write.")
    }

    /// Reads the records. Those of ranks that cannot be read are left out, with a word, where others are there.
    private func read(_ paths: [String]) throws -> [RankRecord] {
        let areRanks = paths.allSatisfy { $0.contains(".rank-") }
        let parts = try paths.compactMap { path in areRanks ? RankRecord.readable(path) : try RankRecord(path: path) }
        guard parts.isEmpty, let first = paths.first else { return parts }
        return [try RankRecord(path: first)]
    }

    func run() async throws {
        let paths = try paths()
        let outputs = try output.files(default: "merged", inputs: paths)
        let parts = try read(paths)
        let areRanks = Record.areRanks(parts.map(\.record))
        guard areRanks || parts.count > 1 else {
            throw UsageError("one record cannot be merged", remedy: "Give at least two.")
        }
        let merged =
            areRanks ? try Record.joining(ranks: parts) : try Record.merging(parts.map { ($0.file, $0.record) })
        try judge.check(merged.manifest.targets)
        let files = try outputs.clear()
        try JoinedRecord.write(merged, to: files.record)
        try RunResult(files: files, form: output.form, judge: judge, isQuiet: output.quiet).report(
            wasInterrupted: false)
    }
}
