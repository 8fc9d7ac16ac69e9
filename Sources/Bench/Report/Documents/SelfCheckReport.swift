import ALCFJSON
package import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The report of a check of the instrument by itself.
package struct SelfCheckReport: Sendable {
    private let check: InstrumentCheck

    /// The report of a check.
    package init(_ check: InstrumentCheck) { self.check = check }

    /// The report.
    package var document: Document {
        let suitability = InstrumentSuitability(check)
        let sections: [Document.Section] = [
            .init(
                "verdict", "What can be measured", .verdict, isInData: true,
                [.list(suitability.text.split(separator: "\n").map(String.init))]),
            .init("figures", "Figures", isInData: true, [.table(table)]),
            .init("limits", "Load of this machine", .caveat, isInData: true, [.list(load)]),
            .init("setting", "Setting", .setting, isInData: true, [.list([setting])]),
        ]
        return Document(
            title: "The instrument's own error", blocks: sections.map(Document.Block.section)
        ) {
            var object = check.json.object ?? JSONObject()
            object["verdict"] = suitability.json
            return .object(object)
        }
    }

    private var setting: String {
        let failed = check.error.map { $0.failed == 0 ? "" : ", \($0.failed) failed" } ?? ""
        return (check.load.map { "\($0.text); " } ?? "") + NumberText.count(check.error?.requests ?? 0, "request")
            + failed
    }

    private var table: Document.Table {
        let error = check.error
        let rows: [(String, InstrumentError.Spread?)] = [
            ("time to first token", error?.firstToken), ("time to last token", error?.lastToken),
            ("time per output token", error?.timePerOutputToken), ("sent late", error?.dispatch),
        ]
        return Document.Table(
            "measured − server's log, ms", ["p50", "p99", "largest"],
            rows.compactMap { name, spread in
                spread.map { (name, [$0.median, $0.p99, $0.max].map { NumberText.fixed(1_000 * $0, 4) }) }
            })
    }

    private var load: [String] {
        let ceiling =
            check.ceiling.map { "\(NumberText.fixed($0, 0)) events a second" } ?? "not every request succeeded"
        return [
            "CPU \(NumberText.percent(check.cpuShare, 1)) of a core while it ran",
            "Ceiling: \(ceiling), when nothing waits",
        ]
    }
}
