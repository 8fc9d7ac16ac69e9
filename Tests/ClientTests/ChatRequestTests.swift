import ALCFClient
import ALCFHTTP
import ALCFJSON
import ALCFSystem
import Testing

@Suite struct ChatRequestTests {
    @Test func everythingThatIsSet() {
        let request = ChatRequest(
            model: "gpt-oss-120b", messages: [.system("Be brief."), .user("Say \"hi\" – now"), .assistant("hi")],
            maxTokens: 64, temperature: 0, topP: 0.9, seed: 7, stop: ["\n"], reasoningEffort: "low",
            extra: ["top_k": 5, "chat_template_kwargs": ["enable_thinking": false]])
        #expect(
            JSONValue.object(request.body(streaming: true)).serialized() == #"""
                {"model":"gpt-oss-120b","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Say \"hi\" – now"},{"role":"assistant","content":"hi"}],"max_tokens":64,"temperature":0.0,"top_p":0.9,"seed":7,"stop":["\n"],"reasoning_effort":"low","top_k":5,"chat_template_kwargs":{"enable_thinking":false},"stream":true,"stream_options":{"include_usage":true}}
                """#)
    }

    @Test func whatIsNotSetIsNotSent() {
        #expect(
            JSONValue.object(question.body(streaming: false)).serialized()
                == #"{"model":"gpt-oss-120b","messages":[{"role":"user","content":"Hi"}],"stream":false}"#)
    }

    @Test func extraFieldsWinButStreamIsOurs() {
        var request = question
        request.maxTokens = 5
        request.extra = ["max_tokens": 9, "stream": false, "stream_options": ["continuous_usage_stats": true]]
        let streamed = request.body(streaming: true)
        #expect(streamed["max_tokens"] == 9)
        #expect(streamed["stream"] == true)
        #expect(streamed["stream_options"] == ["continuous_usage_stats": true, "include_usage": true])
        request.extra = ["stream": true, "stream_options": ["include_usage": true]]
        // Some servers stream where it is not said, and others refuse options of a stream that is none.
        #expect(request.body(streaming: false)["stream"] == false)
        #expect(request.body(streaming: false)["stream_options"] == nil)
    }

    @Test func whereItGoes() async throws {
        for (cluster, url) in [
            ("Sophia", "https://inference-api.alcf.anl.gov/resource_server/sophia/vllm/v1/chat/completions"),
            ("metis", "https://inference-api.alcf.anl.gov/resource_server/metis/api/v1/chat/completions"),
            ("minerva", "https://inference-api.alcf.anl.gov/resource_server/minerva/api/v1/chat/completions"),
        ] {
            let transport = ScriptedTransport(200, Transcript.metisCompletion)
            let subject = client(transport)
            _ = try await subject.chat(question, at: try subject.endpoint(cluster: cluster))
            let asked = try #require(transport.asked.first)
            #expect(asked.url == url)
            #expect(asked.method == "POST")
            #expect(asked.headers["Content-Type"] == "application/json")
            #expect(asked.body == JSONValue.object(question.body(streaming: false)).serializedBytes())
            #expect(
                (asked.timeouts.firstByte?.seconds ?? 0) >= (cluster == "Sophia" ? 330 : 150)
                    && (asked.timeouts.idle?.seconds ?? 0) >= 130)
        }
    }

    @Test func theSessionsName() async throws {
        var request = question
        request.session = "turn-1"
        let transport = ScriptedTransport(200, Transcript.metisCompletion)
        let endpoint = try ModelEndpoint(cluster: "minerva")
        _ = try await client(transport).chat(request, at: endpoint)
        #expect(transport.asked.first?.headers["X-ALCF-Session-ID"] == "turn-1")
        for name in ["a b", "\u{e9}", String(repeating: "x", count: 129), "a\r\nB: c"] {
            request.session = name
            let refused = request
            #expect(await clientError { try await client(transport).chat(refused, at: endpoint) }?.code == .usage)
        }
        #expect(transport.asked.count == 1)
    }

    @Test(arguments: ["", "a/b", "..", "sophia?x", "s p", "métis"])
    func namesThatNoClusterCanHave(name: String) throws {
        #expect(throws: ClientError.self) { try ModelEndpoint(cluster: name) }
    }
}
