import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

@Suite(.serialized, .tags(.watchesTheClock)) struct BenchmarkExperimentTests {
    @Test func planFollowsFromAPilot() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("pilot")
        let now = try await alcf.run(
            "benchmark", "plan", "--pilot", "12", "--simulate", "--no-self-check", "--speed", "100", "-o", name,
            "--precision", "10%",
            "--precision", "1%", "--json")
        #expect(now.exitCode == 0, "\(now.errors)")
        let plan = try #require(try JSONValue(parsing: now.output)["plans"]?[0])
        let rows = try #require(plan["plan"]?.array)
        let deviation = try #require(plan["log_deviation"]?.double)
        let fine = try #require(rows[1]["prompts"]?.int)
        // n = (h·√12 ÷ ln 1.01)²; of a mixture of memories h is about t times the root of the mean square.
        let scale = (deviation / 0.00995033) * (deviation / 0.00995033)
        #expect(Double(fine) >= 3 * scale - 1 && Double(fine) <= max(6, 7.5 * scale + 2))
        #expect((rows[0]["prompts"]?.int ?? 0) <= fine && (rows[1]["minutes"]?.double ?? 0) > 0)
        let again = try await alcf.run("benchmark", "plan", name + ".jsonl")
        #expect(again.exitCode == 0 && again.output.contains("metis ÷ sophia"))
        #expect(again.output.contains("independent stretch"))
        #expect(try await alcf.run("benchmark", "plan").exitCode == 64)
    }

    @Test func precisionEndsTheRunByItsRule() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let run = try await alcf.run(
            "benchmark", "--simulate", "--no-self-check", "--speed", "200", "--synthetic", "50,20", "--samples", "64",
            "--precision", "50%",
            "-o", name)
        #expect(run.exitCode == 0, "\(run.errors)")
        let samples = try BenchmarkRecords.samples(name + ".jsonl").filter { $0["phase"] == "measured" }
        #expect(samples.count == 120)
        #expect(try BenchmarkRecords.lines(name + ".jsonl")[0]["options"]?["precision"] == 0.5)
    }

    @Test func sweepFindsThroughputAtEachLoad() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("sweep")
        let run = try await alcf.run(
            "benchmark", "sweep", "--simulate", "--no-self-check", "--speed", "40", "-c", "1,2,4", "--per-level", "12",
            "-o", name,
            "--json")
        #expect(run.exitCode == 0, "\(run.errors)")
        let json = try JSONValue(parsing: run.output)
        let levels = try #require(json["levels"]?.array)
        #expect(levels.count == 6 && levels.allSatisfy { $0["successes"] == 12 })
        let metis = levels.filter { $0["target"] == "metis" }.compactMap { $0["requests_per_second"]?.double }
        // The simulator does not slow down, so twice the load is about twice the throughput; a busy machine takes of that.
        #expect(metis.count == 3 && metis[1] > 1.1 * metis[0] && metis[2] > 1.1 * metis[1], "\(metis)")
        #expect(levels.allSatisfy { $0["response_latency_p95"]?.isNull == true })
        // None on a quiet machine; a busy one may make one. The rule itself is tested without a clock.
        let knee = try #require(try BenchmarkRecords.json(name + ".json")["knee"]?["metis"])
        #expect(knee.isNull || [1, 2, 4].contains(knee.double))
        #expect(try BenchmarkRecords.samples(name + "-c4.jsonl").count == 24)
    }

    @Test func sweepLeavesOutWhoFails() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("sweep")
        let run = try await alcf.run(
            "benchmark", "sweep", "--simulate", "--no-self-check", "--speed", "100", "--rates", "20,40", "--per-level",
            "10", "-o", name,
            "--fault", "sophia:500=0.9")
        #expect(run.exitCode == 0, "\(run.errors)")
        let levels = try #require(try BenchmarkRecords.json(name + ".json")["levels"]?.array)
        #expect(levels.compactMap { $0["target"]?.string } == ["metis", "sophia", "metis"])
        #expect(run.output.contains("left out"))
    }

    @Test func contextShowsWhatLongPromptsCost() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("context")
        let run = try await alcf.run(
            "benchmark", "context", "--simulate", "--no-self-check", "--speed", "100", "--simulated-prefill",
            "metis=8000",
            "--simulated-prefill", "sophia=12000", "--lengths", "1k,2k,3k", "--repeats", "4", "--prompt-seed", "2",
            "-o",
            name, "--json")
        #expect(run.exitCode == 0, "\(run.errors)")
        let targets = try #require(try JSONValue(parsing: run.output)["targets"]?.array)
        var slopes: [Double] = []
        for target in targets {
            let levels = try #require(target["levels"]?.array)
            #expect(levels.count == 3 && levels.allSatisfy { $0["successes"] == 4 && ($0["found"]?.int ?? 0) >= 2 })
            for level in levels {
                let length = try #require(level["length"]?.double)
                #expect(abs((level["prompt_tokens_p50"]?.double ?? 0) / length - 1) < 0.012)
            }
            slopes.append(try #require(target["prefill_fit"]?["seconds_per_token"]?.double))
        }
        // A busy machine makes it slower, never faster; that the fit is exact is tested without a clock.
        #expect(slopes[0] > 0.7 * 8000e-6 / 100 && slopes[1] > 1.1 * slopes[0], "\(slopes)")
    }

    @Test func tasksAreReportedApart() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("tasks")
        let run = try await alcf.run(
            "benchmark", "tasks", "--simulate", "--no-self-check", "--speed", "200", "--per-task", "6", "-o", name,
            "--json")
        #expect(run.exitCode == 0, "\(run.errors)")
        let tasks = try #require(try JSONValue(parsing: run.output)["tasks"]?.object)
        #expect(tasks.keys == ["questions", "summary", "generation", "code"])
        for task in tasks.keys { #expect(tasks[task]?["comparison"]?.array?.count == 1) }
        let samples = try BenchmarkRecords.samples(name + ".jsonl").filter { $0["phase"] == "measured" }
        #expect(samples.count == 48)
        let long = samples.filter { $0["prompt_id"]?.string?.hasPrefix("generation") == true }
        #expect(long.allSatisfy { ($0["completion_tokens"]?.int ?? 0) >= 600 && $0["exact_match"]?.isNull == true })
    }

    @Test func fetchesADataSetFromAMirrorOnce() async throws {
        let rows = (0..<100).map { row in
            #"{"row_idx":\#(row),"row":{"id":"r\#(row)","context":"Passage \#(row) was in 19\#(row).","question":"When was it?","answers":{"text":["19\#(row)"],"answer_start":[0]}},"truncated_cells":[]}"#
        }
        let server = try await ScriptedServer.start { _ in
            let body = #"{"rows":[\#(rows.joined(separator: ","))],"num_rows_total":100,"partial":false}"#
            return [
                .send(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
                        + body)
            ]
        }
        var alcf = try Alcf()
        alcf.environment["HF_DATASETS_SERVER"] = server.url
        alcf.environment["XDG_CACHE_HOME"] = alcf.folder.file("cache")
        for turn in 1...2 {
            let name = alcf.folder.file("run\(turn)")
            let run = try await alcf.run(
                "benchmark", "--simulate", "--no-self-check", "--speed", "200", "--dataset", "squad", "--samples", "5",
                "-o", name)
            #expect(run.exitCode == 0, "\(run.errors)")
            let manifest = try BenchmarkRecords.lines(name + ".jsonl")[0]
            #expect(manifest["dataset"]?["sha256"]?.string?.count == 64)
            #expect(manifest["dataset"]?["url"]?.string?.contains("rajpurkar%2Fsquad") == true)
        }
        #expect(server.requests.count == 1)
        await server.stop()
    }
}
