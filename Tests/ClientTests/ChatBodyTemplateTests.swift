import ALCFClient
import ALCFJSON
import Testing

@testable import ALCFLoad

@Suite struct ChatBodyTemplateTests {
    @Test(
        arguments: ["", "plain", "a \"quoted\"\nline \\ ü 😀 \u{1}", "text", "\"text-4\"", "text-4-6"], [true, false])
    func writesWhatTheRequestWould(text: String, streaming: Bool) throws {
        func request(_ text: String) -> ChatRequest {
            ChatRequest(
                model: "text-4", messages: [.system("\"text-4\""), .user(text)], maxTokens: 7, temperature: 0, seed: 1,
                reasoningEffort: "low")
        }
        let template = ChatBodyTemplate(streaming: streaming, request)
        #expect(template.body(text) == JSONValue.object(request(text).body(streaming: streaming)).serializedBytes())
    }
}
