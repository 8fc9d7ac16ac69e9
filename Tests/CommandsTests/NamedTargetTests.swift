import ALCFJSON
import ALCFSimulator
import ALCFSystem
import TestSupport
import Testing

/// Servers that the settings name: what is sent to them, and above all what is not.
@Suite(.serialized) struct NamedTargetTests {
    /// A server with one model, which answers every question in the way that it was asked.
    func server(_ models: [String] = ["m"]) async throws -> ScriptedServer {
        try await ScriptedServer.start { request in
            if request.method == "GET" {
                let list = models.map { "{\"id\":\"\($0)\"}" }.joined(separator: ",")
                return [.send(ScriptedServer.response("{\"data\":[\(list)]}"))]
            }
            let chunks = [
                #"{"choices":[{"index":0,"delta":{"content":"Hello."}}]}"#,
                #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2}}"#,
                "[DONE]",
            ]
            return [
                .send(
                    ScriptedServer.response(
                        chunks.map { "data: \($0)\n\n" }.joined(), type: "text/event-stream"))
            ]
        }
    }

    static let token = String(repeating: "alcf-token-", count: 4)

    func alcf(_ settings: String) throws -> Alcf {
        var alcf = try Alcf()
        try AtomicFile.write(Array(settings.utf8), to: alcf.folder.file(".config/alcf/config.json"))
        alcf.environment["MINE_KEY"] = "mine-secret-1"
        alcf.environment["ALCF_ACCESS_TOKEN"] = Self.token
        return alcf
    }

    func settings(_ server: ScriptedServer, model: String? = nil) -> String {
        """
        {"targets": {"mine": {"url": "\(server.url)/v1", "key_env": "MINE_KEY", "hardware": "Abacus 3000",
          "headers": {"X-Thing": "env:MINE_KEY", "X-Plain": "text"}}}\(model.map { ", \"models\": {\"mine\": \"\($0)\"}" } ?? "")}
        """
    }

    @Test func chatAsksIt() async throws {
        let server = try await server()
        let alcf = try alcf(settings(server))
        for words in [["-c", "mine"], ["-c", "Mine", "--model", "flag"], ["--compare", "mine,mine"]] {
            let chat = try await Program.alcf.run(["chat"] + words + ["Hello"], environment: alcf.environment)
            #expect(chat.exitCode == 0 && chat.output.contains("Hello."), "\(chat.errors)")
        }
        let posts = server.requests.filter { $0.method == "POST" }
        #expect(posts.count == 4)
        for request in server.requests {
            #expect(request.header("Authorization") == "Bearer mine-secret-1", "\(request.head)")
            #expect(!request.head.contains("alcf-token"))
        }
        #expect(posts.allSatisfy { $0.header("X-Thing") == "mine-secret-1" && $0.header("X-Plain") == "text" })
        #expect(try posts.map { try JSONValue(parsing: $0.body)["model"]?.string } == ["m", "flag", "m", "m"])
        await server.stop()
    }

