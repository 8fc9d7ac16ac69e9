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

    private static let headings = [
        "target", "load", "answered", "requests/s", "tokens/s", "p50 s", "p95 s", "p99 s", "TTFT p50 s", "delayed",
    ]

    private func rows(_ targets: [String]) -> [[String]] {
        targets.flatMap { name in
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

    private func sentences(_ targets: [String]) -> [String] {
        let unit = isRate ? "requests a second" : "requests in flight"
        let knees = targets.map { name in
            SweepLevel.knee(levels.filter { $0.target == name }).map { knee in
                "\(name): throughput ÷ latency is largest at \(BenchmarkSweepCommand.text(knee)) \(unit); beyond it, load mostly buys waiting."
            }
                ?? "\(name): no load was found beyond which more stops paying: it is not among these levels, or they are fewer than three."
        }
        return
            (isSimulated
            ? ["SIMULATED: nothing here is about a real system, and the simulator does not slow down under load."] : [])
            + notes + knees + [
                "Latency is response latency, from when a request was due. Throughput is that of the steady window, without rise and drain.",
                "– where the requests are too few: a p95 takes 72 answers, a p99 takes 368.",
            ]
    }

    func terminal(targets: [String]) -> String {
        var table = Table(
            Self.headings[0], isRate ? "rate" : "in flight", Self.headings[2], Self.headings[3], Self.headings[4],
            Self.headings[5], Self.headings[6], Self.headings[7], Self.headings[8], Self.headings[9])
        for row in rows(targets) {
            table.add(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9])
        }
        return table.text(colour: Terminal.usesColour(.output)) + "\n\n" + sentences(targets).joined(separator: "\n")
    }

    func markdown(targets: [String]) -> String {
        let lines = ([Self.headings, Self.headings.map { _ in "---" }] + rows(targets))
            .map { "| " + $0.joined(separator: " | ") + " |" }
        return
            (["# Throughput and latency over load", ""] + lines + [""] + sentences(targets).map { "- \($0)" } + [""])
            .joined(separator: "\n")
    }

    func json(targets: [String]) -> JSONValue {
        [
            "experiment": "sweep", "load": isRate ? "requests_per_second" : "requests_in_flight",
            "simulated": .bool(isSimulated), "levels": .array(levels.map(\.json)),
            "knee": .object(
                JSONObject(
                    targets.map { name in (name, JSONValue(SweepLevel.knee(levels.filter { $0.target == name }))) })),
            "notes": .array(notes.map(JSONValue.string)),
        ]
    }
}
