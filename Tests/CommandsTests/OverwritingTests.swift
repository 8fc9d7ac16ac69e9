import ALCFSystem
import Glibc
import TestSupport
import Testing

/// Nothing that a command reads is written over by it.
@Suite struct OverwritingTests {
    static let data = #"{"prompt":"One?"}"# + "\n" + #"{"prompt":"Two?"}"# + "\n"

    func put(_ alcf: Alcf, _ name: String, _ text: String = data) throws -> String {
        try AtomicFile.write(Array(text.utf8), to: alcf.folder.file(name), permissions: 0o644)
        return alcf.folder.file(name)
    }

    func bytes(_ path: String) -> [UInt8] { (try? FileContents(path: path).bytes) ?? [] }

    @Test func noOutputIsAnInput() async throws {
        let alcf = try Alcf()
        let target = ["--target", "m=http://127.0.0.1:1/v1", "--model", "m", "--no-self-check", "--quiet"]
        let base = alcf.folder.file("d")
        func refuses(_ arguments: [String], _ input: String, _ comment: Comment? = nil) async throws {
            let before = bytes(input)
            let result = try await Program.alcf.run(
                ["benchmark"] + arguments + target, environment: alcf.environment)
            #expect(result.exitCode == 64 || result.exitCode == 1, comment)
            #expect(result.errors.contains("would be overwritten"), "\(arguments): \(result.errors)")
            #expect(bytes(input) == before && !before.isEmpty, comment)
        }
        for ending in [".jsonl", ".json", ".md", ".html"] {
            let input = try put(alcf, "d" + ending)
            for command in [[], ["tasks"], ["sweep"], ["plan", "--pilot", "6"]] {
                // A sweep writes records of other names.
                if command == ["sweep"], ending == ".jsonl" { continue }
                try await refuses(command + ["--dataset", input, "-o", base, "--overwrite"], input)
                // Also without leave to replace anything, and under the whole name.
                try await refuses(command + ["--dataset", input, "-o", base], input)
            }
            unlink(input)
        }
        // By a link of either kind, by another way of writing the folder, and where the output does not exist yet.
        let input = try put(alcf, "real.jsonl")
        symlink(input, alcf.folder.file("soft.jsonl"))
        link(input, alcf.folder.file("hard.md"))
        try await refuses(["--dataset", input, "-o", alcf.folder.file("soft"), "--overwrite"], input)
        try await refuses(["--dataset", input, "-o", alcf.folder.file("hard"), "--overwrite"], input)
        try await refuses(
            [
                "--dataset", input, "-o",
                "\(alcf.folder.path)/../\(alcf.folder.path.split(separator: "/").last ?? "")/./real", "--overwrite",
            ], input)
        // The levels and the plan of a sweep.
        let level = try put(alcf, "s-c2.jsonl")
        try await refuses(
            ["sweep", "--concurrency", "1,2", "--dataset", level, "-o", alcf.folder.file("s"), "--overwrite"], level)
        let plan = try put(alcf, "p-plan.json")
        try await refuses(["sweep", "--dataset", plan, "-o", alcf.folder.file("p"), "--overwrite"], plan)
        // Power, and a trace.
        let power = try put(alcf, "w.csv", "time,watts\n0,1\n")
        link(power, alcf.folder.file("w.html"))
        try await refuses(["--power", "m=\(power)", "-o", alcf.folder.file("w"), "--overwrite"], power)
        // Tokens, whatever they are called.
        let tokens = try put(alcf, "tokens.json", "{}")
        try await refuses(["-n", "1", "-o", alcf.folder.file("tokens"), "--overwrite"], tokens)
        let trace = try put(alcf, "t.jsonl", #"{"time":1,"prompt":"x"}"#)
        try await refuses(["--trace", trace, "-o", alcf.folder.file("t"), "--overwrite"], trace)
    }

    @Test func mergingReplacesNoPart() async throws {
        let alcf = try Alcf()
        let one = try put(alcf, "one.jsonl")
        let two = try put(alcf, "two.json")
        for output in ["one", "two", "./one.jsonl"] {
            let path = output.hasPrefix(".") ? output : alcf.folder.file(output)
            let result = try await Program.alcf.run(
                ["benchmark", "merge", one, two, "-o", path, "--overwrite"], environment: alcf.environment)
            #expect(result.exitCode != 0)
            #expect(bytes(one) == Array(Self.data.utf8) && bytes(two) == Array(Self.data.utf8))
        }
    }

    @Test func whatIsThereIsNamedAndKept() async throws {
        let alcf = try Alcf()
        let target = ["--target", "m=http://127.0.0.1:1/v1", "--model", "m", "--no-self-check", "--quiet"]
        for command in [["-n", "1"], ["tasks", "--per-task", "1"], ["context"], ["plan", "--pilot", "6"]] {
            for ending in [".jsonl", ".json", ".md", ".html"] {
                let path = try put(alcf, "mine" + ending, "keep")
                let result = try await Program.alcf.run(
                    ["benchmark"] + command + ["-o", alcf.folder.file("mine")] + target,
                    environment: alcf.environment)
                #expect(result.exitCode != 0 && result.errors.contains(path), "\(command): \(result.errors)")
                #expect(bytes(path) == Array("keep".utf8))
                unlink(path)
            }
        }
        for name in ["s.json", "s.html", "s-c4.md"] {
            let path = try put(alcf, name, "keep")
            let result = try await Program.alcf.run(
                ["benchmark", "sweep", "-c", "1,4", "-o", alcf.folder.file("s")] + target,
                environment: alcf.environment)
            #expect(result.exitCode != 0 && result.errors.contains(path), "\(result.errors)")
            unlink(path)
        }
    }
}
