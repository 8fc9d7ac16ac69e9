import ALCFCrypto
import ALCFHTTP
import ALCFJSON
import ALCFSimulator
import ALCFSystem
import Glibc
import TestSupport
import Testing

/// The local server as a program, before a simulated service.
// Not timed: what it waits for comes when it comes.
struct ServeCommandTests {
    /// Runs `body` with a server that is ready, its address and its key.
    private func serving<T>(
        _ arguments: [String], _ body: (Alcf, RunningProgram, JSONValue, Secret) async throws -> T
    ) async throws -> T {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            let key = try await alcf.run("serve", "--print-key")
            #expect(key.exitCode == 0)
            let program = try RunningProgram(
                .alcf, ["serve", "--port", "0", "--json"] + arguments, environment: alcf.environment)
            #expect(try await program.waits { $0.output.hasSuffix("\n") }, "\(program.errors)")
            let address = try JSONValue(parsing: program.output)
            return try await body(alcf, program, address, Secret(String(key.output.dropLast())))
        }
    }

    private func ask(_ address: JSONValue, _ path: String, key: Secret?, body: JSONValue? = nil) async throws -> (
        status: Int, text: String
    ) {
        let url = try HTTPURL(try #require(address["openai_base_url"]?.string) + path)
        var request = HTTPRequest(body == nil ? .get : .post, url, body: body?.serializedBytes())
        if let key { request.authorization = .bearer(key) }
        let response = try await HTTPClient().send(request)
        return (response.status, String(decoding: try await response.body.collect(), as: UTF8.self))
    }

    private static let chat: JSONValue = [
        "model": "metis/gpt-oss-120b", "stream": true, "messages": [["role": "user", "content": "What is two?"]],
    ]

    @Test func answersLogsAndRecords() async throws {
        let folder = try TemporaryDirectory()
        let file = folder.file("requests.jsonl")
        try await serving(["--record", file]) {
            (alcf: Alcf, program: RunningProgram, address: JSONValue, key: Secret) async throws -> Void in
            #expect(try await ask(address, "/models", key: nil).status == 401)
            let answer = try await ask(address, "/chat/completions", key: key, body: Self.chat)
            #expect(answer.status == 200)
            #expect(answer.text.hasSuffix("data: [DONE]\n\n"))
            #expect(try await program.waits { $0.errors.contains("served_request") })
            program.signal(2)
            let result = try await program.result()
            #expect(result.exitCode == 0)
            let line = try JSONValue(parsing: String(try #require(result.errors.split(separator: "\n").first)))
            #expect(line["cluster"]?.string == "metis")
            #expect(line["error"]?.isNull == true)
            for text in [result.errors, result.output] { #expect(!text.contains(key.expose())) }
            let usage = try await alcf.run("usage", file, "--json")
            #expect(try JSONValue(parsing: usage.output)["usage"]?[0]?["requests"]?.int == 1)
            let report = try await alcf.run("benchmark", "report", file)
            #expect(report.exitCode == 0, "\(report.errors)")
            #expect(report.output.contains("metis/gpt-oss-120b"))
        }
    }

    @Test func theKeyIsTheUsersAlone() async throws {
        let alcf = try Alcf()
        let first = try await alcf.run("serve", "--print-key")
        #expect(first.output.hasPrefix("alcf-local-"))
        #expect(try await alcf.run("serve", "--print-key").output == first.output)
        let file = try FileContents(path: alcf.folder.file(".local/state/alcf/serve-key"))
        #expect(file.permissions == 0o600)
    }

    @Test func aCommandFindsAddressAndKeyInItsEnvironment() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            let script = """
                echo "$OPENAI_BASE_URL|$ANTHROPIC_BASE_URL|$no_proxy|${OPENAI_API_KEY%%-*}"
                [ "$OPENAI_API_KEY" = "$ANTHROPIC_AUTH_TOKEN" ] || exit 9
                exit 3
                """
            let result = try await alcf.run("serve", "--", "sh", "-c", script)
            #expect(result.exitCode == 3)
            let parts = result.output.dropLast().split(separator: "|").map(String.init)
            #expect(parts.count == 4)
            #expect(parts.first?.hasPrefix("http://127.0.0.1:") == true)
            #expect(parts.first == (parts.dropFirst().first ?? "") + "/v1")
            #expect(parts.dropFirst(2).first == "127.0.0.1,localhost")
            #expect(parts.last == "alcf")
        }
    }

    /// Signals reach the command: none is blocked, and a request to end is handed on.
    @Test func signalsReachTheCommand() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            let mask = try await alcf.run("serve", "--", "grep", "SigBlk", "/proc/self/status")
            #expect(mask.output.contains("0000000000000000"), "\(mask.output)")
            let script = "trap 'echo ended; exit 5' TERM; echo ready; while :; do sleep 0.05; done"
            let program = try alcf.start("serve", "--", "sh", "-c", script)
            #expect(try await program.waits { $0.output.contains("ready") })
            program.signal(15)
            let result = try await program.result()
            #expect(result.exitCode == 5)
            #expect(result.output.contains("ended"))
        }
    }

    @Test func aPortThatIsTakenIsAnErrorWithARemedy() async throws {
        try await serving([]) { (alcf: Alcf, _: RunningProgram, address: JSONValue, _: Secret) async throws -> Void in
            let port = try HTTPURL(try #require(address["openai_base_url"]?.string)).port
            let second = try await alcf.run("serve", "--port", "\(port)")
            #expect(second.exitCode == 64)
            #expect(second.errors.contains("is taken"))
            #expect(second.errors.contains("alcf serve --port 0"))
        }
    }

    @Test func aSocketFileIsTheUsersAlone() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("alcf.sock")
        try await serving(["--socket", path]) {
            (_: Alcf, program: RunningProgram, address: JSONValue, _: Secret) async throws -> Void in
            #expect(address["socket"]?.string == path)
            var status = stat()
            #expect(lstat(path, &status) == 0)
            #expect(status.st_mode & S_IFMT == S_IFSOCK)
            #expect(status.st_mode & 0o777 == 0o600)
            program.signal(15)
            #expect(try await program.result().exitCode == 0)
            #expect(lstat(path, &status) != 0)
        }
    }

    @Test(arguments: [
        ["--port", "70000"], ["--allow-origin", "example.org"], ["--requests-per-second", "-1"], ["--prefer"],
    ])
    func wrongOptionsAreNamed(arguments: [String]) async throws {
        let result = try await Program.alcf.run(["serve"] + arguments, environment: try Alcf().environment, input: "")
        #expect(result.exitCode == 64)
        #expect(result.errors.contains(arguments[0]))
    }

    /// A server of the user's own is no cluster, and neither is a name that the service does not list.
    @Test func aPreferenceForWhatIsNoClusterIsRefused() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            let unknown = try await alcf.run("serve", "--port", "0", "--prefer", "metis,sophie", "--", "true")
            #expect(unknown.exitCode == 64)
            #expect(unknown.errors.contains("'--prefer' names 'sophie', which is no cluster"), "\(unknown.errors)")
            #expect(unknown.errors.contains("metis"))
            #expect(
                try await alcf.run("config", "set", "targets.mine.url", "http://127.0.0.1:9/v1").exitCode == 0)
            let target = try await alcf.run("serve", "--port", "0", "--prefer", "mine", "--", "true")
            #expect(target.exitCode == 64)
            #expect(target.errors.contains("'mine' is a target of yours"), "\(target.errors)")
            #expect(try await alcf.run("serve", "--prefer", "Metis,sophia", "--", "true").exitCode == 0)
        }
    }

    /// A name that may be a new cluster's is no reason not to start where the service is not reached.
    @Test func aPreferenceThatCannotBeCheckedIsAWarning() async throws {
        let alcf = try Alcf()
        let result = try await alcf.run("serve", "--port", "0", "--prefer", "newest", "--", "true")
        #expect(result.exitCode == 0)
        #expect(result.errors.contains("whether 'newest' of '--prefer' is a cluster is not known"), "\(result.errors)")
    }

    /// Without a sign-in every request says so, and the server goes on.
    @Test func withoutASignInRequestsTellTheRemedy() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            let key = Secret(String(try await alcf.run("serve", "--print-key").output.dropLast()))
            let program = try RunningProgram(
                .alcf, ["serve", "--port", "0", "--json"], environment: alcf.environment)
            #expect(try await program.waits { $0.output.hasSuffix("\n") })
            let address = try JSONValue(parsing: program.output)
            let refused = try await ask(address, "/chat/completions", key: key, body: Self.chat)
            #expect(refused.status == 401)
            #expect(refused.text.contains("alcf authenticate"))
            try await alcf.signIn()
            #expect(try await ask(address, "/chat/completions", key: key, body: Self.chat).status == 200)
        }
    }
}
