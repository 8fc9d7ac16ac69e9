import ALCFHTTP
import ALCFSystem
import Testing

@testable import ALCFClient

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
            metis + metis, metis.replacing("data: {\"id\"", with: "data: {\ndata: \"id\""),
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
        var parser = ChatStreamParser()
        var reader = ChatStreamReader(isService: true)
        var expected = ChatStreamRecording()
        func note(_ event: ChatStreamEvent) {
            expected.note(
                at: event.time, read: event.readIndex, hasOutput: event.chunk.hasOutput,
                hasContent: event.chunk.choices.contains { !($0.content ?? "").isEmpty })
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
        #expect(recorded.firstEvent == expected.firstEvent)
        #expect(recorded.firstToken == expected.firstToken)
        #expect(recorded.firstAnswer == expected.firstAnswer)
        #expect(recorded.lastToken == expected.lastToken)
        #expect(recorded.tokenOffsets == expected.tokenOffsets)
    }

    @Test func keepsTheTextWhereItIsWanted() {
        let bytes = Array(Self.streams[0].utf8)
        for keepsText in [true, false] {
            let recorder = ChatStreamRecorder(isService: true, keepsText: keepsText)
            recorder.receive(bytes.span, at: .now)
            let recording = recorder.finish(nil)
            #expect(recording.answer.usage?.completionTokens == 19)
            #expect(recording.answer.finishReason == "stop")
            #expect(recording.answer.model == "gpt-oss-120b")
            if keepsText { #expect(recording.answer.content == "Hello.é") }
        }
    }
}
