import ALCFJSON
import Testing

@testable import ALCFSimulator

/// The shapes of recorded answers: which keys, in which order, of which kind.
@Suite("Transcripts")
struct TranscriptTests {
    private let box = Box()

    private func keys(_ value: JSONValue?) -> [String] { value?.object?.keys ?? [] }

    @Test("A Metis stream")
    func metisStream() throws {
        let response = box.post(Paths.metis, Bodies.stream("gpt-oss-120b", usage: true), try box.bearer())
        #expect(response.status == 200)
        #expect(response.text.hasSuffix("\n\ndata: [DONE]\n\n"))
        #expect(response.events.count == response.chunks.count + 1)
        for chunk in response.chunks {
            #expect(keys(chunk).prefix(6) == ["id", "object", "created", "model", "system_fingerprint", "choices"])
            #expect(chunk["object"] == "chat.completion.chunk")
            #expect(SimulatedGlobus.isUUID(try #require(chunk["id"]?.string)))
            #expect(chunk["created"]?.kind == "number")
            #expect(chunk["system_fingerprint"] == "fastcoe")
        }
        let chunks = response.chunks
        #expect(
            chunks.first?["choices"]?[0]
                == [
                    "index": 0, "delta": ["role": "assistant", "content": ""], "finish_reason": nil, "logprobs": nil,
                ])
        let deltas = chunks.dropFirst().dropLast(2).map { keys($0["choices"]?[0]?["delta"]) }
        #expect(deltas.allSatisfy { $0 == ["reasoning"] || $0 == ["content"] })
        #expect((30...100).contains(deltas.count { $0 == ["reasoning"] }))
        let closing = chunks[chunks.count - 2]["choices"]?[0]
        #expect(closing == ["index": 0, "delta": ["content": ""], "finish_reason": "stop", "logprobs": nil])
        let usage = try #require(chunks.last)
        #expect(usage["choices"] == [])
        #expect(usage["usage"]?["completion_tokens"]?.int == deltas.count)
        #expect(usage["usage"]?["time_to_first_token"]?.kind == "number")
        #expect(usage["usage"]?["is_last_response"] == true)
    }

    @Test("A Sophia stream")
    func sophiaStream() throws {
        let response = box.post(Paths.sophia, Bodies.stream("openai/gpt-oss-120b", usage: true), try box.bearer())
        let chunks = response.chunks
        for chunk in chunks {
            #expect(keys(chunk).prefix(5) == ["id", "object", "created", "model", "choices"])
            #expect(chunk["created"] == 1_767_225_600)
            #expect(try #require(chunk["id"]?.string).wholeMatch(of: #/chatcmpl-[0-9a-f]{32}/#) != nil)
            #expect(chunk["model"] == "openai/gpt-oss-120b")
        }
        #expect(keys(chunks[1]["choices"]?[0]) == ["index", "delta", "logprobs", "finish_reason"])
        #expect(keys(chunks[1]["choices"]?[0]?["delta"]) == ["reasoning_content"])
        #expect(
            chunks[chunks.count - 2]["choices"]?[0]
                == ["index": 0, "delta": [:], "logprobs": nil, "finish_reason": "stop", "stop_reason": nil])
        #expect(chunks.last?["choices"] == [])
        #expect(keys(chunks.last?["usage"]) == ["prompt_tokens", "total_tokens", "completion_tokens"])
        #expect(response.text.hasSuffix("\n\ndata: [DONE]\n\n"))
    }

    @Test("No usage unless asked for")
    func noUsage() throws {
        for (path, model) in [(Paths.metis, "gpt-oss-120b"), (Paths.sophia, "openai/gpt-oss-120b")] {
            let response = box.post(path, Bodies.stream(model), try box.bearer())
            #expect(response.chunks.allSatisfy { $0["usage"] == nil && $0["choices"]?.array?.count == 1 })
        }
    }

    @Test("A whole Metis answer")
    func metisWhole() throws {
        let body = try #require(box.post(Paths.metis, Bodies.chat("GPT-OSS-120B"), try box.bearer()).json)
        #expect(
            keys(body) == ["id", "object", "created", "model", "system_fingerprint", "choices", "usage"])
        #expect(body["model"] == "gpt-oss-120b")
        #expect(keys(body["choices"]?[0]?["message"]) == ["role", "content", "reasoning", "channel"])
        #expect(
            keys(body["usage"]).prefix(5) == [
                "prompt_tokens", "completion_tokens", "total_tokens", "prompt_tokens_details",
                "completion_tokens_details",
            ])
    }

    @Test("A whole Sophia answer, with the worker's two numbers")
    func sophiaWhole() throws {
        let body = try #require(box.post(Paths.sophia, Bodies.chat("openai/gpt-oss-120b"), try box.bearer()).json)
        #expect(
            keys(body) == [
                "id", "object", "created", "model", "choices", "service_tier", "system_fingerprint", "usage",
                "prompt_logprobs", "prompt_token_ids", "kv_transfer_params", "response_time",
                "throughput_tokens_per_second",
            ])
        #expect(
            keys(body["choices"]?[0]?["message"]) == [
                "role", "content", "refusal", "annotations", "audio", "function_call", "tool_calls",
                "reasoning_content",
            ])
        let seconds = try #require(body["response_time"]?.double)
        let rate = try #require(body["throughput_tokens_per_second"]?.double)
        #expect(abs(seconds * rate - Double(try #require(body["usage"]?["total_tokens"]?.int))) < 1e-6)
    }

    @Test("Sophia counts two prompt tokens more, both about a quarter of the characters")
    func promptTokens() throws {
        let metis = box.post(Paths.metis, Bodies.chat("gpt-oss-120b"), try box.bearer()).json?["usage"]
        let sophia = box.post(Paths.sophia, Bodies.chat("openai/gpt-oss-120b"), try box.bearer()).json?["usage"]
        let count = try #require(metis?["prompt_tokens"]?.int)
        #expect(count == (Bodies.passage.count + 3) / 4)
        #expect(sophia?["prompt_tokens"]?.int == count + 2)
    }

    @Test("A limit cuts the answer", arguments: [(Paths.metis, "gpt-oss-120b"), (Paths.sophia, "openai/gpt-oss-120b")])
    func limit(path: String, model: String) throws {
        let body = try #require(
            box.post(path, Bodies.chat(model, Bodies.passage, ["max_tokens": 5]), try box.bearer()).json)
        #expect(body["choices"]?[0]?["finish_reason"] == "length")
        #expect(body["choices"]?[0]?["message"]?["content"] == "")
        #expect(body["usage"]?["completion_tokens"] == 5)
        let long = Bodies.chat(model, Bodies.passage, ["max_completion_tokens": 400, "ignore_eos": true])
        let usage = box.post(path, long, try box.bearer()).json?["usage"]
        #expect(usage?["completion_tokens"] == 400)
    }
}
