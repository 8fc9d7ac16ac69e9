import ALCFRecord
import ALCFReport
import ALCFSystem

extension BenchmarkReportCommand {
    /// Shows several records as the sessions of a study that was not planned; false where they are none.
    ///
    /// - Throws: `UsageError` for options that are about one run.
    func showSessions() throws -> Bool {
        guard !separate, let sessions = try RecordedSessions.sessions(files) else { return false }
        let given: [(String, Bool)] = [
            ("--export", export != nil), ("--brief", judge.brief), ("--fail-if", !judge.failIf.isEmpty),
            ("--fail-on", !judge.failOn.isEmpty), ("--slo", slo != nil), ("--price or --power", !cost.isEmpty),
        ]
        if let option = given.first(where: \.1)?.0 {
            throw UsageError(
                "\(option) is about one run, and several records are reported on as sessions",
                remedy: "Give one record, join them with 'alcf benchmark merge', or add --separate.")
        }
        try destination.show(
            StudyAnalysis(sessions, isPlanned: false).document, as: chosenForm, inputs: files)
        return true
    }
}
