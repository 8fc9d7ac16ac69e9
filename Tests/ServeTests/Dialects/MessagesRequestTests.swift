import ALCFJSON
import ALCFServe
import Testing

/// Requests of Anthropic's API as bodies for chat completions.
struct MessagesRequestTests {
    private func body(
        _ members: String, messages: String = #"[{"role":"user","content":"Hi"}]"#,
        _ circumstances: TranslationCircumstances = Dialogue.circumstances
    ) throws -> JSONValue {
        try Dialogue.body(MessagesTranslation.self, request(members, messages: messages), circumstances)
    }

    private func request(_ members: String, messages: String = #"[{"role":"user","content":"Hi"}]"#) -> String {
        #"{"model":"m","max_tokens":100,"messages":\#(messages)\#(members.isEmpty ? "" : "," + members)}"#
    }

    private func chat(_ messages: String, _ members: String = "") throws -> JSONValue? {
        try body(members, messages: messages)["messages"]
    }

    private func notes(_ members: String, messages: String = #"[{"role":"user","content":"Hi"}]"#) throws -> [String] {
        try Dialogue.translation(MessagesTranslation.self, request(members, messages: messages)).notes
    }

    @Test func plain() throws {
        #expect(try body("") == ["messages": [["role": "user", "content": "Hi"]], "max_tokens": 100])
        #expect(try notes("").isEmpty)
    }

    @Test func stream() throws {
        let body = try body(#""stream":true"#)
        #expect(body["stream"] == true && body["stream_options"] == ["include_usage": true])
        #expect(try self.body(#""stream":false"#)["stream"] == nil)
    }

    @Test func sampling() throws {
        let body = try body(
            #""temperature":0.5,"top_p":0.9,"top_k":40,"stop_sequences":["END","."],"seed":7,"min_p":0.1"#)
        #expect(body["temperature"] == 0.5 && body["top_p"] == 0.9 && body["top_k"] == 40)
        #expect(body["stop"] == ["END", "."] && body["seed"] == 7 && body["min_p"] == 0.1)
        #expect(try self.body(#""top_k":0,"stop_sequences":[]"#).object?.count == 2)
    }

    @Test func system() throws {
        #expect(
            try chat(#"[{"role":"user","content":"Hi"}]"#, #""system":"Be brief.""#)
                == [["role": "system", "content": "Be brief."], ["role": "user", "content": "Hi"]])
        let blocks =
            #"[{"type":"text","text":"One.","cache_control":{"type":"ephemeral"}},{"type":"text","text":""},{"type":"text","text":"Two."}]"#
        #expect(
            try chat(#"[{"role":"user","content":"Hi"}]"#, #""system":\#(blocks)"#)?[0]
                == ["role": "system", "content": "One.\n\nTwo."])
        #expect(
            try chat(
                #"[{"role":"user","content":"Hi"},{"role":"system","content":"Now."},{"role":"user","content":"So?"}]"#)?[
                    1]
                == ["role": "system", "content": "Now."])
    }

    /// It differs from request to request, and would keep prompts out of servers' caches.
    @Test func billingHeader() throws {
        let system =
            #""system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2; cch=1;"},{"type":"text","text":"Be."}]"#
        #expect(try chat(#"[{"role":"user","content":"Hi"}]"#, system)?[0] == ["role": "system", "content": "Be."])
        #expect(try notes(system).count == 1)
    }

    @Test func rows() throws {
        #expect(
            try chat(
                #"[{"role":"user","content":"One"},{"role":"user","content":[{"type":"text","text":"Two"},{"type":"text","text":""}]},{"role":"assistant","content":"A"},{"role":"assistant","content":[{"type":"text","text":"B"}]},{"role":"user","content":"Three"}]"#
            )
                == [
                    ["role": "user", "content": [["type": "text", "text": "One"], ["type": "text", "text": "Two"]]],
                    ["role": "assistant", "content": "A\n\nB"], ["role": "user", "content": "Three"],
                ])
    }

    @Test func prefill() throws {
        let messages = #"[{"role":"user","content":"Hi"},{"role":"assistant","content":"The answer is ("}]"#
        #expect(try chat(messages)?[1] == ["role": "assistant", "content": "The answer is ("])
        #expect(try notes("", messages: messages).count == 1)
    }

