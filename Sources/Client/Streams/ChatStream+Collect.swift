public import ALCFHTTP

/// The result of a streamed answer, whole or not.
public struct CollectedChat: Sendable {
    /// Everything received.
    public let answer: ChatAccumulator
    /// End of the stream.
    public let end: ChatStreamEnd
    /// Times of the exchange.
    public let timings: HTTPTimings

    /// The answer, if it is complete.
    ///
    /// - Throws: ``ClientError``, what went wrong with it.
    public func get() throws(ClientError) -> ChatAccumulator {
        if let error = end.error { throw error }
        return answer
    }
}

extension ChatStream {
    /// Reads the stream to its end, whatever that is, and keeps what came.
    ///
    /// - Parameter each: called with every chunk as it comes; what it throws ends the exchange and is thrown here.
    public func collect(_ each: (ChatStreamEvent) async throws -> Void = { _ in }) async throws -> CollectedChat {
        var answer = ChatAccumulator()
        var chunks = makeAsyncIterator()
        while true {
            let event: ChatStreamEvent?
            do { event = try await chunks.next() } catch let error as ClientError {
                return CollectedChat(answer: answer, end: ChatStreamEnd(error), timings: timings)
            }
            guard let event else { return CollectedChat(answer: answer, end: .complete, timings: timings) }
            answer.add(event.chunk)
            try await each(event)
        }
    }
}
