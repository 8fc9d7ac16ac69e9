import ALCFClient
import ALCFHTTP
import ALCFJSON
import ALCFSystem
import Testing

/// The routes besides chat: what is sent, what is read.
@Suite struct RouteTests {
    @Test func completions() async throws {
        let transport = ScriptedTransport(
            200,
            #"""
            {"id":"cmpl-1","object":"text_completion","created":1,"model":"m","choices":[{"index":0,"text":" world","logprobs":{"tokens":[" world"]},
            "finish_reason":"length","stop_reason":null}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
            """#)
        let completion = try await client(transport).complete(
            CompletionRequest(model: "m", prompt: .text("Hello")), at: ModelEndpoint(cluster: "sophia"))
        #expect(completion.text == " world" && completion.choices[0].finishReason == "length")
        #expect(completion.choices[0].logprobs?["tokens"] == [" world"])
        #expect(completion.usage?.totalTokens == 2)
        #expect(transport.asked.first?.url.hasSuffix("/sophia/vllm/v1/completions") == true)
    }

    @Test func whatIsNullIsNotThere() throws {
        #expect(try Completion(["choices": [["text": "x", "logprobs": nil]]]).choices.first?.logprobs == nil)
        #expect(try ModelInfo(json: ["id": "m", "capabilities": nil]).capabilities == nil)
        let request = ResponsesRequest(model: "m", input: .text("Hi"))
        #expect(request.body(streaming: false) == ["model": "m", "input": "Hi", "stream": false])
    }

    @Test func streamedCompletions() async throws {
        let text =
            #"data: {"id":"cmpl-1","choices":[{"index":0,"text":" wor","finish_reason":null}]}"# + "\n\n"
            + #"data: {"id":"cmpl-1","choices":[{"index":0,"text":"ld","finish_reason":"stop"}]}"# + "\n\n"
            + Transcript.done
        let transport = ScriptedTransport([.fragments(fragments(text, size: 7))])
        let stream = try await client(transport).stream(
            CompletionRequest(model: "m", prompt: .text("Hello")), at: ModelEndpoint(cluster: "metis"))
        #expect(try await stream.collect().get().content == " world")
        #expect(transport.asked.first?.headers["Accept"] == "text/event-stream")
    }

    /// 1, −2.5 and 0.1 as 32-bit reals.
    @Test(arguments: ["[1, -2.5, 0.10000000149011612]", #""AACAPwAAIMDNzMw9""#])
    func embeddings(vector: String) async throws {
        let body = #"""
            {"object":"list","data":[{"object":"embedding","index":1,"embedding":[2]},{"object":"embedding","index":0,"embedding":VECTOR}],
            "model":"m","usage":{"prompt_tokens":3,"total_tokens":3}}
            """#
        let range = try #require(body.firstRange(of: "VECTOR"))
        let transport = ScriptedTransport(200, body[..<range.lowerBound] + vector + body[range.upperBound...])
        let embeddings = try await client(transport).embed(
            EmbeddingRequest(model: "m", input: ["a", "b"]), at: ModelEndpoint(cluster: "sophia"))
        #expect(embeddings.vectors == [[1, -2.5, 0.1], [2]])
        #expect(embeddings.usage?.promptTokens == 3 && embeddings.model == "m")
    }

    @Test(arguments: [
        #"{"data":[]}"#, #"{"data":[{"embedding":["x"]}]}"#, #"{"data":[{"embedding":"AAA"}]}"#,
        #"{"data":[{"embedding":"!!!!"}]}"#, #"{"object":"list"}"#,
    ])
    func embeddingsThatAreNone(body: String) async throws {
        let request = EmbeddingRequest(model: "m", input: ["a"])
        let endpoint = try ModelEndpoint(cluster: "sophia")
        let error = await clientError { try await client(ScriptedTransport(200, body)).embed(request, at: endpoint) }
        #expect(error?.code == .malformed)
    }

    static let response = #"""
        {"id":"resp_1","object":"response","status":"completed","model":"m","output":[
        {"type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"Think."}]},
        {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hel"},{"type":"output_text","text":"lo."}]},
        {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"}],
        "usage":{"input_tokens":5,"output_tokens":7,"total_tokens":12,"output_tokens_details":{"reasoning_tokens":2}},"error":null}
        """#

    @Test func responses() async throws {
        let transport = ScriptedTransport(200, Self.response)
        let answer = try await client(transport).respond(
            ResponsesRequest(model: "m", input: .text("Hi")), at: ModelEndpoint(cluster: "metis"))
        #expect(answer.text == "Hello." && answer.reasoning == "Think." && answer.status == "completed")
        #expect(answer.toolCalls.map(\.name) == ["f"] && answer.toolCalls.map(\.id) == ["c1"])
        #expect(answer.output.count == 3)
        #expect(answer.usage?.promptTokens == 5 && answer.usage?.completionTokens == 7)
        #expect(answer.usage?.reasoningTokens == 2 && answer.usage?.serverTimings.isEmpty == true)
        #expect(transport.asked.first?.url.hasSuffix("/metis/api/v1/responses") == true)
    }

    private static func event(_ json: String) -> String { "event: x\ndata: \(json)\n\n" }
    private static let delta = event(#"{"type":"response.output_text.delta","delta":"Hello.","sequence_number":2}"#)
    private static let end = event(
        #"{"type":"response.completed","response":"# + response.split(separator: "\n").joined() + "}")

    @Test(arguments: [
        (delta + end, nil, nil), (delta, ClientError.Code.truncated, nil), ("", .empty, nil),
        (delta + event(#"{"type":"error","code":"server_error","message":"it broke"}"#), .serverError, "it broke"),
        (
            delta + event(#"{"type":"response.failed","response":{"error":{"code":"server_error","message":"no"}}}"#),
            .serverError, "no"
        ),
        (delta + Transcript.fakeChunk("Error: HTTP error"), .serverError, "HTTP error"),
        (delta + event("{oops"), .malformed, nil),
    ])
    func responsesStreams(text: String, code: ClientError.Code?, says: String?) async throws {
        let request = ResponsesRequest(model: "m", input: .text("Hi"))
        for size in [1, 7, 64, .max] {
            let transport = ScriptedTransport([.fragments(fragments(text, size: size))])
            let stream = try await client(transport).stream(request, at: ModelEndpoint(cluster: "metis"))
            var words = ""
            var answer: ResponsesAnswer?
            let error = await clientError {
                for try await event in stream {
                    words += event.text ?? ""
                    answer = event.answer ?? answer
                }
            }
            #expect(error?.code == code)
            #expect(says.map { error?.message.contains($0) == true } ?? true, "\(error?.message ?? "")")
            #expect(words == (text.isEmpty ? "" : "Hello."))
            #expect(answer?.text == (code == nil ? "Hello." : nil))
        }
    }

    /// One read that reaches the parser in two fragments is one read, as in a chat.
    @Test func responsesCountReadsAsChatsDo() async throws {
        let pieces = [
            (Self.delta, 10), (Self.delta + "event: x\nda", 10), ("ta: {\"type\":\"x\"}\n\n", 20), (Self.end, 30),
        ]
        let fragments = pieces.map { HTTPFragment(time: MonotonicTime(nanoseconds: Int64($1)), bytes: Array($0.utf8)) }
        let stream = try await client(ScriptedTransport([.fragments(fragments)]))
            .stream(ResponsesRequest(model: "m", input: .text("Hi")), at: ModelEndpoint(cluster: "metis"))
        var reads: [Int] = []
        for try await event in stream { reads.append(event.readIndex) }
        #expect(reads == [0, 0, 1, 2])
    }

    @Test func anyOtherRoute() async throws {
        let transport = ScriptedTransport(200, #"{"type":"message","content":[]}"#)
        let json = try await client(transport).post(
            ["model": "m"], to: "messages", at: ModelEndpoint(cluster: "minerva"))
        #expect(json["type"] == "message")
        #expect(transport.asked.first?.url.hasSuffix("/minerva/api/v1/messages") == true)
    }
}
