import ALCFAuth
import ALCFClient
import ALCFCrypto
import ALCFHTTP
import ALCFJSON
import ALCFSystem
import Synchronization

/// Answers requests from a list, and keeps what was asked.
final class ScriptedTransport: HTTPTransport {
    enum Step: Sendable {
        case answer(Int, String, type: String? = "application/json", extra: [String: String] = [:])
        case fragments([HTTPFragment], status: Int = 200, failure: HTTPError? = nil)
        case failure(HTTPError)
    }

    struct Asked: Sendable {
        let method: String
        let url: String
        let token: String?
        let body: [UInt8]?
        let headers: HTTPHeaders
        let timeouts: HTTPRequest.Timeouts
    }

    private let state: Mutex<(steps: [Step], asked: [Asked])>

    init(_ steps: [Step]) { state = Mutex((steps, [])) }

    convenience init(_ status: Int, _ body: String, type: String? = "application/json") {
        self.init([.answer(status, body, type: type)])
    }

    var asked: [Asked] { state.withLock { $0.asked } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        var token: String?
        if case .bearer(let secret) = request.authorization { token = secret.expose() }
        let asked = Asked(
            method: request.method.rawValue, url: request.url.string, token: token, body: request.body,
            headers: HTTPHeaders(request.headers), timeouts: request.timeouts)
        let step = state.withLock { state -> Step? in
            state.asked.append(asked)
            return state.steps.isEmpty ? nil : state.steps.removeFirst()
        }
        switch step {
        case nil: throw HTTPError(.other, "the script is at its end")
        case .failure(let error): throw error
        case .answer(let status, let body, let type, let extra):
            let headers = HTTPHeaders((type.map { [("content-type", $0)] } ?? []) + extra.map { ($0.key, $0.value) })
            let fragment = HTTPFragment(time: .now, bytes: Array(body.utf8))
            return HTTPResponse(
                status: status, headers: headers, body: HTTPBody(fragments: body.isEmpty ? [] : [fragment]))
        case .fragments(let fragments, let status, let failure):
            return HTTPResponse(
                status: status, headers: HTTPHeaders([("content-type", "text/event-stream")]),
                body: HTTPBody(fragments: fragments, failure: failure))
        }
    }
}

/// Hands out `token-0`, and `token-1` in its stead, and counts.
final class ScriptedTokens: TokenProvider {
    private let counts = Mutex((asked: 0, replaced: [String]()))
    private let replacement: Result<String, AuthError>

    init(replacement: Result<String, AuthError> = .success("token-1")) { self.replacement = replacement }

    var asked: Int { counts.withLock { $0.asked } }
    var replaced: [String] { counts.withLock { $0.replaced } }

    func accessToken() async throws -> Secret {
        counts.withLock { $0.asked += 1 }
        return Secret("token-0")
    }

    func accessToken(replacing rejected: Secret) async throws -> Secret {
        counts.withLock { $0.replaced.append(rejected.expose()) }
        return Secret(try replacement.get())
    }
}

/// The bytes of `text` in reads of `size` bytes, a millisecond apart.
func fragments(_ text: String, size: Int = .max) -> [HTTPFragment] {
    let bytes = Array(text.utf8)
    let size = min(size, max(bytes.count, 1))
    return stride(from: 0, to: bytes.count, by: size).enumerated().map { index, start in
        HTTPFragment(
            time: MonotonicTime(nanoseconds: Int64(index) * 1_000_000),
            bytes: Array(bytes[start..<min(start + size, bytes.count)]))
    }
}

func client(_ transport: ScriptedTransport, tokens: (any TokenProvider)? = ScriptedTokens()) -> InferenceClient {
    InferenceClient(tokens: tokens, transport: transport, retry: .none)
}

let question = ChatRequest(model: "gpt-oss-120b", messages: [.user("Hi")])

/// The client error that `body` throws; nil where it throws none.
func clientError(_ body: () async throws -> some Any) async -> ClientError? {
    do { _ = try await body() } catch { return error as? ClientError }
    return nil
}
