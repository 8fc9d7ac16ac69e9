import ALCFJSON
import ALCFServe
import Testing

/// Requests of the Responses API as bodies for chat completions.
struct ResponsesRequestTests {
    private func body(
        _ members: String, input: String = #""Hi""#, _ circumstances: TranslationCircumstances = Dialogue.circumstances
    ) throws -> JSONValue {
        try Dialogue.body(ResponsesTranslation.self, request(members, input: input), circumstances)
    }

    private func request(_ members: String, input: String = #""Hi""#) -> String {
        #"{"model":"m","input":\#(input)\#(members.isEmpty ? "" : "," + members)}"#
    }

    private func chat(_ input: String, _ members: String = "") throws -> JSONValue? {
        try body(members, input: input)["messages"]
    }

    private func notes(_ members: String, input: String = #""Hi""#) throws -> [String] {
        try Dialogue.translation(ResponsesTranslation.self, request(members, input: input)).notes
    }

    @Test func plain() throws {
        #expect(try body("") == ["messages": [["role": "user", "content": "Hi"]]])
    }

    @Test func members() throws {
        let body = try body(
            #""stream":true,"max_output_tokens":9,"temperature":0.5,"top_p":0.9,"top_logprobs":2,"user":"u","seed":1"#)
        #expect(body["stream"] == true && body["stream_options"] == ["include_usage": true])
        #expect(body["max_tokens"] == 9 && body["temperature"] == 0.5 && body["top_p"] == 0.9)
        #expect(body["logprobs"] == true && body["top_logprobs"] == 2 && body["user"] == "u" && body["seed"] == 1)
        #expect(try self.body(#""include":["message.output_text.logprobs"]"#)["logprobs"] == true)
    }

    @Test func nothingLost() throws {
        let members =
            #""store":false,"truncation":"disabled","service_tier":"auto","background":false,"previous_response_id":null,"prompt_cache_key":"k","safety_identifier":"s","metadata":{"a":"b"},"stream_options":{"include_obfuscation":false},"client_metadata":{},"text":{"format":{"type":"text"},"verbosity":"medium"},"reasoning":{"effort":null,"summary":"auto"},"include":["reasoning.encrypted_content"]"#
        #expect(try body(members).object?.count == 1)
        #expect(try notes(members).isEmpty)
    }

    @Test(arguments: [
        #""store":true"#, #""truncation":"auto""#, #""service_tier":"flex""#, #""max_tool_calls":3"#,
        #""text":{"verbosity":"low"}"#, #""include":["file_search_call.results"]"#,
        #""reasoning":{"context":"all_turns"}"#,
    ])
    func noted(_ members: String) throws {
        #expect(try body(members).object?.count == 1)
        #expect(try notes(members).count == 1)
    }

    @Test func formats() throws {
        #expect(try body(#""text":{"format":{"type":"json_object"}}"#)["response_format"] == ["type": "json_object"])
        #expect(
            try body(#""text":{"format":{"type":"json_schema","name":"n","strict":true,"schema":{"type":"object"}}}"#)[
                "response_format"]
                == ["type": "json_schema", "json_schema": ["name": "n", "strict": true, "schema": ["type": "object"]]])
    }

    @Test func instructions() throws {
        let input =
            #"[{"role":"developer","content":[{"type":"input_text","text":"Rules."}]},{"type":"message","role":"user","content":"Hi"},{"role":"system","content":"Late."},{"role":"user","content":"So?"}]"#
        #expect(
            try chat(input, #""instructions":"Be.""#)
                == [
                    ["role": "system", "content": "Be.\n\nRules."], ["role": "user", "content": "Hi"],
                    ["role": "system", "content": "Late."], ["role": "user", "content": "So?"],
                ])
    }

