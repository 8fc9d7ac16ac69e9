public import ALCFHTTP
import ALCFJSON
import ALCFSystem

/// Turns what the socket gives into chunks, and judges the end. Pure: it does no I/O.
///
/// The end is good when every answer that was begun has a good finish reason, and something was generated; see
/// `AnswerVerdict`. `[DONE]` alone proves nothing: Sophia sends it after a stall of 5 s too; nor does its absence
/// tell anything.
public struct ChatStreamParser: EventStreamParser {
    private var events = ServerSentEventParser()
    private var reads = ReadCounter()
    /// Answers that have begun, and those of them that have a finish reason.
    private var answers = AnswerStates()
    private var hasChunks = false
    private var hasOutput = false
    private var refusal = ""
    private var finishReason: String?
    /// A document that holds no choices, and does not say that it is an error: the first one that came.
    private var foreign: JSONValue?
    private var halves = SurrogateJoiner()
    /// Whether `[DONE]` came: nothing counts after it.
    public private(set) var isDone = false
    private var failure: ClientError?
    /// The limit that the stream broke, if it did.
    public private(set) var overflow: HTTPError?
    private let isService: Bool
    private let isOnly: Bool

    /// - Parameters:
    ///   - isService: whether it is the gateway that speaks, and not some other server.
    ///   - answers: how many answers were asked for; nil where that is not known. Of one, every piece is taken for a
    ///     part, whatever index the server gives it.
    public init(isService: Bool = true, answers: Int? = nil) {
        self.isService = isService
        isOnly = answers == 1
    }

    /// Whether the stream has brought an error, after which nothing of it counts.
    package var hasFailed: Bool { failure != nil }

    /// Whether chunks may be read by somebody else, who takes note of them here: not after the end or an
    /// error, and not between the halves of a character.
    package var mayBePassedOver: Bool { !isDone && failure == nil && !halves.isWaiting }

    /// Returns whether the chunk brings a piece of the answer.
    public static func isProgress(_ event: ChatStreamEvent) -> Bool { event.chunk.isProgress }

    /// The chunks that one socket read completed.
    public mutating func receive(_ fragment: HTTPFragment) -> [ChatStreamEvent] {
        reads.count(fragment.time)
        do {
            var chunks: [ChatStreamEvent] = []
            for event in try events.feed(fragment.bytes, at: fragment.time) {
                if let chunk = take(event) { chunks.append(chunk) }
            }
            return chunks
        } catch {
            overflow = error
            fail(ClientError(error, status: 200))
            return []
        }
    }

