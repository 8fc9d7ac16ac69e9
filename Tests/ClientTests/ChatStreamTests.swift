import ALCFClient
import ALCFHTTP
import ALCFJSON
import ALCFSystem
import Testing

@Suite struct ChatStreamTests {
    struct Outcome: Sendable {
        var accumulator = ChatAccumulator()
        var chunks: [ChatChunk] = []
        var error: ClientError?
    }

    /// The pure parser, fed in reads of `size` bytes.
    static func parse(_ text: String, size: Int = .max, failure: HTTPError? = nil) -> Outcome {
        var parser = ChatStreamParser()
        var outcome = Outcome()
        func take(_ event: ChatStreamEvent) {
            outcome.chunks.append(event.chunk)
            outcome.accumulator.add(event.chunk)
        }
        for fragment in fragments(text, size: size) { parser.receive(fragment).forEach(take) }
        let end = parser.finish(failure)
        if let event = end.event { take(event) }
        outcome.error = end.failure
        return outcome
    }

    @Test func metis() {
        let outcome = Self.parse(Transcript.metisStream)
        #expect(outcome.error == nil)
        #expect(outcome.chunks.count == 5)
        #expect(outcome.chunks.map(\.hasOutput) == [false, true, true, false, false])
        let whole = outcome.accumulator
        #expect(whole.content == "Hello – \u{1F44B}.")
        #expect(whole.reasoning == "User greets.")
        #expect(whole.finishReason == "stop")
        #expect(whole.id == "0b1c" && whole.model == "gpt-oss-120b" && whole.fingerprint == "fastcoe")
        #expect(whole.usage?.completionTokens == 19)
        #expect(whole.usage?.serverTimings.keys == ["time_to_first_token", "total_latency"])
    }

    @Test func sophiaToolCalls() throws {
        let outcome = Self.parse(Transcript.sophiaToolCalls)
        #expect(outcome.error == nil)
        let choice = try #require(outcome.accumulator.choices.first)
        #expect(choice.finishReason == "tool_calls")
        #expect(choice.toolCalls.count == 1)
        #expect(choice.toolCalls.first?.name == "get_weather")
        #expect(choice.toolCalls.first?.id == "chatcmpl-tool-9f")
        #expect(choice.toolCalls.first?.arguments == #"{"city":"Chicago"}"#)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        var code: ClientError.Code?
        var upstream: Int?
        var retry = false
        var content = ""
        var says = ""
        var testDescription: String { name }
    }

