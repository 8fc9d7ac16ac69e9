import ALCFClient
import ALCFHTTP
import ALCFJSON
import ALCFServe
import ALCFSystem
import Testing

/// Streams that are passed on in the API in which they come.
struct NativeStreamWatchTests {
    private struct Outcome {
        var passed: [String] = []
        var failure: ServedError?
        var watch: NativeStreamWatch
    }

    private func watch(_ dialect: Dialect, _ stream: String) throws -> Outcome {
        var outcome = Outcome(watch: NativeStreamWatch(dialect))
        var parser = ServerSentEventParser()
        var events = try parser.feed(Array(stream.utf8), at: MonotonicTime(nanoseconds: 1))
        if let last = parser.finish() { events.append(last) }
        for event in events {
            switch outcome.watch.receive(name: event.name, data: event.data) {
            case .pass(let name): outcome.passed.append(name)
            case .swallow: break
            case .failed(let error): outcome.failure = outcome.failure ?? error
            }
        }
        #expect(outcome.failure == nil || outcome.watch.finish() == outcome.failure)
        outcome.failure = outcome.watch.finish()
        return outcome
    }

    /// The events of a stream, with or without their `event:` lines.
    private static func stream(_ events: [String], named: Bool = true) -> String {
        events.map { data in
            let name = (try? JSONValue(parsing: data))?["type"]?.string
            return (named ? name.map { "event: \($0)\n" } ?? "" : "") + "data: \(data)\n\n"
        }.joined()
    }

    private static let response = [
        #"{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","output":[],"error":null}}"#,
        #"{"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"id":"m","type":"message","content":[]}}"#,
        #"{"type":"response.output_text.delta","sequence_number":2,"item_id":"m","delta":"Hel"}"#,
        #"{"type":"response.output_text.delta","sequence_number":3,"item_id":"m","delta":"lo"}"#,
        #"{"type":"response.completed","sequence_number":4,"response":{"id":"resp_1","status":"completed","error":null,"output":[{"id":"m","type":"message","content":[{"type":"output_text","text":"Hello"}]}],"usage":{"input_tokens":3,"output_tokens":2,"total_tokens":5}}}"#,
    ]

    private static let message = [
        #"{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","content":[],"usage":{"input_tokens":3,"cache_read_input_tokens":4,"output_tokens":1}}}"#,
        #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#, #"{"type":"ping"}"#,
        #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}"#,
        #"{"type":"content_block_stop","index":0}"#,
        #"{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":2}}"#,
        #"{"type":"message_stop"}"#,
    ]

    @Test(arguments: [true, false])
    func whole(named: Bool) throws {
        let response = try watch(.responses, Self.stream(Self.response, named: named) + "data: [DONE]\n\n")
        #expect(response.failure == nil && response.watch.isComplete && response.watch.hasOutput)
        #expect(response.passed.count == 5 && response.passed.last == "response.completed")
        #expect(response.watch.usage?.completionTokens == 2)
        let message = try watch(.messages, Self.stream(Self.message, named: named))
        #expect(message.failure == nil && message.watch.isComplete && message.watch.hasOutput)
        #expect(message.passed.count == 7 && message.passed.last == "message_stop")
        #expect(message.watch.usage?.promptTokens == 7 && message.watch.usage?.cachedTokens == 4)
        #expect(message.watch.usage?.completionTokens == 2)
    }

    /// A stream that ends after any of its events but the last is no answer.
    @Test func cutAnywhere() throws {
        for count in Self.response.indices {
            let outcome = try watch(.responses, Self.stream(Array(Self.response.prefix(count))))
            #expect(outcome.failure?.code == (count == 0 ? "empty" : "truncated"))
            #expect(outcome.passed.count == count)
        }
        for count in Self.message.indices {
            let outcome = try watch(.messages, Self.stream(Array(Self.message.prefix(count))))
            #expect(outcome.failure?.code == (count == 0 ? "empty" : "truncated"))
        }
        let last = try watch(.messages, Self.stream([Self.message[0], Self.message[6]]))
        #expect(last.failure?.code == "truncated")
    }

    /// The gateway writes its errors in the form of a chat, whatever the route.
    @Test(arguments: [
        #"{"id": "chatcmpl-api-error", "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": "\n\n[ERROR] Error: boom"}, "finish_reason": "stop"}]}"#,
        #"{"object": "error", "message": "boom", "type": "InternalServerError", "param": null, "code": 500}"#,
        #"{"error": {"message": "boom", "type": "InternalServerError", "code": 500}}"#, #"{"detail": "boom"}"#,
        #"{"type":"error","error":{"type":"api_error","message":"boom"}}"#, "boom", #"["boom"]"#,
    ])
    func failures(_ data: String) throws {
        for (dialect, head) in [(Dialect.responses, Self.response), (.messages, Self.message)] {
            let first = try watch(dialect, "data: \(data)\n\ndata: [DONE]\n\n")
            #expect(first.failure?.kind == .serverError && first.passed.isEmpty && !first.watch.hasPassed)
            let later = try watch(dialect, Self.stream(Array(head.prefix(4))) + "data: \(data)\n\n")
            #expect(later.failure?.kind == .serverError && later.passed.count == 4)
            #expect(data.first != "{" || later.failure?.message.contains("boom") == true)
        }
    }

