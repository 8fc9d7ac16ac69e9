import ALCFJSON
import ALCFSimulator
import ALCFSystem
import Glibc
import TestSupport
import Testing

/// The instrument's check of itself, and the plain load generator.
@Suite(.tags(.watchesTheClock)) struct BenchmarkInstrumentTests {
    @Test func tenRequestsToAnyServerNeedNoQuestions() async throws {
        let server = try await NullServer.start(schedule: NullSchedule(firstToken: 20, gap: 2, tokens: 16))
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let run = try await alcf.run(
            "benchmark", "--target", "null=http://127.0.0.1:\(server.port)/v1", "--requests", "10", "--concurrency",
            "4",
            "--max-tokens", "16", "--json", "-o", name)
        let log = server.takeLog()
        await server.stop()
        #expect(run.exitCode == 0, "\(run.errors)")
        // The warm-up, and ten.
        #expect(log.count == 11)
        let summary = try JSONValue(parsing: run.output)
        #expect(summary["models"]?["null"] == "null")
        #expect(summary["dataset"]?["source"] == "made up")
        let figures = try #require(summary["summary"]?["null"])
        #expect(figures["successes"] == 10 && figures["attempts"] == 10)
        for metric in ["ttft", "latency", "tpot", "inter_chunk_gap", "decode_rate", "output_tokens"] {
            #expect(figures[metric]?["median"]?.double ?? 0 > 0, "\(metric)")
        }
        #expect(figures["output_tokens"]?["median"]?.double == 16)
        #expect(figures["system_output_throughput"]?.double ?? 0 > 0)
        // It was checked before and after, and every report says so.
        let checks = try #require(summary["instrument"]?["checks"]?.array)
        #expect(checks.map { $0["moment"]?.string } == ["before", "during", "after"])
        let ends = [checks[0], checks[2]]
        #expect(ends.allSatisfy { ($0["error"]?["requests"]?.int ?? 0) > 0 && $0["error"]?["failed"] == 0 })
        #expect(checks[0]["ceiling_events_per_second"]?.double ?? 0 > 1000)
        #expect(checks[2]["run"]?["cpu_share"]?.double ?? 0 > 0)
        // Three rounds of 50 ms, so timers came due while it ran; the kernel's count is there on Linux.
        let course = try #require(checks[1]["course"])
        #expect(course["timers"]?["count"]?.int ?? 0 > 0 && course["timers"]?["mean"]?.double ?? -1 >= 0)
        #expect(course["run_queue"]?["count"]?.int ?? 0 > 0 && course["run_queue"]?["mean"]?.double ?? -1 >= 0)
        #expect(try await alcf.run("benchmark", "report", name + ".jsonl").output.contains("instrument: lag at"))
        // The bare minimum of the record is what it was: a manifest, samples, and lines that are passed over.
        #expect(try BenchmarkRecords.samples(name + ".jsonl").count == 11)
    }

    @Test func aServerWithSeveralModelsMustBeToldWhich() async throws {
        let models = #"{"object":"list","data":[{"id":"one"},{"id":"two"}]}"#
        let server = try await ScriptedServer.start { _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Length: \(models.utf8.count)\r\n\r\n\(models)")]
        }
        let alcf = try Alcf()
        let run = try await alcf.run("benchmark", "--target", "own=\(server.url)/v1", "--requests", "1")
        #expect(run.exitCode == 64)
        #expect(run.errors.contains("one, two") && run.errors.contains("--model own=MODEL"))
        #expect(server.requests.map(\.path) == ["/v1/models"])
        await server.stop()
    }

    @Test func selfCheckStatesItsError() async throws {
        let alcf = try Alcf()
        let arguments = ["-c", "8", "--requests", "16", "--ttft", "30", "--gap", "5", "--tokens", "8"]
        let run = try await Program.alcf.run(
            ["benchmark", "self-check", "--json"] + arguments, environment: alcf.environment)
        #expect(run.exitCode == 0, "\(run.errors)")
        let json = try JSONValue(parsing: run.output)
        #expect(json["moment"] == "alone" && json["error"]?["requests"] == 16 && json["error"]?["failed"] == 0)
        for figure in ["ttft", "last_token", "tpot", "dispatch"] {
            #expect(json["error"]?[figure]?["p99"]?.double != nil, "\(figure)")
        }
        // What we see is never before what happened, but for the clock's grain.
        #expect(json["error"]?["ttft"]?["p50"]?.double ?? -1 > 0)
        #expect(json["ceiling_events_per_second"]?.double ?? 0 > 1000)
    }

    /// What no test can wait for: a run beside which the machine was busy, put into a record by hand.
    @Test func aRunBesideABusyMachineIsInvalidInEveryReport() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("busy")
        let run = try await alcf.run(
            "benchmark", "--simulate", "--speed", "50", "-n", "6", "--no-self-check", "--quiet", "-o", name)
        #expect(run.exitCode == 0 && !run.output.contains("INVALID"), "\(run.errors)")
        func report(_ timers: JSONValue, _ queue: JSONValue) async throws -> ProgramResult {
            let line: JSONValue = [
                "type": "instrument", "moment": "during", "course": ["timers": timers, "run_queue": queue],
            ]
            let lines = try FileContents(path: name + ".jsonl").bytes + line.serializedBytes() + [UInt8(ascii: "\n")]
            try AtomicFile.write(lines, to: name + "-noted.jsonl")
            return try await alcf.run("benchmark", "report", name + "-noted.jsonl", "--fail-on", "invalid")
        }
        func course(_ lag: Double) -> JSONValue {
            [
                "count": 40, "mean": .double(lag), "p99": .double(lag), "max": .double(lag), "stretch_seconds": 1.0,
                "stretches": [.double(lag), .double(lag)],
            ]
        }
        // Answers take some 20 to 100 ms.
        let late = try await report(course(0.026), .null)
        #expect(
            late.exitCode == 1
                && late.output.contains("INVALID: during the run, the instrument's timers were late by 26 ms"))
        #expect(late.output.contains("run queue not known"))
        let queued = try await report(.null, course(0.026))
        #expect(
            queued.exitCode == 1
                && queued.output.contains("INVALID: during the run, threads of this process waited 26 ms"))
        let quiet = try await report(course(0.000_01), course(0.000_01))
        #expect(!quiet.output.contains("INVALID") && quiet.output.contains("timers late by 0.010 ms"))
    }

    @Test func theNullServerEndsWithItsParent() async throws {
        let alcf = try Alcf()
        let server = try alcf.start("null-server")
        #expect(try await server.waits { $0.output.hasSuffix("\n") })
        #expect(Int(server.output.dropLast()) ?? 0 > 0)
        server.closeInput()
        #expect(try await server.result().isTimedOut == false)
    }

    @Test func moreConnectionsThanMayBeOpenAreRefusedWithTheCommand() async throws {
        let alcf = try Alcf()
        let program = try #require(Program.alcf.path as String?)
        let run = try await Program("/bin/sh").run(
            [
                "-c",
                "ulimit -n 200; exec \(program) benchmark --simulate --no-self-check --samples 4 --concurrency 500 --quiet",
            ], environment: alcf.environment)
        #expect(run.exitCode == 64)
        #expect(run.errors.hasSuffix(": ulimit -n 1064\n"))
    }
}
