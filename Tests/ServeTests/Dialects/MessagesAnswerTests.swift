import ALCFClient
import ALCFJSON
import ALCFServe
import Testing

/// Answers of chat completions as those of Anthropic's API, whole and streamed.
struct MessagesAnswerTests {
    private static let thinking = #","thinking":{"type":"adaptive"}"#

    private func translation(_ members: String = "") throws -> MessagesTranslation {
        try Dialogue.translation(
            MessagesTranslation.self,
            #"{"max_tokens":9,"stop_sequences":["END"],"messages":[{"role":"user","content":"Hi"}]\#(members)}"#)
    }

    private func events(_ stream: String, _ members: String = "", size: Int = .max) throws -> [ServedEvent] {
        var translation = try translation(members)
        return Dialogue.events(&translation, stream, size: size)
    }

    /// The message of a stream, after a check that its events are in order.
    private func message(_ stream: String, _ members: String = "", size: Int = .max) throws -> JSONValue {
        try MessagesReading(events(stream, members, size: size)).message
    }

    @Test func metis() throws {
        let stream = Dialogue.stream(
            [#"{"role":"assistant","content":""}"#, #"{"reasoning":"User greets."}"#, #"{"content":"Hello."}"#],
            usage:
                #"{"prompt_tokens":72,"completion_tokens":19,"prompt_tokens_details":{"cached_tokens":70},"completion_tokens_details":{"reasoning_tokens":11}}"#
        )
        let message = try message(stream, Self.thinking)
        #expect(message["model"] == "gpt-oss-120b" && message["id"] == "msg_0123456789abcdef")
        #expect(message["stop_reason"] == "end_turn" && message["stop_sequence"] == .null)
        #expect(message["content"]?[0]?["thinking"] == "User greets.")
        #expect(message["content"]?[0]?["signature"]?.string?.isEmpty == false)
        #expect(message["content"]?[1] == ["type": "text", "text": "Hello."])
        #expect(
            message["usage"]
                == [
                    "input_tokens": 2, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 70,
                    "output_tokens": 19, "output_tokens_details": ["thinking_tokens": 11],
                ])
    }

    /// A client that did not ask for thinking expects text in the first block.
    @Test func reasoningIsHiddenUnlessAskedFor() throws {
        let stream = Dialogue.stream([#"{"reasoning_content":"Hm."}"#, #"{"content":"Hello."}"#])
        #expect(try message(stream)["content"] == [["type": "text", "text": "Hello."]])
        #expect(try events(stream).contains { $0.name == "ping" })
        let hidden = try message(stream, #","thinking":{"type":"adaptive","display":"omitted"}"#)
        #expect(hidden["content"]?[0]?["thinking"] == "")
        // The signature brings the reasoning back all the same.
        let block = try #require(hidden["content"]?[0]).serialized()
        let body = try Dialogue.body(
            MessagesTranslation.self,
            #"{"max_tokens":9,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[\#(block)]},{"role":"user","content":"So?"}]}"#
        )
        #expect(body["messages"]?[1]?["reasoning"] == "Hm.")
    }

    @Test func reasoningAlone() throws {
        var translation = try translation()
        let events = Dialogue.events(&translation, Dialogue.stream([#"{"reasoning":"Hm."}"#]))
        #expect(try MessagesReading(events).message["content"] == [])
        #expect(translation.notes.contains { $0.contains("reasoning alone") })
    }

    @Test(
        arguments: [
            ("stop", "end_turn", nil), ("length", "max_tokens", nil), ("content_filter", "refusal", nil),
        ] as [(String, String, String?)])
    func stopReasons(finish: String, reason: String, sequence: String?) throws {
        let message = try message(Dialogue.stream([#"{"content":"Hel"}"#], finish: finish))
        #expect(message["stop_reason"]?.string == reason && message["stop_sequence"]?.string == sequence)
    }

    @Test func stopSequences() throws {
        let message = try message(Dialogue.stream([#"{"content":"Hel"}"#], stop: "END"))
        #expect(message["stop_reason"] == "stop_sequence" && message["stop_sequence"] == "END")
        #expect(try self.message(Dialogue.stream([#"{"content":"Hel"}"#], stop: "</s>"))["stop_reason"] == "end_turn")
    }

    @Test func callsUnderAnyReason() throws {
        let call = #"{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]}"#
        for reason in ["stop", "tool_calls", "function_call"] {
            #expect(try message(Dialogue.stream([call], finish: reason))["stop_reason"] == "tool_use")
        }
    }

    @Test func refusal() throws {
        let message = try message(Dialogue.stream([#"{"refusal":"I will not."}"#]))
        #expect(message["stop_reason"] == "refusal")
        #expect(message["content"] == [["type": "text", "text": "I will not."]])
    }

    /// An answer of no tokens that was cut at its limit, as an agent asks for to try a key.
    @Test func cutBeforeItBegan() throws {
        let message = try message(Dialogue.stream([#"{"content":""}"#], finish: "length"))
        #expect(message["stop_reason"] == "max_tokens" && message["content"] == [])
    }

    @Test func withoutCounts() throws {
        var translation = try translation()
        let events = Dialogue.events(&translation, Dialogue.stream([#"{"content":"Hel"}"#]))
        #expect(try MessagesReading(events).message["usage"]?["output_tokens"] == 0)
        #expect(translation.notes.contains { $0.contains("no counts") })
    }

    @Test(arguments: CallStreams.all)
    func calls(_ stream: CallStreams.Stream) throws {
        let message = try message(stream.text)
        let calls = (message["content"]?.array ?? []).filter { $0["type"] == "tool_use" }
        #expect(calls.map { $0["name"]?.string } == stream.calls.map(\.name))
        #expect(calls.map { $0["input"] } == stream.calls.map(\.input))
        let ids = calls.compactMap { $0["id"]?.string }
        #expect(Set(ids).count == calls.count && !ids.contains(""))
        #expect(message["stop_reason"] == "tool_use")
    }

    @Test func tornAnywhere() throws {
        let stream = CallStreams.interleaved.text
        let whole = try events(stream, Self.thinking)
        for size in 1...97 { #expect(try events(stream, Self.thinking, size: size) == whole) }
    }

    @Test func namelessCall() throws {
        let stream = Dialogue.stream([#"{"tool_calls":[{"index":0,"id":"a","function":{"arguments":"{}"}}]}"#])
        #expect(try events(stream).last?.name == "error")
    }

    @Test func whole() throws {
        var translation = try translation(Self.thinking)
        let answer = try Dialogue.answer(
            &translation,
            #"{"id":"c","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":"Look.","reasoning_content":"Hm.","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}},{"id":"b","type":"function","function":{"name":"g","arguments":"{\"x\":"}},{"id":"c","type":"function","function":{"name":"h","arguments":""}}]}}],"usage":{"prompt_tokens":5,"completion_tokens":6}}"#
        )
        #expect(answer["type"] == "message" && answer["role"] == "assistant" && answer["stop_reason"] == "tool_use")
        let content = try #require(answer["content"]?.array)
        #expect(content.map { $0["type"] } == ["thinking", "text", "tool_use", "tool_use", "tool_use"])
        #expect(content[2] == ["type": "tool_use", "id": "a", "name": "f", "input": ["x": 1]])
        #expect(content[3]["input"] == ["INVALID_JSON": #"{"x":"#])
        #expect(content[4]["input"] == [:])
        #expect(answer["usage"]?["input_tokens"] == 5 && answer["usage"]?["output_tokens"] == 6)
    }
}

/// A client's reading of a stream of Anthropic's API, which insists on the order of events.
struct MessagesReading {
    private(set) var message: JSONValue = .null

    init(_ events: [ServedEvent]) throws {
        var head: JSONObject?
        var blocks: [JSONObject] = []
        var open: Int?
        var texts: [String] = []
        for event in events {
            let data = event.data
            try #require(event.name == data["type"]?.string)
            switch event.name {
            case "message_start":
                try #require(head == nil)
                head = data["message"]?.object
                try #require(head?["usage"]?["input_tokens"] != nil)
            case "content_block_start":
                try #require(head != nil && open == nil && data["index"]?.int == blocks.count)
                open = blocks.count
                blocks.append(try #require(data["content_block"]?.object))
                texts.append("")
            case "content_block_delta":
                let index = try #require(data["index"]?.int)
                try #require(index == open)
                let delta = data["delta"]
                switch delta?["type"]?.string {
                case "text_delta": texts[index] += try #require(delta?["text"]?.string)
                case "thinking_delta": texts[index] += try #require(delta?["thinking"]?.string)
                case "input_json_delta": texts[index] += try #require(delta?["partial_json"]?.string)
                case "signature_delta": blocks[index]["signature"] = delta?["signature"]
                default: Issue.record("an unknown delta: \(data)")
                }
            case "content_block_stop":
                let index = try #require(data["index"]?.int)
                try #require(index == open)
                open = nil
                switch blocks[index]["type"]?.string {
                case "tool_use":
                    blocks[index]["input"] = texts[index].isEmpty ? [:] : try JSONValue(parsing: texts[index])
                case let type: blocks[index][type ?? ""] = .string(texts[index])
                }
            case "message_delta":
                try #require(open == nil && head?["stop_reason"]?.isNull == true)
                head?["stop_reason"] = data["delta"]?["stop_reason"]
                head?["stop_sequence"] = data["delta"]?["stop_sequence"]
                head?["usage"] = data["usage"]
            case "message_stop":
                head?["content"] = .array(blocks.map { .object($0) })
                message = .object(try #require(head))
                try #require(event == events.last)
            case "ping": break
            default: Issue.record("an unknown event: \(data)")
            }
        }
        try #require(message != .null)
    }
}
