import ALCFHTTP

/// Turns what the socket gives into events, and judges the end. Pure: it does no I/O.
protocol EventStreamParser {
    associatedtype Event

    /// The events that one socket read completed.
    mutating func receive(_ fragment: HTTPFragment) -> [Event]

    /// What was still under way when the body ended, and what is wrong with the end; nil where nothing is.
    mutating func finish(_ error: HTTPError?) -> (event: Event?, failure: ClientError?)
}

extension ChatStreamParser: EventStreamParser {}

/// Reads a body through a parser, to its very end, so that the connection can be used again.
struct EventStreamIterator<Parser: EventStreamParser> {
    private let source: HTTPBody
    private let request: ClientError.Request?
    private var body: HTTPBody.AsyncIterator
    private var parser: Parser
    /// Parsed and not yet given out, the next one last.
    private var ready: [Parser.Event] = []
    private var end: Result<Void, ClientError>?

    init(_ source: HTTPBody, _ parser: Parser, _ request: ClientError.Request?) {
        self.source = source
        self.request = request
        body = source.makeAsyncIterator()
        self.parser = parser
    }

    /// The next event; nil at the end of a complete answer.
    ///
    /// - Throws: ``ClientError`` where the answer is not complete.
    mutating func next() async throws -> Parser.Event? {
        while true {
            if let event = ready.popLast() { return event }
            if let end {
                try end.get()
                return nil
            }
            do {
                if let batch = try await body.next() {
                    ready = batch.flatMap { parser.receive($0) }.reversed()
                } else {
                    finish(nil)
                }
            } catch let error as HTTPError {
                finish(error)
            }
        }
    }

    private mutating func finish(_ error: HTTPError?) {
        let (event, failure) = parser.finish(error)
        ready = event.map { [$0] } ?? []
        end = failure.map { .failure($0.with(request, timings: source.timings)) } ?? .success(())
    }
}
