import ALCFHTTP
import ALCFJSON
import Testing

@testable import ALCFClient
@testable import ALCFLoad

/// The same bytes have one name, whoever reads them: the chat, streamed or not, and the benchmark, streamed or not.
@Suite struct AnswerVerdictTests {
    /// What one of the readers made of an answer.
    struct Reading: Equatable, CustomStringConvertible {
        var text = ""
        var code: String?
        var message: String?
        var description: String { "'\(text)' \(code ?? "good"): \(message ?? "")" }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let body: String
        var code: ClientError.Code?
        var text = ""
        var says = ""
        var testDescription: String { name }
    }

    private static func event(_ json: String) -> String { "data: \(json)\n\n" }
    private static func piece(_ delta: String, _ finish: String = "null", more: String = "") -> String {
        event(#"{"choices":[{"index":0,"delta":\#(delta),"finish_reason":\#(finish)\#(more)}]}"#)
    }
    private static let hel = piece(#"{"content":"Hel"}"#)
    private static let stop = piece("{}", #""stop""#)
    private static let done = "data: [DONE]\n\n"

    static let streams: [Case] = [
        Case(name: "good", body: hel + piece(#"{"content":"lo"}"#, #""stop""#) + done, text: "Hello"),
        Case(name: "calls are an end", body: hel + piece("{}", #""tool_calls""#) + done, text: "Hel"),
        Case(name: "an older call", body: hel + piece("{}", #""function_call""#) + done, text: "Hel"),
        Case(name: "filtered", body: hel + piece("{}", #""content_filter""#) + done, text: "Hel"),
        Case(
            name: "filtered away", body: piece("{}", #""content_filter""#) + done, code: .empty, says: "content filter"),
        Case(name: "abort", body: hel + piece("{}", #""abort""#) + done, code: .aborted, text: "Hel", says: "'abort'"),
        Case(name: "error", body: hel + piece("{}", #""error""#) + done, code: .aborted, text: "Hel", says: "'error'"),
        Case(name: "another case", body: hel + piece("{}", #""STOP""#) + done, code: .aborted, text: "Hel"),
        Case(name: "a number", body: hel + piece("{}", "3") + done, code: .aborted, text: "Hel", says: "'3'"),
        Case(
            name: "abort with a message",
            body: hel + piece("{}", #""abort""#, more: #","message":"out of memory""#) + done,
            code: .aborted, text: "Hel", says: "out of memory"),
        Case(
            name: "an error in the choice",
            body: hel + piece("{}", #""error""#, more: #","error":{"code":502,"message":"provider gone"}"#) + done,
            code: .unavailable, text: "Hel", says: "provider gone"),
        Case(
            name: "parts", body: piece(#"{"content":[{"type":"text","text":"Hello"}]}"#) + stop + done, text: "Hello"),
        Case(
            name: "parts of another kind",
            body: piece(#"{"content":[{"type":"output_text","text":"Hel"},"l",{"text":"o"}]}"#) + stop + done,
            text: "Hello"),
        Case(
            name: "thoughts among parts",
            body: piece(#"{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm."}]}]}"#) + hel + stop
                + done,
            text: "Hel"),
        Case(
            name: "a refusal", body: piece(#"{"refusal":"I will not."}"#) + stop + done, code: .refused,
            says: "I will not"),
        Case(
            name: "a refusal among parts",
            body: piece(#"{"content":[{"type":"refusal","refusal":"No."}]}"#) + stop + done,
            code: .refused, says: "No."),
        Case(name: "nothing", body: stop + done, code: .empty, says: "holds no text"),
        Case(
            name: "empty texts", body: piece(#"{"content":""}"#) + piece(#"{"content":null}"#, #""stop""#), code: .empty
        ),
        Case(name: "its tokens ran out", body: piece("{}", #""length""#) + done, code: .empty, says: "ran out"),
        Case(
            name: "a whole message",
            body: event(#"{"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]}"#), text: "Hello"),
        Case(
            name: "counting indices",
            body: (0..<3).map {
                event(
                    #"{"choices":[{"index":\#($0),"delta":{"content":"\#($0)"},"finish_reason":\#($0 == 2 ? "\"stop\"" : "null")}]}"#
                )
            }.joined(), text: "012"),
        Case(
            name: "quota, as an event", body: event(#"{"code":"quota","message":"the day's quota is used up"}"#) + done,
            code: .serverError, says: "quota is used up"),
        Case(
            name: "a list in place of an answer", body: event(#"{"data":[]}"#) + done, code: .malformed, says: "'data'"),
        Case(name: "no choices ever", body: event(#"{"choices":[]}"#) + done, code: .empty, says: "no choices"),
        Case(
            name: "the reason in a field",
            body: "error: {\"code\":400,\"message\":\"prompt too long for this context\"}\n\ndata: [DONE]\n\n",
            code: .contextLength, says: "prompt too long"),
        Case(
            name: "the reason after a piece", body: hel + "error: {\"message\":\"engine died\"}\n\n" + done,
            code: .serverError, text: "Hel", says: "engine died"),
        Case(
            name: "bare JSON", body: #"{"error":{"message":"no such parameter","code":422}}"# + "\n\n" + done,
            code: .invalidRequest, says: "no such parameter"),
        Case(
            name: "bare JSON over lines", body: "{\n  \"detail\": \"not now\"\n}\n", code: .serverError, says: "not now"
        ),
        Case(name: "a sentence", body: "upstream connect error\n", code: .serverError, says: "upstream connect error"),
        Case(
            name: "a page", body: "<html><head><title>502 Bad Gateway</title></head></html>", code: .serverError,
            says: "502 Bad Gateway"),
        Case(
            name: "a text for a chunk", body: hel + event("[ERROR] it broke"), code: .malformed, text: "Hel",
            says: "[ERROR] it broke"),
        Case(name: "a named event", body: "event: error\ndata: it broke\n\n", code: .serverError, says: "it broke"),
        Case(
            name: "a named event with JSON", body: "event: error\ndata: {\"detail\":\"it broke\"}\n\n",
            code: .serverError,
            says: "it broke"),
        Case(
            name: "halves of a character",
            body: piece(#"{"content":"a\ud83d"}"#) + piece(#"{"content":"\ude00b"}"#) + stop + done, text: "a\u{1F600}b"
        ),
        Case(
            name: "halves of reasoning",
            body: piece(#"{"reasoning":"\ud83d"}"#) + hel + piece(#"{"reasoning":"\ude00"}"#) + stop + done, text: "Hel"
        ),
        Case(
            name: "half a character", body: piece(#"{"content":"a\ud83d"}"#) + hel + stop + done, text: "a\u{FFFD}Hel"),
        Case(
            name: "half a character at the end", body: piece(#"{"content":"a\ud83d"}"#) + stop + done, text: "a\u{FFFD}"
        ),
        Case(name: "the second half alone", body: piece(#"{"content":"\ude00a"}"#) + stop + done, text: "\u{FFFD}a"),
    ]

    @Test(arguments: streams) func streamsHaveOneName(_ expected: Case) async throws {
        for size in [1, 7, 40, 300, 100_000] {
            let pieces = fragments(expected.body, size: size)
            let chat = try await chatStream(.fragments(pieces))
            #expect(chat.code == expected.code?.description, "\(chat)")
            #expect(chat.text == expected.text)
            #expect(chat.message?.contains(expected.says) ?? expected.says.isEmpty, "\(chat)")
            let measured = try await measured(.fragments(pieces), isStreaming: true)
            #expect(measured == chat, "reads of \(size)")
            // A server that streams where one piece was asked for.
            #expect(try await chatWhole(.fragments(pieces)) == chat)
            #expect(try await self.measured(.fragments(pieces), isStreaming: false) == chat)
        }
    }

    private static func whole(_ message: String, _ finish: String = #""stop""#, more: String = "") -> String {
        #"{"choices":[{"index":0,"message":\#(message),"finish_reason":\#(finish)\#(more)}]}"#
    }

    static let documents: [Case] = [
        Case(name: "good", body: whole(#"{"content":"Hello"}"#), text: "Hello"),
        Case(
            name: "an index", body: #"{"choices":[{"index":3,"message":{"content":"Hello"},"finish_reason":"stop"}]}"#,
            text: "Hello"),
        Case(
            name: "abort", body: whole(#"{"content":"Hel"}"#, #""abort""#), code: .aborted, text: "Hel", says: "'abort'"
        ),
        Case(name: "no finish reason", body: whole(#"{"content":"Hel"}"#, "null"), code: .truncated, text: "Hel"),
        Case(
            name: "quota", body: #"{"code":"quota","message":"the day's quota is used up"}"#, code: .serverError,
            says: "quota is used up"),
        Case(name: "no choices", body: #"{"choices":[]}"#, code: .empty, says: "no choices"),
        Case(name: "null choices", body: #"{"choices":null}"#, code: .empty),
        Case(name: "choices of another kind", body: #"{"choices":"none"}"#, code: .malformed, says: "string"),
        Case(name: "data", body: #"{"data":[{"embedding":[1]}]}"#, code: .malformed, says: "'data'"),
        Case(name: "an object", body: "{}", code: .malformed),
        Case(name: "a page", body: "<html><title>Sign in</title></html>", code: .malformed, says: "Sign in"),
        Case(name: "a message that is null", body: whole("null"), code: .empty),
        Case(name: "content null", body: whole(#"{"content":null}"#), code: .empty, says: "holds no text"),
        Case(
            name: "parts", body: whole(#"{"content":[{"type":"text","text":"Hel"},{"type":"text","text":"lo"}]}"#),
            text: "Hello"),
        Case(
            name: "a refusal", body: whole(#"{"content":null,"refusal":"I will not."}"#), code: .refused,
            says: "I will not"),
        Case(
            name: "detail", body: #"{"detail":[{"loc":["body","model"],"msg":"Field required"}]}"#, code: .serverError,
            says: "model: Field required"),
        Case(name: "a mark before it", body: "\u{FEFF}" + whole(#"{"content":"Hello"}"#), text: "Hello"),
        Case(name: "half a character", body: whole(#"{"content":"a\ud83d"}"#), text: "a\u{FFFD}"),
    ]

    @Test(arguments: documents) func documentsHaveOneName(_ expected: Case) async throws {
        let step = ScriptedTransport.Step.answer(200, expected.body)
        let chat = try await chatWhole(step)
        #expect(chat.code == expected.code?.description, "\(chat)")
        #expect(chat.text == expected.text)
        #expect(chat.message?.contains(expected.says) ?? expected.says.isEmpty, "\(chat)")
        #expect(try await measured(step, isStreaming: false) == chat)
    }

    /// Where a stream was asked for, a whole answer is an answer to who reads it, and none to who measures streams.
    @Test func aWholeAnswerInPlaceOfAStream() async throws {
        let step = ScriptedTransport.Step.answer(200, Transcript.metisCompletion)
        #expect(try await chatStream(step) == Reading(text: "Hello."))
        let measured = try await measured(step, isStreaming: true)
        #expect(measured.code == "malformed")
        #expect(measured.message?.contains("where a stream was asked for") == true)
        let quota = ScriptedTransport.Step.answer(200, #"{"code":"quota","message":"used up"}"#)
        #expect(try await chatStream(quota) == Reading(code: "server_error", message: "used up"))
        #expect(try await self.measured(quota, isStreaming: true) == Reading(code: "server_error", message: "used up"))
    }

    /// Servers that call a document a stream.
    @Test func aDocumentThatIsCalledAStream() async throws {
        let step = ScriptedTransport.Step.answer(200, Transcript.metisCompletion, type: "text/event-stream")
        #expect(try await chatStream(step) == Reading(text: "Hello."))
        let measured = try await measured(step, isStreaming: true)
        #expect(measured.code == "malformed" && measured.message?.contains("whole answer") == true)
        let quota = ScriptedTransport.Step.answer(
            200, #"{"code":"quota","message":"used up"}"#, type: "text/event-stream")
        #expect(try await chatStream(quota) == Reading(code: "server_error", message: "used up"))
        #expect(try await self.measured(quota, isStreaming: true) == Reading(code: "server_error", message: "used up"))
    }

    @Test(arguments: ["text/plain", "application/json", "application/octet-stream", nil])
    func eventsAreKnownByTheirBeginning(type: String?) async throws {
        for body in [
            Transcript.metisStream, "\u{FEFF}\r\n" + Transcript.metisStream, ": hi\n\n" + Transcript.metisStream,
        ] {
            let step = ScriptedTransport.Step.answer(200, body, type: type)
            let expected = Reading(text: "Hello – \u{1F44B}.")
            #expect(try await chatStream(step) == expected)
            #expect(try await chatWhole(step) == expected)
            #expect(try await measured(step, isStreaming: true) == expected)
            #expect(try await measured(step, isStreaming: false) == expected)
        }
    }

    /// Half a character is a token all the same, and came when it came.
    @Test func halvesKeepTheirTimes() {
        var reader = ChatStreamReader(isService: true, keepsText: true)
        let body = Self.piece(#"{"content":"\ud83d"}"#) + Self.piece(#"{"content":"\ude00"}"#) + Self.hel + Self.stop
        for fragment in fragments(body, size: 10) { reader.receive(fragment.bytes.span, at: fragment.time) }
        let recording = reader.finish(nil)
        #expect(recording.tokenEvents == 3 && recording.failure == nil)
        #expect(recording.firstToken == recording.firstAnswer)
        #expect(recording.text == "\u{1F600}Hel")
    }

    @Test func whatCameInPlaceOfAText() async throws {
        func lack(_ body: String) async throws -> ClientError? {
            let transport = ScriptedTransport([.fragments(fragments(body))])
            let answer = try await client(transport).stream(question, at: ModelEndpoint(cluster: "sophia")).collect()
                .get()
            return answer.choices.first?.lackOfText
        }
        let call = try #require(try await lack(Transcript.sophiaToolCalls))
        #expect(call.code == .noText && call.message.contains(#"get_weather({"city":"Chicago"})"#))
        let thought = try await lack(Self.piece(#"{"reasoning":"Hm."}"#) + Self.piece("{}", #""length""#))
        #expect(thought?.code == .noText && thought?.message.contains("reasoning") == true)
        let old = try await lack(Self.piece(#"{"function_call":{"name":"f","arguments":"{}"}}"#, #""function_call""#))
        #expect(old?.message.contains("f({})") == true)
        #expect(try await lack(Self.hel + Self.stop) == nil)
        #expect(try await lack(Self.piece(#"{"content":" \n"}"#) + Self.stop)?.code == .empty)
    }

    // MARK: The readers

    private func chatStream(_ step: ScriptedTransport.Step) async throws -> Reading {
        var reading = Reading()
        do {
            let collected = try await client(ScriptedTransport([step])).stream(
                question, at: ModelEndpoint(cluster: "sophia")
            ).collect()
            reading.text = collected.answer.content
            if let error = collected.end.error { throw error }
        } catch let error as ClientError {
            (reading.code, reading.message) = (error.code.description, error.message)
        }
        return reading
    }

    private func chatWhole(_ step: ScriptedTransport.Step) async throws -> Reading {
        do {
            let answer = try await client(ScriptedTransport([step])).chat(
                question, at: ModelEndpoint(cluster: "sophia"))
            return Reading(text: answer.content)
        } catch let error as ClientError {
            return Reading(
                text: error.completion?.content ?? "", code: error.code.description, message: error.message)
        }
    }

    private func measured(_ step: ScriptedTransport.Step, isStreaming: Bool) async throws -> Reading {
        let route = try MeasuringRoute(
            client(ScriptedTransport([step])), ModelEndpoint(cluster: "sophia"), isStreaming: isStreaming)
        let exchange = await withCheckedContinuation { continuation in
            route.send([], authorization: nil, keepsText: true) { continuation.resume(returning: $0) }
        }
        let answer = exchange.result()
        return Reading(
            text: answer.recording?.text ?? answer.completion?.content ?? "", code: answer.failure?.code.description,
            message: answer.failure?.message)
    }
}
