import ALCFClient
package import ALCFHTTP
import ALCFJSON
package import ALCFSystem
import Synchronization

/// One chat request that is measured, while it is under way and afterwards.
///
/// It follows its exchange on the event loop's thread and only keeps what comes; what follows from it, ``result()``
/// works out when it is over, where that delays nobody.
package final class MeasuredExchange: HTTPExchangeObserver {
    private struct State {
        var status: Int?
        var headers = HTTPHeaders()
        /// Whether the answer is a stream, which the reader reads.
        var isStream = false
        /// No optional one, which would be taken apart and put together for each event.
        var reader: ChatStreamReader
        var body: [UInt8] = []
        var received = 0
        var error: HTTPError?
        /// Reason that it was ended from here.
        var reason: HTTPError?
        /// Whether the answer's end was seen, so that the exchange's own is near.
        var isEndExpected = false
        var timings: HTTPTimings?
        var exchange: HTTPExchange?
        var answer: Answer?
    }

    /// The most bytes of an answer that are taken: of a stream, and of any other.
    private static let limits = (stream: ServerSentEventParser.streamLimit, whole: JSONLimits.answer.bytes)

    private let state: Mutex<State>
    private let route: MeasuringRoute
    /// The credentials that it was sent with.
    package let authorization: HTTPRequest.Authorization?
    private let requestSize: Int
    private let keepsText: Bool
    private let onEnd: @Sendable (MeasuredExchange) -> Void

    init(
        _ route: MeasuringRoute, authorization: HTTPRequest.Authorization?, requestSize: Int, keepsText: Bool,
        onEnd: @escaping @Sendable (MeasuredExchange) -> Void
    ) {
        self.route = route
        self.authorization = authorization
        self.onEnd = onEnd
        self.requestSize = requestSize
        self.keepsText = keepsText
        state = Mutex(
            State(
                reader: ChatStreamReader(isService: route.isService, keepsText: keepsText, answers: route.answers)))
    }

    /// Whether it has ended.
    package var isOver: Bool { state.withLock { $0.timings != nil } }

    /// Ends it early.
    package func cancel() { state.withLock { $0.exchange }?.cancel() }

    func follow(_ exchange: HTTPExchange) {
        let isEndExpected = state.withLock { state in
            state.exchange = exchange
            return state.isEndExpected
        }
        // Its end may have come before it could be told of it.
        if isEndExpected { exchange.expectEnd(StreamPatience.afterDone) }
    }

    // MARK: On the event loop's thread

    /// The next request is sent where one has ended.
    package var leadsOn: Bool { true }

    /// Keeps the head.
    package func begin(status: Int, headers: HTTPHeaders, timings: HTTPTimings) {
        state.withLock { state in
            state.status = status
            state.headers = headers
            state.isStream = route.isStreaming && (200..<300).contains(status) && BodyForm.isDeclared(headers)
        }
    }

    /// Reads a stream, and keeps anything else.
    package func receive(_ bytes: Span<UInt8>, at time: MonotonicTime) -> Bool {
        switch state.withLock({ take(bytes, at: time, &$0) }) {
        case .goOn: break
        case .expectEnd(let exchange): exchange?.expectEnd(StreamPatience.afterDone)
        case .giveUp(let exchange): exchange?.cancel()
        }
        return true
    }

    /// The consequence of a read for the exchange.
    private enum Step {
        case goOn
        /// The answer's end was seen.
        case expectEnd(HTTPExchange?)
        /// Nothing more of it is wanted.
        case giveUp(HTTPExchange?)
    }

    private func take(_ bytes: Span<UInt8>, at time: MonotonicTime, _ state: inout State) -> Step {
        // Bytes that come after the exchange was given up are ignored.
        guard state.reason == nil else { return .giveUp(state.exchange) }
        state.received += bytes.count
        guard state.received <= (state.isStream ? Self.limits.stream : Self.limits.whole) else {
            state.reason = HTTPError(.tooLarge, "the answer is too large")
            return .giveUp(state.exchange)
        }
        if state.isStream { state.reader.receive(bytes, at: time) } else { keep(bytes, at: time, &state) }
        guard state.isStream else { return .goOn }
        if state.reader.hasOverflow {
            state.reason = state.reader.overflow
            return .giveUp(state.exchange)
        }
        if state.reader.isDone {
            defer { state.isEndExpected = true }
            return .expectEnd(state.isEndExpected ? nil : state.exchange)
        }
        if let limit = route.progressLimit, let last = state.reader.lastProgress, time.seconds(since: last) > limit {
            state.reason = StreamPatience.stalled(limit)
            return .giveUp(state.exchange)
        }
        return .goOn
    }

    /// Keeps bytes of what is no stream by its head; by its beginning it may be one.
    private func keep(_ bytes: Span<UInt8>, at time: MonotonicTime, _ state: inout State) {
        let isUndecided = state.body.count < BodyForm.lengths.max() ?? 0
        state.body.append(bytes, 0..<bytes.count)
        guard route.isStreaming, isUndecided, (200..<300).contains(state.status ?? 0), BodyForm.isEvents(state.body)
        else { return }
        state.isStream = true
        var body: [UInt8] = []
        swap(&body, &state.body)
        state.reader.receive(body.span, at: time)
    }

    /// Keeps the end, and says that it has come.
    package func end(_ error: HTTPError?, timings: HTTPTimings) {
        state.withLock { state in
            state.error = state.reason ?? error
            if state.reason != nil { state.error?.timings = timings }
            state.timings = timings
            state.exchange = nil
        }
        onEnd(self)
    }

    // MARK: Afterwards

    /// Returns the result, once it is over.
    package func result() -> Answer {
        state.withLock { state in
            if let answer = state.answer { return answer }
            var answer = Answer(status: state.status, timings: state.timings)
            let redaction = route.redaction(authorization)
            state.body = redaction.withoutSecrets(state.body)
            do throws(ClientError) {
                if state.status != nil, state.isStream {
                    var recording = state.reader.finish(state.error)
                    recording.timings = state.timings
                    recording.redact(redaction)
                    answer.recording = recording
                    if let failure = recording.failure { throw failure }
                } else {
                    let completion = try whole(state)
                    answer.completion = completion
                    if let failure = completion.failure(isService: route.isService) { throw failure }
                }
            } catch {
                answer.completion = answer.completion ?? error.completion
                answer.failure = error.with(route.asked, timings: state.timings).redacted(by: redaction)
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
            throw route.failure(
                status: status, headers: state.headers, body: state.body, requestSize: requestSize,
                timings: state.timings)
        }
        if let error = state.error { throw ClientError(error, status: status) }
        if route.isStreaming { throw noStream(state, status: status) }
        let json = try StreamedDocument.read(
            state.body, state.headers, status: status, isService: route.isService, answers: route.answers)
        if let error = ClientError(streamed: json, isService: route.isService) { throw error }
        do { return try ChatCompletion(json, timings: state.timings) } catch {
            throw ClientError(.malformed, "the answer \(error)", httpStatus: status, underlying: error)
        }
    }

    /// Returns the error if no stream came: an error, or an answer in one piece, which has no first token.
    private func noStream(_ state: State, status: Int) -> ClientError {
        if state.body.isEmpty { return ClientError(.empty, "the stream ended without an answer", httpStatus: status) }
        if let json = try? AnswerVerdict.json(state.body, status: status) {
            if let error = ClientError(streamed: json, isService: route.isService) { return error }
            if json["choices"]?.array?.isEmpty != false {
                return AnswerVerdict.failure(withoutChoices: json, isService: route.isService)
            }
        }
        return AnswerVerdict.notAStream(state.body, state.headers, status: status, from: route.endpoint)
    }
}
