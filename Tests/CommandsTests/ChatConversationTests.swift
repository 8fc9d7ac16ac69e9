import ALCFJSON
import ALCFSimulator
import ALCFSystem
import TestSupport
import Testing

@testable import ALCFLoad
@testable import ALCFRecord

/// Conversations with the real program on a terminal.
@Suite struct ChatConversationTests {
    /// A gateway that answers with `pieces`, a little apart.
    func gateway(_ pieces: [String], wait: Int64 = 2) async throws -> ScriptedServer {
        try await ScriptedServer.start { request in
            func json(_ text: String) -> [ScriptedServer.Step] {
                [
                    .send(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\n\r\n"
                            + text)
                ]
            }
            if request.path.hasSuffix("list-endpoints") { return json(Self.catalog) }
            var steps: [ScriptedServer.Step] = [
                .send(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
            ]
            for piece in pieces {
                let chunk: JSONValue = ["choices": [["index": 0, "delta": ["content": .string(piece)]]]]
                steps += [.send("data: \(chunk.serialized())\n\n"), .wait(wait)]
            }
            let end = #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#
            return steps + [.send("data: \(end)\n\ndata: [DONE]\n\n"), .close]
        }
    }

    static let catalog = """
        {"clusters":{"sophia":{"base_url":"/resource_server/sophia","frameworks":{"vllm":{"models":\
        ["openai/gpt-oss-120b","gemma"],"endpoints":["/v1/chat/completions"]}}}}}
        """

    func environment(_ server: ScriptedServer, colour: Bool = false) -> [String: String] {
        var environment = [
            "HOME": "/nonexistent", "ALCF_BASE_URL": "\(server.url)/resource_server",
            "ALCF_ACCESS_TOKEN": String(repeating: "t", count: 40), "LC_ALL": "C.UTF-8",
        ]
        if !colour { environment["NO_COLOR"] = "1" }
        return environment
    }

    func messages(_ server: ScriptedServer) throws -> [[String]] {
        try server.requests.filter { $0.path.hasSuffix("chat/completions") }.map { request in
            let body = try JSONValue(parsing: String(decoding: request.body, as: UTF8.self))
            return (body["messages"]?.array ?? []).map {
                "\($0["role"]?.string ?? "?"): \($0["content"]?.string ?? "?")"
            }
        }
    }

    @Test func whatWasSaidGoesAlong() async throws {
        let server = try await gateway(["Hel", "lo **there** ", "世界"])
        let terminal = try PseudoTerminal(
            .alcf, ["chat", "--system", "Be brief."], environment: environment(server, colour: true))
        #expect(try await terminal.shows("/help"))
        #expect(!terminal.echoes)
        terminal.type("first\r")
        #expect(try await terminal.shows("\u{1B}[1mthere\u{1B}[0m 世界"))
        var mark = terminal.mark
        #expect(try await terminal.shows("> ", after: mark - 40))
        terminal.type("one\\\rtwo\r")
        #expect(try await terminal.waits { _ in server.requests.count == 3 })
        #expect(try await terminal.shows("世界", after: mark))
        mark = terminal.mark
        terminal.type("/clear\r/system -\rthird\r")
        #expect(try await terminal.shows("was cleared", after: mark))
        #expect(try await terminal.shows("世界", after: mark))
        terminal.type("\u{4}")
        #expect(try await terminal.exitCode() == 0)
        #expect(terminal.echoes)
        #expect(terminal.output.hasSuffix("\u{1B}[0m"))
        let answer = "assistant: Hello **there** 世界"
        #expect(
            try messages(server) == [
                ["system: Be brief.", "user: first"],
                ["system: Be brief.", "user: first", answer, "user: one\ntwo"],
                ["user: third"],
            ])
        await server.stop()
    }

    @Test func ctrlCStopsTheAnswerAndNotTheProgram() async throws {
        let server = try await gateway((0..<8_000).map { "word\($0) " }, wait: 20)
        let terminal = try PseudoTerminal(.alcf, ["chat"], environment: environment(server))
        #expect(try await terminal.shows("/help"))
        terminal.type("go\r")
        #expect(try await terminal.shows("word5"))
        terminal.type("\u{3}")
        #expect(try await terminal.shows("Stopped."))
        #expect(!terminal.output.contains("word7999"))
        // What had come stays said.
        let folder = try TemporaryDirectory()
        terminal.type("/save \(folder.file("talk.json"))\r")
        #expect(try await terminal.shows("Saved 1 question"))
        // At the prompt it clears the line, and leaves at last.
        let mark = terminal.mark
        terminal.type("half a thought\u{3}")
        #expect(try await terminal.shows("half a thought", after: mark))
        terminal.type("\u{3}")
        #expect(try await terminal.shows("Ctrl-C again", after: mark))
        terminal.type("\u{3}")
        #expect(try await terminal.exitCode() == 0)
        #expect(server.requests.count == 2)
        #expect(terminal.echoes)
        await server.stop()
    }

    @Test(arguments: [Int32(15), 1, 3]) func aSignalLeavesTheTerminalAsItWas(_ signal: Int32) async throws {
        let server = try await gateway(["x"])
        let terminal = try PseudoTerminal(.alcf, ["chat"], environment: environment(server))
        #expect(try await terminal.shows("/help"))
        #expect(!terminal.echoes)
        terminal.signal(signal)
        #expect(try await terminal.exitCode() == 128 + Int(signal))
        #expect(terminal.echoes)
        await server.stop()
    }

