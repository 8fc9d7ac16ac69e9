import ALCFJSON
import ALCFServe
import Testing

/// Answers as the two kinds of servers send them, through both translations.
struct TranscriptTests {
    private func messages() throws -> MessagesTranslation {
        try Dialogue.translation(
            MessagesTranslation.self,
            #"{"max_tokens":9,"thinking":{"type":"adaptive"},"messages":[{"role":"user","content":"Hi"}]}"#)
    }

    private func responses() throws -> ResponsesTranslation {
        try Dialogue.translation(ResponsesTranslation.self, #"{"input":"Hi"}"#)
    }

    @Test(arguments: [(ServedTranscript.metisCompletion, 72, 19), (ServedTranscript.sophiaCompletion, 70, 18)])
    func completions(text: String, prompt: Int, completion: Int) throws {
        var messages = try messages()
        let message = try Dialogue.answer(&messages, text)
        #expect(message["content"]?.array?.map { $0["type"] } == ["thinking", "text"])
        #expect(message["content"]?[0]?["thinking"] == "User greets." && message["content"]?[1]?["text"] == "Hello.")
        #expect(message["stop_reason"] == "end_turn")
        #expect(message["usage"]?["input_tokens"]?.int == prompt)
        #expect(message["usage"]?["output_tokens"]?.int == completion)
        var responses = try responses()
        let response = try Dialogue.answer(&responses, text)
        #expect(response["output"]?[0]?["content"]?[0]?["text"] == "User greets.")
        #expect(response["output"]?[1]?["content"]?[0]?["text"] == "Hello.")
        #expect(response["status"] == "completed" && response["usage"]?["total_tokens"]?.int == prompt + completion)
    }

    /// Read in pieces of every size, as networks cut them.
    @Test func metisStream() throws {
        for size in 1...64 {
            var messages = try messages()
            let message = try MessagesReading(Dialogue.events(&messages, ServedTranscript.metisStream, size: size))
                .message
            #expect(
                message["content"]?[0]?["thinking"] == "User greets." && message["content"]?[1]?["text"] == "Hello.")
            #expect(message["stop_reason"] == "end_turn" && message["usage"]?["output_tokens"] == 19)
            var responses = try responses()
            let response = try ResponsesReading(Dialogue.events(&responses, ServedTranscript.metisStream, size: size))
                .response
            #expect(response["output"]?.array?.count == 2 && response["usage"]?["input_tokens"] == 72)
        }
    }

    @Test func sophiaCalls() throws {
        var messages = try messages()
        let message = try MessagesReading(Dialogue.events(&messages, ServedTranscript.sophiaCalls)).message
        #expect(
            message["content"] == [
                ["type": "tool_use", "id": "chatcmpl-tool-9f", "name": "get_weather", "input": ["city": "Chicago"]]
            ])
        #expect(message["stop_reason"] == "tool_use")
        var responses = try responses()
        let response = try ResponsesReading(Dialogue.events(&responses, ServedTranscript.sophiaCalls)).response
        #expect(response["output"]?[0]?["call_id"] == "chatcmpl-tool-9f")
        #expect(response["output"]?[0]?["arguments"] == #"{"city":"Chicago"}"#)
    }
}
