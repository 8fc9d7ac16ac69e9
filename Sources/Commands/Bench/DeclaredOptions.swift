import ALCFRecord
import ALCFReport
import ArgumentParser

/// The options that declare, before anything is measured, how it is judged: of a run, and of a study.
struct DeclaredOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Objectives that a good request must meet, as in ttft=3s,tpot=80ms. See 'alcf benchmark explain goodput'.",
            valueName: "objectives"))
    var slo: String?

    @Option(
        help: ArgumentHelp(
            """
            Figures to test, declared before anything is measured; all others are only described. Any of \
            \(PrimaryTest.Figure.allCases.map(\.rawValue).joined(separator: ", ")); all of these by default.
            """, valueName: "figures"))
    var primary: String?

    @Option(
        help: ArgumentHelp(
            "Largest difference at which two targets count as equivalent, as in 3%. 5% by default.", valueName: "share")
    )
    var equivalence: Percentage?

    func validate() throws {
        try require(
            equivalence.map { StudyPlan.Limits.equivalence.contains($0.share) } ?? true,
            "'--equivalence' must be from 0.1% to 100%.")
    }

    /// The figures to test; nil where none was named.
    ///
    /// - Throws: `BenchError` for one that there is not, and for objectives that are none.
    func figures() throws(BenchError) -> [PrimaryTest.Figure]? {
        if let slo { _ = try ServiceObjectives(slo) }
        return try primary.map { text throws(BenchError) in try PrimaryTest.figures(text) }
    }
}
