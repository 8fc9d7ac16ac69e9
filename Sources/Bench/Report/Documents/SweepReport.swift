import ALCFJSON
package import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The report of a sweep: throughput and latency at each load.
package struct SweepReport: Sendable {
    /// The results, by load.
    package let levels: [SweepLevel]
    private let targets: [RunManifest.Target]
    private let isRate: Bool
    private let notes: [String]
    private let isSimulated: Bool
    private let setting: [String]

    /// A report of these levels.
    ///
    /// - Parameters:
    ///   - isRate: whether a load is requests a second, not requests in flight.
    ///   - notes: events on the way, a sentence each.
    ///   - setting: the setup, a line each.
    package init(
        levels: [SweepLevel], targets: [RunManifest.Target], isRate: Bool, notes: [String], isSimulated: Bool,
        setting: [String]
    ) {
        self.levels = levels
        self.targets = targets
        self.isRate = isRate
        self.notes = notes
        self.isSimulated = isSimulated
        self.setting = setting
    }

    /// The report.
    package var document: Document {
        let labels = targets.map { ($0.name, $0.label) }
        let charts = SweepCharts(levels: levels, targets: labels, isRate: isRate)
        let notices = [
            "SIMULATED: these figures say nothing about a real system, and the simulator does not slow down under load."
        ]
        let places = targets.map { target in
            "\(target.label): \(target.model)\(target.hardware.map { " on \($0)" } ?? ""), \(target.url)"
        }
        let sections: [Document.Section] = [
            .init("verdict", "What the data show", .verdict, isInData: true, Document.Block.lists(findings)),
            .init("charts", "Charts", .picture, isInData: true, charts.all().map(Document.Block.plot)),
            .init(
                "figures", "Figures", isInData: true,
                [.table(SweepLevel.table(levels, targets: labels, isRate: isRate))]),
            .init("setting", "Setting", .setting, isInData: true, Document.Block.lists(setting + places)),
            .init("method", "Method", .caveat, isInData: true, [.list(method)]),
        ]
        return Document(
            title: "Throughput and latency over load: \(Report.list(targets.map(\.label)))",
            notices: isSimulated ? notices : [], blocks: sections.map(Document.Block.section)
        ) { json }
    }

    private func levels(of target: RunManifest.Target) -> [SweepLevel] { levels.filter { $0.target == target.name } }

    private var findings: [String] {
        let unit = isRate ? "requests a second" : "requests in flight"
        return notes
            + [SweepLevel.firstTokensNote(levels, targets: targets.map { ($0.name, $0.label) })].compactMap(\.self)
            + targets.map { target in
                guard let knee = SweepLevel.knee(levels(of: target)) else {
                    return "\(target.label): \(withoutKnee(levels(of: target), unit))"
                }
                return
                    "\(target.label): throughput ÷ latency is largest at \(NumberText.plain(knee)) \(unit); more load than that "
                    + "mostly adds waiting."
            }
    }

    /// Says that the load with the best ratio of throughput to latency is not among the levels, or that they are too
    /// few to tell.
    private func withoutKnee(_ levels: [SweepLevel], _ unit: String) -> String {
        let judged = levels.filter { $0.median != nil && ($0.outputThroughput ?? $0.requestThroughput) != nil }
        guard judged.count >= 3, let most = judged.last?.load else {
            return "saturation cannot be judged from fewer than three levels with answers."
        }
        return "no saturation up to \(NumberText.plain(most)) \(unit)."
    }

    private var method: [String] {
        [
            "Latency is response latency, counted from when a request was due. Throughput is that of the steady window, without filling up "
                + "and draining.",
            "“–” means too few requests: a p95 needs 72 answers, a p99 needs 368.",
        ]
            + (levels.contains { $0.successes < $0.attempts }
                ? [
                    "Unless stated otherwise, latencies and throughput cover answered requests only. “Failures as slowest” counts a failed "
                        + "request as longer than any answer; the knee is found that way too."
                ] : [])
    }

    private var json: JSONValue {
        [
            "experiment": "sweep", "load": isRate ? "requests_per_second" : "requests_in_flight",
            "simulated": .bool(isSimulated), "levels": .array(levels.map(\.json)),
            "knee": .object(
                JSONObject(targets.map { ($0.name, JSONValue(SweepLevel.knee(levels(of: $0)))) })),
            "notes": .array(notes.map(JSONValue.string)),
        ]
    }
}
