import ALCFClient
import ALCFJSON
import ALCFServe
import Testing

/// Ends of answers that a client's API has words for, and those that are failures.
struct AnswerEndTests {
    @Test(
        arguments: [
            (#"{"content":"Hello"}"#, "stop", nil), (#"{"content":""}"#, "length", nil),
            (#"{"content":null}"#, "content_filter", nil), (#"{"content":"","refusal":"No."}"#, "stop", nil),
            (#"{"content":""}"#, "stop", "empty"), (#"{"content":"Hel"}"#, "abort", "aborted"),
            (#"{"content":"Hel"}"#, "", "truncated"),
        ] as [(String, String, String?)])
    func whole(message: String, finish: String, code: String?) throws {
        let json = try JSONValue(
            parsing: #"{"choices":[{"index":0,"message":\#(message),"finish_reason":"\#(finish)"}]}"#)
        #expect(try ChatCompletion(json).servedFailure?.code == code)
    }

    @Test func fakeAnswer() throws {
        let json = try JSONValue(
            parsing:
                #"{"id":"chatcmpl-api-error","choices":[{"index":0,"message":{"content":"\n\n[ERROR] Error: boom"},"finish_reason":"stop"}]}"#
        )
        #expect(try ChatCompletion(json).servedFailure?.message.contains("boom") == true)
    }
}
