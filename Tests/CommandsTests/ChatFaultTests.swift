import ALCFSimulator
import TestSupport
import Testing

/// A service that misbehaves: an answer, or the right message and exit code, and in time.
@Suite struct ChatFaultTests {
    struct Case: CustomTestStringConvertible {
        var fault: String
        var cluster: String
        var exitCode: Int
        /// Without streaming, where that differs.
        var wholeExitCode: Int?
        var says: String
        var isRetried = false
        var testDescription: String { "\(cluster) \(fault)" }
    }

    static let cases = [
        Case(fault: "429=1", cluster: "sophia", exitCode: 75, says: "busy (429): trying again in", isRetried: true),
        Case(fault: "429=1", cluster: "metis", exitCode: 75, says: "busy (429): trying again in", isRetried: true),
        Case(fault: "503=1", cluster: "sophia", exitCode: 75, says: "(503): trying again in", isRetried: true),
        Case(fault: "503=1", cluster: "metis", exitCode: 69, says: "not currently live"),
        Case(fault: "500=1", cluster: "sophia", exitCode: 1, says: "Error: "),
        Case(fault: "401=1", cluster: "metis", exitCode: 77, says: "alcf authenticate"),
        Case(fault: "drop=1", cluster: "sophia", exitCode: 69, says: "Error: "),
        Case(fault: "truncate=1", cluster: "metis", exitCode: 1, wholeExitCode: 69, says: "Error: "),
        Case(fault: "error-event=1", cluster: "sophia", exitCode: 1, says: "Error: "),
        Case(fault: "error-event=1", cluster: "metis", exitCode: 69, says: "Error: "),
        Case(fault: "stall=1", cluster: "sophia", exitCode: 75, says: "Error: "),
        Case(fault: "garbage=1", cluster: "metis", exitCode: 1, says: "Error: "),
    ]

    @Test(arguments: cases, [true, false]) func endsAsItShould(_ expected: Case, isStreamed: Bool) async throws {
        var configuration = SimulatorConfiguration.fast
        configuration.faults = [try Fault.parse(expected.fault)]
        try await withSimulator(configuration) { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            let result = try await Program.alcf.run(
                ["chat", "-c", expected.cluster, "--retry-time", "6", "--idle-timeout", "6"]
                    + (isStreamed ? [] : ["--no-stream"]) + ["Hello"],
                environment: alcf.environment)
            #expect(!result.isTimedOut)
            let exitCode = isStreamed ? expected.exitCode : expected.wholeExitCode ?? expected.exitCode
            #expect(result.exitCode == exitCode, "\(result.errors)")
            #expect(result.errors.contains(expected.says), "\(result.errors)")
            let asked = simulator.requestLog().count { $0.path.hasSuffix("chat/completions") }
            #expect(expected.isRetried ? asked > 1 : asked <= 2)
        }
    }

    @Test func aBurstOfRefusalsIsWaitedOut() async throws {
        var configuration = SimulatorConfiguration.fast
        configuration.faults = [try Fault.parse("429=0.6")]
        try await withSimulator(configuration) { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            for _ in 0..<4 {
                let result = try await alcf.run("chat", "Hello")
                #expect(result.exitCode == 0)
                #expect(result.output.count > 10)
                #expect(!result.output.contains("429"))
            }
            #expect(simulator.requestLog().count { $0.path.hasSuffix("chat/completions") } > 4)
        }
    }

    @Test func refusalsOfTheWishDoNotPass() async throws {
        let alcf = try Alcf()
        let cases = [
            (["chat", "--schema", "/nowhere.json", "x"], 64, "/nowhere.json"),
            (["chat", "--image", "/nowhere.png", "x"], 64, "/nowhere.png"),
            (["chat", "--image", "/etc/passwd", "x"], 64, "PNG"),
            (["chat", "--compare", "metis", "x"], 64, "two clusters"),
            (["chat", "--compare", "metis,sophia", "--json", "x"], 64, "--compare"),
            (["chat", "--reasoning", "loud", "x"], 64, "'show', 'hide' or 'only'"),
            (["embed"], 64, "nothing to embed"),
            (["batch", "submit", "here.jsonl"], 64, "full path"),
            (["batch", "status", "no-id"], 64, "no-id"),
            (["wait", "m", "--timeout", "-1"], 64, "--timeout"),
            (["jobs", "--watch", "0"], 64, "--watch"),
        ]
        for (arguments, exitCode, says) in cases {
            let result = try await Program.alcf.run(arguments, environment: alcf.environment)
            #expect(result.exitCode == exitCode, "\(arguments): \(result.errors)")
            #expect(result.errors.contains(says), "\(arguments): \(result.errors)")
        }
    }
}
