import ALCFServe
import Testing

/// The routes of the APIs, as OpenAI and Anthropic have them.
struct DialectTests {
    @Test(arguments: [
        (Dialect.chat, "chat/completions"), (.completions, "completions"), (.embeddings, "embeddings"),
        (.responses, "responses"), (.messages, "messages"),
    ])
    func routes(dialect: Dialect, route: String) {
        #expect(dialect.route == route)
    }
}
