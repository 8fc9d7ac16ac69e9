import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension ReportTables {
    /// Whether the targets did the same.
    func sameExperiment() -> Report.Table? {
        guard let audit else { return nil }
        return Report.Table(
            title: "The same experiment?", columns: ["same", "observed"],
            rows: audit.checks.map { check in
                Row(
                    label: check.question,
                    cells: [Cell(check.holds.map { $0 ? "yes" : "NO" } ?? "not known"), Cell(check.detail)])
            }, isText: true)
    }

    /// The tests that may lead to a claim.
    func declared() -> Report.Table? {
        guard !primaryTests.isEmpty else { return nil }
        return Report.Table(
            title: "Hypothesis tests (Holm-corrected)", columns: ["p", "p, corrected"],
            rows: primaryTests.map { test in
                let names = targets.count > 2 ? ", \(label(test.first)) and \(label(test.second))" : ""
                return Row(
                    label: test.title + names,
                    cells: [Cell(NumberText.probability(test.pValue)), Cell(NumberText.probability(test.adjusted))])
            })
    }

    private func label(_ name: String) -> String {
        targets.first { $0.target.name == name }?.target.label ?? name
    }
}
