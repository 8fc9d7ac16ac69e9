import ALCFJSON
import ALCFSimulator
import ALCFSystem
import TestSupport
import Testing

/// What goes with a question on standard input, and what is left to others.
@Suite struct ChatInputTests {
    @Test func aSilentPipeIsWaitedForWithAWord() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            let program = try alcf.start("chat", "--json", "Hello")
            #expect(try await program.waits { $0.errors.contains("add < /dev/null") })
            #expect(program.output.isEmpty)
            program.write("late, and not lost\n")
            program.closeInput()
            let result = try await program.result()
            #expect(result.exitCode == 0, "\(result.errors)")
            let whole = try await alcf.run("chat", "--json", "late, and not lost\n\nHello")
            let tokens = try [result, whole].map { try JSONValue(parsing: $0.output)["usage"]?["prompt_tokens"]?.int }
            #expect(tokens[0] != nil && tokens[0] == tokens[1])
        }
    }

    @Test func aLoopOverAFileKeepsItsLines() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            let lines = alcf.folder.file("lines.txt")
            try AtomicFile.write(Array("one\ntwo\nthree\n".utf8), to: lines)
            let shell = Program("/bin/bash")
            let loop = #"while read -r line; do echo "$line:"; "$0" chat "$line"; done < "$1""#
            let result = try await shell.run(
                ["-c", loop, Program.alcf.path, lines], environment: alcf.environment)
            #expect(result.output.split(separator: "\n").filter { $0.hasSuffix(":") } == ["one:", "two:", "three:"])
            // The last one finds nothing left.
            #expect(result.errors.split(separator: "\n").count == 2, "\(result.errors)")
        }
    }

    @Test func aMisspeltClusterIsNamed() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            for command in [["jobs", "metsi"], ["list-models", "metsi"], ["chat", "-c", "metsi", "x"]] {
                let result = try await Program.alcf.run(command, environment: alcf.environment)
                #expect(result.exitCode == 64)
                #expect(result.errors.contains("did you mean metis?"))
            }
        }
    }
}
