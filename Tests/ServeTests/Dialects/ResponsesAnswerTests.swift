import ALCFClient
import ALCFJSON
import ALCFServe
import Testing

/// Answers of chat completions as those of the Responses API, whole and streamed.
struct ResponsesAnswerTests {
    private func events(_ stream: String, _ members: String = "", size: Int = .max) throws -> [ServedEvent] {
        var translation = try Dialogue.translation(
            ResponsesTranslation.self, #"{"input":"Hi","stream":true\#(members)}"#)
        return Dialogue.events(&translation, stream, size: size)
    }

    /// The response of a stream, after a check that its events are in order.
    private func response(_ stream: String, _ members: String = "") throws -> JSONValue {
        try ResponsesReading(events(stream, members)).response
    }

    private static let text = Dialogue.stream(
        [
            #"{"role":"assistant","content":""}"#, #"{"reasoning":"User "}"#, #"{"reasoning":"greets."}"#,
            #"{"content":"Hel"}"#, #"{"content":"lo."}"#,
        ],
        usage:
            #"{"prompt_tokens":72,"completion_tokens":19,"total_tokens":91,"prompt_tokens_details":{"cached_tokens":10},"completion_tokens_details":{"reasoning_tokens":11}}"#
    )

    @Test func order() throws {
        #expect(
            try events(Self.text).map(\.name) == [
                "response.created", "response.in_progress",
                "response.output_item.added", "response.content_part.added", "response.reasoning_text.delta",
                "response.reasoning_text.delta", "response.reasoning_text.done", "response.content_part.done",
                "response.output_item.done",
                "response.output_item.added", "response.content_part.added", "response.output_text.delta",
                "response.output_text.delta", "response.output_text.done", "response.content_part.done",
                "response.output_item.done", "response.completed",
            ])
    }

    @Test func text() throws {
        let response = try response(Self.text, #","instructions":"Be.","metadata":{"a":"b"},"temperature":0.5"#)
        #expect(response["id"] == "resp_0123456789abcdef" && response["object"] == "response")
        #expect(response["model"] == "gpt-oss-120b" && response["created_at"] == 1_767_225_600)
        #expect(response["status"] == "completed" && response["error"] == .null)
        #expect(response["instructions"] == "Be." && response["metadata"] == ["a": "b"])
        #expect(response["temperature"] == 0.5 && response["store"] == false)
        #expect(response["output"]?[0]?["content"] == [["type": "reasoning_text", "text": "User greets."]])
        #expect(response["output"]?[0]?["encrypted_content"] == nil)
        #expect(response["output"]?[1]?["content"]?[0]?["text"] == "Hello.")
        #expect(
            response["usage"]
                == [
                    "input_tokens": 72, "input_tokens_details": ["cached_tokens": 10, "cache_write_tokens": 0],
                    "output_tokens": 19, "output_tokens_details": ["reasoning_tokens": 11], "total_tokens": 91,
                ])
    }

    @Test func summary() throws {
        let members = #","reasoning":{"summary":"auto"},"include":["reasoning.encrypted_content"]"#
        let events = try events(Self.text, members)
        #expect(events.filter { $0.name == "response.reasoning_summary_text.delta" }.count == 2)
        #expect(!events.contains { $0.name?.contains("reasoning_text") == true })
        let item = try #require(try response(Self.text, members)["output"]?[0])
        #expect(item["summary"] == [["type": "summary_text", "text": "User greets."]])
        // The opaque form brings the reasoning back without the summary.
        let opaque = try #require(item["encrypted_content"]?.string)
        let body = try Dialogue.body(
            ResponsesTranslation.self,
            #"{"input":[{"role":"user","content":"Hi"},{"type":"reasoning","summary":[],"encrypted_content":"\#(opaque)"},{"role":"assistant","content":"Hello."},{"role":"user","content":"So?"}]}"#
        )
        #expect(body["messages"]?[1] == ["role": "assistant", "content": "Hello.", "reasoning": "User greets."])
    }

