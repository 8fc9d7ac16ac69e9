import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

@Suite(.tags(.watchesTheClock)) struct BenchmarkCommandTests {
    func text(_ path: String) throws -> String { String(decoding: try FileContents(path: path).bytes, as: UTF8.self) }

    func lines(_ path: String) throws -> [JSONValue] {
        try text(path).split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    }

    @Test func recordSummaryAndReportAgree() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let run = try await alcf.run(
            "benchmark", "--simulate", "--no-self-check", "--speed", "100", "--samples", "8", "--runs", "2", "--output",
            name)
        #expect(run.exitCode == 0)
        let record = try lines(name + ".jsonl")
        // A manifest, two to warm up, eight questions twice to two targets, a probe before each of these.
        #expect(record.count == 67 && record.count { $0["type"] == "probe" } == 32)
        #expect(record[0]["type"] == "manifest")
        #expect(record[0]["simulated"] == true)
        let measured = record.dropFirst().filter { $0["phase"] == "measured" }
        #expect(measured.count == 32)
        #expect(measured.allSatisfy { $0["outcome"] == "success" && $0["ttft"]?.double != nil })

        // The original script's keys, with the right values.
        let summary = try JSONValue(parsing: text(name + ".json"))
        for target in ["metis", "sophia"] {
            let own = measured.filter { $0["target"]?.string == target }
            let statistics = try #require(summary[target]?["statistics"])
            #expect(statistics["num_requests"] == 16)
            #expect(statistics["successful_requests"] == 16)
            #expect(statistics["failed_requests"] == 0)
            #expect(summary[target]?["results"]?.array?.count == 16)
            let latencies = own.compactMap { $0["service_latency"]?.double }
            let mean = latencies.reduce(0, +) / 16
            #expect(abs(try #require(statistics["latency"]?["mean"]?.double) - mean) < 1e-9)
            let sorted = latencies.sorted()
            let median = (sorted[7] + sorted[8]) / 2
            #expect(abs(try #require(statistics["latency"]?["median"]?.double) - median) < 1e-9)
            let tokens = own.compactMap { $0["completion_tokens"]?.int }.reduce(0, +)
            #expect(statistics["tokens"]?["total"]?.int == tokens)
        }
        let markdown = try text(name + ".md")
        for text in [run.output, markdown] {
            #expect(text.contains("simulated"))
            #expect(text.contains("Metis ÷ Sophia"))
        }
        // The report can be made again from the record, and says the same.
        let again = try await alcf.run("benchmark", "report", name + ".jsonl")
        #expect(again.output == run.output)
        #expect(try await alcf.run("benchmark", "report", name + ".jsonl", "--markdown").output == markdown)
    }

    @Test func countsAndClassesFailures() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let run = try await alcf.run(
            "benchmark", "--simulate", "--no-self-check", "--speed", "200", "--samples", "40", "--warmup", "0",
            "--output", name,
            "--fault",
            "metis:truncate=0.2", "--fault", "metis:429=0.2", "--fault", "sophia:error-event=0.3", "--fault",
            "sophia:drop=0.2", "--json")
        #expect(run.exitCode == 0)
        let record = try lines(name + ".jsonl").dropFirst()
        func outcomes(_ target: String) -> [String: Int] {
            record.filter { $0["target"]?.string == target }.compactMap { $0["outcome"]?.string }
                .reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(Set(outcomes("metis").keys) == ["success", "truncated", "http_429"])
        #expect(Set(outcomes("sophia").keys) == ["success", "stream_error_event", "truncated"])
        let statistics = try JSONValue(parsing: run.output)["metis"]?["statistics"]
        let succeeded = try #require(outcomes("metis")["success"])
        #expect(statistics?["successful_requests"]?.int == succeeded)
        #expect(statistics?["failed_requests"]?.int == 40 - succeeded)
    }

    @Test func ctrlCKeepsWhatWasMeasured() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let program = try alcf.start(
            "benchmark", "--simulate", "--no-self-check", "--speed", "20", "--samples", "48", "--runs", "20",
            "--output", name)
        let record = name + ".jsonl"
        #expect(
            try await program.waits { _ in
                ((try? text(record)) ?? "").split(separator: "\n").count > 8
            })
        program.signal(2)
        let result = try await program.result()
        #expect(result.exitCode == 130)
        #expect(result.errors.contains("Interrupted"))
        #expect(result.output.contains("Latency, seconds"))
        let samples = try lines(record).dropFirst()
        #expect(samples.count >= 8 && samples.count < 1920)
        #expect(samples.filter { $0["outcome"] == "cancelled" }.count <= 1)
        #expect(try JSONValue(parsing: text(name + ".json"))["metis"] != nil)
    }

    @Test func measuresAnyOpenAIServerAlone() async throws {
        let stream = (0..<4).map { "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"w\($0) \"}}]}\n\n" }
        let end = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
        let server = try await ScriptedServer.start { _ in
            let body = stream.joined() + end
            return [
                .send(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: \(body.utf8.count)\r\n\r\n"),
                .wait(5), .send(body),
            ]
        }
        var alcf = try Alcf()
        alcf.environment["MY_KEY"] = "sk-own"
        let name = alcf.folder.file("run")
        let run = try await alcf.run(
            "benchmark", "--no-self-check", "--target", "own=\(server.url)/v1", "--model", "m", "--api-key-env",
            "MY_KEY", "--samples",
            "3",
            "--concurrency", "2", "--output", name)
        #expect(run.exitCode == 0, "\(run.errors)")
        // The list of models is looked at before, and opens the connections that the load will need: without the key.
        let looks = server.requests.prefix { $0.path == "/v1/models" }
        let asked = server.requests.dropFirst(looks.count)
        #expect(looks.count == 3 && looks.allSatisfy { $0.header("authorization") == nil })
        #expect(asked.count == 4)
        #expect(asked.allSatisfy { $0.header("authorization") == "Bearer sk-own" })
        #expect(asked.allSatisfy { $0.path == "/v1/chat/completions" })
        let samples = try lines(name + ".jsonl").dropFirst()
        // No usage was sent, so no token count is known, and none is guessed.
        #expect(samples.allSatisfy { $0["completion_tokens"]?.isNull == true && $0["tpot"]?.isNull == true })
        #expect(samples.allSatisfy { $0["token_events"] == 4 && $0["ttft"]?.double != nil })
        #expect(!(run.output + run.errors).contains("sk-own"))
        await server.stop()
    }

    @Test func neverOverwritesARecordUnasked() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let arguments = [
            "benchmark", "--simulate", "--no-self-check", "--speed", "200", "--samples", "1", "--output", name,
        ]
        func run(_ more: String...) async throws -> ProgramResult {
            try await Program.alcf.run(arguments + more, environment: alcf.environment, input: "")
        }
        #expect(try await run().exitCode == 0)
        let second = try await run()
        #expect(second.exitCode == 64)
        #expect(second.errors.contains("exists"))
        #expect(try await run("--overwrite").exitCode == 0)
    }

    @Test func asksForWholeAnswersToo() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let run = try await alcf.run(
            "benchmark", "--simulate", "--no-self-check", "--speed", "200", "--samples", "4", "--no-stream", "--output",
            name)
        #expect(run.exitCode == 0)
        let samples = try lines(name + ".jsonl").filter { $0["type"] == "sample" }
        #expect(samples.allSatisfy { $0["outcome"] == "success" && $0["ttft"]?.isNull == true })
        #expect(samples.allSatisfy { ($0["service_latency"]?.double ?? 0) > 0 })
        let sophia = samples.first { $0["target"] == "sophia" }
        #expect(sophia?["server_timings"]?["response_time"]?.double != nil)
    }
}
