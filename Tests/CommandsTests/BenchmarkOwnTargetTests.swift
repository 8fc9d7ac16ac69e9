import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

/// Servers of one's own: how they are named, what is sent to them, and what happens where they refuse.
@Suite(.serialized, .tags(.watchesTheClock)) struct BenchmarkOwnTargetTests {
    /// Lists one model, and answers every question with `steps`.
    func server(_ steps: @escaping @Sendable (ScriptedServer.Request) -> String) async throws -> ScriptedServer {
        try await ScriptedServer.start { request in
            if request.method == "GET" { return [.send(ScriptedServer.response(#"{"data":[{"id":"m"}]}"#))] }
            return [.send(steps(request))]
        }
    }

    static let chat: @Sendable (ScriptedServer.Request) -> String = { _ in
        stream(
            #"{"choices":[{"index":0,"delta":{"content":"a"}}]}"#,
            #"{"choices":[{"index":0,"delta":{"content":"b"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2}}"#
        )
    }

    static func stream(_ chunks: String...) -> String {
        let body = (chunks + ["[DONE]"]).map { "data: \($0)\n\n" }.joined()
        return ScriptedServer.response(body, type: "text/event-stream")
    }

    func run(_ alcf: Alcf, _ arguments: [String]) async throws -> ProgramResult {
        try await Program.alcf.run(
            ["benchmark", "--no-self-check", "--warmup", "0", "-n", "3"] + arguments, environment: alcf.environment)
    }

    func posts(_ server: ScriptedServer) -> [ScriptedServer.Request] { server.requests.filter { $0.method == "POST" } }

    func body(_ request: ScriptedServer.Request) throws -> JSONValue { try JSONValue(parsing: request.body) }

    @Test func requestsAreAsTheServerWantsThem() async throws {
        let server = try await server(Self.chat)
        var alcf = try Alcf()
        alcf.environment["MINE_KEY"] = "sk-secret-1"
        let name = alcf.folder.file("run")
        let run = try await run(
            alcf,
            [
                "--target", "mine=\(server.url)/v1/chat/completions?api-version=7", "--body-field", "top_k=5",
                "--body-field",
                "mine=user=env:MINE_KEY", "--omit-field", "stream_options", "--max-tokens-field",
                "max_completion_tokens",
                "--header", "mine=X-Key: Token env:MINE_KEY", "-o", name,
            ])
        #expect(run.exitCode == 0, "\(run.errors)")
        let requests = posts(server)
        #expect(requests.count == 3 && server.requests.allSatisfy { $0.path.hasSuffix("?api-version=7") })
        #expect(requests[0].path == "/v1/chat/completions?api-version=7")
        #expect(requests[0].header("X-Key") == "Token sk-secret-1")
        let sent = try body(requests[0])
        #expect(sent["top_k"] == 5 && sent["max_completion_tokens"] == 512 && sent["user"] == "sk-secret-1")
        #expect(sent["max_tokens"] == nil && sent["stream_options"] == nil && sent["stream"] == true)
        for ending in ["jsonl", "json", "md", "html"] {
            let text = String(
                decoding: try FileContents(path: "\(name).\(ending)", limit: 1 << 24).bytes, as: UTF8.self)
            #expect(
                !text.contains("sk-secret")
                    && text.replacing("\\", with: "").contains(
                        ending == "jsonl" ? "X-Key: Token env:MINE_KEY" : "top_k")
            )
        }
        #expect(
            run.output.contains("asked with ?api-version=7, with user \"env:MINE_KEY\"")
                || run.output.contains("with top_k 5"))
        // What is left is asked in the same way.
        let lines = try FileContents(path: name + ".jsonl", limit: 1 << 24).bytes.split(separator: UInt8(ascii: "\n"))
        try AtomicFile.write(
            Array(lines.prefix(2).joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")], to: name + ".jsonl")
        let resumed = try await alcf.run("benchmark", "--no-self-check", "--resume", name + ".jsonl")
        #expect(resumed.exitCode == 0, "\(resumed.errors)")
        let later = posts(server).dropFirst(3)
        #expect(later.count == 2)
        for request in later {
            #expect(request.path == requests[0].path && request.header("X-Key") == "Token sk-secret-1")
            #expect(try body(request)["top_k"] == 5)
        }
        await server.stop()
    }

    @Test func aHeadersValueThatWasTypedIsAskedForAgain() async throws {
        let server = try await server(Self.chat)
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let run = try await run(alcf, ["-t", "mine=\(server.url)/v1", "--header", "X-Key: sk-typed", "-o", name])
        #expect(run.exitCode == 0, "\(run.errors)")
        let record = try FileContents(path: name + ".jsonl", limit: 1 << 24).bytes
        #expect(!String(decoding: record, as: UTF8.self).contains("sk-typed"))
        let first = record.prefix { $0 != UInt8(ascii: "\n") } + [UInt8(ascii: "\n")]
        try AtomicFile.write(Array(first), to: name + ".jsonl")
        let refused = try await alcf.run("benchmark", "--no-self-check", "--resume", name + ".jsonl")
        #expect(
            refused.exitCode == 64 && refused.errors.contains("--header 'X-Key: env:VARIABLE'"), "\(refused.errors)")
        let resumed = try await alcf.run(
            "benchmark", "--no-self-check", "--resume", name + ".jsonl", "--header", "X-Key: sk-again")
        #expect(resumed.exitCode == 0, "\(resumed.errors)")
        #expect(posts(server).suffix(3).allSatisfy { $0.header("X-Key") == "sk-again" })
        await server.stop()
    }

    @Test(arguments: [true, false]) func completionsAreMeasured(_ isStreaming: Bool) async throws {
        let server = try await server { _ in
            isStreaming
                ? Self.stream(
                    #"{"object":"text_completion","choices":[{"index":0,"text":"Den"}]}"#,
                    #"{"object":"text_completion","choices":[{"index":0,"text":"ver","finish_reason":"stop"}]}"#,
                    #"{"object":"text_completion","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}"#)
                : ScriptedServer.response(
                    #"{"object":"text_completion","choices":[{"index":0,"text":"Denver","finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2}}"#
                )
        }
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let run = try await run(
            alcf,
            ["-t", "mine=\(server.url)/v1", "--endpoint", "completions", "-o", name]
                + (isStreaming ? [] : ["--no-stream"]))
        #expect(run.exitCode == 0, "\(run.errors)")
        let requests = posts(server)
        #expect(requests.count == 3 && requests.allSatisfy { $0.path == "/v1/completions" })
        let sent = try body(requests[0])
        #expect(sent["prompt"]?.string?.isEmpty == false && sent["messages"] == nil && sent["max_tokens"] == 512)
        let samples = try BenchmarkRecords.samples(name + ".jsonl")
        #expect(samples.allSatisfy { $0["outcome"] == "success" && $0["answer"] == "Denver" })
        #expect(samples.allSatisfy { $0["completion_tokens"] == 2 || $0["tokens"]?["completion"] == 2 })
        #expect(samples.allSatisfy { ($0["ttft"]?.double != nil) == isStreaming })
        #expect(run.output.contains("asked by /completions"))
        await server.stop()
    }

    @Test func aWrongKeyEndsTheRun() async throws {
        let server = try await server { _ in
            ScriptedServer.response(
                #"{"error":{"message":"Incorrect API key","type":"invalid_request_error"}}"#, status: "401 Unauthorized"
            )
        }
        var alcf = try Alcf()
        alcf.environment["MINE_KEY"] = "sk-secret"
        let own = ["-t", "mine=\(server.url)/v1", "-n", "10", "-o", alcf.folder.file("run")]
        let run = try await run(alcf, own + ["--api-key-env", "MINE_KEY"])
        #expect(run.exitCode == 1)
        #expect(run.errors.contains("MINE_KEY") && run.errors.contains("3 times in a row (401)"), "\(run.errors)")
        #expect(!run.errors.contains("alcf authenticate") && !run.errors.contains("sk-secret"))
        #expect(posts(server).count == 3)
        let without = try await self.run(alcf, own + ["--overwrite"])
        #expect(without.exitCode == 1 && without.errors.contains("--api-key-env mine=VARIABLE"), "\(without.errors)")
        await server.stop()
    }

    @Test func whatIsEchoedIsNotShown() async throws {
        let server = try await server { request in
            let (header, body) = (request.header("X-Key") ?? "", String(decoding: request.body, as: UTF8.self))
            let user = (try? JSONValue(parsing: body))?["user"]?.string ?? ""
            return ScriptedServer.response(
                #"{"error":{"message":"no right for \#(header) and \#(user)","type":"x"}}"#, status: "400 Bad Request")
        }
        var alcf = try Alcf()
        alcf.environment["HEADER_KEY"] = "header-secret-0123456789"
        alcf.environment["FIELD_KEY"] = "field-secret-0123456789"
        let name = alcf.folder.file("run")
        let run = try await run(
            alcf,
            [
                "-t", "mine=\(server.url)/v1", "--header", "X-Key: env:HEADER_KEY", "--body-field",
                "user=env:FIELD_KEY", "-o",
                name,
            ])
        #expect(
            posts(server).allSatisfy { $0.header("X-Key") == "header-secret-0123456789" } && posts(server).count == 3)
        var shown = run.output + run.errors
        for ending in ["jsonl", "json", "md", "html"] {
            shown += String(decoding: try FileContents(path: "\(name).\(ending)", limit: 1 << 24).bytes, as: UTF8.self)
        }
        #expect(shown.contains("no right for"))
        #expect(!shown.contains("secret-0123456789"))
        await server.stop()
    }

    @Test func anAddressWithoutItsVersionGetsAHint() async throws {
        let server = try await ScriptedServer.start { _ in
            [.send(ScriptedServer.response(#"{"detail":"Not Found"}"#, status: "404 Not Found"))]
        }
        let alcf = try Alcf()
        let hint = "--target mine=\(server.url)/v1"
        let unnamed = try await run(alcf, ["-t", "mine=\(server.url)", "-o", alcf.folder.file("a")])
        #expect(unnamed.exitCode == 64 && unnamed.errors.contains(hint), "\(unnamed.errors)")
        let named = try await run(alcf, ["-t", "mine=\(server.url)", "-m", "m", "-o", alcf.folder.file("b")])
        #expect(named.exitCode == 1 && named.errors.contains(hint), "\(named.errors)")
        let versioned = try await run(alcf, ["-t", "mine=\(server.url)/v1", "-m", "m", "-o", alcf.folder.file("c")])
        #expect(versioned.exitCode == 1 && !versioned.errors.contains("Most servers"))
        await server.stop()
    }

    @Test func filesAreCalledAfterTheTargets() async throws {
        let server = try await server(Self.chat)
        let alcf = try Alcf()
        let shell = try await Program("/bin/sh").run(
            [
                "-c", #"cd "$HOME" && "$0" benchmark --no-self-check --warmup 0 -n 2 -t "$1" && ls"#, Program.alcf.path,
                "\(server.url)/v1",
            ], environment: alcf.environment)
        #expect(shell.exitCode == 0, "\(shell.errors)")
        #expect(
            shell.output.contains("\nlocalhost_results_") || shell.output.hasPrefix("localhost_results_"),
            "\(shell.output)")
        await server.stop()
    }

    @Test func whatIsNoTargetNeedsNoSignIn() async throws {
        let alcf = try Alcf()
        for target in [
            "localhost:8000/v1", "mine=", "mine=localhost:8000", "mine=http://u:p4ss@h/v1",
            "mine=http://h/v1?api_key=p4ss",
        ] {
            let run = try await run(alcf, ["-t", target])
            #expect(
                run.exitCode == 64 && !run.errors.contains("sign") && !run.errors.contains("authenticate"),
                "\(run.errors)")
            #expect(!(target.contains("p4ss") && run.errors.contains("p4ss")))
        }
    }
}
