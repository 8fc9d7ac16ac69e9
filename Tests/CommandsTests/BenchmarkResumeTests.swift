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
        #expect(torn.exitCode == 64 && torn.errors.contains("manifest"))
        // Files in which nothing could be continued, each with another way.
        let empty = alcf.folder.file("empty.jsonl")
        try AtomicFile.write([], to: empty)
        let study = alcf.folder.file("study")
        try AtomicFile.write(Array("{}".utf8), to: study + "/plan.json")
        try AtomicFile.write(Array("{\n  \"metis\": {}\n}\n".utf8), to: alcf.folder.file("report.json"))
        for (path, word, way) in [
            (empty, "has no complete line", "NAME.jsonl"), (alcf.folder.path, "is a folder", "ends in .jsonl"),
            (study, "is a folder", "alcf benchmark study run \(study)"),
            (alcf.folder.file("report.json"), "one document", "report.jsonl"),
            (alcf.folder.file("empty"), "here is no file", "empty.jsonl"),
        ] {
            let result = try await alcf.run("benchmark", "--no-self-check", "--resume", path)
            let errors = result.errors.replacing("\n  ", with: " ")
            #expect(result.exitCode == 64 && errors.contains(word) && errors.contains(way), "\(errors)")
        }
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
        let words = resumed.errors.replacing("\n  ", with: " ")
        #expect(
            resumed.exitCode == 64 && words.contains("was merged from several records")
                && words.contains("one.jsonl, ") && words.contains("two.jsonl)") && words.contains("merge them again"),
            "\(words)")
    }

    /// Ctrl-C in the middle of a merge leaves nothing unfinished behind: half of a record would pass for a whole one of
    /// fewer requests. On a busy machine the signal may come when the record is whole already.
    @Test func anInterruptedMergeLeavesNothing() async throws {
        let alcf = try Alcf()
        let records = ["one", "two"].map { alcf.folder.file($0) }
        for (index, name) in records.enumerated() {
            let run = try await alcf.run(
                "benchmark", "--simulate", "--no-self-check", "--speed", "400", "--samples", "4", "--seed",
                "\(index + 1)", "-o", name)
            #expect(run.exitCode == 0, "\(run.errors)")
            try lengthen(name + ".jsonl", times: 1_500)
        }
        let folder = alcf.folder.file("merged")
        try AtomicFile.makeDirectory(folder)
        let program = try alcf.start(
            "benchmark", "merge", records[0] + ".jsonl", records[1] + ".jsonl", "-o", folder + "/all")
        #expect(try await program.waits { _ in names(in: folder).contains { $0.hasSuffix(".tmp") } })
        program.signal(2)
        let result = try await program.result()
        #expect([0, 130].contains(result.exitCode), "\(result.errors)")
        let left = names(in: folder)
        #expect(!left.contains { $0.hasSuffix(".tmp") }, "\(left)")
        if left.contains("all.jsonl") {
            let counts = try (records.map { $0 + ".jsonl" } + [folder + "/all.jsonl"]).map {
                try BenchmarkRecords.samples($0).count
            }
            #expect(counts[2] == counts[0] + counts[1])
        }
    }

    /// Repeats the requests of a record as further runs.
    private func lengthen(_ path: String, times: Int) throws {
        let lines = try BenchmarkRecords.lines(path)
        var text = lines[0].serializedBytes() + [0x0A]
        let samples = lines.filter { $0["type"] == "sample" && $0["phase"] == "measured" }
        for turn in 0..<times {
            for (place, sample) in samples.enumerated() {
                guard var object = sample.object else { continue }
                object["sequence"] = .int(turn * samples.count + place)
                object["run"] = .int(turn + 1)
                text += JSONValue.object(object).serializedBytes() + [0x0A]
            }
        }
        try AtomicFile.write(text, to: path)
    }
}
