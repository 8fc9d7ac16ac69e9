import ALCFJSON
import ALCFServe
import Testing

/// Efforts that a client asks for, and those that a model knows.
struct ReasoningEffortTests {
    @Test(
        arguments: [
            ("low", [], "low"), ("minimal", [], "low"), ("max", [], "high"), ("none", [], nil), ("odd", [], "odd"),
            ("none", ["none", "low"], "none"), ("none", ["low"], nil), ("high", ["low", "medium"], "medium"),
            ("minimal", ["none", "high"], "high"), ("odd", ["low"], nil), ("xhigh", ["max"], "max"),
        ] as [(String, [String], String?)])
    func choices(asked: String, known: [String], chosen: String?) throws {
        let circumstances = Dialogue.circumstances(efforts: known)
        let responses = try Dialogue.translation(
            ResponsesTranslation.self, #"{"input":"x","reasoning":{"effort":"\#(asked)"}}"#, circumstances)
        #expect(responses.chatBody["reasoning_effort"]?.string == chosen)
        #expect(responses.notes.isEmpty == (chosen == asked))
        let messages = try Dialogue.translation(
            MessagesTranslation.self,
            #"{"max_tokens":1,"messages":[{"role":"user","content":"x"}],"output_config":{"effort":"\#(asked)"}}"#,
            circumstances)
        #expect(messages.chatBody["reasoning_effort"]?.string == chosen)
    }
}
