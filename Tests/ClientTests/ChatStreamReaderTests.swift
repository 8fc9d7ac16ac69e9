import ALCFHTTP
import ALCFSystem
import Testing

@testable import ALCFClient
@testable import ALCFLoad

/// What is recorded at the socket must be what the parser sees, however the stream is cut.
@Suite struct ChatStreamReaderTests {
    static let streams: [String] = {
        let metis = """
            data: {"id":"0b1c","object":"chat.completion.chunk","created":1767225600.2,"model":"gpt-oss-120b","system_fingerprint":"fastcoe","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null,"logprobs":null}]}

            data: {"id":"0b1c","object":"chat.completion.chunk","created":1767225600.2,"model":"gpt-oss-120b","choices":[{"index":0,"delta":{"reasoning":"User greets."},"finish_reason":null,"logprobs":null}]}

            data: {"id":"0b1c","object":"chat.completion.chunk","created":1767225600.2,"model":"gpt-oss-120b","choices":[{"index":0,"delta":{"content":"Hello."},"finish_reason":null,"logprobs":null}]}

            data: {"id":"0b1c","object":"chat.completion.chunk","created":1767225600.2,"model":"gpt-oss-120b","choices":[{"index":0,"delta":{"content":"é"},"finish_reason":null,"logprobs":null}]}

            data: {"id":"0b1c","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop","logprobs":null}]}

            data: {"id":"0b1c","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":72,"completion_tokens":19,"total_tokens":91,"time_to_first_token":0.21}}

            data: [DONE]


            """
        let error = #"data: {"object":"error","message":"broken","type":"InternalServerError","param":null,"code":500}"#
        return [
            metis, metis.replacing("\n", with: "\r\n"), metis.replacing("\n", with: "\r"),
            metis.replacing("data: ", with: ": note\ndata:"), "\u{FEFF}" + metis, String(metis.dropLast(20)),
            metis.replacing("\"stop\"", with: "null"), String(metis.prefix(600)), error + "\n\ndata: [DONE]\n\n", "",
            metis.replacing("data: [DONE]", with: error), metis.replacing("\"Hello.\"", with: "\"Hel"),
            metis.replacing("\"stop\"", with: "\"abort\""), metis.replacing("\"index\":0", with: "\"index\":2"),
            metis.replacing("\"Hello.\"", with: "[{\"type\":\"text\",\"text\":\"Hello.\"}]"),
            metis.replacing("\"Hello.\"", with: "\"\\ud83d\"").replacing("\"é\"", with: "\"\\ude00é\""),
            metis.replacing("\"Hello.\"", with: "\"\\ud83d\""), metis.replacing("\"content\"", with: "\"refusal\""),
            metis.replacing("data: [DONE]", with: "error: {\"message\":\"it broke\"}"), "error: {\"code\":400}\n\n",
            metis + metis, metis.replacing("data: {\"id\"", with: "data: {\ndata: \"id\""),
            // The first token of the answer is in an event that ends with the stream.
            metis.split(separator: "\n\n").prefix(3).joined(separator: "\n\n") + "\ndata: {\"id\":\"0b",
        ]
    }()

    @Test(arguments: streams, [1, 2, 3, 7, 64, 199, 200, 1000, 100_000])
    func agreesWithTheParser(stream: String, size: Int) {
        let bytes = Array(stream.utf8)
        var pieces: [HTTPFragment] = []
        for (read, start) in stride(from: 0, to: bytes.count, by: size).enumerated() {
            let piece = Array(bytes[start..<min(start + size, bytes.count)])
            pieces.append(HTTPFragment(time: MonotonicTime(nanoseconds: Int64(read) * 1_000_000), bytes: piece))
        }
        var parser = ChatStreamParser(answers: 1)
        var reader = ChatStreamReader(isService: true, keepsText: true)
        var expected = ChatStreamRecording()
        var answer = ChatAccumulator()
        func note(_ event: ChatStreamEvent) {
            answer.add(event.chunk)
            expected.note(
                at: event.time, read: event.readIndex, hasOutput: event.chunk.hasOutput,
                hasContent: event.chunk.choices.contains { $0.hasContent },
                hasReasoning: event.chunk.choices.contains { !($0.reasoning ?? "").isEmpty })
        }
        for piece in pieces {
            for event in parser.receive(piece) { note(event) }
            reader.receive(piece.bytes.span, at: piece.time)
        }
        let (last, failure) = parser.finish()
        if let last { note(last) }
        let recorded = reader.finish(nil)
        #expect(recorded.failure?.code == failure?.code)
        #expect(recorded.failure?.message == failure?.message)
        #expect(recorded.events == expected.events)
        #expect(recorded.tokenEvents == expected.tokenEvents)
        #expect(recorded.tokenReads == expected.tokenReads)
        #expect(recorded.largestBurst == expected.largestBurst)
        #expect(recorded.firstBurst == expected.firstBurst)
        #expect(recorded.firstEvent == expected.firstEvent)
        #expect(recorded.firstToken == expected.firstToken)
        #expect(recorded.firstAnswer == expected.firstAnswer)
        #expect(recorded.firstReasoning == expected.firstReasoning)
        #expect(recorded.reasoningEvents == expected.reasoningEvents)
        #expect(recorded.lastToken == expected.lastToken)
        #expect(recorded.tokenOffsets == expected.tokenOffsets)
        #expect(recorded.text == answer.content)
        #expect(recorded.finishReason == answer.finishReason)
        #expect(recorded.usage == answer.usage)
        #expect(recorded.model == answer.model)
    }

    @Test func unescapesText() {
        let text = #"a\n\t\r\b\f\"\\\/\u0041\u00e9\u20AC"#
        var out: [UInt8] = []
        let bytes = Array(text.utf8)
        Scanner.append(bytes.span, 0..<bytes.count, to: &out)
        #expect(String(decoding: out, as: UTF8.self) == "a\n\t\r\u{8}\u{C}\"\\/Aé€")
    }
}
