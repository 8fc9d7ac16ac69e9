import ALCFJSON
import ALCFServe
import Testing

/// Bodies for chat completions without what the gateway refuses.
struct ChatBodyCleaningTests {
    private func clean(_ text: String, for dialect: Dialect = .chat, efforts: [String] = []) throws -> ChatBodyCleaning
    {
        ChatBodyCleaning(try Dialogue.object(text), for: dialect, efforts: efforts)
    }

    @Test func nothingToDo() throws {
        let text =
            #"{"model":"m","messages":[{"role":"user","content":"Hi","name":"x"}],"temperature":0.10,"n":2,"top_k":5,"odd":{"a":[1,null]},"stream":true,"stream_options":{"include_usage":true},"reasoning_effort":"low"}"#
        let cleaning = try clean(text)
        #expect(!cleaning.isChanged && cleaning.notes.isEmpty)
        #expect(cleaning.body == (try Dialogue.object(text)))
    }

    @Test(arguments: [
        "api_port", "cache_salt", "openai_endpoint", "stream_task_id", "stream_task_token", "streaming_server_host",
        "streaming_server_port", "streaming_server_protocol",
    ])
    func reserved(name: String) throws {
        for dialect in Dialect.allCases {
            let cleaning = try clean(#"{"model":"m","\#(name)":1,"nested":{"\#(name)":1}}"#, for: dialect)
            #expect(cleaning.body.keys == ["model", "nested"])
            #expect(cleaning.notes.count == 1 && cleaning.notes[0].contains("'\(name)'"))
        }
    }

    @Test func templateArguments() throws {
        let low = try clean(#"{"chat_template_kwargs":{"reasoning_effort":"low"}}"#)
        #expect(low.body == ["reasoning_effort": "low"])
        let on = try clean(#"{"chat_template_kwargs":{"enable_thinking":true}}"#)
        #expect(on.body.isEmpty && on.notes.count == 1)
        let off = try clean(#"{"chat_template_kwargs":{"thinking":false}}"#, efforts: ["none", "low"])
        #expect(off.body == ["reasoning_effort": "none"])
        let unknown = try clean(#"{"chat_template_kwargs":{"enable_thinking":false,"odd":1}}"#)
        #expect(unknown.body.isEmpty)
        #expect(unknown.notes.contains { $0.contains("'chat_template_kwargs.enable_thinking' was left out") })
        #expect(unknown.notes.contains { $0.contains("'odd'") })
        // The member that chat completions have of their own counts.
        let both = try clean(#"{"reasoning_effort":"high","chat_template_kwargs":{"reasoning_effort":"low"}}"#)
        #expect(both.body == ["reasoning_effort": "high"])
        #expect(try clean(#"{"chat_template_kwargs":{"a":1}}"#, for: .responses).body.isEmpty)
    }

    @Test func reasoning() throws {
        #expect(
            try clean(#"{"reasoning":{"effort":"xhigh"}}"#, efforts: ["low", "high"]).body == [
                "reasoning_effort": "high"
            ])
        let cleaning = try clean(#"{"reasoning":{"effort":"low","summary":"auto"}}"#)
        #expect(cleaning.body == ["reasoning_effort": "low"])
        #expect(cleaning.notes.contains { $0.contains("'summary'") })
    }

    @Test func streams() throws {
        #expect(try clean(#"{"stream":null,"stream_options":{"include_usage":true}}"#).body.isEmpty)
        #expect(try clean(#"{"stream":false,"stream_options":{}}"#).body == ["stream": false])
    }

    @Test(arguments: [
        "store", "metadata", "service_tier", "prompt_cache_key", "safety_identifier", "verbosity", "prediction",
    ])
    func membersOfAnotherService(name: String) throws {
        let cleaning = try clean(#"{"model":"m","\#(name)":"x"}"#)
        #expect(cleaning.body == ["model": "m"])
        #expect(cleaning.notes.count == 1 && cleaning.notes[0].contains("'\(name)'"))
    }

    @Test func membersThatSayNothing() throws {
        let cleaning = try clean(
            #"{"store":false,"service_tier":"auto","metadata":{},"verbosity":"medium","tools":null,"user":null}"#)
        #expect(cleaning.body.isEmpty && cleaning.notes.isEmpty && cleaning.isChanged)
    }

    @Test func messages() throws {
        let cleaning = try clean(
            #"{"messages":[{"role":"developer","content":"Be."},{"role":"assistant","content":null,"refusal":null,"audio":null,"tool_calls":[]},{"role":"user","content":"Hi"}]}"#
        )
        #expect(
            cleaning.body["messages"]
                == [
                    ["role": "system", "content": "Be."], ["role": "assistant", "content": .null],
                    ["role": "user", "content": "Hi"],
                ])
    }
}
