import ALCFJSON
import ALCFRecord
import ALCFReport
import ALCFSystem

/// A sweep's results as people and programs read them.
struct SweepText {
    let levels: [SweepLevel]
    let isRate: Bool
    /// Notes on the run.
    let notes: [String]
    let isSimulated: Bool
    let targets: [RunManifest.Target]
    /// Setting of the run, a line each.
    let setting: [String]

    private var names: [String] { targets.map(\.name) }

    private var labels: [(name: String, label: String)] { targets.map { ($0.name, $0.label) } }

    private var table: Report.Table { SweepLevel.table(levels, targets: labels, isRate: isRate) }

    private var notices: [String] {
        isSimulated
            ? [
                "SIMULATED: these figures say nothing about a real system, and the simulator does not slow down under load."
            ]
            : []
    }

    private var findings: [String] {
        let unit = isRate ? "requests a second" : "requests in flight"
        return notes + [SweepLevel.firstTokensNote(levels, targets: labels)].compactMap(\.self)
            + targets.map { target in
                SweepLevel.knee(levels.filter { $0.target == target.name }).map { knee in
                    "\(target.label): throughput ÷ latency is largest at \(BenchmarkSweepCommand.text(knee)) \(unit); more load than that "
                        + "mostly adds waiting."
                } ?? "\(target.label): \(withoutKnee(levels.filter { $0.target == target.name }, unit))"
            }
    }

    /// Says that the load with the best ratio of throughput to latency is not among the levels, or that they are too
    /// few to tell.
    private func withoutKnee(_ levels: [SweepLevel], _ unit: String) -> String {
        let judged = levels.filter { $0.median != nil && ($0.outputThroughput ?? $0.requestThroughput) != nil }
        guard judged.count >= 3, let most = judged.last?.load else {
            return "saturation cannot be judged from fewer than three levels with answers."
        }
        return "no saturation up to \(BenchmarkSweepCommand.text(most)) \(unit)."
    }

    private static let method = [
        "Latency is response latency, counted from when a request was due. Throughput is that of the steady window, without filling up and "
            + "draining.",
        "“–” means too few requests: a p95 needs 72 answers, a p99 needs 368.",
    ]

    private var sentences: [String] { notices + findings + method }

    private var method: [String] {
        Self.method
            + (levels.contains { $0.successes < $0.attempts }
                ? [
                    "Unless stated otherwise, latencies and throughput cover answered requests only. “Failures as slowest” counts a failed "
                        + "request as longer than any answer; the knee is found that way too."
                ] : [])
    }

    var terminal: String {
        TerminalReport.text(
            table, width: Terminal.width(.output) ?? 120, colour: Terminal.usesColour(.output))
            + "\n" + sentences.joined(separator: "\n")
    }

    var markdown: String {
        (["# Throughput and latency over load", MarkdownReport.text(table)] + [MarkdownReport.list(sentences)])
            .joined(separator: "\n\n") + "\n"
    }

    /// The report as one file for a browser.
    var html: String {
        SweepHTML.text(
            levels, targets: labels, isRate: isRate, notices: notices, findings: findings,
            notes: method,
            setting: setting
                + targets.map { "\($0.label): \($0.model)\($0.hardware.map { " on \($0)" } ?? ""), \($0.url)" })
    }

    var json: JSONValue {
        [
            "experiment": "sweep", "load": isRate ? "requests_per_second" : "requests_in_flight",
            "simulated": .bool(isSimulated), "levels": .array(levels.map(\.json)),
            "knee": .object(
                JSONObject(
                    names.map { name in (name, JSONValue(SweepLevel.knee(levels.filter { $0.target == name }))) })),
            "notes": .array(notes.map(JSONValue.string)),
        ]
    }
}