    @Test func aPasteOfSeveralLinesIsOneQuestion() async throws {
        let server = try await gateway(["fine"])
        let terminal = try PseudoTerminal(.alcf, ["chat"], environment: environment(server), columns: 40)
        #expect(try await terminal.shows("/help"))
        terminal.type("\u{1B}[200~first line\r\u{1B}[2Jsecond 日本\r\u{1B}[201~")
        #expect(try await terminal.shows("second"))
        terminal.type(" end\r")
        #expect(try await terminal.shows("fine"))
        terminal.type("/quit\r")
        #expect(try await terminal.exitCode() == 0)
        #expect(try messages(server) == [["user: first line\n[2Jsecond 日本\n end"]])
        await server.stop()
    }

    @Test func savesWhatWasSaidOnceAndAsked() async throws {
        let server = try await gateway(["An answer."])
        let folder = try TemporaryDirectory()
        let terminal = try PseudoTerminal(.alcf, ["chat", "--stats"], environment: environment(server))
        #expect(try await terminal.shows("/help"))
        terminal.type("a question\r")
        #expect(try await terminal.shows("first token"))
        for name in ["talk.md", "talk.json", "talk.md"] { terminal.type("/save \(folder.file(name))\r") }
        terminal.type("/model gem\r/model gemma\r")
        #expect(try await terminal.shows("Now using gemma on sophia"))
        #expect(terminal.output.contains("did you mean gemma") || terminal.output.contains("near it"))
        terminal.type("\u{4}")
        #expect(try await terminal.exitCode() == 0)
        let text = String(decoding: try FileContents(path: folder.file("talk.md")).bytes, as: UTF8.self)
        #expect(text == "# Conversation with openai/gpt-oss-120b on sophia\n\n## a question\n\nAn answer.\n")
        let json = try JSONValue(
            parsing: String(decoding: try FileContents(path: folder.file("talk.json")).bytes, as: UTF8.self))
        #expect(json["messages"]?.array?.count == 2)
        await server.stop()
    }

    @Test func savesWhoseAnswerEachIs() async throws {
        let server = try await gateway(["An answer."])
        let folder = try TemporaryDirectory()
        let terminal = try PseudoTerminal(.alcf, ["chat"], environment: environment(server))
        #expect(try await terminal.shows("/help"))
        terminal.type("first\r/model gemma\r")
        #expect(try await terminal.shows("Now using gemma on sophia"))
        terminal.type("/system Be brief.\rsecond\r")
        #expect(try await terminal.waits { _ in server.requests.count == 4 })
        for name in ["talk.md", "talk.json"] { terminal.type("/save \(folder.file(name))\r") }
        #expect(try await terminal.shows("talk.json."))
        terminal.type("\u{4}")
        #expect(try await terminal.exitCode() == 0)
        let text = String(decoding: try FileContents(path: folder.file("talk.md")).bytes, as: UTF8.self)
        #expect(
            text == """
                # Conversation with openai/gpt-oss-120b on sophia and gemma on sophia

                ## first

                *openai/gpt-oss-120b on sophia:*

                An answer.

                **System:** Be brief.

                ## second

                *gemma on sophia:*

                An answer.

                """)
        let json = try JSONValue(parsing: try FileContents(path: folder.file("talk.json")).bytes)
        let messages = json["messages"]?.array ?? []
        #expect(messages.map { $0["role"]?.string } == ["user", "assistant", "system", "user", "assistant"])
        #expect(messages.compactMap { $0["model"]?.string } == ["openai/gpt-oss-120b", "gemma"])
        await server.stop()
    }

    @Test func aDumbTerminalHasAPlainPrompt() async throws {
        let server = try await gateway(["Hello **there**"])
        var environment = environment(server)
        environment["TERM"] = "dumb"
        let terminal = try PseudoTerminal(.alcf, ["chat"], environment: environment)
        #expect(try await terminal.shows("> "))
        #expect(terminal.echoes)
        terminal.type("one \\\ntwo\n")
        #expect(try await terminal.shows("Hello **there**"))
        terminal.type("/nonsense\n")
        #expect(try await terminal.shows("no command /nonsense"))
        terminal.type("third\n")
        #expect(try await terminal.waits { _ in server.requests.count == 3 })
        terminal.type("\u{4}")
        #expect(try await terminal.exitCode() == 0)
        #expect(!terminal.output.contains("\u{1B}"))
        #expect(try messages(server)[0] == ["user: one \ntwo"])
        await server.stop()
    }

    @Test func anErrorEndsNoConversation() async throws {
        let refusal = #"{"detail":"Error: the prompt is too long, \u001b[2J really"}"#
        let server = try await ScriptedServer.start { request in
            let isList = request.path.hasSuffix("list-endpoints")
            let body = isList ? Self.catalog : refusal
            return [
                .send(
                    "HTTP/1.1 \(isList ? "200 OK" : "400 Bad Request")\r\nContent-Type: application/json\r\n"
                        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
            ]
        }
        let terminal = try PseudoTerminal(.alcf, ["chat"], environment: environment(server))
        #expect(try await terminal.shows("/help"))
        terminal.type("too long?\r")
        #expect(try await terminal.shows("The prompt is too long"), "\(terminal.output)")
        #expect(!terminal.output.contains("\u{1B}[2J"))
        // The question can be called up again.
        let mark = terminal.mark
        terminal.type("\u{1B}[A")
        #expect(try await terminal.shows("> too long?", after: mark))
        terminal.type("\u{3}\u{4}")
        #expect(try await terminal.exitCode() == 0)
        await server.stop()
    }
}
