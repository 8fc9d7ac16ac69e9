import ALCFSimulator
import ALCFSystem
import TestSupport
import Testing

@testable import ALCFCommands

/// What a newcomer gets wrong: one clear line, what to do, and the right exit code.
@Suite struct ErrorTests {
    struct Case: CustomTestStringConvertible {
        var arguments: [String]
        var exitCode: Int
        var says: [String]
        var testDescription: String { arguments.joined(separator: " ") }
    }

    @Test(arguments: [
        Case(arguments: ["token"], exitCode: 77, says: ["Nobody is signed in", "alcf authenticate"]),
        Case(arguments: ["chat", "hello"], exitCode: 77, says: ["Nobody is signed in", "alcf authenticate"]),
        Case(arguments: ["token-status"], exitCode: 77, says: []),
        Case(arguments: ["status"], exitCode: 69, says: ["No connection to 127.0.0.1"]),
        Case(arguments: ["chat"], exitCode: 64, says: ["nothing to ask", "alcf chat"]),
        Case(arguments: ["chat", "-i", "/nowhere", "x"], exitCode: 64, says: ["/nowhere"]),
        Case(arguments: ["frobnicate"], exitCode: 64, says: ["frobnicate"]),
        Case(arguments: ["benchmark", "--dataset", "/nowhere.json"], exitCode: 64, says: ["/nowhere.json", "SQuAD"]),
        Case(arguments: ["benchmark", "--dataset", "/etc/passwd"], exitCode: 64, says: ["JSON"]),
        Case(arguments: ["benchmark", "--samples", "0"], exitCode: 64, says: ["--samples"]),
        Case(arguments: ["benchmark", "--simulate", "--samples", "999"], exitCode: 64, says: ["48", "999"]),
        Case(arguments: ["benchmark", "--simulate", "--fault", "429"], exitCode: 64, says: ["'429' is not a fault"]),
        Case(
            arguments: ["benchmark", "--target", "x=http://127.0.0.1:1/v1"], exitCode: 69,
            says: ["No connection to 127.0.0.1", "start the server"]),
        Case(arguments: ["benchmark", "report", "/nowhere.jsonl"], exitCode: 64, says: ["/nowhere.jsonl"]),
        Case(arguments: ["authenticate", "--code", "abc"], exitCode: 64, says: ["seen by others"]),
    ])
    func saysWhatIsWrong(_ expected: Case) async throws {
        let alcf = try Alcf()
        let result = try await Program.alcf.run(expected.arguments, environment: alcf.environment, input: "")
        #expect(result.exitCode == expected.exitCode)
        for text in expected.says { #expect(result.errors.contains(text), "\(result.errors)") }
        if expected.arguments != ["token-status"] { #expect(result.output.isEmpty) }
    }

    @Test func namesWhatThereIs() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            let cluster = try await alcf.run("list-models", "sofia")
            #expect(cluster.exitCode == 64)
            #expect(cluster.errors.contains("did you mean sophia?"))
            let model = try await alcf.run("chat", "-m", "gpt-oss-120", "hello")
            #expect(model.exitCode == 64)
            #expect(model.errors.contains("openai/gpt-oss-120b"))
            #expect(model.errors.contains("alcf list-models sophia"))
            let offline = try await alcf.run("chat", "-c", "metis", "-m", "Llama-4-Maverick-17B-128E-Instruct", "hello")
            #expect(offline.exitCode == 69)
            #expect(offline.errors.contains("not currently live"))
        }
    }

    @Test func aReaderThatGoesAwayIsNoError() async throws {
        let alcf = try Alcf()
        let shell = try await Program("/bin/sh").run(
            ["-c", "\(Program.alcf.path) --help | head -1; \(Program.alcf.path) benchmark --help | true"],
            environment: alcf.environment, input: "")
        #expect(shell.output.hasPrefix("OVERVIEW"))
        #expect(shell.errors.isEmpty)
    }

    /// Some other library under libcurl's name, and none at all.
    @Test(arguments: [true, false])
    func aLibcurlThatCannotBeUsedIsAnError(isForeign: Bool) async throws {
        let folder = try TemporaryDirectory()
        let libraries = try await Program("ldd").run([Program.alcf.path], environment: [:]).output
        let line = try #require(libraries.split(separator: "\n").first { $0.contains("libjansson") })
        let jansson = try #require(line.split(separator: " ").first { $0.hasPrefix("/") })
        let bytes = isForeign ? try FileContents(path: String(jansson)).bytes : Array("nothing".utf8)
        try AtomicFile.write(bytes, to: folder.file("libcurl.so.4"), permissions: 0o755)
        var alcf = try Alcf()
        alcf.environment["LD_LIBRARY_PATH"] = folder.path
        alcf.environment["ALCF_ACCESS_TOKEN"] = "AgGiven"
        for arguments in [
            ["whoami"], ["chat", "-c", "metis", "-m", "x", "Hi"], ["benchmark", "--yes"],
            ["authenticate", "--code", "-"],
        ] {
            let result = try await Program.alcf.run(arguments, environment: alcf.environment)
            #expect(result.exitCode == 69, "\(arguments)")
            #expect(result.errors.contains("libcurl 4 cannot be used"), "\(result.errors)")
            #expect(result.errors.contains("apt-get install libcurl4"), "\(result.errors)")
            #expect(result.errors.contains("curl_global_init") == isForeign, "\(result.errors)")
        }
    }

    @Test func linksNoFullFoundation() async throws {
        let libraries = try await Program("ldd").run(
            [Program.alcf.path], environment: ["PATH": "/usr/bin:/bin"], input: "")
        // libcurl is loaded when it is first needed.
        #expect(libraries.output.contains("libcrypto") && !libraries.output.contains("libcurl"))
        for name in ["libFoundation.so", "libFoundationNetworking.so", "lib_FoundationICU.so"] {
            #expect(!libraries.output.contains(name))
        }
    }

    @Test func namesOfFilesStayAsTheyAre() {
        func text(_ message: String, _ words: [String]) -> String {
            Failure(UsageError(message))?.text(colour: false, width: nil, words: words) ?? ""
        }
        #expect(text("full is not JSON", ["full"]) == "Error: full is not JSON.\n")
        #expect(text("full is not JSON", ["--dataset=full"]) == "Error: full is not JSON.\n")
        #expect(text("full, line 3, is not JSON", ["-o", "x", "full"]) == "Error: full, line 3, is not JSON.\n")
        #expect(text("nothing was sent", ["full", "not"]) == "Error: Nothing was sent.\n")
        #expect(text("fully used", ["full"]) == "Error: Fully used.\n")
        #expect(text("full", ["full"]) == "Error: full.\n")
    }

    /// The name that was given, as it was given.
    @Test func theProgramSaysTheNameOfAFileAsItIs() async throws {
        let alcf = try Alcf()
        try AtomicFile.write(Array("nonsense".utf8), to: alcf.folder.file("full"), permissions: 0o600)
        let result = try await Program("sh").run(
            ["-c", "cd \(alcf.folder.path) && exec \(try RealPath.of(Program.alcf.path)) benchmark report full"],
            environment: alcf.environment)
        #expect(result.exitCode != 0 && result.errors.contains("Error: full"), "\(result.errors)")
    }
}