    @Test func theSignInIsNeverSentToIt() async throws {
        let server = try await server()
        let alcf = try alcf(#"{"cluster": "mine", "targets": {"mine": {"url": "\#(server.url)/v1"}}}"#)
        #expect(try await alcf.run("chat", "Hello").exitCode == 0)
        #expect(try await alcf.run("list-models", "mine").output.contains("m"))
        #expect(
            try await alcf.run("benchmark", "-t", "mine", "-n", "2", "--no-self-check", "-o", alcf.folder.file("r"))
                .exitCode == 0)
        #expect(
            server.requests.count > 4 && server.requests.allSatisfy { !$0.head.lowercased().contains("authorization") })
        #expect(server.requests.allSatisfy { !$0.head.contains("alcf-token") })
        await server.stop()
    }

    @Test func aKeyGoesOverNoPlainConnection() async throws {
        let alcf = try alcf(#"{"targets": {"mine": {"url": "http://192.0.2.1/v1", "key_env": "MINE_KEY"}}}"#)
        let chat = try await alcf.run("chat", "-c", "mine", "-m", "m", "Hello")
        #expect(chat.exitCode == 64 && chat.errors.contains("only sent over https"), "\(chat.errors)")
    }

    @Test func aKeyThatIsNotSetIsNamed() async throws {
        let server = try await server()
        var alcf = try alcf(settings(server))
        alcf.environment["MINE_KEY"] = nil
        for words in [["chat", "-c", "mine", "x"], ["benchmark", "-t", "mine", "-n", "2"], ["list-models", "mine"]] {
            let run = try await Program.alcf.run(words, environment: alcf.environment)
            #expect(run.exitCode == 64 && run.errors.contains("export MINE_KEY="), "\(run.errors)")
        }
        #expect(server.requests.isEmpty)
        await server.stop()
    }

    @Test func aRefusedKeyIsNoSignIn() async throws {
        let server = try await ScriptedServer.start { _ in
            [.send(ScriptedServer.response(#"{"error":{"message":"Incorrect API key"}}"#, status: "401 Unauthorized"))]
        }
        let alcf = try alcf(settings(server, model: "m"))
        let chat = try await alcf.run("chat", "-c", "mine", "Hello")
        #expect(chat.exitCode != 0 && chat.errors.contains("the variable MINE_KEY"), "\(chat.errors)")
        #expect(!chat.errors.contains("authenticate") && !chat.errors.contains("mine-secret"))
        await server.stop()
    }

    /// Remedies are about the server and the settings, not about ALCF's gateway or a simulator.
    @Test func remediesFitAServerOfOnesOwn() async throws {
        let gone = try alcf(#"{"targets": {"mine": {"url": "http://127.0.0.1:1/v1"}}}"#)
        for words in [["chat", "-c", "mine", "x"], ["chat", "-c", "mine", "-m", "m", "x"], ["list-models", "mine"]] {
            let run = try await Program.alcf.run(words, environment: gone.environment)
            #expect(run.exitCode == 69 && run.errors.contains("start the server"), "\(words) \(run.errors)")
            #expect(!run.errors.contains("simulator") && !run.errors.contains("ALCF_BASE_URL"), "\(run.errors)")
        }
        let server = try await ScriptedServer.start { _ in
            [.send(ScriptedServer.response(#"{"error":{"message":"No key"}}"#, status: "401 Unauthorized"))]
        }
        let keyless = try alcf(#"{"targets": {"mine": {"url": "\#(server.url)/v1"}}}"#)
        for words in [
            ["chat", "-c", "mine", "x"], ["chat", "-c", "mine", "-m", "m", "x"], ["list-models", "mine"],
            ["benchmark", "-t", "mine", "-n", "2", "--no-self-check", "-o", keyless.folder.file("r")],
            ["benchmark", "-t", "mine", "-m", "m", "-n", "8", "--no-self-check", "-o", keyless.folder.file("s")],
        ] {
            let run = try await Program.alcf.run(words, environment: keyless.environment)
            #expect(
                run.exitCode != 0 && run.errors.contains("alcf config set targets.mine.key_env VARIABLE"),
                "\(words) \(run.errors)")
        }
        let flag = try await keyless.run(
            "benchmark", "-t", "x=\(server.url)/v1", "-n", "2", "--no-self-check", "-o", keyless.folder.file("f"))
        #expect(flag.errors.contains("--api-key-env x=VARIABLE"), "\(flag.errors)")
        await server.stop()
    }

    @Test func severalModelsNeedOne() async throws {
        let server = try await server(["a", "b"])
        let plain = try alcf(settings(server))
        let chat = try await plain.run("chat", "-c", "mine", "Hello")
        #expect(chat.exitCode == 64 && chat.errors.contains("alcf config set models.mine MODEL"), "\(chat.errors)")
        let named = try alcf(settings(server, model: "b"))
        #expect(try await named.run("chat", "-c", "mine", "Hello").exitCode == 0)
        let last = try #require(server.requests.last)
        #expect(try JSONValue(parsing: last.body)["model"] == "b")
        await server.stop()
    }

    /// The record holds what flags would have said, and a run goes on without the settings.
    @Test func aRunIsRecordedAsIfByFlags() async throws {
        let server = try await server()
        var alcf = try alcf(
            """
            {"prices": {"mine": "2/h"}, "power": {"mine": "400W"}, "targets": {"mine": {"url": "\(server.url)/v1",
             "key_env": "MINE_KEY", "headers": {"X-Thing": "env:MINE_KEY"}, "hardware": "Abacus 3000"}}}
            """)
        let name = alcf.folder.file("run")
        let run = try await alcf.run(
            "benchmark", "--no-self-check", "--warmup", "0", "-n", "3", "--target", "mine", "-o", name)
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(run.output.contains("Abacus 3000"))
        let bytes = try FileContents(path: name + ".jsonl", limit: 1 << 24).bytes
        let first = try JSONValue(parsing: Array(bytes.prefix { $0 != UInt8(ascii: "\n") }))
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.contains("mine-secret") && text.contains("mine=2/h") && text.contains("mine=400W"))
        #expect(first.serialized().replacing("\\/", with: "/").contains("mine=\(server.url)/v1"))
        // By flags alone it is the same, but for times and seeds.
        try AtomicFile.remove(alcf.folder.file(".config/alcf/config.json"))
        let flags = try await alcf.run(
            "benchmark", "--no-self-check", "--warmup", "0", "-n", "3", "--target", "mine=\(server.url)/v1",
            "--api-key-env", "mine=MINE_KEY", "--header", "mine=X-Thing: env:MINE_KEY", "--hardware",
            "mine=Abacus 3000", "--price", "mine=2/h", "--power", "mine=400W", "-o", alcf.folder.file("flags"))
        #expect(flags.exitCode == 0, "\(flags.errors)")
        let other = try FileContents(path: alcf.folder.file("flags.jsonl"), limit: 1 << 24).bytes
        let second = try JSONValue(parsing: Array(other.prefix { $0 != UInt8(ascii: "\n") }))
        #expect(Self.arguments(first) != nil && Self.arguments(first) == Self.arguments(second))
        // The rest is asked without settings.
        try AtomicFile.write(
            Array(bytes.prefix { $0 != UInt8(ascii: "\n") }) + [UInt8(ascii: "\n")], to: name + ".jsonl")
        let count = server.requests.count
        let resumed = try await alcf.run("benchmark", "--no-self-check", "--resume", name + ".jsonl")
        #expect(resumed.exitCode == 0 && resumed.output.contains("Abacus 3000"), "\(resumed.errors)")
        #expect(
            server.requests.dropFirst(count).filter { $0.method == "POST" }.allSatisfy {
                $0.header("Authorization") == "Bearer mine-secret-1" && $0.header("X-Thing") == "mine-secret-1"
            })
        alcf.environment["MINE_KEY"] = nil
        await server.stop()
    }

    static func arguments(_ manifest: JSONValue) -> JSONValue? {
        if let found = manifest["arguments"] { return found }
        return (manifest.object ?? [:]).lazy.compactMap { $0.value.object == nil ? nil : arguments($0.value) }.first
    }

    @Test func clustersTakeTheirModelsFromTheSettings() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            #expect(try await alcf.signIn().exitCode == 0)
            #expect(try await alcf.run("config", "set", "cluster", "metis").exitCode == 0)
            #expect(try await alcf.run("env").output.contains("metis"))
            #expect(try await alcf.run("config", "set", "models.metis", "no-such-model").exitCode == 0)
            let chat = try await alcf.run("chat", "Hello")
            #expect(chat.exitCode == 64 && chat.errors.contains("no-such-model"), "\(chat.errors)")
            #expect(try await alcf.run("chat", "-c", "sophia", "Hello").exitCode == 0)
            #expect(try await alcf.run("chat", "-m", "gpt-oss-120b", "Hello").exitCode == 0)
            // A simulation is of its own models.
            let simulated = try await alcf.run(
                "benchmark", "--simulate", "--speed", "100", "-n", "2", "--no-self-check", "-o", alcf.folder.file("s"))
            #expect(simulated.exitCode == 0, "\(simulated.errors)")
        }
    }

    @Test func commandsForClustersRefuseIt() async throws {
        let alcf = try alcf(#"{"cluster": "mine", "targets": {"mine": {"url": "http://127.0.0.1:1/v1"}}}"#)
        for words in [
            ["env"], ["wait", "m"], ["embed", "x"], ["batch", "submit", "/x"], ["chat", "--wait", "x"],
        ] {
            let run = try await Program.alcf.run(words, environment: alcf.environment)
            #expect(run.exitCode == 64 && run.errors.contains("'mine' is a target of yours"), "\(run.errors)")
        }
    }

    /// In a conversation, a server's headers do not go along to another one.
    @Test func aConversationTakesNoHeaderElsewhere() async throws {
        let (server, other) = (try await server(), try await server())
        var alcf = try alcf(
            """
            {"targets": {"mine": {"url": "\(server.url)/v1", "key_env": "MINE_KEY", "headers": {"X-Thing": "env:MINE_KEY"}},
             "other": {"url": "\(other.url)/v1"}}}
            """)
        alcf.environment["LC_ALL"] = "C.UTF-8"
        let terminal = try PseudoTerminal(
            .alcf, ["chat", "-c", "mine", "--header", "X-Flag: env:MINE_KEY"], environment: alcf.environment)
        #expect(try await terminal.shows("/help"))
        terminal.type("first\r")
        #expect(try await terminal.waits { _ in server.requests.count == 2 })
        #expect(try await terminal.shows("Hello."))
        var mark = terminal.mark
        terminal.type("/model m other\r")
        #expect(try await terminal.shows("Now using m on other", after: mark))
        mark = terminal.mark
        terminal.type("second\r")
        #expect(try await terminal.shows("Hello.", after: mark))
        terminal.type("\u{4}")
        #expect(try await terminal.exitCode() == 0)
        #expect(server.requests.last?.header("X-Flag") == "mine-secret-1")
        #expect(other.requests.count == 1 && other.requests.allSatisfy { !$0.head.contains("mine-secret") })
        await server.stop()
        await other.stop()
    }

    /// The proxy of the settings carries what leaves this machine, and nothing else; the environment comes first.
    @Test func theProxyIsUsed() async throws {
        let proxy = try await ScriptedServer.start { _ in
            [.send("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"), .close]
        }
        let server = try await server()
        let address = proxy.url
        var alcf = try alcf(
            """
            {"proxy": "\(address)", "targets": {"far": {"url": "https://far.example.org/v1"}, "mine": {"url": "\(server.url)/v1"}}}
            """)
        #expect(try await alcf.run("chat", "-c", "mine", "Hello").exitCode == 0)
        #expect(proxy.requests.isEmpty)
        let far = ["chat", "-c", "far", "-m", "m", "--retry-time", "0", "Hello"]
        let over = try await Program.alcf.run(far, environment: alcf.environment)
        #expect(
            over.exitCode != 0 && proxy.requests.first?.head.hasPrefix("CONNECT far.example.org:443") == true,
            "\(over.errors)")
        let count = proxy.requests.count
        alcf.environment["no_proxy"] = "example.org"
        _ = try await Program.alcf.run(far, environment: alcf.environment)
        alcf.environment["no_proxy"] = nil
        alcf.environment["https_proxy"] = "http://127.0.0.1:1"
        let other = try await Program.alcf.run(far, environment: alcf.environment)
        #expect(other.exitCode != 0 && proxy.requests.count == count)
        await server.stop()
        await proxy.stop()
    }
}
