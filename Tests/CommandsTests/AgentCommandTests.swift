import ALCFJSON
import ALCFSimulator
import ALCFSystem
import TestSupport
import Testing

/// `alcf agent` as a program, with a home of its own.
struct AgentCommandTests {
    private func write(_ text: String, _ path: String) throws {
        try AtomicFile.write(Array(text.utf8), to: path, permissions: 0o644)
    }

    private func read(_ path: String) throws -> String {
        String(decoding: try FileContents(path: path).bytes, as: UTF8.self)
    }

    @Test func configuresAndRemoves() async throws {
        let alcf = try Alcf()
        let path = alcf.folder.file(".config/opencode/opencode.jsonc")
        let text = "{\n  // mine\n  \"theme\": \"a\", // b\n}\n"
        try write(text, path)
        let first = try await alcf.run("agent", "configure", "opencode")
        #expect(first.exitCode == 0)
        #expect(first.output.contains("\(path): written. The file as it was: \(path).bak."))
        #expect(first.output.contains("opencode --model alcf/gpt-oss-120b"))
        // Nothing answers, so the model is described as it is known.
        #expect(first.errors.contains("was not asked for its models"))
        let written = try read(path)
        #expect(written.hasPrefix("{\n  // mine\n  \"theme\": \"a\", // b\n  \"provider\": {"))
        let key = try read(alcf.folder.file(".local/state/alcf/serve-key")).split(separator: "\n").first ?? ""
        #expect(key.hasPrefix("alcf-local-"))
        for text in [written, first.output, first.errors] { #expect(!text.contains(key)) }

        let again = try await alcf.run("agent", "configure", "opencode")
        #expect(again.output.contains("already configured"))
        #expect(try read(path) == written)
        let list = try await alcf.run("agent", "list")
        #expect(list.output.contains("opencode  yes"))
        #expect(list.output.contains("codex     no"))
        let removed = try await alcf.run("agent", "remove", "opencode", "--json")
        #expect(try JSONValue(parsing: Array(removed.output.utf8))["files"]?[0]?["change"] == "cleaned")
        #expect(try read(path) == text)
        #expect(try await alcf.run("agent", "remove", "opencode").output == "OpenCode is not configured.\n")
    }

    @Test func asksTheServiceForItsModels() async throws {
        try await withSimulator { simulator in try await checkModels(of: simulator) }
    }

    private func checkModels(of simulator: Simulator) async throws {
        let alcf = try Alcf(simulator: simulator.port)
        try await alcf.signIn()
        let result = try await alcf.run("agent", "configure", "pi", "--json", "--port", "9000")
        let json = try JSONValue(parsing: Array(result.output.utf8))
        #expect(result.exitCode == 0)
        #expect(json["base_url"] == "http://127.0.0.1:9000/v1")
        #expect(json["model"] == "gpt-oss-120b")
        #expect((json["models"]?.array?.count ?? 0) > 1)
        let file = try JSONValue(parsing: Array(try read(alcf.folder.file(".pi/agent/models.json")).utf8))
        #expect(file["providers"]?["alcf"]?["models"]?.array?.count == json["models"]?.array?.count)
        let unknown = try await alcf.run("agent", "configure", "pi", "--model", "no-such-model")
        #expect(unknown.exitCode == 64)
        #expect(unknown.errors.contains("no-such-model"))
        try await checkSettings(alcf)
    }

    /// The model of the settings comes first where no option names one.
    private func checkSettings(_ alcf: Alcf) async throws {
        let model = "gpt-oss-20b"
        #expect(try await alcf.run("config", "set", "model", "openai/\(model)").exitCode == 0)
        let print = ["agent", "configure", "pi", "--print", "--json"]
        func run(_ more: String...) async throws -> ProgramResult {
            try await Program.alcf.run(print + more, environment: alcf.environment)
        }
        func first(_ result: ProgramResult) throws -> String? {
            let text = try JSONValue(parsing: Array(result.output.utf8))[0]?["text"]?.string ?? ""
            return try JSONValue(parsing: text)["providers"]?["alcf"]?["models"]?[0]?["id"]?.string
        }
        #expect(try first(try await run()) == model)
        #expect(try first(try await run("--model", "gpt-oss-120b")) == "gpt-oss-120b")
        #expect(try await alcf.run("config", "set", "model", "gone").exitCode == 0)
        let gone = try await run()
        #expect(gone.exitCode == 64)
        #expect(gone.errors.contains("'gone' that can chat; it is from file "), "\(gone.errors)")
    }

    /// The settings outlive the simulated service.
    @Test func keepsASimulatedServiceOutOfTheProgramsSettings() async throws {
        let alcf = try Alcf()
        let path = alcf.folder.file(".codex/alcf.config.toml")
        func run(_ more: String...) async throws -> ProgramResult {
            let program = Program.alcf.path
            return try await Program.alcf.run(
                ["simulate", "--", program, "agent", "configure", "codex"] + more, environment: alcf.environment)
        }
        let refused = try await run()
        #expect(refused.exitCode == 64)
        #expect(refused.errors.contains("'alcf simulate'"), "\(refused.errors)")
        #expect(refused.errors.contains("--simulated"))
        #expect((try? FileContents(path: path)) == nil)
        #expect(try await run("--print").exitCode == 0)
        let other = alcf.folder.file("mine/config.toml")
        #expect(try await run("--file", other).exitCode == 0)
        #expect((try? FileContents(path: other)) != nil)
        #expect((try? FileContents(path: path)) == nil)
        #expect(try await run("--simulated").exitCode == 0)
        #expect((try? FileContents(path: path)) != nil)
    }

    @Test(arguments: ["opencode", "codex", "claude", "pi", "aider", "continue"])
    func printsWithoutWritingAndWithoutTheKey(name: String) async throws {
        let alcf = try Alcf()
        try write("{\"env\": {\"OTHER_KEY\": \"sk-mine\"}}\n", alcf.folder.file(".claude/settings.json"))
        let shown = try await alcf.run("agent", "configure", name, "--print")
        #expect(!shown.output.contains("sk-mine"))
        #expect(shown.exitCode == 0)
        #expect(shown.output.contains("http://127.0.0.1:8814"))
        #expect(!shown.output.contains("alcf-local-"))
        #expect((try? FileContents(path: alcf.folder.file(".local/state/alcf/serve-key"))) == nil)
        #expect(try await alcf.run("agent", "list").output.contains("yes") == false)
    }

    @Test(arguments: [("2.0.1", "providers"), ("opencode v1.14.0", "provider"), ("", "provider")])
    func writesTheFormOfTheVersionThatIsInstalled(said: String, key: String) async throws {
        var alcf = try Alcf()
        let program = alcf.folder.file("bin/opencode")
        try AtomicFile.write(Array("#!/bin/sh\necho '\(said)'\n".utf8), to: program, permissions: 0o700)
        alcf.environment["PATH"] = alcf.folder.file("bin") + ":/usr/bin:/bin"
        let result = try await alcf.run("agent", "configure", "opencode")
        #expect(result.exitCode == 0, "\(result.errors)")
        let path = alcf.folder.file(".config/opencode/opencode.jsonc")
        #expect(try JSONValue(parsing: FileContents(path: path).bytes)[key]?["alcf"] != nil)
        #expect(try await alcf.run("agent", "list").output.contains("opencode  yes"))
        #expect(try await alcf.run("agent", "remove", "opencode").output.contains("deleted"))
    }

    @Test func refusesABrokenFileAndLeavesIt() async throws {
        let alcf = try Alcf()
        let path = alcf.folder.file(".claude/settings.json")
        try write("{\n  \"env\": {\n", path)
        let result = try await alcf.run("agent", "configure", "claude")
        #expect(result.exitCode == 64)
        #expect(result.errors.contains("line 2, column 10"))
        #expect(try read(path) == "{\n  \"env\": {\n")
    }

    @Test func writesToAnotherFile() async throws {
        let alcf = try Alcf()
        let path = alcf.folder.file("mine.toml")
        let result = try await alcf.run("agent", "configure", "codex", "--file", path, "--model", "my-model")
        #expect(result.exitCode == 0)
        #expect(try read(path).contains("[model_providers.alcf.auth]"))
        #expect(try read(alcf.folder.file("alcf.config.toml")).contains("model = \"my-model\""))
        // Without the option, it is found by the note.
        #expect(try await alcf.run("agent", "remove", "codex").output.contains("mine.toml: deleted"))
        #expect((try? FileContents(path: alcf.folder.file("alcf.config.toml"))) == nil)
    }

    @Test func namesTheProgramsThatThereAre() async throws {
        let result = try await Alcf().run("agent", "configure", "cursor")
        #expect(result.exitCode == 64)
        #expect(result.errors.contains("opencode, codex, claude, pi, aider, continue"))
        #expect(try await Alcf().run("agent", "configure", "aidr").errors.contains("Did you mean aider?"))
        #expect(try await Alcf().run("agent", "configure", "pi", "--port", "0").exitCode == 64)
    }
}
