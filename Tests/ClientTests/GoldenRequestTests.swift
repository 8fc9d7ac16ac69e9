import ALCFClient
import ALCFJSON
import Testing

/// A request with every field, as it goes over the wire.
@Suite struct GoldenRequestTests {
    private func request() throws -> ChatRequest {
        let call = ToolCall(id: "call-1", name: "get_weather", arguments: #"{"city":"Chicago"}"#)
        let pixel: [UInt8] = Array("\u{89}PNG".unicodeScalars.map { UInt8($0.value) }) + [13, 10, 26, 10, 0]
        let schema: JSONValue = ["type": "object", "properties": ["city": ["type": "string"]], "required": ["city"]]
        var request = ChatRequest(
            model: "gpt-oss-120b",
            messages: [
                .system("Be brief."), .user("What is it?", images: [try ImageContent(bytes: pixel, detail: "low")]),
                .assistant("", toolCalls: [call]), .tool("9 °C", answering: call),
                ChatMessage(.assistant, content: [.text("Cold.")], reasoning: "9 is low"),
                ChatMessage(
                    .user, content: [.other(["type": "audio_content", "audio_content": ["content": "x"]])],
                    extra: ["name": "ann"]),
            ],
            maxTokens: 64, temperature: 0.5, topP: 0.9, seed: 7, stop: ["\n", "END"], reasoningEffort: "low",
            tools: [Tool(name: "get_weather", description: "Weather", parameters: schema, strict: true)],
            toolChoice: .function("get_weather"),
            responseFormat: .jsonSchema(.init(name: "w", description: "d", schema: schema, strict: true)),
            extra: ["top_k": 5, "chat_template_kwargs": ["enable_thinking": false], "do_sample": true])
        request.maxCompletionTokens = 65
        request.n = 2
        request.presencePenalty = 0.25
        request.frequencyPenalty = -0.5
        request.logitBias = [50256: -100, 11: 2.5]
        request.logprobs = true
        request.topLogprobs = 3
        request.parallelToolCalls = false
        request.user = "ann"
        return request
    }

    @Test func allFields() throws {
        let golden = #"""
            {"model":"gpt-oss-120b","messages":[{"role":"system","content":"Be brief."},
            {"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgoA","detail":"low"}}]},
            {"role":"assistant","content":null,"tool_calls":[{"id":"call-1","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Chicago\"}"}}]},
            {"role":"tool","content":"9 °C","tool_call_id":"call-1"},
            {"role":"assistant","content":"Cold.","reasoning":"9 is low"},
            {"role":"user","content":[{"type":"audio_content","audio_content":{"content":"x"}}],"name":"ann"}],
            "max_tokens":64,"max_completion_tokens":65,"temperature":0.5,"top_p":0.9,"seed":7,"stop":["\n","END"],"reasoning_effort":"low",
            "n":2,"presence_penalty":0.25,"frequency_penalty":-0.5,"logit_bias":{"11":2.5,"50256":-100.0},"logprobs":true,"top_logprobs":3,
            "tools":[{"type":"function","function":{"name":"get_weather","description":"Weather","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]},"strict":true}}],
            "tool_choice":{"type":"function","function":{"name":"get_weather"}},"parallel_tool_calls":false,
            "response_format":{"type":"json_schema","json_schema":{"name":"w","description":"d","schema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]},"strict":true}},
            "user":"ann","top_k":5,"chat_template_kwargs":{"enable_thinking":false},"do_sample":true,"stream":true,"stream_options":{"include_usage":true}}
            """#
        let sent = JSONValue.object(try request().body(streaming: true))
        #expect(sent.serialized() == golden.split(separator: "\n").joined())
        // What was written reads back the same.
        #expect(try JSONValue(parsing: sent.serializedBytes()) == sent)
    }

    @Test func otherRequests() {
        var completion = CompletionRequest(
            model: "m", prompt: .texts(["a", "b"]), maxTokens: 5, temperature: 0, stop: ["\n"], extra: ["best_of": 1])
        completion.logprobs = 2
        completion.echo = true
        #expect(
            JSONValue.object(completion.body(streaming: false)).serialized()
                == #"{"model":"m","prompt":["a","b"],"max_tokens":5,"temperature":0.0,"stop":["\n"],"logprobs":2,"echo":true,"best_of":1,"stream":false}"#
        )
        #expect(CompletionRequest(model: "m", prompt: .tokens([1, 2])).body(streaming: true)["prompt"] == [1, 2])
        let embedding = EmbeddingRequest(model: "m", input: ["a"], encoding: .base64, dimensions: 8)
        #expect(
            JSONValue.object(embedding.body).serialized()
                == #"{"model":"m","input":["a"],"encoding_format":"base64","dimensions":8}"#)
        let responses = ResponsesRequest(
            model: "m", input: .text("Hi"), instructions: "Be brief.", maxOutputTokens: 9, reasoningEffort: "low",
            tools: [Tool(name: "f")])
        #expect(
            JSONValue.object(responses.body(streaming: true)).serialized()
                == #"{"model":"m","input":"Hi","instructions":"Be brief.","max_output_tokens":9,"reasoning":{"effort":"low"},"tools":[{"type":"function","name":"f"}],"stream":true}"#
        )
        #expect(
            JSONValue.object(BatchRequest(model: "m", inputFile: "/a", outputFolder: "/b").body).serialized()
                == #"{"input_file":"/a","model":"m","output_folder_path":"/b"}"#)
    }

    @Test(arguments: [
        (ToolChoice.none, #""none""#), (.auto, #""auto""#), (.required, #""required""#),
    ])
    func toolChoices(choice: ToolChoice, json: String) { #expect(choice.json.serialized() == json) }

    @Test(arguments: [
        ("\u{89}PNG\r\n\u{1A}\n", "image/png"), ("\u{FF}\u{D8}\u{FF}\u{E0}", "image/jpeg"), ("GIF89a..", "image/gif"),
        ("RIFF....WEBPVP8 ", "image/webp"), ("BM....", "image/bmp"), ("II*\0", "image/tiff"), ("MM\0*", "image/tiff"),
        ("RIFF....WAVE", nil), ("<svg/>", nil), ("", nil), ("%PDF-1.7", nil),
    ])
    func mediaTypes(text: String, type: String?) {
        let bytes = text.unicodeScalars.map { UInt8($0.value) }
        #expect(ImageContent.mediaType(of: bytes) == type)
        #expect(
            (try? ImageContent(bytes: bytes))?.url.hasPrefix("data:\(type ?? "?");base64,")
                == (type == nil ? nil : true))
    }

    @Test func aPictureThatIsNone() {
        #expect(throws: ClientError.self) { try ImageContent(path: "/nowhere/at/all.png") }
        let error = #expect(throws: ClientError.self) { try ImageContent(path: "/proc/self/status") }
        #expect(error?.code == .usage && error?.message.contains("/proc/self/status") == true)
    }

    @Test func theTurnGoesBackIntoTheConversation() async throws {
        let body = #"""
            {"choices":[{"message":{"content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},
            "finish_reason":"tool_calls"}]}
            """#
        let answer = try await client(ScriptedTransport(200, body)).chat(question, at: ModelEndpoint(cluster: "metis"))
        #expect(
            answer.message.json.serialized()
                == #"{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]}"#
        )
        let call = try #require(answer.toolCalls.first)
        #expect(ChatMessage.tool("2", answering: call).json == ["role": "tool", "content": "2", "tool_call_id": "c1"])
    }
}