    @Test func images() throws {
        let input =
            #"[{"role":"user","content":[{"type":"input_text","text":"See"},{"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"high"}]}]"#
        #expect(
            try chat(input)?[0]?["content"]
                == [
                    ["type": "text", "text": "See"],
                    ["type": "image_url", "image_url": ["url": "data:image/png;base64,AAAA", "detail": "high"]],
                ])
        let blind = Dialogue.circumstances(modalities: ["text"])
        let error = try Dialogue.refusal(ResponsesTranslation.self, request("", input: input), blind)
        #expect(error?.parameter == "input[0].content[1]" && error?.code == "unsupported_image")
    }

    @Test func turns() throws {
        let input =
            #"[{"role":"user","content":"Hi"},{"type":"reasoning","id":"rs","summary":[],"content":[{"type":"reasoning_text","text":"Hm."}]},{"type":"message","id":"m","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Look.","annotations":[]}]},{"type":"function_call","id":"fc","call_id":"a","name":"f","arguments":"{\"x\":1}","status":"completed"},{"type":"function_call","call_id":"b","name":"g","arguments":"{}"},{"type":"function_call_output","call_id":"a","output":"one"},{"type":"function_call_output","call_id":"b","output":[{"type":"input_text","text":"two"},{"type":"input_image","image_url":"https://example.org/a.png"}]},{"role":"user","content":"So?"}]"#
        #expect(
            try chat(input)
                == [
                    ["role": "user", "content": "Hi"],
                    [
                        "role": "assistant", "content": "Look.", "reasoning": "Hm.",
                        "tool_calls": [
                            ["id": "a", "type": "function", "function": ["name": "f", "arguments": #"{"x":1}"#]],
                            ["id": "b", "type": "function", "function": ["name": "g", "arguments": "{}"]],
                        ],
                    ],
                    ["role": "tool", "tool_call_id": "a", "content": "one"],
                    ["role": "tool", "tool_call_id": "b", "content": "two"],
                    [
                        "role": "user",
                        "content": [
                            ["type": "text", "text": "Result of the call 'b':"],
                            ["type": "image_url", "image_url": ["url": "https://example.org/a.png"]],
                            ["type": "text", "text": "So?"],
                        ],
                    ],
                ])
    }

    @Test func reasoningOfOthers() throws {
        let foreign =
            #"[{"role":"user","content":"Hi"},{"type":"reasoning","id":"rs","summary":[],"encrypted_content":"gAAAA"},{"role":"assistant","content":"A"},{"role":"user","content":"B"}]"#
        #expect(try chat(foreign)?[1] == ["role": "assistant", "content": "A"])
        #expect(try notes("", input: foreign).count == 1)
        let summary =
            #"[{"role":"user","content":"Hi"},{"type":"reasoning","summary":[{"type":"summary_text","text":"S"}],"encrypted_content":"gAAAA"},{"role":"user","content":"B"}]"#
        #expect(try chat(summary)?[1]?["reasoning"] == "S")
    }

    @Test func functions() throws {
        let body = try body(
            #""tools":[{"type":"function","name":"f","description":"D","parameters":{"type":"object"},"strict":true},{"type":"function","name":"g","parameters":null,"strict":null}],"tool_choice":"required","parallel_tool_calls":false"#
        )
        #expect(
            body["tools"]
                == [
                    [
                        "type": "function",
                        "function": [
                            "name": "f", "description": "D", "parameters": ["type": "object"], "strict": true,
                        ],
                    ],
                    [
                        "type": "function",
                        "function": ["name": "g", "parameters": ["type": "object", "properties": [:]]],
                    ],
                ])
        #expect(body["tool_choice"] == "required" && body["parallel_tool_calls"] == false)
        #expect(try self.body(#""tool_choice":"auto","parallel_tool_calls":true,"tools":[]"#).object?.count == 1)
    }

    @Test func otherTools() throws {
        let tools =
            #""tools":[{"type":"custom","name":"apply_patch","description":"D","format":{"type":"grammar","syntax":"lark","definition":"start: x"}},{"type":"local_shell"},{"type":"namespace","name":"mcp__x","description":"d","tools":[{"type":"function","name":"look","parameters":{}}]}]"#
        let body = try body(tools)
        let functions = try #require(body["tools"]?.array).compactMap { $0["function"] }
        #expect(functions.map { $0["name"] } == ["apply_patch", "local_shell", "mcp__x__look"])
        #expect(functions[0]["description"]?.string?.contains("start: x") == true)
        #expect(functions[0]["parameters"]?["required"] == ["input"])
        #expect(try notes(tools).count == 1)
        let input =
            #"[{"type":"custom_tool_call","call_id":"a","name":"apply_patch","input":"*** \"Begin\""},{"type":"custom_tool_call_output","call_id":"a","output":"ok"},{"type":"local_shell_call","id":"l","call_id":"b","status":"completed","action":{"type":"exec","command":["ls","-l"],"env":{},"working_directory":"/tmp"}},{"type":"local_shell_call_output","id":"b","output":"files"},{"type":"function_call","call_id":"c","namespace":"mcp__x","name":"look","arguments":"{}"}]"#
        let messages = try #require(try chat(input, tools)?.array)
        let calls = messages.compactMap { $0["tool_calls"]?[0]?["function"] }
        #expect(
            calls == [
                ["name": "apply_patch", "arguments": #"{"input":"*** \"Begin\""}"#],
                ["name": "local_shell", "arguments": #"{"command":["ls","-l"],"working_directory":"/tmp"}"#],
                ["name": "mcp__x__look", "arguments": "{}"],
            ])
        #expect(messages.filter { $0["role"] == "tool" }.map { $0["tool_call_id"] } == ["a", "b"])
    }

    @Test(
        arguments: [
            (#""none""#, "none"),
            (#"{"type":"function","name":"f"}"#, ["type": "function", "function": ["name": "f"]]),
            (#"{"type":"custom","name":"c"}"#, ["type": "function", "function": ["name": "c"]]),
        ] as [(String, JSONValue)])
    func toolChoice(choice: String, value: JSONValue) throws {
        let tools = #""tools":[{"type":"function","name":"f","parameters":{}},{"type":"custom","name":"c"}]"#
        #expect(try body(#"\#(tools),"tool_choice":\#(choice)"#)["tool_choice"] == value)
    }

    @Test func allowedTools() throws {
        let body = try body(
            #""tools":[{"type":"function","name":"f","parameters":{}},{"type":"function","name":"g","parameters":{}}],"tool_choice":{"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"g"}]}"#
        )
        #expect(body["tools"]?.array?.map { $0["function"]?["name"] } == ["g"])
        #expect(body["tool_choice"] == "required")
    }

    /// Nothing that changes the answer is left out: it is refused by its name.
    @Test(arguments: [
        (#""previous_response_id":"resp_1""#, "previous_response_id"), (#""conversation":"c""#, "conversation"),
        (#""background":true"#, "background"), (#""prompt":{"id":"p"}"#, "prompt"), (#""odd":1"#, "odd"),
        (#""context_management":[{"type":"compaction"}]"#, "context_management"),
        (#""moderation":{"model":"m"}"#, "moderation"), (#""text":{"odd":1}"#, "text.odd"),
        (#""text":{"format":{"type":"grammar"}}"#, "text.format.type"),
        (#""reasoning":{"mode":"pro"}"#, "reasoning.mode"),
        (#""tools":[{"type":"web_search"}]"#, "tools[0].type"), (#""tools":[{"type":"file_search"}]"#, "tools[0].type"),
        (#""tools":[{"type":"mcp"}]"#, "tools[0].type"), (#""tools":[{"type":"code_interpreter"}]"#, "tools[0].type"),
        (#""tools":[{"type":"computer_use_preview"}]"#, "tools[0].type"), (#""tools":[{"name":"f"}]"#, "tools[0].type"),
        (#""tools":[{"type":"image_generation"}]"#, "tools[0].type"),
        (#""tools":[{"type":"function"}]"#, "tools[0].name"),
        (#""tool_choice":"required""#, "tool_choice"), (#""tool_choice":"odd""#, "tool_choice"),
        (#""tool_choice":{"type":"web_search_preview"}"#, "tool_choice.type"),
        (#""tool_choice":{"type":"function","name":"f"}"#, "tool_choice.name"), (#""stream":1"#, "stream"),
        (#""instructions":[]"#, "instructions"), (#""include":[1]"#, "include[0]"),
    ])
    func refusals(members: String, parameter: String) throws {
        let error = try Dialogue.refusal(ResponsesTranslation.self, request(members))
        #expect(error?.kind == .invalidRequest && error?.parameter == parameter)
        #expect(error?.message.contains("'\(parameter)'") == true)
    }

    @Test func webSearchNamesItsSwitch() throws {
        let error = try Dialogue.refusal(ResponsesTranslation.self, request(#""tools":[{"type":"web_search"}]"#))
        #expect(error?.message.contains(#"web_search = "disabled""#) == true)
    }

    @Test(arguments: [
        (#"[{"type":"item_reference","id":"x"}]"#, "input[0]"), (#"[{"id":"x"}]"#, "input[0]"),
        (#"[{"type":"web_search_call","id":"x"}]"#, "input[0].type"), (#"[{"type":"compaction"}]"#, "input[0].type"),
        (#"[{"role":"user","content":[{"type":"input_file","file_id":"f"}]}]"#, "input[0].content[0]"),
        (#"[{"role":"user","content":[{"type":"input_audio"}]}]"#, "input[0].content[0].type"),
        (#"[{"role":"user","content":[{"type":"input_image","file_id":"f"}]}]"#, "input[0].content[0].file_id"),
        (#"[{"role":"odd","content":"x"}]"#, "input[0].role"), (#"[{"role":"user"}]"#, "input[0].content"),
        (#"[{"type":"function_call","name":"f"}]"#, "input[0].call_id"),
        (#"[{"type":"function_call","call_id":"a"}]"#, "input[0].name"),
        (#"[{"type":"function_call_output","output":"x"}]"#, "input[0].call_id"), (#"[3]"#, "input[0]"),
        ("[]", "input"),
        ("7", "input"), ("null", "input"),
    ])
    func refusedItems(input: String, parameter: String) throws {
        let error = try Dialogue.refusal(ResponsesTranslation.self, request("", input: input))
        #expect(error?.kind == .invalidRequest && error?.parameter == parameter)
    }
}
