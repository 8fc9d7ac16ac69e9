import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

/// A sweep as a whole: what it writes, and that it can be cut off anywhere.
@Suite(.serialized, .tags(.watchesTheClock)) struct BenchmarkSweepTests {
    private let loads = [1, 2, 3, 4]

    private func arguments(_ name: String) -> [String] {
        [
            "benchmark", "sweep", "--simulate", "--no-self-check", "--speed", "100", "-c", "1,2,3,4", "--per-level",
            "12",
            "--seed", "3", "--quiet", "-o", name,
        ]
    }

    private func lines(_ path: String) -> Int {
        ((try? FileContents(path: path, limit: 64 << 20).bytes) ?? []).count { $0 == 10 }
    }

    /// Which requests of a level were sent, in the order of the schedule.
    private func requests(_ name: String, _ load: Int) throws -> [String] {
        try BenchmarkRecords.samples("\(name)-c\(load).jsonl")
            .sorted { ($0["sequence"]?.int ?? 0) < ($1["sequence"]?.int ?? 0) }
            .map { sample in
                ["sequence", "target", "prompt_id", "phase"].map { sample[$0]?.serialized() ?? "–" }
                    .joined(separator: " ")
            }
    }

    @Test func killedAgainAndAgainNoLevelIsLostOrSentTwice() async throws {
        let alcf = try Alcf()
        let (whole, cut) = (alcf.folder.file("whole"), alcf.folder.file("cut"))
        #expect(try await Program.alcf.run(arguments(whole), environment: alcf.environment).exitCode == 0)
        var program = try RunningProgram(.alcf, arguments(cut), environment: alcf.environment)
        // In the middle of the first, the second and the third level.
        for (round, load) in [1, 2, 3].enumerated() {
            _ = try await program.waits(until: { _ in lines("\(cut)-c\(load).jsonl") > 6 })
            program.signal(9)
            _ = try await program.result()
            // By its name, by its plan's, and by the same command again.
            let next =
                switch round {
                case 0: ["benchmark", "sweep", "--no-self-check", "--resume", cut, "--quiet"]
                case 1: ["benchmark", "sweep", "--no-self-check", "--resume", cut + "-plan.json", "--quiet"]
                default: arguments(cut)
                }
            let before = try FileContents(path: "\(cut)-c1.jsonl", limit: 64 << 20).bytes
            program = try RunningProgram(.alcf, next, environment: alcf.environment)
            if round > 0 {
                _ = try await program.waits(until: { _ in lines("\(cut)-c\(load).jsonl") > 6 })
                #expect(try FileContents(path: "\(cut)-c1.jsonl", limit: 64 << 20).bytes == before)
            }
        }
        let last = try await program.result()
        #expect(last.exitCode == 0, "\(last.errors)")
        for load in loads { #expect(try requests(cut, load) == requests(whole, load), "level \(load)") }
        let levels = try #require(try BenchmarkRecords.json(cut + ".json")["levels"]?.array)
        #expect(levels.count == 8 && levels.allSatisfy { $0["successes"] == 12 })
        // A sweep that is complete sends nothing more, and makes its reports again.
        let sizes = loads.map { lines("\(cut)-c\($0).jsonl") }
        let again = try await alcf.run("benchmark", "sweep", "--resume", cut, "--json")
        #expect(again.exitCode == 0)
        #expect(try JSONValue(parsing: again.output)["levels"]?.array == levels)
        #expect(loads.map { lines("\(cut)-c\($0).jsonl") } == sizes)
    }

    @Test func anotherSweepOfTheNameIsRefused() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("sweep")
        let first = ["benchmark", "sweep", "--simulate", "--speed", "200", "-c", "1", "--per-level", "2", "-o", name]
        #expect(try await Program.alcf.run(first, environment: alcf.environment).exitCode == 0)
        let other = try await Program.alcf.run(first + ["--seed", "9"], environment: alcf.environment)
        #expect(other.exitCode == 64 && other.errors.contains("--resume"))
        let replaced = try await Program.alcf.run(
            first + ["--seed", "9", "--overwrite"], environment: alcf.environment)
        #expect(replaced.exitCode == 0, "\(replaced.errors)")
        let none = try await alcf.run("benchmark", "sweep", "--resume", alcf.folder.file("none"))
        #expect(none.exitCode == 64 && none.errors.contains("no sweep"))
    }

    @Test func drawsItsCurves() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("sweep")
        let run = try await alcf.run(
            "benchmark", "sweep", "--simulate", "--no-self-check", "--speed", "400", "-c", "1,2,4", "--per-level", "80",
            "--no-stream", "-o", name, "--quiet")
        #expect(run.exitCode == 0, "\(run.errors)")
        let page = String(decoding: try FileContents(path: name + ".html", limit: 1 << 20).bytes, as: UTF8.self)
        #expect(page.contains("<title id=\"curve-t\">Latency over throughput</title>") && page.contains("<desc id="))
        // One curve and one band up to the 95th percentile for each target; 80 answers are too few for a 99th.
        #expect(page.ranges(of: "class=\"band t0\"").count == 1 && page.ranges(of: "class=\"band t1\"").count == 1)
        #expect(!page.contains("class=\"band far"))
        #expect(page.contains("<caption>Levels</caption>") && page.contains("SIMULATED"))
        #expect(!page.contains("<script") && !page.contains("http-equiv=\"refresh\""))
    }
}
