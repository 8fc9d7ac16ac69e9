import ALCFAuth
import ALCFClient
import ALCFCrypto
import ALCFHTTP
import ALCFJSON
import ALCFSystem
import Synchronization

@testable import ALCFLoad
@testable import ALCFRecord

/// A transport of which the test says what it answers.
final class StubTransport: HTTPTransport {
    /// What was asked so far, in order.
    private let asked = Mutex<[(url: String, at: MonotonicTime, body: JSONValue)]>([])
    private let answer: @Sendable (Int, HTTPRequest) async throws -> HTTPResponse

    /// - Parameter answer: gets the number of the request, from 0.
    init(_ answer: @escaping @Sendable (Int, HTTPRequest) async throws -> HTTPResponse) { self.answer = answer }

    var requests: [(url: String, at: MonotonicTime, body: JSONValue)] { asked.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let body = (try? JSONValue(parsing: request.body ?? [])) ?? .null
        let number = asked.withLock { asked in
            asked.append((request.url.string, .now, body))
            return asked.count - 1
        }
        return try await answer(number, request)
    }
}

enum Stub {
    static func chunk(_ delta: String, finish: String = "null") -> String {
        #"data: {"id":"1","model":"m","choices":[{"index":0,"delta":\#(delta),"finish_reason":\#(finish)}]}"# + "\n\n"
    }

    static let usage =
        #"data: {"id":"1","model":"m","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}"#
        + "\n\n"

    static let done = "data: [DONE]\n\n"

    /// Role, two reasoning pieces, two of the answer, the end.
    static let stream = [
        chunk(#"{"role":"assistant","content":""}"#), chunk(#"{"reasoning":"hm"}"#), chunk(#"{"content":"a "}"#),
        chunk(#"{"content":"b"}"#), chunk("{}", finish: #""stop""#) + usage + done,
    ]

    /// A stream whose parts were read `gap` milliseconds apart.
    static func response(_ parts: [String] = stream, gap: Int64 = 1) -> HTTPResponse {
        let start = MonotonicTime.now.nanoseconds
        return HTTPResponse(
            status: 200, headers: HTTPHeaders([("content-type", "text/event-stream")]),
            body: HTTPBody(
                fragments: parts.enumerated().map { index, part in
                    HTTPFragment(
                        time: MonotonicTime(nanoseconds: start + Int64(index) * gap * 1_000_000),
                        bytes: Array(part.utf8))
                }))
    }

    static func json(_ status: Int, _ body: String) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: HTTPHeaders([("content-type", "application/json")]),
            body: HTTPBody(fragments: [HTTPFragment(time: .now, bytes: Array(body.utf8))]))
    }

    static func targets(_ transport: StubTransport, names: [String] = ["a", "b"]) throws -> [BenchmarkTarget] {
        let client = InferenceClient(tokens: nil, transport: transport)
        return try names.map { name in
            BenchmarkTarget(
                name: name,
                endpoint: ModelEndpoint(
                    name: name, baseURL: try HTTPURL("http://127.0.0.1:1/\(name)/v1"), credentials: .none),
                model: "m", client: client)
        }
    }

    static func prompts(_ count: Int) -> [Prompt] {
        (0..<count).map { Prompt(id: "q\($0)", passageID: "p\($0)", text: "Question \($0)?", answers: ["a b"]) }
    }
}

/// Collects what a run records.
final class Recorded: Sendable {
    private let list = Mutex<[Sample]>([])
    var samples: [Sample] { list.withLock { $0 } }
    func add(_ sample: Sample) { list.withLock { $0.append(sample) } }
}

/// Hands out a token that nobody looks at.
struct StubTokens: TokenProvider {
    func accessToken() async throws -> Secret { Secret("token") }
    func accessToken(replacing rejected: Secret) async throws -> Secret { Secret("token") }
}
