import ALCFJSON
import ALCFServe
import Testing

/// Estimates of tokens, which may be too high and must not be too low.
struct TokenEstimateTests {
    /// Texts with the larger of their counts by two tokenizers (`o200k_base` and `cl100k_base` of tiktoken).
    @Test(arguments: TokenEstimateSamples.all)
    func isAbove(_ sample: TokenEstimateSamples.Sample) {
        let tokens = TokenEstimate.tokens(sample.text)
        #expect(tokens >= sample.tokens, "\(sample.text)")
        #expect(tokens <= 3 * sample.tokens + 8, "\(sample.text)")
    }

    private func count(_ request: String) throws -> Int {
        try #require(try TokenEstimate.answer(Dialogue.object(request))["input_tokens"]?.int)
    }

    @Test func partsCount() throws {
        let plain = try count(#"{"messages":[{"role":"user","content":"Hello there"}]}"#)
        let blocks = try count(#"{"messages":[{"role":"user","content":[{"type":"text","text":"Hello there"}]}]}"#)
        #expect(plain == blocks && plain > 2)
        #expect(try count(#"{"system":"Be brief.","messages":[{"role":"user","content":"Hello there"}]}"#) > plain)
        #expect(
            try count(
                #"{"messages":[{"role":"user","content":"Hello there"}],"tools":[{"name":"f","input_schema":{}}]}"#)
                > plain)
        #expect(
            try count(
                #"{"messages":[{"role":"user","content":"Hello there"},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{"a":1}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"one two"}]}]}]}"#
            ) > plain + 8)
    }

    /// An image counts by itself, and not by the letters of its bytes.
    @Test func images() throws {
        let data = String(repeating: "iVBORw0KGgo", count: 10_000)
        let tokens = try count(
            #"{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"\#(data)"}}]}]}"#
        )
        #expect((2048...2200).contains(tokens))
    }

    @Test func withoutMessages() throws {
        let request = try Dialogue.object("{}")
        #expect(throws: ServedError.self) { try TokenEstimate.answer(request) }
    }
}
