import ALCFAuth
import ALCFClient
import ALCFCrypto
import ALCFHTTP
import ALCFJSON
import ALCFServe
import ALCFSystem
import Synchronization
import TestSupport
import Testing

/// A gateway in a box without a network: lists three clusters, and answers models' routes by a script.
final class Gateway: HTTPTransport {
    typealias Script = @Sendable (_ path: String, _ body: JSONValue) throws -> HTTPResponse

    private let script: Script
    private let asked = Mutex<[(path: String, body: JSONValue, token: String?)]>([])

    init(_ script: @escaping Script) { self.script = script }

    /// Requests to models, in order.
    var requests: [(path: String, body: JSONValue, token: String?)] { asked.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let path = request.url.path.replacing("/resource_server", with: "")
        switch path {
        case "/list-endpoints": return Self.json(200, PoolSnapshotTests.catalog)
        case _ where path.hasSuffix("/jobs"):
            return Self.json(200, #"{"running":[],"queued":[],"stopped":[],"others":[]}"#)
        case _ where path.hasSuffix("/models"): return Self.json(200, "[]")
        default: break
        }
        var token: String?
        if case .bearer(let secret) = request.authorization { token = secret.expose() }
        let body = (request.body.flatMap { try? JSONValue(parsing: $0) }) ?? .null
        asked.withLock { $0.append((path, body, token)) }
        return try script(path, body)
    }

    static func json(_ status: Int, _ body: String) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: HTTPHeaders([("content-type", "application/json")]),
            body: HTTPBody(fragments: [HTTPFragment(time: .now, bytes: Array(body.utf8))]))
    }

    /// A stream in reads of `size` bytes.
    static func stream(_ text: String, size: Int = .max, failure: HTTPError? = nil) -> HTTPResponse {
        let bytes = Array(text.utf8)
        let size = min(size, max(1, bytes.count))
        let fragments = stride(from: 0, to: bytes.count, by: size).map {
            HTTPFragment(time: .now, bytes: Array(bytes[$0..<min($0 + size, bytes.count)]))
        }
        return HTTPResponse(
            status: 200, headers: HTTPHeaders([("content-type", "text/event-stream")]),
            body: HTTPBody(fragments: fragments, failure: failure))
    }

    static func error(_ status: Int, _ code: String, _ message: String) -> HTTPResponse {
        json(
            status,
            JSONValue.object(["error": ["code": .string(code), "message": .string(message), "info": [:]]]).serialized())
    }

    static let head =
        #"data: {"id":"0b1c","object":"chat.completion.chunk","created":1767225600,"model":"gpt-oss-120b","choices":["#

    /// A chunk with a piece of an answer.
    static func piece(_ text: String) -> String {
        head + #"{"index":0,"delta":{"content":\#(JSONValue.string(text).serialized())},"finish_reason":null}]}"#
            + "\n\n"
    }

    static let end = head + #"{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n"
    static let usage = head + #"],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}"# + "\n\n"
    static let done = "data: [DONE]\n\n"
    static let whole = piece("Hello") + piece(" there") + end + usage + done
}

/// A token that never changes.
struct OneToken: TokenProvider {
    func accessToken() async throws -> Secret { Secret("the-token-of-the-user-0123456789") }
    func accessToken(replacing rejected: Secret) async throws -> Secret {
        throw AuthError(.tokenRejected, "there is no other token", remedy: "Sign in with: alcf authenticate")
    }
}

/// A local server before a scripted gateway, and a client of it.
struct ServedGateway {
    let server: LocalServer
    let key: LocalKey
    let history: Ended
    let client = HTTPClient()

    /// Requests that ended.
    final class Ended: ServedRequestObserver {
        private let list = Mutex<[ServedRequest]>([])
        var requests: [ServedRequest] { list.withLock { $0 } }
        func ended(_ request: ServedRequest) { list.withLock { $0.append(request) } }
    }

    struct Answer {
        let status: Int
        let headers: HTTPHeaders
        let text: String

        var json: JSONValue { (try? JSONValue(parsing: text)) ?? .null }
        /// Data of the events, in order.
        var events: [String] {
            text.split(separator: "\n\n").compactMap { event in
                event.split(separator: "\n").first { $0.hasPrefix("data: ") }.map { String($0.dropFirst(6)) }
            }
        }
    }

    /// Runs `body` against a server, which is stopped whatever comes of it.
    static func with<T>(
        _ transport: any HTTPTransport, settings: InferenceRoute.Settings = InferenceRoute.Settings(),
        origins: Set<String> = [], tokens: any TokenProvider = OneToken(),
        state: ServiceState = ServiceState(), _ body: (ServedGateway) async throws -> T
    ) async throws -> T {
        let key = LocalKey(Secret("alcf-local-0123456789012345678901234567890123456789012"))
        let ended = Ended()
        let client = InferenceClient(
            baseURL: try HTTPURL("https://gateway.test/resource_server"), tokens: tokens, transport: transport,
            retry: .none, limiter: nil)
        let routes = LocalRoutes(
            client: client, key: key, origins: origins, settings: settings, observers: [ended], state: state,
            version: "test")
        let server = try await LocalServer.start(
            port: 0, takesBody: { routes.takesBody($0, viaSocket: $1) },
            answer: { await routes.answer($0, viaSocket: $1, $2) })
        do {
            let result = try await body(ServedGateway(server: server, key: key, history: ended))
            await server.stop()
            return result
        } catch {
            await server.stop()
            throw error
        }
    }

    func ask(
        _ method: HTTPRequest.Method = .post, _ path: String, _ body: JSONValue? = nil,
        headers: [(String, String)] = [], sendsKey: Bool = true
    ) async throws -> Answer {
        let url = try HTTPURL("http://127.0.0.1:\(server.port ?? 0)\(path)")
        var request = HTTPRequest(
            method, url, headers: headers.map { (name: $0.0, value: $0.1) }, body: body?.serializedBytes())
        if sendsKey { request.authorization = .bearer(key.secret) }
        let response = try await client.send(request)
        let bytes: [UInt8]
        do { bytes = try await response.body.collect() } catch { throw error }
        return Answer(status: response.status, headers: response.headers, text: String(decoding: bytes, as: UTF8.self))
    }

    /// The requests that ended, once there are so many: a request's account is written after its answer.
    func ended(_ count: Int = 1) async throws -> [ServedRequest] {
        #expect(await eventually { history.requests.count >= count }, "\(count) requests ended")
        return history.requests
    }

    /// Asks for a chat.
    func chat(_ model: String = "gpt-oss-120b", stream: Bool = true, _ more: JSONObject = [:]) async throws -> Answer {
        var body: JSONObject = [
            "model": .string(model), "stream": .bool(stream), "messages": [["role": "user", "content": "Hi"]],
        ]
        body.merge(more)
        return try await ask(.post, "/v1/chat/completions", .object(body))
    }
}
