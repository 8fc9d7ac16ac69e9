import ALCFJSON
import ALCFRecord
import ALCFReport
import ALCFSystem

/// A sweep's results as people and programs read them.
struct SweepText {
    let levels: [SweepLevel]
    let isRate: Bool
    /// What happened on the way.
    let notes: [String]
    let isSimulated: Bool
    let targets: [RunManifest.Target]
    /// What was run, a line each.
    let setting: [String]

    private var names: [String] { targets.map(\.name) }

    private var labels: [(name: String, label: String)] { targets.map { ($0.name, $0.label) } }

    private var table: Report.Table { SweepLevel.table(levels, targets: labels, isRate: isRate) }

    private var notices: [String] {
        isSimulated
            ? ["SIMULATED: nothing here is about a real system, and the simulator does not slow down under load."] : []
    }

    private var findings: [String] {
        let unit = isRate ? "requests a second" : "requests in flight"
        return notes + [SweepLevel.firstTokensNote(levels, targets: labels)].compactMap(\.self)
            + targets.map { target in
                SweepLevel.knee(levels.filter { $0.target == target.name }).map { knee in
                    "\(target.label): throughput ÷ latency is largest at \(BenchmarkSweepCommand.text(knee)) \(unit); beyond it, load mostly buys waiting."
                }
                    ?? "\(target.label): no load was found beyond which more stops paying: it is not among these levels, or they are fewer than three."
            }
    }

    private static let method = [
        "Latency is response latency, from when a request was due. Throughput is that of the steady window, without rise and drain.",
        "– where the requests are too few: a p95 takes 72 answers, a p99 takes 368.",
    ]

    private var sentences: [String] { notices + findings + method }

    private var method: [String] {
        Self.method
            + (levels.contains { $0.successes < $0.attempts }
                ? [
                    "Where nothing else is said, latencies and throughput are of answered requests; with failures as slowest, a failed request counts "
                        + "as longer than any answer, and the knee heeds that."
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
