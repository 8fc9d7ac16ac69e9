import ALCFReport
import ALCFSystem

extension BenchmarkReportCommand {
    /// Shows the votes of the page of `alcf serve`; false where the files hold none.
    ///
    /// - Throws: `UsageError` for options that are about a run.
    func showComparisons() throws -> Bool {
        guard let analysis = try ComparisonFiles.analysis(files) else { return false }
        let given: [(String, Bool)] = [
            ("--export", export != nil), ("--brief", judge.brief), ("--fail-if", !judge.failIf.isEmpty),
            ("--fail-on", !judge.failOn.isEmpty), ("--slo", slo != nil), ("--price or --power", !cost.isEmpty),
            ("--plot", !pictures.plot.isEmpty), ("--separate", separate),
        ]
        if let option = given.first(where: \.1)?.0 {
            throw UsageError(
                "\(option) is about runs, and the file holds votes of readers", remedy: "Leave it out.")
        }
        try destination.show(analysis.document, as: chosenForm, inputs: files)
        return true
    }
}
