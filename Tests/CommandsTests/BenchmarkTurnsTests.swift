import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

/// How often targets take turns: said before the run, in every report, and in the record.
@Suite(.serialized, .tags(.watchesTheClock)) struct BenchmarkTurnsTests {
    private func run(_ alcf: Alcf, _ arguments: String...) async throws -> ProgramResult {
        try await Program.alcf.run(
            ["benchmark", "--simulate", "--no-self-check", "--speed", "200"] + arguments,
            environment: alcf.environment)
    }

    @Test func tooFewAreSaidBeforeTheRun() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let few = try await run(alcf, "--concurrency", "8", "--samples", "30", "--dry-run", "-o", name)
        #expect(few.exitCode == 0 && few.output.contains("in turns of some 2 slices each"), "\(few.output)")
        let words = few.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("only 2 slices each") && words.contains("--samples 128"), "\(words)")
        #expect((try? FileContents(path: name + ".jsonl")) == nil)
        let many = try await run(
            alcf, "--concurrency", "8", "--samples", "128", "--synthetic", "50,10", "--dry-run", "--json")
        #expect(try JSONValue(parsing: many.output)["slices"] == 8)
        #expect(!many.errors.contains("slices"), "\(many.errors)")
    }

    @Test func theOrderIsTrueEverywhere() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let many = try await run(
            alcf, "--concurrency", "4", "--samples", "64", "--synthetic", "50,10", "-o", name)
        #expect(many.exitCode == 0, "\(many.errors)")
        let words = "Metis and Sophia took turns, 8 slices each of 8 requests, in balanced random order"
        #expect(many.output.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains("order: \(words)"))
        for file in [".md", ".html"] {
            let text = String(decoding: try FileContents(path: name + file).bytes, as: UTF8.self)
            #expect(text.contains(words), "\(file)")
        }
        let order = try BenchmarkRecords.json(name + ".json")["order"]
        #expect(order?["words"]?.string == words && order?["slices"] == 8)
        #expect(order?["requests_per_slice"] == [8, 8])
        let samples = try BenchmarkRecords.samples(name + ".jsonl")
        #expect(Set(samples.compactMap { $0["slice"]?.int }) == Set(0...8))
        #expect(samples.count { $0["slice"] == 3 && $0["target"] == "sophia" } == 8)
    }

    @Test func slicesThatAreGivenRule() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let one = try await run(
            alcf, "--concurrency", "4", "--samples", "32", "--slices", "1", "-o", name)
        #expect(one.exitCode == 0 && one.errors.contains("slices each") == false, "\(one.errors)")
        let words = one.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
            words.contains("any drift is part of the ratio") && words.contains("the times of measurement differ"),
            "\(words)")
        let refused = try await run(alcf, "--concurrency", "4", "--duration", "3", "--slices", "4")
        #expect(refused.exitCode == 64 && refused.errors.contains("'--slices' excludes '--duration'"))
        #expect(try await run(alcf, "--slices", "0").exitCode == 64)
    }

    /// A record of another order of sending would be continued with requests that it has, and without some that it lacks.
    @Test func aRecordOfAnotherOrderIsNotContinued() async throws {
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let whole = try await run(
            alcf, "--concurrency", "4", "--samples", "64", "--synthetic", "50,10", "-o", name)
        #expect(whole.exitCode == 0, "\(whole.errors)")
        let lines = String(decoding: try FileContents(path: name + ".jsonl").bytes, as: UTF8.self).split(
            separator: "\n")
        let other = lines[0].replacing("\"concurrency\":4", with: "\"concurrency\":5")
        #expect(other != lines[0])
        let text = ([other] + lines[1..<60]).joined(separator: "\n") + "\n"
        try AtomicFile.write(Array(text.utf8), to: name + ".jsonl")
        let refused = try await alcf.run("benchmark", "--resume", name + ".jsonl", "--no-self-check")
        #expect(refused.exitCode == 64 && refused.errors.contains("in another order"), "\(refused.errors)")
    }
}
