import ALCFCrypto
import ALCFJSON
import ALCFSimulator
import ALCFSystem
import TestSupport
import Testing

@Suite(.serialized) struct BenchmarkLoadTests {
    @Test func aControlFindsNoDifferenceOrSaysSo() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let run = try await alcf.run(
            "benchmark", "--simulate", "--no-self-check", "--speed", "50", "--samples", "24", "--target", "sophia",
            "--control", "-o", name
        )
        #expect(run.exitCode == 0, "\(run.errors)")
        let control = try #require(try BenchmarkRecords.json(name + ".json")["control"]?[0])
        let (lower, upper) = (try #require(control["lower"]?.double), try #require(control["upper"]?.double))
        #expect(control["passes"]?.bool == (lower <= 1 && 1 <= upper))
        #expect(lower > 0.4 && upper < 2.5)
        #expect(run.output.contains("sophia against itself"))
        let targets = try BenchmarkRecords.samples(name + ".jsonl").compactMap { $0["target"]?.string }
        #expect(targets.count { $0 == "sophia" } == 25 && targets.count { $0 == "sophia-control" } == 25)
    }

    @Test func sendsByTheClock() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let run = try await alcf.run(
            "benchmark", "--simulate", "--no-self-check", "--speed", "20", "--rate", "40", "--arrival", "constant",
            "--duration", "1",
            "--both-at-once", "--warmup", "0", "-o", name)
        #expect(run.exitCode == 0, "\(run.errors)")
        let samples = try BenchmarkRecords.samples(name + ".jsonl")
        #expect(samples.count == 80)
        let due = samples.filter { $0["target"] == "metis" }.compactMap { $0["scheduled"]?.double }.sorted()
        for (left, right) in zip(due, due.dropFirst()) { #expect(abs(right - left - 0.025) < 1e-6) }
        for sample in samples {
            let dispatched = try #require(sample["dispatched"]?.double)
            #expect(dispatched >= (sample["scheduled"]?.double ?? .infinity))
            #expect((sample["response_latency"]?.double ?? 0) >= (sample["service_latency"]?.double ?? 1))
        }
        let options = try BenchmarkRecords.lines(name + ".jsonl")[0]["options"]
        #expect(options?["rate"] == 40.0 && options?["arrival"] == "constant" && options?["max_rate"] == 200.0)
    }

    @Test func asksBeforeALargeLoadOnTheRealService() async throws {
        var disguised = SimulatorConfiguration.fast
        disguised.tellsItIsSimulated = false
        try await withSimulator(disguised) { simulator in
            var alcf = try Alcf(simulator: simulator.port)
            let token = try #require(
                try simulator.issueTokens().first { $0.resourceServer == SimulatedGlobus.gatewayID })
            alcf.environment["ALCF_ACCESS_TOKEN"] = token.accessToken.expose()
            let name = alcf.folder.file("run")
            let refused = try await alcf.run(
                "benchmark", "--no-self-check", "--samples", "48", "--runs", "3", "-o", name)
            #expect(refused.exitCode == 64)
            #expect(refused.errors.contains("290 requests") && refused.errors.contains("--yes"))
            #expect((try? FileContents(path: name + ".jsonl")) == nil)
            let fast = try await alcf.run("benchmark", "--no-self-check", "--samples", "4", "--rate", "3", "-o", name)
            #expect(fast.exitCode == 64)
            let small = try await alcf.run("benchmark", "--samples", "2", "--no-self-check", "-o", name)
            #expect(small.exitCode == 0, "\(small.errors)")
            let agreed = try await alcf.run(
                "benchmark", "--no-self-check", "--samples", "4", "--rate", "3", "--yes", "-o", name + "2")
            #expect(agreed.exitCode == 0, "\(agreed.errors)")
            #expect(try BenchmarkRecords.lines(name + "2.jsonl")[0]["options"]?["max_rate"] == 10.0)
        }
    }

    @Test func refusesWhatExcludesEachOther() async throws {
        let alcf = try Alcf()
        for arguments in [
            ["--rate", "1", "--concurrency", "2"], ["--precision", "5%", "--concurrency", "2"], ["--rate", "-1"],
            ["--dataset", "x", "--synthetic", "100,10"], ["--synthetic", "100"], ["--duration", "2", "--ramp", "3"],
            ["--price", "metis"], ["--power", "metis=much"], ["--arrival", "sometimes"],
        ] {
            let run = try await Program.alcf.run(
                ["benchmark", "--simulate", "--no-self-check"] + arguments, environment: alcf.environment)
            #expect(run.exitCode == 64, "\(arguments): \(run.errors)")
        }
    }

    @Test func pricesAndPowerAreChargedAndExplained() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let run = try await alcf.run(
            "benchmark", "--simulate", "--no-self-check", "--speed", "100", "--samples", "6", "-o", name, "--price",
            "metis=36/h",
            "--power",
            "sophia=1kW", "--json")
        #expect(run.exitCode == 0, "\(run.errors)")
        let costs = try #require(try JSONValue(parsing: run.output)["cost"]?.array)
        #expect(costs.count == 2)
        let seconds = try #require(costs[0]["busy_seconds"]?.double)
        #expect(abs((costs[0]["money"]?.double ?? 0) - seconds / 100) < 1e-9 && costs[0]["joules"]?.isNull == true)
        #expect(costs[1]["money"]?.isNull == true && (costs[1]["joules"]?.double ?? 0) > 0)
        let again = try await alcf.run("benchmark", "cost", name + ".jsonl", "--price", "metis=36/h", "--json")
        #expect(try JSONValue(parsing: again.output)[0]?["money"] == costs[0]["money"])
        let wrong = try await alcf.run("benchmark", "cost", name + ".jsonl", "--price", "minerva=1/h")
        #expect(wrong.exitCode == 64 && wrong.errors.contains("metis and sophia"))
    }
}
