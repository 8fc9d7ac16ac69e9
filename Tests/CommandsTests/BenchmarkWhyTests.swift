import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

/// The parts of the first token are those that the simulator was given.
@Suite(.serialized, .tags(.watchesTheClock)) struct BenchmarkWhyTests {
    private func run(_ arguments: [String], at name: String, _ alcf: Alcf) async throws -> JSONValue {
        let result = try await Program.alcf.run(
            ["benchmark", "--no-self-check", "--quiet", "-o", name] + arguments, environment: alcf.environment)
        #expect(result.exitCode == 0, "\(result.errors)")
        return try BenchmarkRecords.json(name + ".json")
    }

    private func mean(_ summary: JSONValue, _ target: Int, _ part: String) -> Double? {
        summary["first_token_parts"]?[target]?["parts"]?[part]?["mean"]?.double
    }

    private func probes(_ name: String) throws -> [JSONValue] {
        try BenchmarkRecords.lines(name + ".jsonl").filter { $0["type"] == "probe" }
    }

    @Test func theGatewayAndTheQueueAreToldApart() async throws {
        let alcf = try Alcf()
        let (plain, slow) = (alcf.folder.file("plain"), alcf.folder.file("slow"))
        let simulation = ["--simulate", "--speed", "10", "-n", "4", "--simulated-latency", "metis=2s+2.7ms"]
        let before = try await run(simulation, at: plain, alcf)
        let after = try await run(simulation + ["--gateway-delay", "2s", "--queue", "metis=4s"], at: slow, alcf)
        for summary in [before, after] {
            for target in 0..<2 {
                let parts = try #require(summary["first_token_parts"]?[target])
                let sum = ["network", "gateway", "accelerator", "rest"].reduce(0.0) {
                    $0 + (mean(summary, target, $1) ?? 0)
                }
                #expect(abs(sum - (parts["wait"]?["mean"]?.double ?? 0)) < 1e-9)
                #expect(parts["probes"] == 4 && parts["probes_failed"] == 0)
            }
        }
        // At ten times the speed: 0.2 s of gateway for all, 0.4 s of queue for Metis alone; a busy machine may add a half to each.
        for target in 0..<2 {
            let delay = try #require(mean(after, target, "gateway")) - (mean(before, target, "gateway") ?? 0)
            #expect((0.19..<0.39).contains(delay), "\(delay)")
        }
        let rest = try #require(mean(after, 0, "rest")) - (mean(before, 0, "rest") ?? 0)
        #expect((0.25..<0.75).contains(rest), "\(rest)")
        let other = try #require(mean(after, 1, "rest")) - (mean(before, 1, "rest") ?? 0)
        #expect(abs(other) < 0.2, "\(other)")
        // Metis' own clock says 0.2 s, Sophia's nothing.
        #expect(abs((mean(after, 0, "accelerator") ?? 0) - 0.02) < 1e-6 && mean(after, 1, "accelerator") == nil)
        #expect((mean(after, 0, "network") ?? 1) < 0.05)
        let parts = try #require(after["first_token_parts"])
        #expect(parts[0]?["rest_holds"] == "queue and gateway, not told apart")
        #expect(parts[1]?["rest_holds"] == "queue, gateway and accelerator, not told apart")
        // One for each block and target, over the connection of the request that follows.
        let lines = try probes(slow)
        #expect(lines.count == 8 && lines.allSatisfy { $0["http_status"] == 200 })
        for sample in try BenchmarkRecords.samples(slow + ".jsonl") where sample["phase"] == "measured" {
            let probe = try #require(lines.first { $0["target"] == sample["target"] && $0["block"] == sample["block"] })
            #expect(probe["local_port"] == sample["local_port"])
            #expect(try #require(probe["first_byte"]?.double) <= #require(sample["scheduled"]?.double))
            #expect(sample["round_trip"]?.double != nil && sample["retransmissions"] == 0)
        }
    }

    @Test func withoutAStreamTheWholeAnswerIsSplit() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("whole")
        let summary = try await run(["--simulate", "--speed", "50", "-n", "2", "--no-stream"], at: name, alcf)
        for target in 0..<2 {
            #expect(summary["first_token_parts"]?[target]?["of"] == "whole_answer")
            #expect(mean(summary, target, "accelerator") != nil, "both clusters tell their total")
        }
    }

    @Test func probesCanBeLeftOut() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("bare")
        let summary = try await run(["--simulate", "--speed", "100", "-n", "2", "--no-probe"], at: name, alcf)
        #expect(try probes(name).isEmpty && mean(summary, 0, "gateway") == nil && mean(summary, 0, "network") != nil)
        #expect(summary["manifest"]?["options"]?["probe"] == nil)
    }

    @Test func aServerOfOnesOwnIsAskedOnlyWhereThatIsSaid() async throws {
        let alcf = try Alcf()
        let stream =
            #"data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}"#
            + "\n\ndata: [DONE]\n\n"
        let server = try await ScriptedServer.start { request in
            switch (request.method, request.path) {
            case ("GET", "/live"): [.wait(20), .send(ScriptedServer.response("{}"))]
            case ("GET", _): [.send(ScriptedServer.response(#"{"data":[]}"#))]
            default: [.wait(60), .send(ScriptedServer.response(stream, type: "text/event-stream"))]
            }
        }
        let target = ["--target", "own=\(server.url)/v1", "--model", "m", "-n", "3"]
        _ = try await run(target, at: alcf.folder.file("unasked"), alcf)
        #expect(!server.requests.contains { $0.path == "/health" || $0.path == "/live" })
        let summary = try await run(target + ["--probe", "own=/live"], at: alcf.folder.file("asked"), alcf)
        #expect(server.requests.count { $0.path == "/live" } == 3)
        #expect(try #require(mean(summary, 0, "gateway")) > 0.015)
        #expect(summary["first_token_parts"]?[0]?["rest_holds"] == "queue, server and accelerator, not told apart")
        await server.stop()
    }

    @Test(arguments: [
        ["--probe", "nobody"], ["--probe", "metis=/x"], ["--no-probe", "--probe", "metis"], ["--probe", "metis="],
        ["--gateway-delay", "soon"], ["--queue", "2s"], ["--queue", "nobody=2s"],
    ])
    func wrongOptionsAreRefusedBeforeAnythingIsSent(_ arguments: [String]) async throws {
        let alcf = try Alcf()
        let result = try await Program.alcf.run(
            ["benchmark", "--simulate", "--speed", "100", "-n", "1", "--quiet", "-o", alcf.folder.file("x")]
                + arguments,
            environment: alcf.environment)
        #expect(result.exitCode != 0 && result.errors.contains(arguments[0]), "\(result.errors)")
    }

    @Test func aRunGoesOnWithItsProbes() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("resumed")
        _ = try await run(["--simulate", "--speed", "100", "-n", "4"], at: name, alcf)
        // As a run that was killed after half of its lines.
        let path = name + ".jsonl"
        let lines = try BenchmarkRecords.lines(path)
        let half = lines.prefix(10).map { $0.serialized() + "\n" }.joined()
        try AtomicFile.write(Array(half.utf8), to: path, permissions: 0o644)
        let result = try await alcf.run("benchmark", "--resume", path, "--no-self-check", "--quiet")
        #expect(result.exitCode == 0, "\(result.errors)")
        let blocks = try probes(name).compactMap { $0["block"]?.int }
        let samples = try BenchmarkRecords.samples(path)
        #expect(samples.count == 10 && Set(blocks).count == 4)
    }
}
