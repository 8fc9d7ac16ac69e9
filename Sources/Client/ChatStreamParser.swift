public import ALCFHTTP
import ALCFJSON
import ALCFSystem

/// Turns what the socket gives into chunks, and judges the end. Pure: it does no I/O.
///
/// The end is good when every answer that was begun has a finish reason. `[DONE]` alone proves nothing: Sophia sends
/// it after a stall of 5 s too; nor does its absence tell anything.
public struct ChatStreamParser: Sendable {
    private var events = ServerSentEventParser()
    private var reads = -1
    private var lastRead: MonotonicTime?
    /// Which answers were begun, and which of them have a finish reason.
    private var answers = AnswerStates()
    private var hasChunks = false
    /// Whether `[DONE]` came: nothing counts after it.
    private(set) var isDone = false
    private var failure: ClientError?
    private let isService: Bool

    /// - Parameter isService: whether it is the gateway that speaks, and not some other server.
    public init(isService: Bool = true) { self.isService = isService }

    /// The chunks that one socket read completed.
    public mutating func receive(_ fragment: HTTPFragment) -> [ChatStreamEvent] {
        if fragment.time != lastRead { reads += 1 }
        lastRead = fragment.time
        do {
            var chunks: [ChatStreamEvent] = []
            for event in try events.feed(fragment.bytes, at: fragment.time) {
                if let chunk = take(event) { chunks.append(chunk) }
            }
            return chunks
        } catch {
            fail(ClientError(error, status: 200))
            return []
        }
    }

    /// What was still under way when the body ended, and what is wrong with the end; nil where nothing is.
    ///
    /// - Parameter error: what broke the exchange; nil for an orderly end of the body.
    public mutating func finish(_ error: HTTPError? = nil) -> (event: ChatStreamEvent?, failure: ClientError?) {
        if let error {
            // After `[DONE]` nothing more was to come, so nothing is lost.
            if !isDone { fail(ClientError(error, status: 200)) }
            return (nil, end())
        }
        guard let last = events.finish() else { return (nil, end()) }
        // An event without its blank line that is no JSON was cut off: that is an early end, and not a bad server.
        guard Self.isDone(last) || (try? JSONValue(parsing: last.data)) != nil else { return (nil, end(cut: true)) }
        let event = take(last)
        return (event, end())
    }

    /// Takes note of a chunk that was read in place.
    ///
    /// - Parameters:
    ///   - answers: bit n for the answer with index n.
    ///   - finished: the same for those whose finish reason it brings.
    mutating func noteChunk(answers: UInt64, finished: UInt64) {
        hasChunks = true
        self.answers.note(answers, finished: finished)
    }

    /// Takes note of `[DONE]` that was read in place.
    mutating func noteDone() { isDone = true }

    private mutating func take(_ event: ServerSentEvent) -> ChatStreamEvent? {
        guard !isDone, event.data.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") }) else {
            return nil
        }
        if Self.isDone(event) {
            isDone = true
            return nil
        }
        let json: JSONValue
        do { json = try JSONValue(parsing: event.data) } catch {
            if let error = ClientError(tornStream: event.text) {
                fail(error)
                return nil
            }
            fail(
                ClientError(
                    .malformed, "the stream brought something that is not JSON: \(error)", httpStatus: 200,
                    underlying: error))
            return nil
        }
        if let error = ClientError(streamed: json, isService: isService) {
            fail(error)
            return nil
        }
        guard json.object != nil else {
            fail(
                ClientError(
                    .malformed, "the stream brought a JSON \(json.kind) where an object must be", httpStatus: 200))
            return nil
        }
        let chunk = ChatChunk(json)
        hasChunks = true
        for choice in chunk.choices {
            answers.note(choice.index, isFinished: choice.finishReason != nil)
        }
        return ChatStreamEvent(chunk: chunk, time: event.time, readIndex: max(0, reads))
    }

    private static func isDone(_ event: ServerSentEvent) -> Bool {
        event.data.elementsEqual("[DONE]".utf8)
            || (event.data.count < 16 && event.text.split(separator: " ") == ["[DONE]"])
    }

    /// The first failure is the one that explains the others.
    private mutating func fail(_ error: ClientError) { failure = failure ?? error }

    private func end(cut: Bool = false) -> ClientError? {
        if let failure { return failure }
        if !hasChunks && !cut {
            return ClientError(.empty, "the stream ended without an answer", httpStatus: 200)
        }
        guard !answers.areComplete else { return nil }
        let how = isDone ? "said that it was done" : "ended"
        return ClientError(
            .truncated, "the stream \(how) before the answer was complete", httpStatus: 200)
    }
}
