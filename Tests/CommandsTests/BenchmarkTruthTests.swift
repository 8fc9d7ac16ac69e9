import ALCFJSON
import TestSupport
import Testing

/// Against a simulator whose truth is known, the program must find it.
@Suite(.serialized, .tags(.watchesTheClock)) struct BenchmarkTruthTests {
    static let truth = ["--simulated-latency", "metis=4.8s+2.7ms", "--simulated-latency", "sophia=1s+7ms"]

    func run(_ alcf: Alcf, _ arguments: [String]) async throws -> ProgramResult {
        try await Program.alcf.run(
            ["benchmark", "--simulate"] + Self.truth + arguments, environment: alcf.environment)
    }

    @Test func findsTheKnownLinesAndTheirCrossover() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("long")
        let speed = 5.0
        let result = try await run(
            alcf,
            [
                "--no-self-check", "--speed", "5", "-c", "16", "--synthetic", "100,50-1600", "-n", "40", "--no-stream",
                "-o", name,
                "--quiet",
            ])
        #expect(result.exitCode == 0, "\(result.errors)")
        let summary = try BenchmarkRecords.json(name + ".json")
        for (target, fixed, perToken) in [("metis", 4.8, 0.0027), ("sophia", 1.0, 0.007)] {
            let model = try #require(summary["summary"]?[target]?["latency_model"])
            #expect(model["min_tokens"] == 50 && model["max_tokens"] == 1600)
            for (member, known) in [("fixed_seconds", fixed), ("seconds_per_token", perToken)] {
                let interval = try #require(model[member + "_interval"])
                let lower = try #require(interval["lower"]?.double) * speed
                let upper = try #require(interval["upper"]?.double) * speed
                // One in twenty intervals misses by a little. A busy machine makes answers later, and intervals wider.
                let slack = (upper - lower) / 2 + 0.05 * known
                #expect(lower - slack <= known && known <= upper + slack, "\(target) \(member)")
                #expect(upper - lower < known, "\(target) \(member)")
            }
        }
        // (4.8 − 1) ÷ (0.007 − 0.0027) = 883.7.
        let crossover = try #require(summary["crossovers"]?[0]?["crossover"])
        let (lower, upper) = (
            crossover["interval"]?["lower"]?.double ?? 0, crossover["interval"]?["upper"]?.double ?? 0
        )
        let slack = (upper - lower) / 2 + 45
        #expect(lower - slack <= 883.7 && 883.7 <= upper + slack && upper - lower < 883.7, "\(crossover)")
        #expect(crossover["first_wins_beyond"] == true && crossover["extrapolated"] == false)
        #expect(result.output.contains("The fitted lines of Metis and Sophia cross at about"))
        // What was asked for was got: that answers end at that length is no warning.
        #expect(summary["warnings"]?.array?.contains { $0["kind"] == "truncated_answers" } == false)
        // A continued run is simulated as it was.
        #expect(
            try BenchmarkRecords.lines(name + ".jsonl")[0]["options"]?["arguments"]?["latency"]
                == ["metis=4.8s+2.7ms", "sophia=1s+7ms"])
    }

    @Test func runsTheOriginalExperimentAndSaysWhatItWouldHaveConcluded() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("original")
        let result = try await run(alcf, ["--speed", "50", "--as-original", "-o", name, "--quiet"])
        #expect(result.exitCode == 0, "\(result.errors)")
        let options = try #require(try BenchmarkRecords.lines(name + ".jsonl")[0]["options"])
        #expect(options["as_original"] == true && options["temperature"] == 0.7 && options["stream"] == false)
        #expect(options["warmup"] == 0 && options["max_tokens"] == 512)
        let samples = try BenchmarkRecords.samples(name + ".jsonl")
        #expect(
            samples.map { $0["target"]?.string } == Array(repeating: "metis", count: 10)
                + Array(repeating: "sophia", count: 10))
        // The first ten of the file, in its order, for both.
        let prompts = samples.map { $0["prompt_id"]?.string }
        #expect(Array(prompts.prefix(10)) == Array(prompts.suffix(10)) && Set(prompts).count == 10)
        let summary = try BenchmarkRecords.json(name + ".json")
        let old = try #require(summary["as_original"])
        let latencies = samples.prefix(10).map { sample in
            (sample["last_token"]?.double ?? 0) - (sample["dispatched"]?.double ?? 0)
        }
        let metis = try #require(old["targets"]?["metis"])
        #expect(abs((metis["mean_latency"]?.double ?? 0) - latencies.reduce(0, +) / 10) < 1e-9)
        #expect(metis["upper_median_latency"]?.double == latencies.sorted()[5])
        #expect((metis["prompt_share"]?.double ?? 0) > 0.5)
        #expect(result.output.contains("What the original study would have concluded"))
        #expect(result.output.contains("x slower”"))
        let kinds = Set((summary["warnings"]?.array ?? []).compactMap { $0["kind"]?.string })
        #expect(kinds.isSuperset(of: ["one_after_the_other", "unseeded_answers", "no_warmup"]))
        // Ten short answers do not tell the speed of tokens, and the report says that.
        #expect(summary["crossovers"]?[0]?["crossover"]?.isNull == true)

        for wrong in [["--concurrency", "2"], ["--temperature", "0.5"], ["--control"], ["--warmup", "3"]] {
            let refused = try await run(alcf, ["--as-original"] + wrong)
            #expect(refused.exitCode == 64 && refused.errors.contains("--as-original"))
        }
    }

    @Test func refusesALatencyThatIsNone() async throws {
        let alcf = try Alcf()
        for wrong in ["metis", "metis=4.8", "minerva=1s+1ms", "metis=1s+-1ms", "4.8s+1ms"] {
            let refused = try await alcf.run("benchmark", "--simulate", "--simulated-latency", wrong)
            #expect(refused.exitCode == 64 && refused.errors.contains("latency"), "\(wrong)")
        }
        let real = try await alcf.run("benchmark", "--simulated-latency", "metis=1s+1ms")
        #expect(real.exitCode == 64 && real.errors.contains("--simulate"))
    }

    @Test func aSimulationWithMemoryIsKeptInTheRecordAndGoesOn() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("memory")
        let memory = [
            "--wander", "metis=0.25/30s", "--simulated-wander", "shared=0.1/5s", "--stalls", "0.1s/0.7s",
            "--cold-start",
            "sophia=2s/60s", "--favour", "0.08",
        ]
        let result = try await run(
            alcf, memory + ["--speed", "200", "-n", "4", "--no-self-check", "-o", name, "--quiet"])
        #expect(result.exitCode == 0, "\(result.errors)")
        let kept = try #require(try BenchmarkRecords.lines(name + ".jsonl")[0]["options"]?["arguments"])
        #expect(kept["wander"] == ["metis=0.25/30s", "shared=0.1/5s"] && kept["stalls"] == ["0.1s/0.7s"])
        #expect(kept["cold_start"] == ["sophia=2s/60s"] && kept["favour"] == 0.08)
        let resumed = try await alcf.run("benchmark", "--resume", name + ".jsonl", "--no-self-check", "--quiet")
        #expect(resumed.exitCode == 0, "\(resumed.errors)")
    }

    @Test func refusesAMemoryThatIsNone() async throws {
        let alcf = try Alcf()
        let wrong = [
            ["--wander", "0.25"], ["--wander", "mars=0.25/30s"], ["--wander", "metis=9/30s"], ["--stalls", "1s/1s"],
            ["--cold-start", "a=b=c"], ["--favour", "-1"], ["--favour", "nan"],
            ["--day-factor", "mars=0.1"], ["--day-factor", "nan"], ["--hour-factor", "0.1/25"], ["--time", "tomorrow"],
        ]
        for arguments in wrong {
            let refused = try await Program.alcf.run(
                ["simulate"] + arguments + ["--", "true"], environment: alcf.environment)
            #expect(refused.exitCode == 64 && refused.errors.contains(arguments[0]), "\(arguments)")
        }
        let real = try await alcf.run("benchmark", "--wander", "0.25/30s")
        #expect(real.exitCode == 64 && real.errors.contains("--simulate"))
    }
}