    @Test(
        arguments: [
            ("stop", "completed", nil), ("length", "incomplete", "max_output_tokens"),
            ("content_filter", "incomplete", "content_filter"),
        ] as [(String, String, String?)])
    func ends(finish: String, status: String, reason: String?) throws {
        let response = try response(Dialogue.stream([#"{"content":"Hel"}"#], finish: finish))
        #expect(response["status"]?.string == status)
        #expect(response["incomplete_details"]?["reason"]?.string == reason)
        #expect(response["output"]?[0]?["status"]?.string == status)
    }

    @Test func cutBeforeItBegan() throws {
        let response = try response(Dialogue.stream([#"{"content":""}"#], finish: "length"))
        #expect(response["status"] == "incomplete" && response["output"] == [])
    }

    @Test func refusal() throws {
        let response = try response(Dialogue.stream([#"{"refusal":"I will "}"#, #"{"refusal":"not."}"#]))
        #expect(response["output"]?[0]?["content"] == [["type": "refusal", "refusal": "I will not."]])
    }

    @Test func withoutCounts() throws {
        var translation = try Dialogue.translation(ResponsesTranslation.self, #"{"input":"Hi","stream":true}"#)
        let events = Dialogue.events(&translation, Dialogue.stream([#"{"content":"Hel"}"#]))
        #expect(try ResponsesReading(events).response["usage"] == .null)
        #expect(translation.notes.contains { $0.contains("no counts") })
    }

    @Test func logprobs() throws {
        let token: JSONValue = ["token": "Hel", "logprob": -0.5, "bytes": [72], "top_logprobs": []]
        let stream = Dialogue.stream([#"{"content":"Hel"}"#]).replacing(
            #""delta":{"content":"Hel"},"#,
            with: #""delta":{"content":"Hel"},"logprobs":{"content":[\#(token.serialized())]},"#)
        let events = try events(stream, #","top_logprobs":1"#)
        #expect(events.first { $0.name == "response.output_text.delta" }?.data["logprobs"] == [token])
        #expect(try ResponsesReading(events).response["output"]?[0]?["content"]?[0]?["logprobs"] == [token])
    }

    @Test(arguments: CallStreams.all)
    func calls(_ stream: CallStreams.Stream) throws {
        let response = try response(stream.text)
        let calls = (response["output"]?.array ?? []).filter { $0["type"] == "function_call" }
        #expect(calls.map { $0["name"]?.string } == stream.calls.map(\.name))
        let arguments = try calls.map { try JSONValue(parsing: $0["arguments"]?.string ?? "") }
        #expect(arguments == stream.calls.map(\.input))
        let ids = calls.compactMap { $0["call_id"]?.string }
        #expect(Set(ids).count == calls.count && !ids.contains(""))
    }

    @Test func tornAnywhere() throws {
        let whole = try events(CallStreams.interleaved.text)
        for size in 1...97 { #expect(try events(CallStreams.interleaved.text, size: size) == whole) }
    }

    @Test func namelessCall() throws {
        let stream = Dialogue.stream([#"{"tool_calls":[{"index":0,"id":"a","function":{"arguments":"{}"}}]}"#])
        #expect(try events(stream).suffix(2).map(\.name) == ["error", "response.failed"])
    }

    private static let tools =
        #","tools":[{"type":"custom","name":"patch"},{"type":"local_shell"},{"type":"namespace","name":"mcp__x","description":"d","tools":[{"type":"function","name":"look","parameters":{}}]}]"#

    @Test func otherTools() throws {
        let stream = Dialogue.stream(
            [
                #"{"tool_calls":[{"index":0,"id":"a","function":{"name":"patch","arguments":"{\"input\":\"*** Begin"}}]}"#,
                #"{"tool_calls":[{"index":0,"function":{"arguments":" Patch\\n\"}"}}]}"#,
                #"{"tool_calls":[{"index":1,"id":"b","function":{"name":"local_shell","arguments":"{\"command\":[\"ls\"],\"working_directory\":\"/tmp\"}"}}]}"#,
                #"{"tool_calls":[{"index":2,"id":"c","function":{"name":"mcp__x__look","arguments":"{}"}}]}"#,
                #"{"tool_calls":[{"index":3,"id":"d","function":{"name":"patch","arguments":"*** plain"}}]}"#,
            ], finish: "tool_calls")
        let output = try #require(try response(stream, Self.tools)["output"]?.array)
        #expect(
            output.map { $0["type"] } == ["custom_tool_call", "local_shell_call", "function_call", "custom_tool_call"])
        #expect(
            output[0]["input"] == "*** Begin Patch\n" && output[0]["call_id"] == "a" && output[0]["name"] == "patch")
        #expect(
            output[1]["action"] == ["type": "exec", "command": ["ls"], "env": [:], "working_directory": "/tmp"])
        #expect(output[2]["name"] == "look" && output[2]["namespace"] == "mcp__x")
        #expect(output[3]["input"] == "*** plain")
    }

    @Test func whole() throws {
        var translation = try Dialogue.translation(ResponsesTranslation.self, #"{"input":"Hi"}"#)
        let answer = try Dialogue.answer(
            &translation,
            #"{"id":"c","choices":[{"index":0,"finish_reason":"length","message":{"role":"assistant","content":"Look.","reasoning_content":"Hm.","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":"}}]}}],"usage":{"prompt_tokens":5,"completion_tokens":6}}"#
        )
        #expect(answer["status"] == "incomplete" && answer["incomplete_details"]?["reason"] == "max_output_tokens")
        let output = try #require(answer["output"]?.array)
        #expect(output.map { $0["type"] } == ["reasoning", "message", "function_call"])
        #expect(output.map { $0["status"] } == ["completed", "completed", "incomplete"])
        #expect(output[2]["arguments"] == #"{"x":"#)
        #expect(answer["usage"]?["total_tokens"] == 11)
    }

    /// A whole answer and a stream of the same end in the same response.
    @Test func wholeEqualsStreamed() throws {
        var translation = try Dialogue.translation(ResponsesTranslation.self, #"{"input":"Hi","stream":true}"#)
        let whole = try Dialogue.answer(
            &translation,
            #"{"choices":[{"index":0,"finish_reason":"stop","message":{"content":"Hello.","reasoning":"User greets."}}],"usage":{"prompt_tokens":72,"completion_tokens":19,"total_tokens":91,"prompt_tokens_details":{"cached_tokens":10},"completion_tokens_details":{"reasoning_tokens":11}}}"#
        )
        #expect(try response(Self.text) == whole)
    }
}

/// A client's reading of a stream of the Responses API, which insists on the order of events.
struct ResponsesReading {
    private(set) var response: JSONValue = .null

    init(_ events: [ServedEvent]) throws {
        var items: [JSONValue] = []
        var open: String?
        var text = ""
        try #require(events.prefix(2).map(\.name) == ["response.created", "response.in_progress"])
        for (number, event) in events.enumerated() {
            let data = event.data
            try #require(event.name == data["type"]?.string)
            try #require(data["sequence_number"]?.int == number)
            guard let name = event.name else { continue }
            if let place = data["output_index"]?.int { try #require(place == items.count) }
            if let id = data["item_id"]?.string { try #require(id == open) }
            switch name {
            case "response.created", "response.in_progress":
                try #require(data["response"]?["status"] == "in_progress" && data["response"]?["output"] == [])
            case "response.output_item.added":
                try #require(open == nil && number > 1)
                open = try #require(data["item"]?["id"]?.string)
                text = ""
            case "response.output_item.done":
                try #require(data["item"]?["id"]?.string == open)
                items.append(try #require(data["item"]))
                open = nil
            case "response.completed", "response.incomplete":
                response = try #require(data["response"])
                try #require(open == nil && response["output"] == .array(items) && event == events.last)
                try #require("response.\(response["status"]?.string ?? "")" == name)
            case _ where name.hasSuffix(".delta"):
                text += try #require(data["delta"]?.string)
            case _ where name.hasSuffix("part.added"), _ where name.hasSuffix("part.done"): break
            case _ where name.hasSuffix(".done"):
                let whole = data["text"] ?? data["refusal"] ?? data["arguments"] ?? data["input"]
                try #require(whole?.string == text)
            default: Issue.record("an unknown event: \(data)")
            }
        }
        try #require(response != .null)
    }
}
