import ALCFJSON
import ALCFSystem
import Glibc
import TestSupport
import Testing

/// Numbers and files that no program may end by a signal for. A debug build traps where a number does not fit.
@Suite struct HostileInputTests {
    @Test(arguments: [
        "benchmark run --simulate --speed 1000 -n 2 --max-tokens 9223372036854775807",
        "benchmark run --simulate --speed 1e-308 -n 1", "benchmark run --simulate --speed nan -n 1",
        "benchmark run --simulate --rate 1e300 -n 1", "benchmark run --simulate --rate nan -n 1",
        "benchmark run --simulate --rate 1 --duration 1e300", "benchmark run --simulate --ramp -1e300 -n 1",
        "benchmark run --simulate --concurrency 9223372036854775807", "benchmark run --simulate --concurrency -1",
        "benchmark run --simulate --synthetic 9223372036854775807,9223372036854775807",
        "benchmark run --simulate --synthetic 16,1-9223372036854775807", "benchmark run --simulate --think 1e300 -n 1",
        "benchmark run --simulate -n 9223372036854775807", "benchmark run --simulate --warmup 9223372036854775807",
        "benchmark run --simulate --runs -9223372036854775808", "benchmark run --simulate --precision 1e300%",
        "benchmark context --simulate --lengths 1,9223372036854775807", "benchmark context --simulate --lengths 1e300k",
        "benchmark context --simulate --max-tokens 9223372036854775807",
        "benchmark context --simulate --max-tokens -9223372036854775808",
        "benchmark sweep --simulate --concurrency 1,9223372036854775807", "benchmark sweep --simulate --rates 1e300",
        "benchmark sweep --simulate --max-rate 1e-308", "benchmark sweep --simulate --per-level 9223372036854775807",
        "benchmark tasks --simulate --per-task 9223372036854775807",
        "benchmark self-check --rate 1e300", "benchmark self-check --ttft 1e300", "benchmark self-check --ttft nan",
        "benchmark self-check --tokens 9223372036854775807 --gap 1e300", "benchmark plan --pilot 9223372036854775807",
        "simulate --token-lifetime 9223372036854775807 -- true",
        "simulate --token-lifetime -9223372036854775808 -- true",
        "simulate --speed 1e-308 -- true", "simulate --simulated-latency metis=1e300s+1e300s -- true",
        "simulate --simulated-prefill 1e300 -- true", "simulate --fault 429=1e300 -- true",
        "simulate --port 9223372036854775807 -- true", "jobs --watch 1e300", "wait m --timeout 1e300",
        "embed --batch-size 9223372036854775807 a", "chat --idle-timeout 1e300 hello", "chat --retry-time nan hello",
        "token --min-remaining 1e300d", "token-status --min-remaining nans", "null-server --lifetime 1e300",
    ])
    func noNumberOnTheCommandLineEndsTheProgram(line: String) async throws {
        let alcf = try Alcf()
        let arguments = line.split(separator: " ").map(String.init)
        let result = try await Program.alcf.run(arguments, environment: alcf.environment)
        #expect(result.exitCode < 128, "\(result.errors)")
        #expect(result.exitCode != 0 && !result.errors.isEmpty)
    }

    @Test func theGreatestTokenLifetimeWorks() async throws {
        let alcf = try Alcf()
        let line = ["simulate", "--token-lifetime", "3155760000", "--", Program.alcf.path, "token-status", "--json"]
        let result = try await Program.alcf.run(line, environment: alcf.environment)
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(try JSONValue(parsing: result.output)["remaining_seconds"]?.int ?? 0 > 3_155_750_000)
    }

    /// The file of a sign-in, with times that only a damaged one can have.
    @Test(arguments: [
        "9223372036854775807", "-9223372036854775808", "9223372036000000000", "1e18", "253402300800", "-1",
    ])
    func noTimeInATokenFileEndsTheProgram(time: String) async throws {
        let alcf = try Alcf()
        let server = "681c10cc-f684-4540-bcd7-0b4df3bc26ef"
        // The digest is that of the refresh token, so that the session counts.
        let text = """
            {"data":{"DEFAULT":{"\(server)":{"resource_server":"\(server)","identity_id":"u","scope":"s","access_token":"a",\
            "refresh_token":"r","expires_at_seconds":\(time),"token_type":"Bearer"}}},"format_version":"2.0",\
            "globus-sdk.version":"4.9.1","alcf":{"identity_id":"u","sessions":{"\(server)":{"last_authentication":\(time),\
            "signed_in_at":\(time),"fingerprint":"454349e422f05297191ead13e21d3db5"}}}}
            """
        try AtomicFile.write(Array(text.utf8), to: alcf.folder.file("tokens.json"))
        for command in [
            ["token-status"], ["token-status", "--json"], ["token"], ["token", "--min-remaining", "1d"], ["whoami"],
            ["token-status", "--min-remaining", "2d"], ["logout"],
        ] {
            let result = try await Program.alcf.run(command, environment: alcf.environment)
            #expect(result.exitCode < 128, "\(command) \(result.errors)")
        }
    }

    /// A list of these lines, or room for as many samples, would take gigabytes: the program has two.
    @Test(arguments: [true, false]) func aFileOfLineFeedsTakesNoMoreThanItself(isRecord: Bool) async throws {
        let alcf = try Alcf()
        let file = alcf.folder.file("run.jsonl")
        if isRecord {
            let run = try await alcf.run(
                "benchmark", "--simulate", "--speed", "1000", "-n", "1", "--no-self-check", "--quiet", "-o",
                alcf.folder.file("run"))
            #expect(run.exitCode == 0, "\(run.errors)")
        }
        let script = """
            head -c 33554432 /dev/zero | tr '\\0' '\\n' >> "$1" && ulimit -v 2000000 && exec "$0" benchmark report "$1"
            """
        let result = try await Program("/bin/sh").run(
            ["-c", script, Program.alcf.path, file], environment: alcf.environment)
        #expect(result.exitCode == (isRecord ? 0 : 1), "\(result.errors)")
        #expect(
            isRecord ? result.output.contains("SIMULATED") : result.errors.contains("is not JSON"), "\(result.errors)")
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
    func aSignalLeavesNoTemporaryFolder(number: Int32) async throws {
        let alcf = try Alcf()
        let child = "echo ready; exec sleep 600 >/dev/null 2>&1"
        let program = try alcf.start("simulate", "--", "sh", "-c", child)
        @Sendable func left() -> [String] { Self.names(in: alcf.folder.path).filter { $0.hasPrefix("alcf-simulator") } }
        _ = try await program.waits { $0.output.contains("ready") }
        #expect(left().count == 1)
        // Ctrl-C is the child's affair while it runs.
        let sent = number == SIGINT ? SIGTERM : number
        try #require(kill(program.id, sent) == 0)
        // It is the child that the signal ends.
        #expect(try await program.result().exitCode == 128 + sent)
        #expect(left().isEmpty)
    }

    @Test func twoSignalsLeaveNoTemporaryFolder() async throws {
        let alcf = try Alcf()
        let program = try alcf.start("simulate")
        _ = try await program.waits { $0.errors.contains("Simulating until Ctrl-C") }
        kill(program.id, SIGINT)
        kill(program.id, SIGINT)
        _ = try await program.result()
        #expect(!Self.names(in: alcf.folder.path).contains { $0.hasPrefix("alcf-simulator") })
    }

    private static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names
    }
}
