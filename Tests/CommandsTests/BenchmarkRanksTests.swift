import ALCFJSON
import ALCFSimulator
import ALCFSystem
import TestSupport
import Testing

/// Processes that share one benchmark, against one simulator.
@Suite(.serialized, .tags(.watchesTheClock)) struct BenchmarkRanksTests {
    func start(_ alcf: Alcf, _ rank: Int, of size: Int, _ name: String, _ more: [String]) throws -> RunningProgram {
        try RunningProgram(
            .alcf,
            ["benchmark", "--rank", "\(rank)/\(size)", "--no-self-check", "--yes", "--seed", "7", "-o", name] + more,
            environment: alcf.environment)
    }

    func signedIn(_ simulator: Int) async throws -> Alcf {
        let alcf = try Alcf(simulator: simulator)
        try await alcf.signIn()
        return alcf
    }

    /// Which request went where, with its number in the schedule.
    func plan(_ samples: [JSONValue]) -> Set<String> {
        Set(
            samples.filter { $0["phase"] == "measured" }.map { sample in
                ["sequence", "target", "prompt_id", "run", "block", "position", "slice"]
                    .map { sample[$0]?.serialized() ?? "–" }.joined(separator: " ")
            })
    }

    @Test func togetherTheySendTheOneSchedule() async throws {
        try await withSimulator { simulator in
            let alcf = try await signedIn(simulator.port)
            let (shared, alone) = (alcf.folder.file("shared"), alcf.folder.file("alone"))
            let load = ["-c", "6", "--samples", "24", "--max-rate", "1000", "--prompt-seed", "3"]
            let programs = try (0..<3).map { try start(alcf, $0, of: 3, shared, load + ["--json"]) }
            var results: [ProgramResult] = []
            for program in programs { results.append(try await program.result()) }
            #expect(results.map(\.exitCode) == [0, 0, 0], "\(results.map(\.errors))")
            // The first one reports; the others are silent.
            #expect(results[1].output.isEmpty && results[1].errors.isEmpty && results[2].output.isEmpty)
            let one = try await Program.alcf.run(
                ["benchmark", "--rank", "none", "--no-self-check", "--yes", "--seed", "7", "-o", alone, "--quiet"]
                    + load,
                environment: alcf.environment)
            #expect(one.exitCode == 0, "\(one.errors)")
            let samples = try BenchmarkRecords.samples(shared + ".jsonl")
            #expect(plan(samples) == plan(try BenchmarkRecords.samples(alone + ".jsonl")))
            #expect(samples.allSatisfy { $0["outcome"] == "success" })
            #expect(Set(samples.compactMap { $0["sequence"]?.int }).count == samples.count)
            #expect(Set(samples.compactMap { $0["rank"]?.int }) == [0, 1, 2])
            let summary = try BenchmarkRecords.json(shared + ".json")
            let ranks = try #require(summary["manifest"]?["ranks"]?.array)
            #expect(ranks.count == 3 && ranks.allSatisfy { $0["state"] == "complete" && $0["not_sent"] == 0 })
            #expect(summary["warnings"]?.array?.contains { $0["kind"] == "lost_ranks" } == false)
            #expect(summary["sections"]?.serialized().contains("By machine") == true)
            // Nothing is left of their talk, and the records can be joined again.
            #expect(PathFacts(path: shared + ".ranks") == nil)
            let again = try await alcf.run(
                "benchmark", "merge", shared + ".rank-0000.jsonl", shared + ".rank-0002.jsonl",
                shared + ".rank-0001.jsonl", "-o", alcf.folder.file("again"), "--quiet")
            #expect(again.exitCode == 0, "\(again.errors)")
            #expect(try BenchmarkRecords.samples(alcf.folder.file("again.jsonl")) == samples)
        }
    }

    @Test func oneThatIsKilledIsNamed() async throws {
        try await withSimulator(SimulatorConfiguration(speed: 20)) { simulator in
            let alcf = try await signedIn(simulator.port)
            let name = alcf.folder.file("run")
            let load = ["-c", "4", "--requests", "64", "--max-rate", "1000", "--rank-timeout", "5", "--quiet"]
            let programs = try (0..<2).map { try start(alcf, $0, of: 2, name, load) }
            let record = name + ".rank-0001.jsonl"
            #expect(
                try await programs[0].waits { _ in
                    ((try? FileContents(path: record, limit: 64 << 20).bytes) ?? []).count { $0 == 10 } > 12
                })
            programs[1].signal(9)
            _ = try await programs[1].result()
            let result = try await programs[0].result()
            #expect(result.exitCode == 0, "\(result.errors)")
            let summary = try BenchmarkRecords.json(name + ".json")
            let warning = summary["warnings"]?.array?.first { $0["kind"] == "lost_ranks" }
            #expect(warning?["message"]?.string?.contains("rank 1") == true)
            let part = try #require(summary["manifest"]?["ranks"]?.array?[1])
            #expect(part["state"] == "lost")
            let samples = try BenchmarkRecords.samples(name + ".jsonl").filter { $0["phase"] == "measured" }
            let lost = samples.filter { $0["outcome"] == "lost" }
            #expect(lost.count == part["in_flight"]?.int && lost.allSatisfy { $0["rank"] == 1 })
            // Sent, lost or not sent: each request of the schedule is one of these.
            #expect(samples.count + (part["not_sent"]?.int ?? -1) == 128)
            #expect(result.output.contains("rank 1"))
        }
    }

    @Test func otherOptionsEndAllBeforeAnythingIsSent() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let programs = try [4, 8].enumerated().map { rank, count in
            try start(alcf, rank, of: 2, name, ["-c", "\(count)", "--simulate", "--samples", "8"])
        }
        for program in programs {
            let result = try await program.result()
            #expect(result.exitCode == 64, "\(result.errors)")
            #expect(result.errors.contains("'concurrency' is 8, not 4"), "\(result.errors)")
        }
        #expect(PathFacts(path: name + ".rank-0001.jsonl") == nil && PathFacts(path: name + ".jsonl") == nil)
    }

    /// All learn it at once, and not from the time that they would have waited.
    @Test func resultsThatAreThereEndAll() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        try AtomicFile.replace(name + ".jsonl", with: [UInt8]("mine".utf8))
        let load = ["-c", "4", "--simulate", "--samples", "8", "--rank-wait", "600"]
        let programs = try [1, 0].map { try start(alcf, $0, of: 2, name, load) }
        for program in programs {
            let result = try await program.result()
            #expect(result.exitCode == 64 && result.errors.contains("run.jsonl"), "\(result.errors)")
        }
        #expect(try FileContents(path: name + ".jsonl").bytes == [UInt8]("mine".utf8))
    }

    @Test func oneTooManyDoesNotEndTheRun() async throws {
        try await withSimulator(SimulatorConfiguration(speed: 20)) { simulator in
            let alcf = try await signedIn(simulator.port)
            let name = alcf.folder.file("run")
            let load = ["-c", "4", "--requests", "64", "--max-rate", "1000", "--quiet"]
            let programs = try (0..<2).map { try start(alcf, $0, of: 2, name, load) }
            #expect(try await measures(programs[0], name + ".rank-0001.jsonl"))
            let others = try [start(alcf, 2, of: 3, name, load), start(alcf, 0, of: 2, name, load)]
            let (stranger, lead) = try await (others[0].result(), others[1].result())
            #expect(stranger.exitCode == 64 && stranger.errors.contains("under way"), "\(stranger.errors)")
            #expect(lead.exitCode == 64 && lead.errors.contains("nother run is under way"), "\(lead.errors)")
            for program in programs {
                let result = try await program.result()
                #expect(result.exitCode == 0, "\(result.errors)")
            }
            let parts = try #require(try BenchmarkRecords.json(name + ".json")["manifest"]?["ranks"]?.array)
            #expect(parts.count == 2 && parts.allSatisfy { $0["state"] == "complete" })
        }
    }

    @Test func oneThatNeverStartsIsNamed() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let load = ["-c", "4", "--simulate", "--rank-wait", "2"]
        let programs = try [0, 2].map { try start(alcf, $0, of: 3, name, load) }
        for (rank, program) in zip([0, 2], programs) {
            let result = try await program.result()
            #expect(
                result.exitCode == 64 && result.errors.contains("ank 1 did not join within 2 s"), "\(result.errors)")
            #expect(result.errors.contains("Error: rank 2: ") == (rank == 2))
        }
        #expect(PathFacts(path: name + ".jsonl") == nil)
    }

    @Test func whatCannotBeSharedIsRefused() async throws {
        let alcf = try Alcf()
        let one = try await alcf.run("benchmark", "--simulate", "--rank", "0/2")
        #expect(one.exitCode == 64 && one.errors.contains("--per-rank"), "\(one.errors)")
        let bad = try await alcf.run("benchmark", "--simulate", "--rank", "2/2")
        #expect(bad.exitCode == 64 && bad.errors.contains("--rank"))
        var confused = alcf
        confused.environment.merge(
            ["OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "4", "PMI_RANK": "0", "PMI_SIZE": "2"]
        ) { $1 }
        let both = try await confused.run("benchmark", "--simulate", "-c", "8")
        #expect(both.exitCode == 64 && both.errors.contains("OMPI_COMM_WORLD_RANK") && both.errors.contains("PMI_RANK"))
    }

    /// Waits until a rank has so many lines in its record.
    func measures(_ program: RunningProgram, _ record: String, lines: Int = 12) async throws -> Bool {
        try await program.waits { _ in
            ((try? FileContents(path: record, limit: 64 << 20).bytes) ?? []).count { $0 == 10 } > lines
        }
    }

    static let long = ["-c", "4", "--requests", "64", "--max-rate", "1000", "--rank-timeout", "5", "--quiet"]

    /// What is said of the options is said by the first one; what one has to say of itself, by that one.
    @Test func warningsComeOnce() async throws {
        try await withSimulator { simulator in
            let alcf = try await signedIn(simulator.port)
            let load = ["-c", "2", "--samples", "4", "--max-rate", "1000", "--samples", "6"]
            let programs = try (0..<2).map { try start(alcf, $0, of: 2, alcf.folder.file("run"), load) }
            let results = [try await programs[0].result(), try await programs[1].result()]
            #expect(results.map(\.exitCode) == [0, 0], "\(results.map(\.errors))")
            #expect(results[0].errors.contains("'--samples' was given 2 times"), "\(results[0].errors)")
            #expect(results[1].errors.isEmpty, "\(results[1].errors)")
        }
    }

    @Test func oneThatIsInterruptedLeavesTheOthers() async throws {
        try await withSimulator(SimulatorConfiguration(speed: 20)) { simulator in
            let alcf = try await signedIn(simulator.port)
            let name = alcf.folder.file("run")
            let programs = try (0..<2).map { try start(alcf, $0, of: 2, name, Self.long) }
            #expect(try await measures(programs[0], name + ".rank-0001.jsonl"))
            programs[1].signal(2)
            let stopped = try await programs[1].result()
            #expect(stopped.exitCode == 130 && stopped.errors.contains("the others go on"), "\(stopped.errors)")
            let result = try await programs[0].result()
            #expect(result.exitCode == 0, "\(result.errors)")
            let summary = try BenchmarkRecords.json(name + ".json")
            let parts = try #require(summary["manifest"]?["ranks"]?.array)
            #expect(parts[0]["state"] == "complete" && parts[1]["state"] == "interrupted")
            #expect((parts[1]["not_sent"]?.int ?? 0) > 0)
            #expect(result.output.contains("rank 1"))
        }
    }

    @Test func withTheFirstAllAreInterrupted() async throws {
        try await withSimulator(SimulatorConfiguration(speed: 20)) { simulator in
            let alcf = try await signedIn(simulator.port)
            let name = alcf.folder.file("run")
            let programs = try (0..<3).map { try start(alcf, $0, of: 3, name, Self.long) }
            #expect(try await measures(programs[0], name + ".rank-0000.jsonl"))
            programs[0].signal(2)
            var results: [ProgramResult] = []
            for program in programs { results.append(try await program.result()) }
            #expect(results.map(\.exitCode) == [130, 130, 130], "\(results.map(\.errors))")
            #expect(results[0].errors.contains("the other processes stop too"), "\(results[0].errors)")
            #expect(results[1].errors.isEmpty && results[2].errors.isEmpty, "\(results[1].errors)")
            // What was measured is joined and reported.
            let parts = try #require(try BenchmarkRecords.json(name + ".json")["manifest"]?["ranks"]?.array)
            #expect(parts.allSatisfy { $0["state"] == "interrupted" })
            let samples = try BenchmarkRecords.samples(name + ".jsonl")
            #expect(samples.contains { $0["outcome"] == "success" && $0["rank"] == 2 })
        }
    }

    /// Interrupted while others are waited for, all are told at once.
    @Test func oneThatIsInterruptedBeforeTheBeginningEndsAll() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let load = ["-c", "4", "--simulate", "--rank-wait", "100"]
        let programs = try [0, 2].map { try start(alcf, $0, of: 3, name, load) }
        #expect(
            try await programs[0].waits { _ in
                PathFacts(path: name + ".ranks/go.json") != nil
                    && PathFacts(path: name + ".ranks/rank-0002.json") != nil
            })
        programs[1].signal(2)
        let other = try await programs[1].result()
        #expect(other.exitCode == 130, "\(other.errors)")
        let first = try await programs[0].result()
        #expect(
            first.exitCode == 64 && first.errors.contains("ank 2") && first.errors.contains("interrupted"),
            "\(first.errors)")
    }

    @Test func withoutTheFirstTheOthersFinishAndAreJoinedLater() async throws {
        try await withSimulator(SimulatorConfiguration(speed: 20)) { simulator in
            let alcf = try await signedIn(simulator.port)
            let name = alcf.folder.file("run")
            let programs = try (0..<3).map { try start(alcf, $0, of: 3, name, Self.long) }
            #expect(try await measures(programs[0], name + ".rank-0000.jsonl"))
            programs[0].signal(9)
            _ = try await programs[0].result()
            for program in programs.dropFirst() {
                let result = try await program.result()
                #expect(result.exitCode == 1 && result.errors.contains("no sign of life"), "\(result.errors)")
                #expect(result.errors.contains("alcf benchmark merge"))
            }
            #expect(PathFacts(path: name + ".jsonl") == nil)
            let again = alcf.folder.file("again")
            let merged = try await alcf.run("benchmark", "merge", name + ".ranks", "-o", again, "--quiet")
            #expect(merged.exitCode == 0, "\(merged.errors)")
            let parts = try #require(try BenchmarkRecords.json(again + ".json")["manifest"]?["ranks"]?.array)
            #expect(parts[0]["state"] == "lost" && parts[1]["state"] == "complete" && parts[2]["state"] == "complete")
            let samples = try BenchmarkRecords.samples(again + ".jsonl").filter { $0["phase"] == "measured" }
            #expect(samples.count + (parts[0]["not_sent"]?.int ?? -1) == 128)
        }
    }

    /// Where time ends the run, what an interrupted one missed is time.
    @Test func missedTimeIsSaid() async throws {
        try await withSimulator(SimulatorConfiguration(speed: 20)) { simulator in
            let alcf = try await signedIn(simulator.port)
            let name = alcf.folder.file("run")
            let load = ["-c", "4", "--duration", "4", "--max-rate", "1000", "--quiet"]
            let programs = try (0..<2).map { try start(alcf, $0, of: 2, name, load) }
            #expect(try await measures(programs[0], name + ".rank-0001.jsonl", lines: 4))
            programs[1].signal(15)
            _ = try await programs[1].result()
            let result = try await programs[0].result()
            #expect(result.exitCode == 0, "\(result.errors)")
            let parts = try #require(try BenchmarkRecords.json(name + ".json")["manifest"]?["ranks"]?.array)
            #expect(parts[1]["state"] == "interrupted" && parts[1]["not_sent"] == .null)
            #expect((parts[1]["missed_seconds"]?.double ?? 0) > 0 && parts[0]["missed_seconds"] == nil)
            #expect(result.output.contains("s before the others"), "\(result.output)")
        }
    }
}
