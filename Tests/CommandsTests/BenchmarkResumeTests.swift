import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

@Suite(.serialized, .tags(.watchesTheClock)) struct BenchmarkResumeTests {
    /// Which request went where, in the order of the schedule.
    func plan(_ samples: [JSONValue]) -> [String] {
        samples.sorted { ($0["sequence"]?.int ?? 0) < ($1["sequence"]?.int ?? 0) }.map { sample in
            ["sequence", "target", "prompt_id", "run", "block", "position", "phase"]
                .map { sample[$0]?.serialized() ?? "–" }.joined(separator: " ")
        }
    }

    @Test(arguments: [1, 4]) func killedAgainAndAgainNothingIsLostOrDoubled(concurrency: Int) async throws {
        let alcf = try Alcf()
        let (whole, cut) = (alcf.folder.file("whole"), alcf.folder.file("cut"))
        let arguments = [
            "benchmark", "--simulate", "--no-self-check", "--speed", "200", "--samples", "16", "--runs", "3", "--seed",
            "5", "--quiet",
            "--concurrency", "\(concurrency)", "--output",
        ]
        #expect(try await Program.alcf.run(arguments + [whole], environment: alcf.environment).exitCode == 0)
        let record = cut + ".jsonl"
        var program = try RunningProgram(.alcf, arguments + [cut], environment: alcf.environment)
        var generator = TestRandom()
        for round in 1...5 {
            let goal = round * 14
            _ = try await program.waits(
                until: { _ in
                    ((try? FileContents(path: record, limit: 64 << 20).bytes) ?? []).count { $0 == 10 } > goal
                })
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...40, using: &generator)))
            program.signal(9)
            _ = try await program.result()
            program = try RunningProgram(
                .alcf, ["benchmark", "--no-self-check", "--resume", record, "--quiet"], environment: alcf.environment)
        }
        let last = try await program.result()
        #expect(last.exitCode == 0, "\(last.errors)")
        let samples = try BenchmarkRecords.samples(record)
        #expect(Set(samples.compactMap { $0["sequence"]?.int }).count == samples.count)
        #expect(plan(samples) == plan(try BenchmarkRecords.samples(whole + ".jsonl")))
        #expect(samples.allSatisfy { $0["outcome"] == "success" })
        // Instants go on over the pauses.
        let resumed = try BenchmarkRecords.lines(record).filter { $0["type"] == "resumed" }
        #expect((1...5).contains(resumed.count))
        let last5 = try #require(resumed.last?["at"]?.double)
        #expect(samples.contains { ($0["scheduled"]?.double ?? 0) >= last5 })
        // The report can be made, and says what the unbroken run's says of the design.
        let summary = try BenchmarkRecords.json(cut + ".json")
        #expect(summary["metis"]?["statistics"]?["num_requests"] == 48)
        #expect(summary["warnings"]?.array?.contains { $0["kind"] == "torn_record" } == false)
    }

    @Test func goesOnAfterCtrlC() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let program = try alcf.start(
            "benchmark", "--simulate", "--no-self-check", "--speed", "100", "--samples", "12", "--runs", "5",
            "--output",
            name)
        _ = try await program.waits { _ in
            ((try? FileContents(path: name + ".jsonl").bytes) ?? []).count { $0 == 10 } > 8
        }
        program.signal(2)
        let interrupted = try await program.result()
        #expect(interrupted.exitCode == 130)
        #expect(interrupted.errors.contains("alcf benchmark --resume \(name).jsonl"))
        let rest = try await alcf.run("benchmark", "--no-self-check", "--resume", name + ".jsonl", "--json")
        #expect(rest.exitCode == 0, "\(rest.errors)")
        let samples = try BenchmarkRecords.samples(name + ".jsonl")
        #expect(samples.count == 122 && samples.allSatisfy { $0["outcome"] == "success" })
        #expect(Set(samples.compactMap { $0["sequence"]?.int }) == Set(0..<122))
        #expect(try JSONValue(parsing: rest.output)["sophia"]?["statistics"]?["num_requests"] == 60)
    }

    @Test func saysWhyItCannotGoOn() async throws {
        let alcf = try Alcf()
        let missing = try await alcf.run("benchmark", "--no-self-check", "--resume", alcf.folder.file("none.jsonl"))
        #expect(missing.exitCode == 64 && missing.errors.contains("none.jsonl"))
        let path = alcf.folder.file("torn.jsonl")
        try AtomicFile.write(Array(#"{"type":"manif"#.utf8), to: path)
        let torn = try await alcf.run("benchmark", "--no-self-check", "--resume", path)
        #expect(torn.exitCode == 1 && torn.errors.contains("manifest"))
    }

    @Test func mergesRecords() async throws {
        let alcf = try Alcf()
        let names = ["one", "two"].map(alcf.folder.file)
        for (index, name) in names.enumerated() {
            let run = try await alcf.run(
                "benchmark", "--simulate", "--no-self-check", "--speed", "200", "--samples", "8", "--seed",
                "\(index + 1)", "-o", name)
            #expect(run.exitCode == 0)
        }
        let all = alcf.folder.file("all")
        let merged = try await alcf.run(
            "benchmark", "merge", names[0] + ".jsonl", names[1] + ".jsonl", "-o", all, "--json")
        #expect(merged.exitCode == 0, "\(merged.errors)")
        #expect(try BenchmarkRecords.samples(all + ".jsonl").count == 36)
        #expect(try JSONValue(parsing: merged.output)["metis"]?["statistics"]?["num_requests"] == 16)
        let same = try await alcf.run(
            "benchmark", "merge", names[0] + ".jsonl", names[0] + ".jsonl", "-o", all + "2")
        #expect(same.exitCode == 64 && same.errors.contains("was given twice"), "\(same.errors)")
        let nowhere = try await alcf.run(
            "benchmark", "merge", names[0] + ".jsonl", names[1] + ".jsonl", "-o", "/proc/none/all")
        #expect(nowhere.exitCode == 64 && nowhere.errors.contains("/proc/none"), "\(nowhere.errors)")
        let resumed = try await alcf.run("benchmark", "--no-self-check", "--resume", all + ".jsonl")
        #expect(resumed.exitCode == 1 && resumed.errors.contains("merge"))
    }
}
