public import ALCFHTTP

/// A streamed answer: its chunks as they come, once.
///
/// When the answer did not come to its end, the sequence throws a ``ClientError`` after giving out everything that was
/// received. Leaving the loop early ends the exchange on the wire.
public struct ChatStream: AsyncSequence, Sendable {
    /// A chunk with its time.
    public typealias Element = ChatStreamEvent

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

    /// When what happened on the wire; complete once the sequence has ended.
    public var timings: HTTPTimings { body.timings }

    /// May be called once: the chunks come once.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(
            events: EventStreamIterator(
                body, ChatStreamParser(isService: isService, answers: answers), request, redaction,
                progressLimit: progressLimit))
    }

    /// Gives out the chunks.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var events: EventStreamIterator<ChatStreamParser>

        /// The next chunk; nil at the end of a complete answer.
        ///
        /// - Throws: ``ClientError`` where the answer is not complete.
        public mutating func next() async throws -> ChatStreamEvent? { try await events.next() }
    }
}
