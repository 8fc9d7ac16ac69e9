import ALCFJSON
import TestSupport
import Testing

@testable import ALCFRecord

/// What a server sends, and what the program makes of it: text on standard output and exit code 0, or the reason and another.
@Suite struct ChatAnswerTests {
    struct Case: CustomTestStringConvertible {
        let name: String
        /// The head's fields but the length, and the body.
        var head = "Content-Type: text/event-stream\r\nConnection: close"
        let body: String
        var status = "200 OK"
        var exitCode = 1
        var output = ""
        var says = ""
        /// The outcome in a benchmark's record; nil where an answer counts there that has no text.
        var outcome: String? = "success"
        var testDescription: String { name }
    }

    static func piece(_ delta: String, _ finish: String = "null") -> String {
        #"data: {"choices":[{"index":0,"delta":\#(delta),"finish_reason":\#(finish)}]}"# + "\n\n"
    }
    static let done = "data: [DONE]\n\n"
    static let json = "Content-Type: application/json"
    static let hello = piece(#"{"content":"Hello"}"#, #""stop""#) + done

    static let cases = [
        Case(name: "good", body: hello, exitCode: 0, output: "Hello\n"),
        Case(
            name: "abort", body: piece(#"{"content":"Hel"}"#) + piece("{}", #""abort""#) + done, output: "Hel\n",
            says: "finish reason 'abort'", outcome: "aborted"),
        Case(
            name: "filtered", body: piece(#"{"content":"Hel"}"#, #""content_filter""#) + done, exitCode: 0,
            output: "Hel\n", says: "the answer was cut by a content filter"),
        Case(
            name: "reasoning alone", body: piece(#"{"reasoning":"Hm."}"#, #""stop""#) + done,
            says: "All that came is reasoning"),
        Case(
            name: "a call",
            body: piece(
                #"{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]}"#,
                #""tool_calls""#) + done, says: #"f({"a":1})"#),
        Case(
            name: "a refusal", body: piece(#"{"refusal":"I will not."}"#, #""stop""#) + done, says: "I will not",
            outcome: "refused"),
        Case(name: "nothing", body: piece("{}", #""stop""#) + done, says: "holds no text", outcome: "empty"),
        Case(
            name: "parts", body: piece(#"{"content":[{"type":"text","text":"Hello"}]}"#, #""stop""#) + done,
            exitCode: 0,
            output: "Hello\n"),
        Case(
            name: "the reason in a field",
            body: "error: {\"code\":400,\"message\":\"prompt too long for this context\"}\n\ndata: [DONE]\n\n",
            exitCode: 64, says: "Prompt too long for this context", outcome: "stream_error_event"),
        Case(name: "plain text", head: "Content-Type: text/plain", body: hello, exitCode: 0, output: "Hello\n"),
        Case(
            name: "a quota", head: json, body: #"{"code":"quota","message":"the day's quota is used up"}"#,
            says: "The day's quota is used up", outcome: "stream_error_event"),
        Case(
            name: "a message that is an object", head: json,
            body:
                #"{"object":"error","message":{"detail":[{"loc":["body","stream_options"],"msg":"Extra inputs are not permitted"}]}}"#,
            status: "422 Unprocessable Entity", exitCode: 64, says: "stream_options: Extra inputs are not permitted",
            outcome: "http_4xx"),
        Case(
            name: "a redirect", head: "Location: https://portal.example/login?x=1", body: "", status: "302 Found",
            says: "redirects to https://portal.example/login", outcome: "http_3xx"),
        Case(
            name: "a foreign coding", head: json + "\r\nContent-Encoding: x-own", body: "abc", says: "'x-own'",
            outcome: "malformed"),
        Case(
            name: "an error in a foreign coding", head: json + "\r\nContent-Encoding: x-own", body: "abc",
            status: "400 Bad Request", exitCode: 64, says: "'x-own'", outcome: "http_4xx"),
    ]

    private func server(_ answer: Case) async throws -> ScriptedServer {
        try await ScriptedServer.start { request in
            if request.path.hasSuffix("list-endpoints") {
                return [.send(ScriptedServer.response(Self.catalog))]
            }
            guard request.method == "POST" else { return [.send(ScriptedServer.response("{}", status: "404 No"))] }
            let length = answer.head.contains("close") ? "" : "\r\nContent-Length: \(answer.body.utf8.count)"
            return [.send("HTTP/1.1 \(answer.status)\r\n\(answer.head)\(length)\r\n\r\n\(answer.body)")]
                + (length.isEmpty ? [.close] : [])
        }
    }

    static let catalog = """
        {"clusters":{"sophia":{"base_url":"/resource_server/sophia","frameworks":{"vllm":{"models":\
        ["m"],"endpoints":["/v1/chat/completions"]}}},"metis":{"base_url":"/resource_server/metis","frameworks":\
        {"api":{"models":["m"],"endpoints":["/v1/chat/completions"]}}}}}
        """

    private func environment(_ server: ScriptedServer) -> [String: String] {
        [
            "HOME": "/nonexistent", "ALCF_BASE_URL": "\(server.url)/resource_server", "NO_COLOR": "1",
            "ALCF_ACCESS_TOKEN": String(repeating: "t", count: 40), "LC_ALL": "C.UTF-8",
        ]
    }

    @Test(arguments: cases) func chatsAsItShould(_ expected: Case) async throws {
        let server = try await server(expected)
        for option in ["--stream", "--no-stream"] {
            let result = try await Program.alcf.run(
                ["chat", "-m", "m", option, "--retry-time", "0", "Hi"], environment: environment(server), input: "")
            #expect(result.exitCode == expected.exitCode, "\(option): \(result.errors)")
            #expect(result.output == expected.output, "\(option)")
            #expect(result.errors.contains(expected.says), "\(option): \(result.errors)")
        }
        let compared = try await Program.alcf.run(
            ["chat", "-m", "m", "--compare", "metis,sophia", "--retry-time", "0", "Hi"],
            environment: environment(server), input: "")
        #expect(compared.exitCode == expected.exitCode, "\(compared.errors)")
        #expect(compared.errors.lowercased().contains(expected.says.lowercased()), "\(compared.errors)")
        await server.stop()
    }

    @Test(arguments: cases) func theBenchmarkSaysTheSame(_ expected: Case) async throws {
        let server = try await server(expected)
        let alcf = try Alcf()
        for (index, option) in ["--stream", "--no-stream"].enumerated() {
            // A whole answer is none where streams are measured, and says so.
            let name = alcf.folder.file("run\(index)")
            _ = try await alcf.run(
                "benchmark", "--no-self-check", "--target", "own=\(server.url)/v1", "--model", "m", "-n", "2",
                "--warmup",
                "0", option, "--quiet", "-o", name)
            let samples = try BenchmarkRecords.samples(name + ".jsonl")
            #expect(samples.count == 2)
            for sample in samples {
                #expect(sample["outcome"]?.string == expected.outcome, "\(option): \(sample["error"] ?? nil)")
                if expected.outcome != "success" {
                    let message = sample["error"]?.string ?? sample.serialized()
                    #expect(message.lowercased().contains(expected.says.lowercased()), "\(message)")
                }
            }
        }
        await server.stop()
    }

    /// A server that hangs must not keep whoever set a limit.
    @Test func limitsAreKept() async throws {
        let server = try await ScriptedServer.start { request in
            if request.path.hasSuffix("list-endpoints") { return [.send(ScriptedServer.response(Self.catalog))] }
            guard request.method == "POST" else { return [.send(ScriptedServer.response("{}", status: "404 No"))] }
            let signs = (0..<400).flatMap { _ in [ScriptedServer.Step.wait(100), .send(": keep-alive\n\n")] }
            return [.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")] + signs
        }
        for option in ["--timeout", "--idle-timeout"] {
            for stream in ["--stream", "--no-stream"] where option == "--timeout" || stream == "--stream" {
                let result = try await Program.alcf.run(
                    ["chat", "-m", "m", option, "1", stream, "--retry-time", "0", "Hi"],
                    environment: environment(server), input: "")
                #expect(!result.isTimedOut && result.exitCode == 75, "\(option) \(stream): \(result.errors)")
            }
        }
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let run = try await alcf.run(
            "benchmark", "--no-self-check", "--target", "own=\(server.url)/v1", "--model", "m", "-n", "2", "--warmup",
            "0",
            "--request-timeout", "0.5", "--quiet", "-o", name)
        #expect(!run.isTimedOut)
        let samples = try BenchmarkRecords.samples(name + ".jsonl")
        #expect(samples.count == 2 && samples.allSatisfy { $0["outcome"] == "timeout_total" })
        #expect(try BenchmarkRecords.lines(name + ".jsonl")[0]["options"]?["request_timeout"] == 0.5)
        await server.stop()
    }
}
