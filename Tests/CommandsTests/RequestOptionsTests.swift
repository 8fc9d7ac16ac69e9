import ALCFClient
import ALCFCrypto
import ALCFJSON
import ArgumentParser
import Testing

@testable import ALCFCommands
@testable import ALCFRecord

@Suite struct RequestOptionsTests {
    func options(_ arguments: String...) throws -> RequestArguments {
        try RequestOptions.parse(arguments).arguments(names: ["mine", "other"])
    }

    @Test func areForAllOrForOne() throws {
        let options = try options(
            "--body-field", "top_k=5", "--body-field", "mine=min_p=0.1", "--body-field", "mine:x={\"a\": [1]}",
            "--omit-field",
            "other=stream_options", "--max-tokens-field", "mine=max_completion_tokens", "--header",
            "mine=X-Route: blue",
            "--header", "other:X-Key: a:b=c")
        let mine = try options.overrides(for: "mine", among: ["mine", "other"], streaming: true)
        #expect(mine.fields.map(\.name) == ["top_k", "min_p", "x"] && mine.fields[2].value == ["a": [1]])
        #expect(mine.omitted.isEmpty && mine.maxTokensField == "max_completion_tokens")
        #expect(mine.headers.map(\.name) == ["X-Route"] && mine.headers[0].value.expose() == "blue")
        let other = try options.overrides(for: "other", among: ["mine", "other"], streaming: true)
        #expect(other.fields.map(\.name) == ["top_k"] && other.omitted == ["stream_options"])
        #expect(other.maxTokensField == nil && other.headers[0].value.expose() == "a:b=c")
    }

    @Test func changeTheBody() throws {
        let options = try options(
            "--body-field", "top_k=5", "--omit-field", "stream_options", "--omit-field", "seed", "--max-tokens-field",
            "max_completion_tokens")
        let overrides = try options.overrides(for: nil, among: [], streaming: true)
        let request = ChatRequest(model: "m", messages: [.user("x")], maxTokens: 9, seed: 1)
        #expect(
            JSONValue.object(overrides.applied(to: request.body(streaming: true))) == [
                "model": "m", "messages": [["role": "user", "content": "x"]], "stream": true,
                "max_completion_tokens": 9,
                "top_k": 5,
            ])
        #expect(
            JSONValue.object(overrides.shown) == [
                "fields": ["top_k": 5], "omitted": ["stream_options", "seed"],
                "max_tokens_field": "max_completion_tokens",
            ])
    }

    @Test func usageIsStillAskedFor() throws {
        let overrides = try options("--body-field", "stream_options={\"continuous_usage_stats\":true}")
            .overrides(for: nil, among: [], streaming: true)
        let body = overrides.applied(to: ChatRequest(model: "m", messages: []).body(streaming: true))
        #expect(body["stream_options"] == ["continuous_usage_stats": true, "include_usage": true])
    }

    @Test(arguments: [
        ["--body-field", "messages=[]"], ["--body-field", "stream=false"], ["--body-field", "model=\"x\""],
        ["--body-field", "max_tokens=3"], ["--body-field", "temperature=1"], ["--body-field", "n=2"],
        ["--body-field", "stream_options=1"], ["--body-field", "service_tier=flex"], ["--body-field", "top_k"],
        ["--body-field", "=1"], ["--body-field", "nobody=top_k=5"], ["--body-field", "api_key=\"sk-1\""],
        ["--body-field", "sources=[{\"key\": \"sk-1\"}]"], ["--body-field", "user=env:ALCF_NO_SUCH_VARIABLE"],
        ["--omit-field", "messages"], ["--omit-field", "prompt"], ["--omit-field", "stream"],
        ["--omit-field", "steam_options"], ["--omit-field", "nobody=seed"], ["--header", "X-Key"],
        ["--header", "Authorization: Bearer sk-secret"], ["--header", "Content-Length: 5"], ["--header", "a b: c"],
        ["--header", "X-Key: env:ALCF_NO_SUCH_VARIABLE"], ["--header", "X-Key: (not kept)"],
        ["--max-tokens-field", "messages"], ["--max-tokens-field", ""],
        ["--body-field", "top_k=1", "--max-tokens-field", "top_k"],
        ["--body-field", "response_format={}", "--omit-field", "response_format"],
    ])
    func refuse(_ arguments: [String]) throws {
        let options = try RequestOptions.parse(arguments).arguments(names: ["mine"])
        let error = #expect(throws: UsageError.self) {
            try options.overrides(for: "mine", among: ["mine"], streaming: true)
        }
        #expect(error?.message.contains("sk-") == false && error?.remedy?.contains("sk-") != true)
    }

    @Test func anArgumentOfARecordHoldsNoValue() {
        for (text, kept) in [
            ("X-Key: sk-secret", "X-Key: (not kept)"), ("mine=X-Key: env:KEY", "mine=X-Key: env:KEY"),
            ("X-Auth: Token $KEY", "X-Auth: Token $KEY"), ("mine:X-Auth: ${KEY}", "mine=X-Auth: ${KEY}"),
        ] { #expect(HeaderArgument(text, names: ["mine"]).kept == kept) }
        #expect(
            HeaderArgument("x-key: new", names: []).replaces(HeaderArgument("X-Key: (not kept)", names: [])))
    }

    @Test(arguments: [
        ("x-api-key", true), ("Ocp-Apim-Subscription-Key", true), ("X-Access-Token", true), ("Cookie", true),
        ("api_key", true), ("X-Route", false), ("stop_token_ids", true), ("monkey", false), ("max_tokens", false),
    ])
    func secretsAreKnownByTheirNames(_ name: String, _ isSecret: Bool) {
        #expect(CredentialName.isLikely(name) == isSecret)
    }

    @Test func numbersAreNoSecrets() {
        #expect(!CredentialName.isLikely("stop_token_ids", [1, 2]) && CredentialName.isLikely("a", ["token": "x"]))
    }

    @Test func reasoningEffortIsOfAList() {
        #expect(ReasoningEffort(argument: "super") == nil)
        #expect(ReasoningEffort(argument: "high")?.warning == nil && ReasoningEffort(argument: "xhigh")?.warning != nil)
        #expect(ReasoningEffort.allValueStrings == ["low", "medium", "high"])
    }
}