    /// The gateway's error behind half an event takes that event's name, or ends its line.
    @Test(arguments: ["", #"data: {"type":"content_block_delta","index":0,"de"#])
    func anErrorBehindHalfAnEvent(half: String) throws {
        let error =
            #"{"id": "chatcmpl-api-error", "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": "\n\n[ERROR] Error: boom"}, "finish_reason": "stop"}]}"#
        for (dialect, head, name) in [
            (Dialect.messages, Self.message, "content_block_delta"),
            (.responses, Self.response, "response.output_text.delta"),
        ] {
            let begun = Self.stream(Array(head.prefix(4)))
            let outcome = try watch(dialect, begun + "event: \(name)\n\(half)data: \(error)\n\ndata: [DONE]\n\n")
            #expect(outcome.failure?.kind == .serverError, "\(dialect)")
            #expect(outcome.passed.count == 4, "\(dialect)")
        }
    }

    @Test func failuresOfResponses() throws {
        let flat = #"{"type":"error","sequence_number":4,"code":"rate_limit_exceeded","message":"slow","param":null}"#
        #expect(
            try watch(.responses, Self.stream(Self.response.prefix(4) + [flat])).failure?.message.contains("slow")
                == true)
        let failed =
            #"{"type":"response.failed","sequence_number":4,"response":{"id":"resp_1","status":"failed","error":{"code":"server_error","message":"boom"}}}"#
        let outcome = try watch(.responses, Self.stream(Self.response.prefix(4) + [failed]))
        #expect(outcome.failure?.message.contains("boom") == true && outcome.passed.count == 4)
        // The events that follow count on from those that passed.
        let events = outcome.watch.fail(try #require(outcome.failure))
        #expect(events.map { $0.data["sequence_number"] } == [4, 5])
        #expect(events[1].data["response"]?["id"] == "resp_1" && events[1].data["response"]?["status"] == "failed")
    }

    @Test func answersOfTheirOwnKind() throws {
        let cut =
            #"{"type":"response.incomplete","sequence_number":1,"response":{"id":"resp_1","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[]}}"#
        #expect(try watch(.responses, Self.stream([Self.response[0], cut])).failure == nil)
        let empty = cut.replacing("incomplete", with: "completed")
        #expect(try watch(.responses, Self.stream([Self.response[0], empty])).failure?.code == "empty")
    }

    @Test func failuresOfMessages() throws {
        let error = #"{"type":"error","error":{"type":"overloaded_error","message":"busy"}}"#
        let outcome = try watch(.messages, Self.stream(Self.message.prefix(3) + [error]))
        #expect(outcome.failure?.kind == .unavailable && outcome.passed.count == 3)
        let events = outcome.watch.fail(try #require(outcome.failure))
        #expect(events.map(\.name) == ["error"] && events[0].data["error"]?["type"] == "overloaded_error")
    }

    @Test(
        arguments: [
            (Dialect.messages, #"{"type":"message","role":"assistant","content":[],"stop_reason":"end_turn"}"#, nil),
            (.messages, #"{"type":"message","content":[{"type":"text","text":"x"}],"stop_reason":null}"#, "truncated"),
            (.messages, #"{"type":"error","error":{"type":"api_error","message":"boom"}}"#, "server_error"),
            (.messages, #"{"odd":1}"#, "malformed"),
            (
                .responses,
                #"{"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"x"}]}]}"#,
                nil
            ),
            (.responses, #"{"status":"incomplete","output":[]}"#, nil),
            (.responses, #"{"status":"completed","output":[]}"#, "empty"),
            (
                .responses,
                #"{"status":"completed","output":[{"type":"message","content":[{"type":"refusal","refusal":"No."}]}]}"#,
                nil
            ),
            (
                .responses, #"{"status":"failed","error":{"message":"boom","code":"server_error"},"output":[]}"#,
                "server_error"
            ),
            (.responses, #"{"status":"cancelled","error":null,"output":[]}"#, "aborted"),
            (.responses, "[]", "malformed"),
        ] as [(Dialect, String, String?)])
    func wholeAnswers(dialect: Dialect, text: String, code: String?) throws {
        #expect(NativeAnswer.failure(try JSONValue(parsing: text), dialect)?.code == code)
    }
}
