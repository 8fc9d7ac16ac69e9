import ALCFJSON
import ALCFSystem
import Glibc
import TestSupport
import Testing

/// Nothing that the program shows or stores holds a password of a proxy, or a secret that a server says back.
@Suite struct SecretTests {
    // MARK: Proxies

    static let malformed = [
        "http://user:p#ssw0rd@proxy.example:3128", "http://user:p/ssw0rd@x@proxy.example",
        "http://user:12?ssw0rd@proxy.example:3128",
        "user:p#ssw0rd@proxy.example:3128", "SOCKS5H://user:ssw0rd@proxy.example:port",
        "http://user:p ssw0rd@proxy.example:3128",
        "ftp://user:ssw0rd@proxy.example:21",
    ]

    @Test(arguments: malformed.indices, ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
    func aProxyThatIsWrittenWronglyIsRefused(index: Int, variable: String) async throws {
        var alcf = try Alcf()
        alcf.environment["ALCF_BASE_URL"] = "https://gateway.invalid/resource_server"
        alcf.environment["ALCF_ACCESS_TOKEN"] = "AgGiven"
        alcf.environment[variable] = Self.malformed[index]
        let result = try await alcf.run("status")
        #expect(!result.errors.contains("again"), "it is not tried again")
        #expect(result.exitCode == 64, "\(result.errors)")
        #expect(result.errors.contains(variable) && result.errors.contains("# as %23"))
        #expect(
            !result.errors.contains("ssw0rd") && !result.errors.contains("user:")
                && !result.errors.contains("trying again"))
    }

    @Test func noCommandShowsThePasswordOfAProxy() async throws {
        for proxy in ["http://user:p#ssw0rd@proxy.example:3128", "http://user:p%23ssw0rd@127.0.0.1:1"] {
            var alcf = try Alcf()
            alcf.environment["ALCF_BASE_URL"] = "https://gateway.invalid/resource_server"
            alcf.environment["GLOBUS_SDK_SERVICE_URL_AUTH"] = "https://auth.invalid/"
            alcf.environment["HF_DATASETS_SERVER"] = "https://data.invalid"
            alcf.environment["https_proxy"] = proxy
            let name = alcf.folder.file("run")
            for arguments in [
                ["status"], ["authenticate", "--code", "-", "--no-browser"],
                ["benchmark", "--dataset", "squad", "--simulate", "-o", name, "--quiet"],
                [
                    "benchmark", "--target", "x=https://x.invalid/v1", "--model", "m", "-n", "2", "--no-self-check",
                    "-o", name,
                    "--quiet",
                ],
            ] {
                let result = try await Program.alcf.run(
                    arguments, environment: alcf.environment, input: "C0DE\n", timeout: 90)
                #expect(result.exitCode != 0 && !result.isTimedOut, "\(arguments)")
                for text in [result.output, result.errors] {
                    #expect(!text.contains("ssw0rd") && !text.contains("user:p"), "\(arguments): \(text)")
                }
            }
            try check(files: name, of: alcf, for: ["ssw0rd"])
        }
    }

    private func check(files name: String, of alcf: Alcf, for secrets: [String]) throws {
        for ending in [".jsonl", ".json", ".md", ".html"] {
            guard let bytes = try? FileContents(path: name + ending, limit: 1 << 26).bytes else { continue }
            let text = String(decoding: bytes, as: UTF8.self)
            for secret in secrets { #expect(!text.contains(secret), "\(ending)") }
        }
    }

    // MARK: Echoes

    private static let key = "Key0zQb9xLmK7rPdW2n5uYt8vE4sRjH1cXoBqZ6iTgSfDwAk"

    /// What a server says that repeats the request's token, in this form.
    private static func echo(_ token: String, _ form: Int) -> String {
        switch form {
        case 0: token
        case 1: token + "\u{301}"
        case 2: token.uppercased()
        case 3: base64("Bearer " + token)
        case 4: token.utf8.map { "%" + hex($0) }.joined()
        default: String(token.prefix(30)) + "…"
        }
    }

    private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

    private static func base64(_ text: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count - bytes.count % 3, by: 3).map { start in
            let value = Int(bytes[start]) << 16 | Int(bytes[start + 1]) << 8 | Int(bytes[start + 2])
            return String([18, 12, 6, 0].map { alphabet[value >> $0 & 63] })
        }.joined()
    }

    private static func answer(_ request: ScriptedServer.Request, _ form: Int) -> [ScriptedServer.Step] {
        let token = request.header("authorization").map { String($0.dropFirst(7)) } ?? ""
        let words = echo(token, form)
        switch form % 3 {
        case 0:
            return [
                .send(
                    ScriptedServer.response(
                        "{\"error\":{\"message\":\"no such key: \(words)\",\"code\":\"\(words)\"}}",
                        status: "401 Unauthorized"))
            ]
        case 1:
            // What only reads is sent again six times, at once as the server allows it.
            return [
                .send(
                    ScriptedServer.response(
                        "<html><title>\(words)</title></html>", status: "502 Bad Gateway\r\nRetry-After: 0",
                        type: "text/html"))
            ]
        default:
            return [
                .send(
                    ScriptedServer.response(
                        "data: {\"error\":{\"message\":\"bad \(words)\",\"type\":\"\(words)\"}}\n\ndata: [DONE]\n\n",
                        type: "text/event-stream"))
            ]
        }
    }

