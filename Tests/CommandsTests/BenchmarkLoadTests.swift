import ALCFCrypto
import ALCFJSON
import ALCFSimulator
import ALCFSystem
import TestSupport
import Testing

@Suite(.serialized, .tags(.watchesTheClock)) struct BenchmarkLoadTests {
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
        #expect(lower > 0.2 && lower < upper && upper < 5)
        #expect(run.output.contains("Sophia against itself"))
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
            ["--burstiness", "2"], ["--rate", "1", "--burstiness", "0"], ["--trace", "x", "--rate", "1"],
            ["--trace-speed", "2"], ["--cache-bust", "--repeat-prompts"], ["--trace", "x", "--dataset", "y"],
            ["--precision", "5%", "--concurrency", "2"], ["--rate", "-1"],
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
        // The record alone makes the report again, and what is said later adds to it.
        let report = try await alcf.run("benchmark", "report", name + ".jsonl")
        #expect(report.output.contains("money per 1,000 output tokens") && report.output.contains("1000 W as given"))
        #expect(!report.output.contains("Energy and cost were not measured."))
        let more = try await alcf.run("benchmark", "report", name + ".jsonl", "--price", "sophia=72/h", "--json")
        let both = try #require(try JSONValue(parsing: more.output)["cost"]?.array)
        #expect(both[0]["money"] == costs[0]["money"] && (both[1]["money"]?.double ?? 0) > 0)
        let again = try await alcf.run("benchmark", "cost", name + ".jsonl", "--price", "metis=36/h", "--json")
        #expect(try JSONValue(parsing: again.output)[0]?["money"] == costs[0]["money"])
        let wrong = try await alcf.run("benchmark", "cost", name + ".jsonl", "--price", "minerva=1/h")
        #expect(wrong.exitCode == 64 && wrong.errors.contains("metis and sophia"))
    }

    @Test func aMetersReadingsGoIntoTheRecord() async throws {
        let alcf = try Alcf()
        let (name, meter) = (alcf.folder.file("run"), alcf.folder.file("meter.csv"))
        let now = WallClock.system.now()
        let rows = stride(from: -60.0, to: 600, by: 5).map { "\(now + $0),2000\n" }.joined()
        try AtomicFile.write(Array(("time,watts\n" + rows).utf8), to: meter)
        let run = try await alcf.run(
            "benchmark", "--simulate", "--no-self-check", "--speed", "100", "--samples", "6", "-o", name, "--power",
            "metis=\(meter)", "--json")
        #expect(run.exitCode == 0, "\(run.errors)")
        let cost = try #require(try JSONValue(parsing: run.output)["cost"]?[0])
        let seconds = try #require(cost["busy_seconds"]?.double)
        #expect(abs((cost["joules"]?.double ?? 0) - 2000 * seconds) < 1e-3 * seconds * 2000)
        // Of the meter's 132 readings only those around the run are kept; its file is needed no more.
        try AtomicFile.write([], to: meter)
        let note = try #require(try BenchmarkRecords.lines(name + ".jsonl").last { $0["type"] == "cost" })
        #expect((2...20).contains(note["readings"]?["metis"]?["readings"]?.array?.count ?? 0))
        let again = try await alcf.run("benchmark", "report", name + ".jsonl", "--json")
        #expect(try JSONValue(parsing: again.output)["cost"]?[0]?["joules"] == cost["joules"])
        // A meter that cannot be read does not lose what was measured.
        let other = try await alcf.run(
            "benchmark", "--simulate", "--no-self-check", "--speed", "100", "--samples", "6", "-o", name + "2",
            "--power",
            "metis=\(meter)x.csv")
        #expect(other.exitCode == 0 && other.errors.contains("cannot be read"), "\(other.errors)")
        #expect(other.output.contains("not known, because the record has no reading of"))
    }

    @Test func whatIsDeclaredIsInTheRecord() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let run = try await alcf.run(
            "benchmark", "--simulate", "--no-self-check", "--speed", "100", "--samples", "8", "-o", name, "--primary",
            "latency",
            "--equivalence", "3%", "--json")
        #expect(run.exitCode == 0, "\(run.errors)")
        let manifest = try BenchmarkRecords.lines(name + ".jsonl")[0]
        #expect(manifest["options"]?["primary"] == ["service_latency"] && manifest["options"]?["equivalence"] == 0.03)
        let summary = try JSONValue(parsing: run.output)
        #expect(summary["primary_tests"]?.array?.map { $0["figure"] } == ["service_latency"])
        // What the service was like, before the first request.
        let metis = try #require(manifest["before"]?["targets"]?["metis"])
        #expect(metis["network"]?["address"] == "127.0.0.1" && metis["network"]?["http_version"] == "1.1")
        #expect(metis["models"]?.array?.contains("gpt-oss-120b") == true && metis["jobs"]?["running"]?.array != nil)
        let wrong = try await alcf.run("benchmark", "--simulate", "--primary", "speed")
        #expect(wrong.exitCode != 0 && wrong.errors.contains("extracted_exact_match"))
        let explained = try await alcf.run("benchmark", "--explain", "decode rate")
        #expect(explained.exitCode == 0 && explained.output.contains("decode_rate: decode rate, in tokens/s"))
        #expect(try await alcf.run("benchmark", "explain", "decode rate").output == explained.output)
    }
}
