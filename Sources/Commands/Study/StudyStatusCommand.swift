import ALCFReport
import ALCFSystem
import ArgumentParser

/// Says how far a study has come.
struct StudyStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what is measured, what is due, and what the interval is likely to be at the end.",
        discussion: "Reads only. A session that was missed gets its place in the chain by the next 'study run'.")

    @Argument(help: ArgumentHelp("Folder of the study.", valueName: "study"))
    var study: String

    @OptionGroup var format: FormatOptions

    func run() async throws {
        let folder = try StudyFolder(study)
        let chain = try folder.chain()
        let now = WallClock.system.now()
        let report = StudyStatusReport(
            folder.plan, state: StudyState(folder.plan, chain, begun: folder.begun(chain), now: now),
            sessions: try folder.sessions(chain), head: chain.head, now: now)
        Console.print(report.document, as: format.form)
    }
}
