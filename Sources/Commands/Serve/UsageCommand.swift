import ALCFRecord
import ALCFServe
import ALCFSystem
import ArgumentParser

/// Sums what passed through the local server.
struct UsageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage",
        abstract: "Sum the requests that 'alcf serve --record FILE' wrote down, by day, cluster and model.",
        discussion: """
            Tokens are those that the service counted. 'alcf benchmark report FILE' shows times and rates of the same \
            requests.
            """)

    @Argument(help: ArgumentHelp("Files that 'alcf serve --record' wrote.", valueName: "file"))
    var files: [String]

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        var lines: [ServedLine] = []
        for file in files {
            let bytes: [UInt8]
            do { bytes = try FileContents.input(file, limit: 1 << 30) } catch {
                throw UsageError("\(error)", remedy: "Name a file that 'alcf serve --record FILE' wrote.")
            }
            let record = ServedRecord(bytes, name: file)
            guard !record.lines.isEmpty || bytes.isEmpty else {
                throw UsageError(
                    "'\(file)' holds no requests of 'alcf serve'",
                    remedy: "Name a file that 'alcf serve --record FILE' wrote.")
            }
            for line in record.unread.prefix(3) { Console.warn(line) }
            if record.unread.count > 3 { Console.warn("\(record.unread.count) lines could not be read") }
            lines += record.lines
        }
        let summary = UsageSummary(lines)
        if json { return Console.print(summary.json) }
        Console.print(summary.rows.isEmpty ? "No requests yet." : summary.table.text(on: .output))
    }
}
