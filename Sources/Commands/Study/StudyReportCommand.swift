import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// Reports a study.
struct StudyReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Report the study: all sessions together.",
        discussion: """
            Writes report.md, report.html and report.json into the study's folder, and prints the report. It can be made at any time; \
            a study is decided by what it says after the last session.
            """)

    @Argument(help: ArgumentHelp("Folder of the study.", valueName: "study"))
    var study: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Name of the files to write instead, without an ending.", valueName: "name"))
    var output: String?

    @Flag(help: "With '--output': replace existing files of that name.")
    var overwrite = false

    @OptionGroup(title: "Pictures") var pictures: PictureOptions
    @OptionGroup var format: FormatOptions

    func run() async throws {
        let folder = try StudyFolder(study)
        let sessions = try folder.sessions(try folder.chain())
        let document = folder.plan.report(of: sessions)
        let base = output.map { UserPath.expanded($0) } ?? folder.path + "/" + StudyLayout.report
        let outputs = StudyLayout.reportForms.map { base + $0.ending }
        try OutputFiles.check(
            outputs, inputs: [StudyLayout.plan, StudyLayout.chain].map { folder.path + "/" + $0 })
        if output != nil, !overwrite { try ReportFiles.requireNone(of: outputs) }
        Console.print(document, as: format.form)
        for (ending, form) in StudyLayout.reportForms {
            try ReportFiles.write(form.text(document), to: base + ending)
        }
        Console.note("\nWrote \(outputs.joined(separator: ", "))")
        try pictures.write(
            document, inputs: [StudyLayout.plan, StudyLayout.chain].map { folder.path + "/" + $0 } + outputs)
        if !sessions.contains(where: { $0.measured != nil }) { throw ExitCode(Failure.ExitCode.failed) }
    }
}