    /// Returns the event that was still under way when the body ended, and the fault of the end; nil for none.
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
        let isJSON = (try? JSONValue(parsing: last.data)) != nil || SurrogateJoiner.json(last.data) != nil
        guard Self.isDone(last) || isJSON else { return (nil, end(cut: true)) }
        let event = take(last)
        return (event, end())
    }

    /// Takes note of a chunk that was read in place.
    ///
    /// - Parameters:
    ///   - answers: bit n for the answer with index n.
    ///   - finished: the same for those whose finish reason, a good one, it brings.
    ///   - hasOutput: whether it brings something that the model generated.
    package mutating func noteChunk(answers: UInt64, finished: UInt64, hasOutput: Bool) {
        hasChunks = true
        if hasOutput { self.hasOutput = true }
        self.answers.note(answers, finished: finished)
    }

    /// Takes note of why the first answer ended, which was read in place.
    package mutating func noteFinish(_ reason: String) { finishReason = reason }

    /// Takes note of `[DONE]` that was read in place.
    package mutating func noteDone() { isDone = true }

    private mutating func take(_ event: ServerSentEvent) -> ChatStreamEvent? {
        guard !isDone, event.data.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") }) else {
            return nil
        }
        if Self.isDone(event) {
            isDone = true
            return nil
        }
        // Nothing behind an error is a part of the answer, also where one read brought both.
        guard failure == nil else { return nil }
        let json: JSONValue
        var isTorn = halves.isWaiting
        do { json = try JSONValue(parsing: event.data) } catch {
            guard let torn = SurrogateJoiner.json(event.data) else {
                fail(ClientError(tornStream: event.text) ?? Self.notJSON(event, error, isService: isService))
                return nil
            }
            json = torn
            isTorn = true
        }
        if let error = ClientError(streamed: json, isService: isService) {
            fail(error)
            return nil
        }
        guard json.object != nil else {
            if event.name == "error" { fail(AnswerVerdict.failure(withoutChoices: json, isService: isService)) }
            fail(
                ClientError(
                    .malformed, "the stream brought a JSON \(json.kind) where an object must be", httpStatus: 200))
            return nil
        }
        var chunk = ChatChunk(json, isOnly: isOnly)
        if isTorn { halves.join(&chunk) }
        note(chunk, event.name)
        return ChatStreamEvent(chunk: chunk, time: event.time, readIndex: reads.index)
    }

    private mutating func note(_ chunk: ChatChunk, _ name: String) {
        hasChunks = true
        if chunk.hasOutput { hasOutput = true }
        for choice in chunk.choices {
            answers.note(choice.index, isFinished: choice.finishReason != nil)
            if choice.index == 0 { finishReason = choice.finishReason ?? finishReason }
            if let piece = choice.refusal { refusal += piece }
        }
        for choice in chunk.raw["choices"]?.array ?? [] {
            if let error = AnswerVerdict.failure(ofChoice: choice, isService: isService) { fail(error) }
        }
        guard chunk.choices.isEmpty else { return }
        // A server that says what is wrong, in a form of its own, says it where there is no piece of an answer.
        if name == "error" || ErrorEnvelope(chunk.raw)?.message != nil {
            fail(AnswerVerdict.failure(withoutChoices: chunk.raw, isService: isService))
        }
        if chunk.usage == nil { foreign = foreign ?? chunk.raw }
    }

    private static func isDone(_ event: ServerSentEvent) -> Bool {
        event.data.elementsEqual("[DONE]".utf8)
            || (event.data.count < 16 && event.text.split(separator: " ") == ["[DONE]"])
    }

    /// A text in the place of a chunk: the server's word on what is wrong where it says that it is one.
    private static func notJSON(_ event: ServerSentEvent, _ error: JSONError, isService: Bool) -> ClientError {
        let envelope = ErrorEnvelope(body: event.data)
        if event.name == "error", envelope.message != nil {
            return ClientError(status: 200, envelope: envelope, isService: isService)
        }
        // `[ERROR] …` is a text too.
        let isText =
            !event.text.hasPrefix("{")
            && (!event.text.hasPrefix("[") || event.text.dropFirst().first?.isUppercase == true)
        let words = isText ? envelope.message.map { "'\($0)'" } : nil
        let what =
            error.code == .tooLarge
            ? "an event of the stream \(error)"
            : "the stream brought something that is not JSON: \(words ?? "\(error)")"
        return ClientError(.malformed, what, httpStatus: 200, underlying: error)
    }

    /// The first failure is the one that explains the others.
    private mutating func fail(_ error: ClientError) { failure = failure ?? error }

    private func end(cut: Bool = false) -> ClientError? {
        if let failure { return failure }
        if answers.areComplete {
            return hasOutput ? nil : AnswerVerdict.failure(withoutOutput: finishReason, refusal: refusal)
        }
        // Text beside the events is no part of an answer, and may say why there is none.
        if let error = ClientError(besideEvents: events.stray, isAll: !hasChunks && !cut, isService: isService) {
            return error
        }
        if !hasChunks && !cut {
            return ClientError(.empty, "the stream ended without an answer", httpStatus: 200)
        }
        if answers.isEmpty, !cut, let foreign {
            return AnswerVerdict.failure(withoutChoices: foreign, isService: isService)
        }
        let how = isDone ? "said that it was done" : "ended"
        return ClientError(
            .truncated, "the stream \(how) before the answer was complete", httpStatus: 200)
    }
}
