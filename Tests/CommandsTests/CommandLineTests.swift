import ALCFJSON
import ALCFSimulator
import ArgumentParser
import TestSupport
import Testing

@testable import ALCFCommands

/// Commands and options that are mistyped, left out or make no sense: what was meant is said, and the exit code fits.
@Suite struct CommandLineTests {
    struct Case: CustomTestStringConvertible {
        var words: [String]
        var says: [String]
        var testDescription: String { words.joined(separator: " ") }
    }

    @Test(arguments: [
        Case(words: ["chta"], says: ["no command 'alcf chta'", "Did you mean 'alcf chat'?"]),
        Case(words: ["chta", "hello"], says: ["Did you mean 'alcf chat'?"]),
        Case(words: ["chta", "what", "is", "it"], says: ["Did you mean 'alcf chat'?\n"]),
        Case(words: ["help", "chta"], says: ["Did you mean 'alcf chat'?"]),
        Case(words: ["models"], says: ["alcf list-models"]),
        Case(words: ["list"], says: ["'alcf list-endpoints' or 'alcf list-models'"]),
        Case(words: ["bench", "reprot", "x"], says: ["Did you mean 'alcf benchmark report'?"]),
        Case(words: ["batch", "wiat"], says: ["Did you mean 'alcf batch wait'?"]),
        Case(words: ["benchmark", "frobnicate"], says: ["To see the commands: alcf benchmark --help"]),
        Case(
            words: ["What", "is", "it?"], says: ["To ask a model: alcf chat \"What is it?\""]),
        Case(words: ["What is $HOME?"], says: [#"alcf chat "What is \$HOME?""#]),
        Case(
            words: ["serve", "--port", "0", "python", "my file.py"],
            says: ["Put -- before a command: alcf serve --port 0 -- python 'my file.py'"]),
        Case(words: ["chat", "what", "is", "that"], says: ["Quote the question: alcf chat \"what is that\""]),
        Case(words: ["chat", "-c", "metis", "what", "is", "that", "-m", "x"], says: ["alcf chat \"what is that\""]),
        Case(words: ["chat", "—model", "x"], says: ["begins with a dash", "'--model'"]),
        Case(words: ["chat", "“what", "is”"], says: ["Curly quotes"]),
        Case(words: ["chat", "--reasoning-effort", "super", "x"], says: ["'super'", "low", "medium", "high"]),
        Case(words: ["benchmark", "--reasoning-effort", "super"], says: ["'super'", "low", "medium", "high"]),
        Case(words: ["benchmark", "--simulate", "--slo", "nonsense"], says: ["nonsense"]),
        Case(words: ["benchmark", "--simulate", "--primary", "nonsense"], says: ["nonsense"]),
        Case(words: ["benchmark", "explain", "nonsense"], says: ["nonsense"]),
        Case(words: ["list-endpoints", "--json", "--urls"], says: ["exclude each other"]),
        // What is missing has one code.
        Case(words: ["chat", "-i", "/nowhere", "x"], says: ["/nowhere"]),
        Case(words: ["chat", "--image", "/nowhere", "x"], says: ["/nowhere"]),
        Case(words: ["chat", "--schema", "/nowhere", "x"], says: ["/nowhere"]),
        Case(words: ["benchmark", "--dataset", "/nowhere"], says: ["/nowhere"]),
        Case(words: ["benchmark", "--resume", "/nowhere"], says: ["/nowhere"]),
        Case(words: ["benchmark", "report", "/nowhere"], says: ["/nowhere"]),
        Case(words: ["benchmark", "merge", "/nowhere", "/nowhere2", "-o", "/tmp/alcf-none"], says: ["/nowhere"]),
        Case(words: ["benchmark", "cost", "/nowhere", "--price", "metis=1/h"], says: ["/nowhere"]),
        Case(words: ["benchmark", "plan", "/nowhere"], says: []),
        Case(words: ["benchmark", "sweep", "--resume", "/nowhere"], says: ["/nowhere"]),
    ])
    func saysWhatWasMeant(_ expected: Case) async throws {
        let alcf = try Alcf()
        let result = try await Program.alcf.run(expected.words, environment: alcf.environment)
        #expect(result.exitCode == 64, "\(result.errors)")
        for text in expected.says { #expect(result.errors.contains(text), "\(result.errors)") }
        #expect(result.output.isEmpty)
    }

    @Test(arguments: [["version"], ["--version"], ["help", "version"]]) func tellsItsVersion(_ words: [String])
        async throws
    {
        let result = try await Program.alcf.run(words, environment: try Alcf().environment)
        #expect(result.exitCode == 0 && result.output == "\(Version.current)\n")
    }

    @Test func helpOfTheGroupListsItsOptions() async throws {
        let environment = try Alcf().environment
        for words in [["benchmark", "--help"], ["bench", "-h"], ["help", "benchmark"]] {
            let help = try await Program.alcf.run(words, environment: environment).output
            for text in ["SUBCOMMANDS:", "sweep", "--dataset", "--target", "--body-field"] {
                #expect(help.contains(text), "\(words)")
            }
        }
        let nested = try await Program.alcf.run(["benchmark", "help", "sweep"], environment: environment).output
        #expect(nested.contains("--per-level"))
    }

    /// Values are shown as they are typed.
    @Test func noHelpShowsHowAValueIsKept() async throws {
        let environment = try Alcf().environment
        for words in [
            ["benchmark"], ["benchmark", "sweep"], ["benchmark", "context"], ["chat"], ["simulate"],
            ["benchmark", "plan"],
        ] {
            let help = try await Program.alcf.run(words + ["--help"], environment: environment).output
            #expect(help.firstMatch(of: /default: [A-Z]\w*\(/) == nil, "\(words)")
        }
    }

    @Test func errorsKeepToTheWidthAndCommandsStayWhole() {
        let text = PlainWrap.lines(
            "one two three four five six seven: alcf benchmark report /a/very/long/path.jsonl", width: 24, used: 7)
        #expect(text == "one two three\n  four five six seven:\n  alcf benchmark report /a/very/long/path.jsonl")
        let two = PlainWrap.lines("See: alcf jobs metis; or wait for it: alcf wait -c metis m", width: 30)
        #expect(two == "See: alcf jobs metis; or wait\n  for it: alcf wait -c metis m")
        #expect(PlainWrap.lines("one two", width: nil) == "one two")
        #expect(PlainWrap.lines("日本語 日本語 日本語 日本語", width: 21, used: 0) == "日本語 日本語 日本語\n  日本語")
    }

    @Test(
        arguments: [
            (["chat", "--system", "a", "--system", "b", "x"], ["'--system' was given 2 times: the last one counts"]),
            (["chat", "-m", "a", "--model=b", "x"], ["'--model' was given 2 times: the last one counts"]),
            (["chat", "-i", "a", "-i", "b", "x", "--", "-m", "-m"], []), (["chat", "-m", "a", "-c", "b"], []),
            (
                ["benchmark", "--dataset", "a", "--dataset", "b"],
                ["'--dataset' was given 2 times: the last one counts"]
            ),
            (["bench", "-t", "a", "-t", "b"], []), (["token", "--json", "--json"], []),
        ] as [([String], [String])])
    func whatIsDroppedIsSaid(_ words: [String], _ warnings: [String]) {
        #expect(RepeatedOptions.warnings(words) == warnings)
    }

    @Test func otherProgramsGetWhatTheyNeed() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            let base = "http://127.0.0.1:\(simulator.port)/resource_server"
            let urls = try await alcf.run("list-endpoints", "--urls")
            #expect(urls.output.contains("\(base)/metis/api/v1") && urls.output.contains("\(base)/sophia/vllm/v1"))
            let lines = try await alcf.run("env", "metis")
            #expect(
                lines.output == """
                    export OPENAI_BASE_URL=\(base)/metis/api/v1
                    export OPENAI_MODEL=gpt-oss-120b
                    export OPENAI_API_KEY="$(alcf token)"

                    """)
            let json = try JSONValue(parsing: try await alcf.run("env", "metis", "--json").output)
            #expect(json["base_url"] == .string("\(base)/metis/api/v1") && json["api_key_command"] == "alcf token")
            let unknown = try await alcf.run("env", "metsi")
            #expect(unknown.exitCode == 64 && unknown.errors.contains("did you mean metis?"))
        }
    }

    /// The generator of help wraps a line without its indentation, so that examples and lists must fit.
    @Test func helpPagesFitATerminal() {
        for command in Self.commands(AlcfCommand.self) {
            let lines = AlcfCommand.helpMessage(for: command, columns: 80).split(
                separator: "\n", omittingEmptySubsequences: false)
            for (line, next) in zip(lines, lines.dropFirst()) {
                #expect(line.count <= 80 || line.hasPrefix("USAGE"), "\(command): \(line)")
                let isBroken = line.hasPrefix(" ") && !next.isEmpty && !next.hasPrefix(" ") && !next.contains(":")
                #expect(!isBroken, "\(command): \(line) / \(next)")
            }
        }
    }

    private static func commands(_ command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        [command] + command.configuration.subcommands.flatMap(commands)
    }
}
