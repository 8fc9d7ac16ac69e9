public import ALCFHTTP
import ALCFJSON

/// Turns what the socket gives into events of the Responses API, and judges the end: it is good where
/// `response.completed` or `response.incomplete` (the token limit) came.
public struct ResponsesStreamParser: EventStreamParser {
    private var events = ServerSentEventParser()
    private var reads = ReadCounter()
    private var hasEvents = false
    private var isComplete = false
    private var hasOutput = false
    private var refusal = ""
    /// Whether the last event of the answer came.
    public var isDone: Bool { isComplete }
    private var failure: ClientError?
    /// The limit that the stream broke, if it did.
    public private(set) var overflow: HTTPError?
    private let isService: Bool

    /// - Parameters:
    ///   - isService: whether it is the gateway that speaks, and not some other server.
    ///   - answers: of no account: this API gives one answer.
    public init(isService: Bool = true, answers: Int? = nil) { self.isService = isService }

    /// Returns whether the event brings a piece of the answer.
    public static func isProgress(_ event: ResponsesStreamEvent) -> Bool { event.type.hasSuffix(".delta") }

    /// The events that one socket read completed.
    public mutating func receive(_ fragment: HTTPFragment) -> [ResponsesStreamEvent] {
        reads.count(fragment.time)
        do {
            var found: [ResponsesStreamEvent] = []
            for event in try events.feed(fragment.bytes, at: fragment.time) {
                if let event = take(event) { found.append(event) }
            }
            return found
        } catch {
            overflow = error
            fail(ClientError(error, status: 200))
            return []
        }
    }

    /// Returns the event that was incomplete when the body ended, and the fault of the end; nil for none.
    ///
    /// - Parameter error: what broke the exchange; nil for an orderly end of the body.
    public mutating func finish(_ error: HTTPError? = nil) -> (event: ResponsesStreamEvent?, failure: ClientError?) {
        var event: ResponsesStreamEvent?
        if let error {
            if !isComplete { fail(ClientError(error, status: 200)) }
        } else if let last = events.finish(), (try? JSONValue(parsing: last.data)) != nil {
            event = take(last)
        }
        if let failure { return (event, failure) }
        if isComplete {
            return (event, hasOutput ? nil : AnswerVerdict.failure(withoutOutput: nil, refusal: refusal))
        }
        if let error = ClientError(besideEvents: events.stray, isAll: !hasEvents, isService: isService) {
            return (event, error)
        }
        return (
            event,
            hasEvents
                ? ClientError(.truncated, "the stream ended before the answer was complete", httpStatus: 200)
                : ClientError(.empty, "the stream ended without an answer", httpStatus: 200)
        )
    }

    private mutating func take(_ event: ServerSentEvent) -> ResponsesStreamEvent? {
        guard !isComplete, !event.data.isEmpty, event.text != "[DONE]" else { return nil }
        guard let json = try? JSONValue(parsing: event.data), json.object != nil else {
            fail(
                ClientError(tornStream: event.text)
                    ?? ClientError(
                        .malformed, "the stream brought something that is no JSON object", httpStatus: 200))
            return nil
        }
        let type = json["type"]?.string ?? ""
        // The gateway writes its own errors as chunks of a chat here too.
        if let error = ClientError(streamed: json, isService: isService) {
            fail(error)
            return nil
        }
        switch type {
        case "error":
            // The members stand beside the type, without an object around them.
            fail(ClientError(streamed: ["error": json], isService: isService) ?? unknownFailure)
            return nil
        case "response.failed":
            let response = json["response"] ?? .null
            fail(ClientError(streamed: response, isService: isService) ?? unknownFailure)
            return nil
        case "response.cancelled":
            fail(ClientError(.aborted, "the server broke the answer off", httpStatus: 200))
            return nil
        case "response.completed", "response.incomplete":
            isComplete = true
            if let answer = json["response"].flatMap({ try? ResponsesAnswer($0) }), answer.raw["output"]?.array != nil {
                let failure = AnswerVerdict.failure(of: answer, isService: isService)
                if let failure, failure.code == .aborted { fail(failure) }
                refusal = answer.refusal ?? refusal
                if failure == nil { hasOutput = true }
            }
        case "response.refusal.delta": refusal += json["delta"]?.string ?? ""
        default: break
        }
        hasEvents = true
        if type.hasSuffix(".delta"), type != "response.refusal.delta" { hasOutput = true }
        return ResponsesStreamEvent(json, type: type, time: event.time, readIndex: reads.index)
    }

    private var unknownFailure: ClientError {
        ClientError(.serverError, "the server reported an error without a text", httpStatus: 200)
    }

    /// The first failure is the one that explains the others.
    private mutating func fail(_ error: ClientError) { failure = failure ?? error }
}