    static let upstreamRefusal = #"""
        Error: Unexpected error calling stream API: Error: Could not send stream API call to https://backend/v1/chat/completions: {\"error\":{\"message\":\"max_tokens too large\",\"type\":\"invalid_request_error\",\"code\":null}}
        """#

    static let piece = Transcript.sophiaPiece("Hel")

    static let cases: [Case] = [
        Case(
            name: "complete", text: piece + Transcript.sophiaPiece("lo", finish: "\"stop\"") + Transcript.done,
            content: "Hello"),
        Case(
            name: "complete without DONE", text: piece + Transcript.sophiaPiece("lo", finish: "\"stop\""),
            content: "Hello"),
        Case(
            name: "length is an end too", text: Transcript.sophiaPiece("Hel", finish: "\"length\"") + Transcript.done,
            content: "Hel"),
        Case(
            name: "CRLF and comments",
            text: ": hi\r\n\r\n"
                + String(
                    (piece + Transcript.sophiaPiece("lo", finish: "\"stop\"")).split(separator: "\n\n").joined(
                        separator: "\r\n\r\n")) + "\r\n\r\n",
            content: "Hello"),
        Case(
            name: "no blank after the colon",
            text: #"data:{"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}]}"#
                + "\n\ndata:[DONE]\n\n", content: "Hi"),
        Case(
            name: "last event without blank line",
            text: piece + #"data: {"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}"#,
            content: "Hello"),
        Case(
            name: "null choices on the usage chunk",
            text: Transcript.sophiaPiece("Hel", finish: "\"stop\"")
                + #"data: {"choices":null,"usage":{"prompt_tokens":1}}"# + "\n\n" + Transcript.done, content: "Hel"),
        Case(
            name: "error null is no error",
            text: #"data: {"error":null,"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}]}"#
                + "\n\n", content: "Hi"),
        Case(
            name: "what follows DONE is not read",
            text: Transcript.sophiaPiece("Hel", finish: "\"stop\"") + Transcript.done + "data: nonsense\n\n",
            content: "Hel"),
        Case(
            name: "a finish reason holds",
            text: Transcript.sophiaPiece("Hel", finish: "\"stop\"") + Transcript.sophiaPiece("") + Transcript.done,
            content: "Hel"),
        Case(
            name: "stalled, DONE", text: piece + Transcript.done, code: .truncated, retry: true, content: "Hel",
            says: "before the answer was complete"),
        Case(name: "end of file", text: piece, code: .truncated, retry: true, content: "Hel"),
        Case(
            name: "torn event at the end", text: piece + "data: {\"choices\":[{\"ind", code: .truncated, retry: true,
            content: "Hel"),
        Case(name: "torn first event", text: "data: {\"choices\":[{\"ind", code: .truncated, retry: true),
        Case(
            name: "empty finish reason", text: Transcript.sophiaPiece("Hel", finish: "\"\"") + Transcript.done,
            code: .truncated, retry: true, content: "Hel"),
        Case(
            name: "one of two answers is not complete",
            text:
                #"data: {"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"},{"index":1,"delta":{"content":"b"},"finish_reason":null}]}"#
                + "\n\n" + Transcript.done,
            code: .truncated, retry: true, content: "a"),
        Case(name: "nothing", text: "", code: .empty, retry: true),
        Case(name: "comments only", text: ": ping\n\n: ping\n\n", code: .empty, retry: true),
        Case(name: "DONE only", text: Transcript.done, code: .empty, retry: true),
        Case(
            name: "cold Sophia", text: Transcript.sophiaTimeout, code: .serverTimeout, upstream: 504, retry: true,
            says: "30 seconds"),
        Case(
            name: "masked error", text: Transcript.sophiaGeneric, code: .serverError, upstream: 500, retry: true,
            says: "An error occurred"),
        Case(
            name: "masked error after pieces", text: piece + Transcript.sophiaGeneric, code: .serverError,
            upstream: 500, retry: true, content: "Hel"),
        Case(
            name: "old vLLM 400",
            text:
                #"data: {"object":"error","message":"This model's maximum context length is 8 tokens","type":"BadRequestError","param":null,"code":400}"#
                + "\n\n" + Transcript.done,
            code: .contextLength, upstream: 400),
        Case(
            name: "error object",
            text: piece + #"data: {"error":{"message":"engine died","type":"InternalServerError","code":500}}"#
                + "\n\n", code: .serverError, upstream: 500, retry: true, content: "Hel", says: "engine died"),
        Case(
            name: "error text", text: #"data: {"error":"engine died"}"# + "\n\n", code: .serverError, retry: true,
            says: "engine died"),
        Case(
            name: "direct, broken",
            text: piece
                + Transcript.fakeChunk("Error: HTTP error calling stream API at https://backend/v1/chat/completions: "),
            code: .serverError, retry: true, content: "Hel", says: "HTTP error calling stream API"),
        Case(
            name: "direct, timeout",
            text: Transcript.fakeChunk("Error: Timeout calling stream API at https://backend/v1 (timeout: 120)"),
            code: .serverTimeout, upstream: 504, retry: true, says: "Timeout calling"),
        Case(
            name: "direct, refused", text: Transcript.fakeChunk(upstreamRefusal), code: .invalidRequest, upstream: 400,
            says: "max_tokens too large"),
        Case(
            name: "pilot, refused",
            text: Transcript.fakeChunk(
                #"Upstream endpoint returned 400: {\"error\":{\"message\":\"max_tokens too lar"#),
            code: .invalidRequest, upstream: 400, says: "max_tokens too lar…"),
        Case(
            name: "direct, refused with a number",
            text: Transcript.fakeChunk(#"Error: x: {\"error\":{\"message\":\"no such tool\",\"code\":422}}"#),
            code: .invalidRequest, upstream: 422, says: "no such tool"),
        Case(
            name: "direct, unauthorized", text: Transcript.fakeChunk("Upstream endpoint returned 401: who are you"),
            code: .upstreamUnauthorized, upstream: 401, says: "who are you"),
        Case(
            name: "direct, onto a torn line",
            text: piece + "data: {\"choices\":[{\"index\":0,\"del"
                + Transcript.fakeChunk("Error: HTTP error calling stream API at u: "),
            code: .serverError, retry: true, content: "Hel", says: "HTTP error calling stream API"),
        Case(
            name: "not JSON", text: piece + "data: {oops\n\n" + Transcript.done, code: .malformed, content: "Hel",
            says: "not JSON"),
        Case(name: "JSON but no object", text: "data: 5\n\n" + Transcript.done, code: .malformed),
    ]

    @Test(arguments: cases)
    func endsAndPieces(_ expected: Case) throws {
        let whole = Self.parse(expected.text)
        #expect(whole.error?.code == expected.code)
        #expect(whole.error?.upstreamStatus == expected.upstream)
        #expect(whole.error?.isRetryable ?? false == expected.retry)
        #expect(whole.error?.httpStatus == (expected.code == nil ? nil : 200))
        #expect(whole.accumulator.content == expected.content)
        #expect(whole.error?.message.contains(expected.says) ?? true, "\(whole.error?.message ?? "")")
        for size in 1...max(expected.text.utf8.count, 1) {
            let pieces = Self.parse(expected.text, size: size)
            #expect(pieces.chunks == whole.chunks, "reads of \(size)")
            #expect(pieces.error?.code == whole.error?.code, "reads of \(size)")
            #expect(pieces.error?.message == whole.error?.message, "reads of \(size)")
        }
    }

    @Test(arguments: [1, 2, 3, 7, 64, 1000, Int.max])
    func theSequenceGivesWhatTheParserGives(size: Int) async throws {
        for text in [Transcript.metisStream] + Self.cases.map(\.text) {
            let expected = Self.parse(text)
            let transport = ScriptedTransport([.fragments(fragments(text, size: size))])
            let stream = try await client(transport).stream(question, at: try ModelEndpoint(cluster: "metis"))
            var outcome = Outcome()
            outcome.error = await clientError {
                for try await event in stream { outcome.chunks.append(event.chunk) }
            }
            #expect(outcome.chunks == expected.chunks)
            #expect(outcome.error?.code == expected.error?.code)
            if let error = outcome.error { #expect(error.timings == stream.timings) }
            #expect(stream.timings.bytesReceived == text.utf8.count)
        }
    }

    @Test func theTextAloneIsThatOfTheAnswer() async throws {
        let transport = ScriptedTransport([.fragments(fragments(Transcript.metisStream, size: 64))])
        let model = ServedModel(name: "gpt-oss-120b", endpoint: try ModelEndpoint(cluster: "metis"))
        let stream = try await client(transport).stream([.user("Hi")], with: model) { $0.maxTokens = 7 }
        var text = ""
        for try await piece in stream.text {
            #expect(!piece.isEmpty)
            text += piece
        }
        #expect(text == "Hello – \u{1F44B}.")
        let asked = try #require(transport.asked.first)
        #expect(asked.url.hasSuffix("/metis/api/v1/chat/completions"))
        let body = try JSONValue(parsing: asked.body ?? [])
        #expect(body["model"]?.string == "gpt-oss-120b" && body["max_tokens"]?.int == 7)
        #expect(body["messages"]?.array?.count == 1)
    }

    @Test func theTextThrowsWhereTheAnswerIsNotComplete() async throws {
        let cut = Transcript.metisStream.replacing("\"stop\"", with: "null")
        let transport = ScriptedTransport([.fragments(fragments(cut, size: .max))])
        let stream = try await client(transport).stream(question, at: try ModelEndpoint(cluster: "metis"))
        let error = await clientError { for try await _ in stream.text {} }
        #expect(error?.code == .truncated)
    }

    @Test func timesAndReadsAreThoseOfTheSocket() {
        var parser = ChatStreamParser()
        func read(_ text: String, _ time: Int64) -> [ChatStreamEvent] {
            parser.receive(HTTPFragment(time: MonotonicTime(nanoseconds: time), bytes: Array(text.utf8)))
        }
        let burst = read(Self.piece + Self.piece + "data: {\"cho", 10)
        #expect(burst.map(\.readIndex) == [0, 0] && burst.map(\.time.nanoseconds) == [10, 10])
        #expect(read("ices\":[{\"delta\":{\"content\":\"x\"}}]", 20).isEmpty)
        let late = read("}\n\n", 30)
        #expect(late.map(\.readIndex) == [2] && late.map(\.time.nanoseconds) == [30])
        #expect(read(#"data: {"choices":[{"delta":{},"finish_reason":"stop"}]}"#, 40).isEmpty)
        let end = parser.finish()
        #expect(end.event?.readIndex == 3 && end.event?.time.nanoseconds == 40)
        #expect(end.failure == nil)
    }

    @Test func aBrokenConnectionIsAFailure() {
        let broken = HTTPError(.disconnected, "the connection broke")
        let error = Self.parse(Self.piece, failure: broken).error
        #expect(error?.code == .connection)
        #expect(error?.isRetryable == true)
        #expect(error?.httpStatus == 200)
        // Even with a finish reason: the usage was to come yet.
        let finished = Transcript.sophiaPiece("Hel", finish: "\"stop\"")
        #expect(Self.parse(finished, failure: broken).error?.code == .connection)
        #expect(Self.parse(finished + Transcript.done, failure: broken).error == nil)
        #expect(Self.parse(Self.piece, failure: HTTPError(.timeoutIdle, "too slow")).error?.code == .timeout)
    }

    @Test func whatCameBeforeTheBreakIsGivenOut() async throws {
        let broken = HTTPError(.disconnected, "the connection broke")
        let transport = ScriptedTransport([.fragments(fragments(Self.piece + Self.piece, size: 40), failure: broken)])
        let stream = try await client(transport).stream(question, at: try ModelEndpoint(cluster: "sophia"))
        var accumulator = ChatAccumulator()
        let error = await clientError { for try await event in stream { accumulator.add(event.chunk) } }
        #expect(accumulator.content == "HelHel")
        #expect(error?.code == .connection)
        #expect(error?.underlying is HTTPError)
    }

    @Test(arguments: [
        (
            #"{"error":{"code":"endpoint_not_found","message":"no such model","info":{}}}"#,
            ClientError.Code.unknownModel
        ),
        (#"{"data":[]}"#, .malformed), ("<html></html>", .malformed),
    ])
    func anAnswerThatIsNoStream(body: String, code: ClientError.Code) async throws {
        let subject = client(ScriptedTransport(200, body, type: "application/json; charset=utf-8"))
        let endpoint = try ModelEndpoint(cluster: "sophia")
        #expect(await clientError { try await subject.stream(question, at: endpoint) }?.code == code)
    }

    @Test func choicesAreKeptInOrder() throws {
        let text = [1, 0, 2, 1].map { #"data: {"choices":[{"index":\#($0),"delta":{"content":"\#($0)"}}]}"# + "\n\n" }
            .joined()
        let whole = Self.parse(text).accumulator
        #expect(whole.choices.map(\.index) == [0, 1, 2])
        #expect(whole.choices.map(\.content) == ["0", "11", "2"])
    }
}
