import ALCFHTTP
import ALCFSystem

/// Reads a body through a parser, to its very end where that comes soon, so that the connection can be used again.
struct EventStreamIterator<Parser: EventStreamParser> {
    private let source: HTTPBody
    private let request: ClientError.Request?
    /// Seconds within which something must bring the answer on; nil for no limit.
    private let progressLimit: Double?
    private var lastProgress: MonotonicTime?
    private var isEndExpected = false
    private let redaction: Redaction
    private var body: HTTPBody.AsyncIterator
    private var parser: Parser
    /// Parsed and not yet given out, the next one last.
    private var ready: [Parser.Event] = []
    private var end: Result<Void, ClientError>?

    init(
        _ source: HTTPBody, _ parser: Parser, _ request: ClientError.Request?, _ redaction: Redaction,
        progressLimit: Double?
    ) {
        self.source = source
        self.request = request
        self.redaction = redaction
        self.progressLimit = progressLimit
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
                    try take(batch)
                } else {
                    finish(nil)
                }
            } catch let error as HTTPError {
                finish(error)
            }
        }
    }

    private mutating func take(_ batch: [HTTPFragment]) throws(HTTPError) {
        var events: [Parser.Event] = []
        for fragment in batch {
            let found = parser.receive(redacted(fragment))
            events += found
            if let overflow = parser.overflow {
                ready = events.reversed()
                source.abandon()
                throw overflow
            }
            if found.contains(where: Parser.isProgress) { lastProgress = fragment.time }
            let last = lastProgress ?? fragment.time
            lastProgress = last
            if let progressLimit, !parser.isDone, fragment.time.seconds(since: last) > progressLimit {
                ready = events.reversed()
                source.abandon()
                throw StreamPatience.stalled(progressLimit)
            }
        }
        ready = events.reversed()
        if parser.isDone, !isEndExpected {
            isEndExpected = true
            source.expectEnd(within: StreamPatience.afterDone)
        }
    }

    private func redacted(_ fragment: HTTPFragment) -> HTTPFragment {
        HTTPFragment(time: fragment.time, bytes: redaction.withoutSecrets(fragment.bytes))
    }

    private mutating func finish(_ error: HTTPError?) {
        let (event, failure) = parser.finish(error)
        ready = (event.map { [$0] } ?? []) + ready
        end =
            failure.map { .failure($0.with(request, timings: source.timings).redacted(by: redaction)) } ?? .success(())
    }
}
