import ALCFAuth
import ALCFHTTP
import ALCFJSON
import ALCFRecord
import Glibc

/// What is worked on.
enum Samples {
    static func chunk(_ text: String) -> String { chunk(delta: #"{"content":"\#(text)"}"#) }

    private static func chunk(delta: String, finish: String = "null") -> String {
        #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"openai/gpt-oss-120b","#
            + #""choices":[{"index":0,"delta":\#(delta),"logprobs":null,"finish_reason":\#(finish)}]}"#
    }

    /// A whole answer: the role, the tokens, the finish reason, the usage and the end.
    static func stream(tokens: Int) -> [UInt8] {
        let usage =
            #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"openai/gpt-oss-120b","#
            + #""choices":[],"usage":{"prompt_tokens":16,"total_tokens":\#(16 + tokens),"completion_tokens":\#(tokens)}}"#
        let events =
            [chunk(delta: #"{"role":"assistant","content":""}"#)]
            + (0..<tokens).map { chunk(" word\($0)") } + [chunk(delta: "{}", finish: #""stop""#), usage, "[DONE]"]
        return Array(events.map { "data: \($0)\n\n" }.joined().utf8)
    }

    /// A file with a token that is good for years, and what reads it.
    static func tokenFile() throws -> @Sendable () throws -> TokenManager {
        var folder = Array("/tmp/alcf-micro-XXXXXX".utf8CString)
        guard mkdtemp(&folder) != nil else { throw Wrong() }
        let path = String(decoding: folder.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/tokens.json"
        let service = GlobusService.inference.resourceServer
        let entry: JSONValue = [
            "resource_server": .string(service), "identity_id": "i", "scope": .string(GlobusService.inference.scope),
            "access_token": "AgMeasured",
            "refresh_token": "Agr", "expires_at_seconds": 4_000_000_000, "token_type": "Bearer",
        ]
        let file: JSONValue = [
            "data": ["DEFAULT": .object(JSONObject([(service, entry)]))], "format_version": "2.0",
            "globus-sdk.version": "4.9.1",
        ]
        let bytes = file.serializedBytes()
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0, write(descriptor, bytes, bytes.count) == bytes.count, close(descriptor) == 0 else {
            throw Wrong()
        }
        return {
            TokenManager(
                auth: try GlobusAuth(environment: [:], transport: HTTPClient()),
                store: TokenStore(path: path, client: .alcfTokens))
        }
    }

    /// A record of streamed answers.
    static func record(requests: Int) throws -> [UInt8] {
        let prompts = (0..<requests).map { Prompt(id: "\($0)", passageID: "\($0)", text: "#\($0)", answers: []) }
        let manifest = RunManifest(
            toolVersion: "micro", startedAt: 0, seed: 1, design: Design(),
            dataSet: RunManifest.DataSet(
                name: "made up", version: "1", sha256: "", count: requests, passages: requests, source: "made up"),
            targets: [RunManifest.Target(name: "null", url: "http://127.0.0.1/v1", model: "null")], prompts: prompts)
        let lines = (0..<requests).map { number in
            let start = Double(number) / 3
            var trace = RequestTimeline(scheduled: start, start: start + 0.001)
            trace.firstToken = start + 0.2
            trace.lastToken = start + 1.46
            trace.end = start + 1.47
            trace.events = 131
            trace.tokenEvents = 128
            trace.tokenReads = 128
            var sample = Sample(
                sequence: number, phase: .measured, target: "null", run: 1, block: number, position: 0,
                promptID: "\(number)", passageID: "\(number)", trace: trace, outcome: .success)
            sample.tokens = TokenCounts(prompt: 16, completion: 128, total: 144)
            sample.finishReason = "stop"
            return sample.json
        }
        return Array(([manifest.json] + lines).map { $0.serialized() + "\n" }.joined().utf8)
    }
}
