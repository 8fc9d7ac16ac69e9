import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// Makes the report of recorded runs again, ours or those of other tools.
struct BenchmarkReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Make a report from a record (NAME.jsonl), or from the result files of other tools.",
        discussion: """
            Every report can be made again from the record of a run. Other files that can be read: metis_vs_sophia_results_*.json \
            of the original script, vLLM's --save-detailed files, GuideLLM's benchmarks.json, AIPerf's profile_export.jsonl, and \
            comparisons.jsonl with the votes of the page of 'alcf serve'. \
            Several records of the same targets are sessions: their figures are combined over sessions, with what the next one will \
            measure. Files of different targets are compared with each other:

              alcf benchmark report run.jsonl --html > run.html
              alcf benchmark report run.jsonl --slo ttft=3s,tpot=80ms
              alcf benchmark report monday.jsonl tuesday.jsonl wednesday.jsonl -o week.html
              alcf benchmark report metis.json sophia.json
              alcf benchmark report run.jsonl --brief --fail-if 'ttft p95 > 2s'
              alcf benchmark report run.jsonl --brief --fail-on 'invalid,errors>5%'
              alcf benchmark report metis_vs_sophia_results_1.json --as-published
              alcf benchmark report run.jsonl --plot paper.pdf
              alcf benchmark report comparisons.jsonl --html > votes.html
            """)

    @Argument(help: ArgumentHelp("Records or result files.", valueName: "file"))
    var files: [String]

    @OptionGroup var format: FormatOptions
    @OptionGroup var destination: DocumentOutputOptions

    @Flag(help: "Compare several records of the same targets with each other, as if they were of different targets.")
    var separate = false

    @Flag(help: "Print the report as Markdown.")
    var markdown = false

    @Flag(help: "Print the report as HTML.")
    var html = false

    @Option(
        help: ArgumentHelp(
            "Print in another format: \(Export.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "form"))
    var export: String?

    @Option(help: ArgumentHelp("Target to export, for formats that hold only one.", valueName: "name"))
    var target: String?

    @Option(
        help: ArgumentHelp(
            "Objectives that a good request must meet, as in ttft=3s,tpot=80ms, or a preset such as mlperf-gpt-oss-120b.",
            valueName: "objectives"))
    var slo: String?

    @OptionGroup(title: "Verdict") var judge: JudgeOptions
    @OptionGroup(title: "Cost") var cost: CostOptions
    @OptionGroup(title: "Pictures") var pictures: PictureOptions

    @Flag(help: "Print the original script's figures, computed by its own formulae, beside the corrected ones.")
    var asPublished = false

    func validate() throws {
        if [format.form != .terminal, markdown, html, export != nil, judge.brief].count(where: { $0 }) > 1
            || asPublished && (export != nil || judge.brief || !pictures.plot.isEmpty)
            || destination.output != nil && (export != nil || judge.brief || asPublished)
        {
            throw ValidationError(
                "'--json', '--format', '--markdown', '--html', '--export' and '--brief' exclude each other; '--plot' "
                    + "excludes '--as-published'; '--export' and '--brief' exclude that and '--output'.")
        }
        if let export, Export(rawValue: export) == nil {
            throw ValidationError("'--export' is one of \(Export.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
    }

    private var form: DocumentForm { chosenForm ?? .terminal }

    /// The form that was asked for; nil where none was.
    var chosenForm: DocumentForm? { markdown ? .markdown : html ? .html : format.json ? .json : format.format }

    func run() async throws {
        if asPublished {
            for file in files { Console.print(try ResultFiles.published(file).document, as: form) }
            return
        }
        if try showComparisons() || showSessions() { return }
        let objectives = try slo.map { text throws(BenchError) in try ServiceObjectives(text) }
        var record = try ResultFiles.read(files)
        if !cost.isEmpty { try cost.apply(to: &record) }
        try judge.check(record.manifest.targets)
        let analysis = Analysis(record, objectives: objectives)
        if let export = export.flatMap(Export.init(rawValue:)) {
            StandardStreams.out(try export.text(analysis, target: target))
        } else if destination.output != nil {
            try destination.show(analysis.document, as: chosenForm, inputs: files)
        } else {
            judge.show(analysis, as: form)
        }
        try pictures.write(analysis.document, inputs: files)
        try judge.judge(analysis)
    }
}
