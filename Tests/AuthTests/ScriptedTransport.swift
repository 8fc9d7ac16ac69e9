import ALCFAuth
import ALCFHTTP
import ALCFSystem
import Synchronization
import TestSupport

/// Globus Auth as a test wants it: each request gets the next reply, the last reply again and again.
final class ScriptedTransport: HTTPTransport {
    enum Reply: Sendable {
        case json(Int, String, headers: [(name: String, value: String)] = [])
        case fails(HTTPError.Code)
    }

    struct Sent: Sendable {
        let method: String
        let path: String
        let form: [String: String]
        let contentType: String?
    }

    private let replies: Mutex<[Reply]>
    private let log = Mutex<[Sent]>([])
    private let before: @Sendable () async throws -> Void

    /// - Parameter before: awaited before each reply.
    init(_ replies: [Reply], before: @escaping @Sendable () async throws -> Void = {}) {
        self.replies = Mutex(replies)
        self.before = before
    }

    var sent: [Sent] { log.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let pairs = FormEncoding.decode(String(decoding: request.body ?? [], as: UTF8.self))
        let sent = Sent(
            method: request.method.rawValue, path: request.url.path,
            form: Dictionary(pairs.map { ($0.name, $0.value) }) { $1 },
            contentType: request.headers.first { $0.name == "Content-Type" }?.value)
        log.withLock { $0.append(sent) }
        try await before()
        let reply = replies.withLock { $0.count > 1 ? $0.removeFirst() : $0.first }
        switch reply {
        case .json(let status, let text, let headers):
            let fragment = HTTPFragment(time: .now, bytes: Array(text.utf8))
            return HTTPResponse(
                status: status, headers: HTTPHeaders([("Content-Type", "application/json")] + headers),
                body: HTTPBody(fragments: [fragment]))
        case .fails(let code): throw HTTPError(code, "\(code) at auth.globus.org")
        case nil: throw HTTPError(.connect, "the script has no reply")
        }
    }
}

/// A clock that stands still until it is moved.
final class ManualClock: Sendable {
    private let time: Mutex<Double>
    init(_ time: Double) { self.time = Mutex(time) }
    var wall: WallClock { WallClock { self.time.withLock { $0 } } }
    func advance(_ seconds: Double) { time.withLock { $0 += seconds } }
}

/// Retries whose waits pass at once, on a clock of their own.
final class FastRetry: Sendable {
    private let clock = TestClock()
    var waits: [Double] { clock.slept }
    var policy: RetryPolicy { RetryPolicy(clock: clock, random: { 0.5 }) }
}

/// The server with a script behind it.
func globus(
    _ transport: any HTTPTransport, retry: FastRetry = FastRetry(), clock: ManualClock = ManualClock(1_800_000_000)
) throws -> GlobusAuth {
    try GlobusAuth(environment: [:], transport: transport, retry: retry.policy, clock: clock.wall)
}
