import ALCFBench
import ALCFJSON
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

    private static let headings = [
        "target", "load", "answered", "requests/s", "tokens/s", "p50 s", "p95 s", "p99 s", "TTFT p50 s", "delayed",
    ]

    private var rows: [[String]] {
        names.flatMap { name in
            levels.filter { $0.target == name }.map { level in
                [
                    name, BenchmarkSweepCommand.text(level.load), "\(level.successes)/\(level.attempts)",
                    Number.fixed(level.requestThroughput, 2), Number.fixed(level.outputThroughput, 1),
                    Number.fixed(level.median, 2), Number.fixed(level.p95, 2), Number.fixed(level.p99, 2),
                    Number.fixed(level.timeToFirstToken, 2), "\(level.delayed)",
                ]
            }
        }
    }

    private var notices: [String] {
        isSimulated
            ? ["SIMULATED: nothing here is about a real system, and the simulator does not slow down under load."] : []
    }

    private var findings: [String] {
        let unit = isRate ? "requests a second" : "requests in flight"
        return notes
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

    private var sentences: [String] { notices + findings + Self.method }

    var terminal: String {
        var table = Table(
            Self.headings[0], isRate ? "rate" : "in flight", Self.headings[2], Self.headings[3], Self.headings[4],
            Self.headings[5], Self.headings[6], Self.headings[7], Self.headings[8], Self.headings[9])
        for row in rows {
            table.add(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9])
        }
        return table.text(colour: Terminal.usesColour(.output)) + "\n\n" + sentences.joined(separator: "\n")
    }

    var markdown: String {
        let lines = ([Self.headings, Self.headings.map { _ in "---" }] + rows)
            .map { "| " + $0.joined(separator: " | ") + " |" }
        return
            (["# Throughput and latency over load", ""] + lines + [""] + sentences.map { "- \($0)" } + [""])
            .joined(separator: "\n")
    }

    /// The report as one file for a browser.
    var html: String {
        SweepHTML.text(
            levels, targets: targets.map { ($0.name, $0.label) }, isRate: isRate, notices: notices, findings: findings,
            notes: Self.method,
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
