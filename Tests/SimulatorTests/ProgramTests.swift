import Glibc
import TestSupport
import Testing

/// The tests' own tools.
@Suite("Programs under test", .tags(.watchesTheClock))
struct ProgramTests {
    @Test("Input, arguments, environment, output, errors and exit code")
    func run() async throws {
        let script = "cat; echo \"$1 $NAME ${HOME-none}\" >&2; exit 7"
        let result = try await Program("sh").run(
            ["-c", script, "sh", "one two"], environment: ["NAME": "x"], input: "hi")
        #expect(result.exitCode == 7)
        #expect(result.output == "hi")
        #expect(result.errors == "one two x none\n")
        #expect(!result.isTimedOut)
    }

    @Test("A program that does not end is killed")
    func timeout() async throws {
        let result = try await Program("sleep").run(["60"], timeout: 0.2)
        #expect(result.isTimedOut)
        #expect(result.exitCode == 128 + 9)
    }

    @Test("A dialogue")
    func dialogue() async throws {
        let running = try RunningProgram(Program("sh"), ["-c", "echo code?; read line; echo \"got $line\""])
        #expect(try await running.waits(until: { $0.output == "code?\n" }))
        running.write("abc\n")
        #expect(try await running.result().output == "code?\ngot abc\n")
    }

    @Test("A signal arrives")
    func signal() async throws {
        let running = try RunningProgram(Program("sh"), ["-c", "trap 'exit 5' INT; echo ready; read line"])
        #expect(try await running.waits(until: { $0.output == "ready\n" }))
        running.signal(SIGINT)
        running.closeInput()
        #expect(try await running.result().exitCode == 5)
    }

    @Test("What is not there does not start")
    func missing() async {
        await #expect(throws: SystemCallError.self) { try await Program("/no/such/program").run() }
    }

    @Test("The program under test is where SwiftPM built it")
    func alcf() {
        #expect(Program.alcf.path.hasSuffix("/debug/alcf") || Program.alcf.path.hasSuffix("/release/alcf"))
        #expect(access(Program.alcf.path, X_OK) == 0)
    }

    @Test("A temporary directory goes away with what is in it")
    func directory() async throws {
        var directory: TemporaryDirectory? = try TemporaryDirectory()
        let path = try #require(directory?.path)
        _ = try await Program("mkdir").run(["-p", "\(path)/a/b"])
        #expect(access("\(path)/a/b", F_OK) == 0)
        directory = nil
        #expect(access(path, F_OK) != 0)
    }
}
