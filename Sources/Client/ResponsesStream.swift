public import ALCFHTTP

/// An answer that is streamed over the Responses API: its events as they come, once.
///
/// When the answer did not come to its end, the sequence throws a ``ClientError`` after giving out everything that was
/// received. Leaving the loop early ends the exchange on the wire.
public struct ResponsesStream: AsyncSequence, Sendable {
    /// An event with its time.
    public typealias Element = ResponsesStreamEvent

    /// The head's fields.
    public let headers: HTTPHeaders
    private let body: HTTPBody
    private let isService: Bool
    private let request: ClientError.Request?
    private let progressLimit: Double?
    private let redaction: Redaction

    /// - Parameters:
    ///   - response: an answer of status 200 whose body is a `text/event-stream`.
    ///   - isService: whether it is the gateway that speaks, and not some other server.
    public init(_ response: HTTPResponse, isService: Bool = true) {
        self.init(response, isService: isService, request: nil, progressLimit: nil)
    }

    /// - Parameter progressLimit: seconds within which something must bring the answer on; nil for no limit.
    init(_ response: HTTPResponse, isService: Bool, request: ClientError.Request?, progressLimit: Double?) {
        self.progressLimit = progressLimit
        headers = response.headers
        body = response.body
        redaction = response.redaction
        self.isService = isService
        self.request = request
    }

    /// When what happened on the wire; complete once the sequence has ended.
    public var timings: HTTPTimings { body.timings }

    /// May be called once: the events come once.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(
            events: EventStreamIterator(
                body, ResponsesStreamParser(isService: isService), request, redaction, progressLimit: progressLimit))
    }

    /// Gives out the events.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var events: EventStreamIterator<ResponsesStreamParser>

        /// The next event; nil at the end of a complete answer.
        ///
        /// - Throws: ``ClientError`` where the answer is not complete.
        public mutating func next() async throws -> ResponsesStreamEvent? { try await events.next() }
    }
}
