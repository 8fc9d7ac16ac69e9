public import ALCFHTTP
import ALCFJSON
public import ALCFSystem
import Synchronization

/// One chat request that is measured, while it is under way and afterwards.
///
/// It follows its exchange on the event loop's thread and only keeps what comes; what follows from it, ``result()`` works
/// out when it is over, where that delays nobody.
public final class MeasuredExchange: HTTPExchangeObserver {
    private struct State {
        var status: Int?
        var headers = HTTPHeaders()
        var reader: ChatStreamReader?
        var body: [UInt8] = []
        var received = 0
        var isTooLarge = false
        var error: HTTPError?
        var timings: HTTPTimings?
        var exchange: HTTPExchange?
        var answer: MeasuredAnswer?
    }

    /// The most bytes of an answer that are taken: of a stream, and of any other.
    private static let limits = (stream: ServerSentEventParser.streamLimit, whole: JSONLimits.answer.bytes)

    private let state: Mutex<State>
    private let route: MeasuringRoute
    private let requestSize: Int
    private let onEnd: @Sendable (MeasuredExchange) -> Void

    init(
        _ route: MeasuringRoute, requestSize: Int, keepsText: Bool,
        onEnd: @escaping @Sendable (MeasuredExchange) -> Void
    ) {
        self.route = route
        self.requestSize = requestSize
        self.onEnd = onEnd
        let reader = route.isStreaming ? ChatStreamReader(isService: route.isService, keepsText: keepsText) : nil
        state = Mutex(State(reader: reader))
    }

    /// Whether it has ended.
    public var isOver: Bool { state.withLock { $0.timings != nil } }

    /// Ends it early.
    public func cancel() { state.withLock { $0.exchange }?.cancel() }

    func follow(_ exchange: HTTPExchange) { state.withLock { $0.exchange = exchange } }

    // MARK: On the event loop's thread

    /// Keeps the head.
    public func begin(status: Int, headers: HTTPHeaders, timings: HTTPTimings) {
        state.withLock { state in
            state.status = status
            state.headers = headers
            if !((200..<300).contains(status) && Self.isStream(headers)) { state.reader = nil }
        }
    }

    /// Reads a stream, and keeps anything else.
    public func receive(_ bytes: Span<UInt8>, at time: MonotonicTime) -> Bool {
        let exchange: HTTPExchange? = state.withLock { state in
            state.received += bytes.count
            guard state.received <= (state.reader == nil ? Self.limits.whole : Self.limits.stream) else {
                state.isTooLarge = true
                return state.exchange
            }
            if state.reader?.receive(bytes, at: time) == nil { state.body.append(bytes, 0..<bytes.count) }
            return nil
        }
        exchange?.cancel()
        return true
    }

    /// Keeps the end, and says that it has come.
    public func end(_ error: HTTPError?, timings: HTTPTimings) {
        state.withLock { state in
            state.error =
                state.isTooLarge
                ? HTTPError(.tooLarge, "the answer is larger than what is taken of one", timings: timings) : error
            state.timings = timings
            state.exchange = nil
        }
        onEnd(self)
    }

    private static func isStream(_ headers: HTTPHeaders) -> Bool {
        (headers["Content-Type"]?.lowercased() ?? "text/event-stream").hasPrefix("text/event-stream")
    }

    // MARK: Afterwards

    /// What came of it, once it is over.
    public func result() -> MeasuredAnswer {
        state.withLock { state in
            if let answer = state.answer { return answer }
            var answer = MeasuredAnswer(status: state.status, timings: state.timings)
            do throws(ClientError) {
                if state.status != nil, var recording = state.reader?.finish(state.error) {
                    recording.timings = state.timings
                    answer.recording = recording
                    if let failure = recording.failure { throw failure }
                } else {
                    answer.completion = try whole(state)
                }
            } catch {
                answer.failure = error.with(route.asked, timings: state.timings)
            }
            state.answer = answer
            return answer
        }
    }

    private func whole(_ state: State) throws(ClientError) -> ChatCompletion {
        guard let status = state.status else {
            throw route.failure(state.error ?? HTTPError(.other, "the exchange ended without a word"))
        }
        guard (200..<300).contains(status) else {
            // Whatever became of the body, the status alone is an answer.
            throw ClientError(
                status: status, body: state.body, isService: route.isService, requestSize: requestSize,
                retryAfter: state.headers["Retry-After"].flatMap { Double($0) }, timings: state.timings)
        }
        if let error = state.error { throw ClientError(error, status: status) }
        let json: JSONValue
        do { json = try JSONValue(parsing: state.body) } catch {
            throw ClientError(
                .malformed, state.body.isEmpty ? "the answer is empty" : "the answer is not JSON: \(error)",
                httpStatus: status, underlying: error, timings: state.timings)
        }
        if let error = ClientError(streamed: json, isService: route.isService) { throw error }
        guard !route.isStreaming else {
            throw ClientError(
                .malformed,
                "'\(route.endpoint.name)' answered with \(state.headers["Content-Type"] ?? "something else") where a stream "
                    + "was asked for", httpStatus: status)
        }
        do { return try ChatCompletion(json, timings: state.timings) } catch {
            throw ClientError(.malformed, "the answer \(error)", httpStatus: status, underlying: error)
        }
    }
}