    @Test(arguments: 0..<6) func aTokenThatIsSaidBackIsNotShown(form: Int) async throws {
        let server = try await ScriptedServer.start { Self.answer($0, form) }
        var alcf = try Alcf(simulator: server.port)
        alcf.environment["ALCF_ACCESS_TOKEN"] = Self.key
        alcf.environment["THE_KEY"] = Self.key
        let name = alcf.folder.file("run")
        let secrets = (0..<6).map { Self.echo(Self.key, $0) }.flatMap {
            [$0, String($0.prefix(24)), String($0.dropFirst(8).prefix(24))]
        }
        for arguments in [
            ["whoami"], ["list-models", "--json"], ["chat", "--retry-time", "0.2", "--json", "Hello"], ["jobs"],
            [
                "benchmark", "--target", "x=\(server.url)/v1", "--model", "m", "--api-key-env", "THE_KEY", "-n", "3",
                "--warmup", "0",
                "--no-self-check", "-o", name, "--quiet",
            ],
        ] {
            let result = try await Program.alcf.run(arguments, environment: alcf.environment)
            #expect(result.exitCode != 0)
            for secret in secrets {
                #expect(!(result.output + result.errors).contains(secret), "\(arguments): \(result.errors)")
            }
        }
        #expect(try BenchmarkRecords.samples(name + ".jsonl").count == 3)
        try check(files: name, of: alcf, for: secrets)
        await server.stop()
    }

    /// A server whose good answers repeat the key where nobody looks for one.
    @Test func aTokenInAGoodAnswerIsNotStored() async throws {
        let server = try await ScriptedServer.start { request in
            let token = request.header("authorization").map { String($0.dropFirst(7)) } ?? ""
            let chunk = { (delta: String, finish: String) in
                "data: {\"id\":\"\(token)\",\"model\":\"\(token)\",\"system_fingerprint\":\"fp-\(token)\",\"choices\":[{\"index\":0,"
                    + "\"delta\":{\(delta)},\"finish_reason\":\(finish)}]}\n\n"
            }
            return [
                .send(
                    ScriptedServer.response(
                        chunk("\"content\":\"You are \(token)\"", "null") + chunk("", "\"stop\"") + "data: [DONE]\n\n",
                        type: "text/event-stream"))
            ]
        }
        var alcf = try Alcf()
        alcf.environment["THE_KEY"] = Self.key
        let name = alcf.folder.file("run")
        let result = try await alcf.run(
            "benchmark", "--target", "x=\(server.url)/v1", "--model", "m", "--api-key-env", "THE_KEY", "-n", "3",
            "--warmup", "0",
            "--no-self-check", "-o", name, "--quiet")
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(!(result.output + result.errors).contains(Self.key))
        #expect(try BenchmarkRecords.samples(name + ".jsonl")[0]["model"] == "***")
        try check(files: name, of: alcf, for: [Self.key])
        await server.stop()
    }

    // MARK: What drives a terminal

    @Test func nothingOfAServerDrivesTheTerminal() async throws {
        let evil = "\\u001b]0;owned\\u0007\\u009b31m\\u202e\\u007f"
        let server = try await ScriptedServer.start { request in
            guard request.path.hasSuffix("chat/completions") else {
                return [.send(ScriptedServer.response("{\"status\":\"\(evil)\",\"x\":\"\u{9B}31m\u{202E}\u{7F}\"}"))]
            }
            return [
                .send(
                    ScriptedServer.response(
                        "data: {\"model\":\"m\(evil)\",\"system_fingerprint\":\"\(evil)\",\"choices\":[{\"index\":0,\"delta\":{\"content\":"
                            + "\"Hello\"},\"finish_reason\":\"stop\(evil)\"}]}\n\ndata: [DONE]\n\n",
                        type: "text/event-stream"))
            ]
        }
        var alcf = try Alcf(simulator: server.port)
        alcf.environment["NO_COLOR"] = "1"
        for arguments in [
            ["status", "--json"], ["status"],
            [
                "benchmark", "--target", "x=\(server.url)/v1", "--model", "m", "-n", "2", "--warmup", "0",
                "--no-self-check", "-o",
                alcf.folder.file("run"),
            ],
            ["benchmark", "report", alcf.folder.file("run.jsonl")],
            ["benchmark", "report", "--json", alcf.folder.file("run.jsonl")],
            ["benchmark", "report", "--markdown", alcf.folder.file("run.jsonl")],
        ] {
            let terminal = try PseudoTerminal(.alcf, arguments, environment: alcf.environment)
            _ = try await terminal.exitCode()
            // What the program itself writes to a terminal: it clears its own line of progress.
            let text = terminal.output.replacing("\u{1B}[K", with: "")
            let found = text.unicodeScalars.first { [0x1B, 0x07, 0x7F, 0x9B, 0x202E].contains($0.value) }
            #expect(found == nil, "\(arguments): \(found.map { String($0.value, radix: 16) } ?? "")")
        }
        await server.stop()
    }
}