    @Test func images() throws {
        let messages =
            #"[{"role":"user","content":[{"type":"text","text":"See"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},{"type":"image","source":{"type":"url","url":"https://example.org/a.png"}}]}]"#
        #expect(
            try chat(messages)?[0]?["content"]
                == [
                    ["type": "text", "text": "See"],
                    ["type": "image_url", "image_url": ["url": "data:image/png;base64,AAAA"]],
                    ["type": "image_url", "image_url": ["url": "https://example.org/a.png"]],
                ])
        let blind = Dialogue.circumstances(modalities: ["text"])
        let error = try Dialogue.refusal(MessagesTranslation.self, request("", messages: messages), blind)
        #expect(error?.kind == .invalidRequest && error?.parameter == "messages[0].content[1].source")
        #expect(error?.message.contains("'gpt-oss-120b' takes text alone") == true)
        let seeing = Dialogue.circumstances(modalities: ["text", "image"])
        #expect(try Dialogue.refusal(MessagesTranslation.self, request("", messages: messages), seeing) == nil)
    }

    @Test func documents() throws {
        #expect(
            try chat(
                #"[{"role":"user","content":[{"type":"document","title":"T","source":{"type":"text","media_type":"text/plain","data":"Body"}}]}]"#
            )
                == [["role": "user", "content": "T\n\nBody"]])
    }

    @Test func toolResults() throws {
        let messages =
            #"[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{"x":1}},{"type":"tool_use","id":"b","name":"g","input":{}}]},{"role":"user","content":[{"type":"text","text":"Here."},{"type":"tool_result","tool_use_id":"a","content":"one"},{"type":"tool_result","tool_use_id":"b","is_error":true,"content":[{"type":"text","text":"two"},{"type":"text","text":"three"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]}]}]"#
        #expect(
            try chat(messages)
                == [
                    ["role": "user", "content": "Hi"],
                    [
                        "role": "assistant", "content": .null,
                        "tool_calls": [
                            ["id": "a", "type": "function", "function": ["name": "f", "arguments": #"{"x":1}"#]],
                            ["id": "b", "type": "function", "function": ["name": "g", "arguments": "{}"]],
                        ],
                    ],
                    ["role": "tool", "tool_call_id": "a", "content": "one"],
                    ["role": "tool", "tool_call_id": "b", "content": "The call failed. two\nthree"],
                    [
                        "role": "user",
                        "content": [
                            ["type": "text", "text": "Result of the call 'b':"],
                            ["type": "image_url", "image_url": ["url": "data:image/png;base64,AAAA"]],
                            ["type": "text", "text": "Here."],
                        ],
                    ],
                ])
        #expect(
            try chat(#"[{"role":"user","content":[{"type":"tool_result","tool_use_id":"a"}]}]"#)
                == [["role": "tool", "tool_call_id": "a", "content": ""]])
    }

    @Test func thinkingComesBack() throws {
        let messages =
            #"[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"thinking","thinking":"Hm.","signature":"s"},{"type":"redacted_thinking","data":"x"},{"type":"text","text":"Yes"}]},{"role":"user","content":"So?"}]"#
        #expect(try chat(messages)?[1] == ["role": "assistant", "content": "Yes", "reasoning": "Hm."])
        #expect(try notes("", messages: messages).contains { $0.contains("messages[1].content[1]") })
    }

    @Test(
        arguments: [
            (#"{"type":"enabled","budget_tokens":1024}"#, "low"),
            (#"{"type":"enabled","budget_tokens":10000}"#, "medium"),
            (#"{"type":"enabled","budget_tokens":31999}"#, "high"), (#"{"type":"adaptive"}"#, nil),
            (#"{"type":"disabled"}"#, nil),
        ] as [(String, String?)])
    func thinking(value: String, effort: String?) throws {
        #expect(try body(#""thinking":\#(value)"#)["reasoning_effort"]?.string == effort)
    }

    @Test func efforts() throws {
        let both = #""thinking":{"type":"enabled","budget_tokens":1024},"output_config":{"effort":"high"}"#
        #expect(try body(both)["reasoning_effort"] == "high")
        let off = Dialogue.circumstances(efforts: ["none", "low"])
        #expect(try body(#""thinking":{"type":"disabled"}"#, off)["reasoning_effort"] == "none")
        #expect(try notes(#""thinking":{"type":"disabled"}"#).count == 1)
    }

    @Test(arguments: [#""output_config":{"format":FORMAT}"#, #""output_format":FORMAT"#])
    func structuredOutput(_ member: String) throws {
        let member = member.replacing("FORMAT", with: #"{"type":"json_schema","schema":{"type":"object"}}"#)
        #expect(
            try body(member)["response_format"]
                == [
                    "type": "json_schema",
                    "json_schema": ["name": "answer", "schema": ["type": "object"], "strict": true],
                ])
    }

    @Test func tools() throws {
        let tools =
            #""tools":[{"name":"f","description":"D","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"},"strict":true,"input_examples":[{"x":1}]},{"type":"custom","name":"g","input_schema":{}}]"#
        #expect(
            try body(tools)["tools"]
                == [
                    [
                        "type": "function",
                        "function": [
                            "name": "f", "description": "D\nExample of an input: {\"x\":1}", "strict": true,
                            "parameters": ["type": "object"],
                        ],
                    ],
                    ["type": "function", "function": ["name": "g", "parameters": [:]]],
                ])
    }

    @Test(
        arguments: [
            (#"{"type":"auto"}"#, "auto", nil), (#"{"type":"any"}"#, "required", nil),
            (#"{"type":"none"}"#, "none", nil),
            (#"{"type":"auto","disable_parallel_tool_use":true}"#, "auto", false),
            (
                #"{"type":"tool","name":"f","disable_parallel_tool_use":false}"#,
                ["type": "function", "function": ["name": "f"]], true
            ),
        ] as [(String, JSONValue, Bool?)])
    func toolChoice(choice: String, value: JSONValue, parallel: Bool?) throws {
        let body = try body(#""tools":[{"name":"f","input_schema":{}}],"tool_choice":\#(choice)"#)
        #expect(body["tool_choice"] == value && body["parallel_tool_calls"]?.bool == parallel)
    }

    @Test func choiceWithoutTools() throws {
        #expect(try body(#""tool_choice":{"type":"auto"}"#)["tool_choice"] == nil)
    }

    /// What an agent sends besides, and what asks for nothing here.
    @Test func members() throws {
        let members =
            #""metadata":{"user_id":"u"},"service_tier":"auto","cache_control":{"type":"ephemeral"},"betas":["x"],"speed":"standard","container":null,"context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]}"#
        #expect(try body(members).object?.count == 2)
        #expect(try notes(members).isEmpty)
        #expect(try notes(#""service_tier":"standard_only","speed":"fast""#).count == 2)
    }

    /// Nothing that changes the answer is left out: it is refused by its name.
    @Test(arguments: [
        (#""container":"c""#, "container"), (#""mcp_servers":[{"type":"url"}]"#, "mcp_servers"),
        (#""inference_geo":"us""#, "inference_geo"), (#""odd":1"#, "odd"),
        (#""context_management":{"edits":[{"type":"clear_tool_uses_20250919"}]}"#, "context_management.edits[0]"),
        (#""tools":[{"type":"web_search_20250305","name":"web_search"}]"#, "tools[0].type"),
        (#""tools":[{"type":"bash_20250124","name":"bash"}]"#, "tools[0].type"),
        (#""tools":[{"name":"f"}]"#, "tools[0].input_schema"), (#""tools":[{"input_schema":{}}]"#, "tools[0].name"),
        (#""tools":[{"name":"f","input_schema":{},"odd":1}]"#, "tools[0].odd"),
        (
            #""tools":[{"name":"f","input_schema":{},"allowed_callers":["code_execution_20260120"]}]"#,
            "tools[0].allowed_callers"
        ),
        (#""tool_choice":{"type":"any"}"#, "tool_choice"), (#""tool_choice":{"type":"odd"}"#, "tool_choice.type"),
        (#""output_config":{"odd":1}"#, "output_config.odd"), (#""output_format":{"type":"text"}"#, "output_format"),
        (#""thinking":{"type":"odd"}"#, "thinking.type"), (#""stream":"yes""#, "stream"),
        (#""system":5"#, "system"), (#""system":[{"type":"image"}]"#, "system[0].type"),
        (#""stop_sequences":[1]"#, "stop_sequences[0]"),
    ])
    func refusals(members: String, parameter: String) throws {
        let error = try Dialogue.refusal(MessagesTranslation.self, request(members))
        #expect(error?.kind == .invalidRequest && error?.parameter == parameter)
        #expect(error?.message.contains("'\(parameter)'") == true)
    }

    @Test(arguments: [
        (
            #"[{"role":"user","content":[{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"x"}}]}]"#,
            "messages[0].content[0].source"
        ),
        (
            #"[{"role":"user","content":[{"type":"image","source":{"type":"file","file_id":"f"}}]}]"#,
            "messages[0].content[0].source.type"
        ),
        (#"[{"role":"user","content":[{"type":"search_result"}]}]"#, "messages[0].content[0].type"),
        (#"[{"role":"user","content":[{"type":"container_upload"}]}]"#, "messages[0].content[0].type"),
        (#"[{"role":"assistant","content":[{"type":"server_tool_use"}]}]"#, "messages[0].content[0].type"),
        (
            #"[{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"tool_reference"}]}]}]"#,
            "messages[0].content[0].content[0].type"
        ),
        (#"[{"role":"tool","content":"x"}]"#, "messages[0].role"), (#"[{"role":"user"}]"#, "messages[0].content"),
        (#"[{"role":"user","content":7}]"#, "messages[0].content"), (#"[7]"#, "messages[0]"), (#"[]"#, "messages"),
        (#"[{"role":"user","content":[{"type":"text"}]}]"#, "messages[0].content[0].text"),
        (#"[{"role":"user","content":[{"type":"tool_result"}]}]"#, "messages[0].content[0].tool_use_id"),
    ])
    func refusedMessages(messages: String, parameter: String) throws {
        let error = try Dialogue.refusal(MessagesTranslation.self, request("", messages: messages))
        #expect(error?.kind == .invalidRequest && error?.parameter == parameter)
    }

    @Test(arguments: [
        "{}", #"{"messages":[{"role":"user","content":"x"}]}"#,
        #"{"max_tokens":0,"messages":[{"role":"user","content":"x"}]}"#,
    ])
    func missing(_ request: String) throws {
        #expect(try Dialogue.refusal(MessagesTranslation.self, request)?.kind == .invalidRequest)
    }
}
