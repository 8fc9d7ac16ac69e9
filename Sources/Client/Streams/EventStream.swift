public import ALCFHTTP

/// A streamed answer: its events as they come, once.
///
/// When the answer did not come to its end, the sequence throws a ``ClientError`` after giving out everything that was
/// received. Leaving the loop early ends the exchange on the wire.
public struct EventStream<Parser: EventStreamParser>: AsyncSequence, Sendable {
    /// An event with its time.
    public typealias Element = Parser.Event

    /// The head's fields.
    public let headers: HTTPHeaders
    private let body: HTTPBody
    private let isService: Bool
    private let answers: Int?
    private let request: ClientError.Request?
    private let progressLimit: Double?
    private let redaction: Redaction

    /// - Parameters:
    ///   - response: an answer of status 200 whose body is a `text/event-stream`.
    ///   - isService: whether it is the gateway that speaks, and not some other server.
    public init(_ response: HTTPResponse, isService: Bool = true) {
        self.init(response, isService: isService, request: nil, progressLimit: nil)
    }

    /// - Parameters:
    ///   - answers: how many answers were asked for.
    ///   - progressLimit: seconds within which something must bring the answer on; nil for no limit.
    init(
        _ response: HTTPResponse, isService: Bool, answers: Int? = nil, request: ClientError.Request?,
        progressLimit: Double?
    ) {
        self.answers = answers
        self.progressLimit = progressLimit
        headers = response.headers
        body = response.body
        redaction = response.redaction
        self.isService = isService
        self.request = request
    }

    /// Times of the exchange; complete once the sequence has ended.
    public var timings: HTTPTimings { body.timings }

    /// May be called once: the events come once.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(
            events: EventStreamIterator(
                body, Parser(isService: isService, answers: answers), request, redaction, progressLimit: progressLimit))
    }

    /// Gives out the events.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var events: EventStreamIterator<Parser>

        /// The next event; nil at the end of a complete answer.
        ///
        /// - Throws: ``ClientError`` where the answer is not complete.
        public mutating func next() async throws -> Parser.Event? { try await events.next() }
    }
}

/// An answer that is streamed as chunks of a chat.
public typealias ChatStream = EventStream<ChatStreamParser>

/// An answer that is streamed over the Responses API.
public typealias ResponsesStream = EventStream<ResponsesStreamParser>
