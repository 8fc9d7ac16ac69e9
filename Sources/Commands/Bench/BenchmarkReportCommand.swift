import ALCFBench
import ALCFSystem
import ArgumentParser

/// Makes the report of a recorded run again.
struct BenchmarkReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Make the report again from a record (NAME.jsonl).",
        discussion: "The record is the truth of a run; every report is a view of it.")

    @Argument(help: "The record.")
    var record: String

    @Flag(help: "Print the summary as JSON.")
    var json = false

    @Flag(help: "Print the report as Markdown.")
    var markdown = false

    func validate() throws {
        if json, markdown { throw ValidationError("'--json' and '--markdown' exclude each other.") }
    }

    func run() async throws {
        let analysis = Analysis(try RecordReader.read(path: record))
        if json {
            Console.print(SummaryJSON.json(analysis))
        } else if markdown {
            StandardStreams.out(MarkdownReport.text(analysis))
        } else {
            let width = Terminal.width(.output) ?? 100
            StandardStreams.out(TerminalReport.text(analysis, width: width, colour: Terminal.usesColour(.output)))
        }
    }
}
