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

    @Flag(help: "Print the report as HTML.")
    var html = false

    @Option(
        help: ArgumentHelp(
            "What a good request keeps, as in ttft=3s,tpot=80ms, or a preset such as mlperf-gpt-oss-120b.",
            valueName: "objectives"))
    var slo: String?

    func validate() throws {
        if [json, markdown, html].count(where: { $0 }) > 1 {
            throw ValidationError("'--json', '--markdown' and '--html' exclude each other.")
        }
    }

    func run() async throws {
        let objectives = try slo.map { text throws(BenchError) in try ServiceObjectives(text) }
        let analysis = Analysis(try RecordReader.read(path: record), objectives: objectives)
        if json {
            Console.print(SummaryJSON.json(analysis))
        } else if markdown {
            StandardStreams.out(MarkdownReport.text(analysis))
        } else if html {
            StandardStreams.out(HTMLReport.text(analysis))
        } else {
            let width = Terminal.width(.output) ?? 100
            StandardStreams.out(TerminalReport.text(analysis, width: width, colour: Terminal.usesColour(.output)))
        }
    }
}
