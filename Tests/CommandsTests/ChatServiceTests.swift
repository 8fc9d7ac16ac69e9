import ALCFJSON
import ALCFSimulator
import ALCFSystem
import TestSupport
import Testing

/// The commands around chat, with the real program against the simulator.
@Suite struct ChatServiceTests {
    @Test func comparesOneAfterTheOtherInAPipe() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            let result = try await alcf.run("chat", "--compare", "metis,sophia", "Write 30 words.")
            #expect(result.exitCode == 0, "\(result.errors)")
            let metis = try #require(result.output.range(of: "## gpt-oss-120b on metis\n\n"))
            let sophia = try #require(result.output.range(of: "\n\n## openai/gpt-oss-120b on sophia\n\n"))
            #expect(metis.upperBound < sophia.lowerBound)
            let words = result.output[metis.upperBound..<sophia.lowerBound].split(separator: " ")
            #expect(words.count == 30)
            #expect(result.errors.contains("SIMULATED: these are the simulator's times."))
            for heading in ["FIRST TOKEN", "TOTAL", "TOKENS/S"] { #expect(result.errors.contains(heading)) }
            #expect(!(result.output + result.errors).contains("\u{1B}"))
        }
    }

    @Test func comparesSideBySideOnATerminal() async throws {
        var configuration = SimulatorConfiguration(speed: 20)
        configuration.faults = [try Fault.parse("metis:truncate=1")]
        try await withSimulator(configuration) { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            let terminal = try PseudoTerminal(
                .alcf, ["chat", "--compare", "metis,sophia", "Write 400 words."], environment: alcf.environment,
                columns: 100, rows: 20)
            // One of them breaks off: the other is shown to its end.
            #expect(try await terminal.exitCode() == 1)
            var screen = Screen(width: 100, height: 20)
            screen.receive(terminal.output)
            let text = screen.text
            #expect(text[0].hasPrefix("gpt-oss-120b on metis"))
            #expect(text[0].contains("│ openai/gpt-oss-120b on sophia"))
            let right = text.dropFirst(2).prefix { !$0.hasPrefix("─") }.compactMap { line in
                line.firstIndex(of: "│").map { String(line[line.index(after: $0)...]) }
            }
            #expect(right.joined(separator: " ").split(separator: " ").count == 400)
            #expect(text.contains { $0.hasPrefix("failed: ") })
            #expect(text.contains { $0.contains("FIRST TOKEN") })
        }
    }

    @Test func onANarrowTerminalOneComesAfterTheOther() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            let terminal = try PseudoTerminal(
                .alcf, ["chat", "--compare", "sophia,metis", "Write 60 words."], environment: alcf.environment,
                columns: 40)
            #expect(try await terminal.exitCode() == 0)
            var screen = Screen(width: 40)
            screen.receive(terminal.output)
            #expect(screen.text.first == "## openai/gpt-oss-120b on sophia")
            #expect(screen.text.contains("## gpt-oss-120b on metis"))
            #expect(!terminal.output.contains("│"))
        }
    }

    @Test func anAnswerToASchemaMustBeJSON() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            let schema = alcf.folder.file("schema.json")
            try AtomicFile.write(Array(#"{"title": "city", "type": "object"}"#.utf8), to: schema)
            let result = try await alcf.run("chat", "--schema", schema, "Say something that is no JSON.")
            // Whether the server keeps to the schema or not, the exit code tells the truth.
            #expect(result.exitCode == ((try? JSONValue(parsing: result.output)) == nil ? 1 : 0))
            try AtomicFile.write(Array("[1]".utf8), to: schema)
            #expect(try await alcf.run("chat", "--schema", schema, "x").exitCode == 64)
        }
    }

    @Test func showsReasoningWhereAsked() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            for cluster in ["metis", "sophia"] {
                let hidden = try await alcf.run("chat", "-c", cluster, "Hello")
                let shown = try await alcf.run("chat", "-c", cluster, "--reasoning", "show", "Hello")
                let only = try await alcf.run("chat", "-c", cluster, "--reasoning", "only", "Hello")
                #expect(hidden.errors.isEmpty)
                #expect(shown.output == hidden.output)
                #expect(shown.errors.contains("The user wants an answer."))
                #expect(only.output.contains("The user wants an answer."))
                #expect(!only.output.contains(hidden.output))
            }
        }
    }

    @Test func waitsForAModel() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            let live = try await alcf.run("wait", "gpt-oss-120b", "--cluster", "metis")
            #expect(live.exitCode == 0)
            #expect(live.output.isEmpty && live.errors.isEmpty)
            let offline = try await alcf.run(
                "wait", "Llama-4-Maverick-17B-128E-Instruct", "-c", "metis", "--timeout", "0.5", "--interval", "0.1")
            #expect(offline.exitCode == 75)
            #expect(offline.errors.contains("Llama-4-Maverick-17B-128E-Instruct on metis: offline"))
            let models = try await alcf.run("list-models", "metis", "--live")
            #expect(models.output.contains("gpt-oss-120b"))
            #expect(!models.output.contains("Maverick"))
        }
    }

    @Test func watchesJobs() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            let program = try alcf.start("jobs", "metis", "--watch", "1")
            #expect(try await program.waits { $0.output.split(separator: "until Ctrl-C").count > 2 })
            program.signal(2)
            #expect(try await program.result().exitCode == 130)
        }
    }

    @Test func embedsArgumentsAndLines() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            let result = try await alcf.run(
                "embed", "-m", "gpt-oss-120b", "--batch-size", "2", input: "one\n\ntwo 日本\r\nthree\n")
            #expect(result.exitCode == 0, "\(result.errors)")
            let lines = try result.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
            #expect(lines.map { $0["text"]?.string } == ["one", "two 日本", "three"])
            #expect(lines.map { $0["index"]?.int } == [0, 1, 2])
            #expect(lines.allSatisfy { ($0["embedding"]?.array?.count ?? 0) > 1 })
            let argument = try await alcf.run("embed", "-m", "gpt-oss-120b", "one")
            #expect(argument.output == String(result.output.prefix { $0 != "\n" }) + "\n")
        }
    }

    @Test func worksOffABatch() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            #expect(try await alcf.run("batch", "list").errors.contains("There are no batches"))
            let submitted = try await alcf.run("batch", "submit", "/eagle/requests.jsonl")
            #expect(submitted.exitCode == 0, "\(submitted.errors)")
            let id = String(submitted.output.dropLast())
            let waited = try await alcf.run("batch", "wait", id, "--interval", "0.1")
            #expect(waited.exitCode == 0, "\(waited.errors)")
            #expect(waited.output == "completed\n")
            #expect(try await alcf.run("batch", "status", id).output == "completed\n")
            #expect(try await alcf.run("batch", "list").output.contains(id))
            #expect(try await alcf.run("batch", "result", id).output.hasPrefix("results   /"))
        }
    }
}

extension String {
    /// Where `text` stands; nil where it does not.
    fileprivate func range(of text: String) -> Range<String.Index>? {
        indices.first { self[$0...].hasPrefix(text) }.map { $0..<index($0, offsetBy: text.count) }
    }
}
