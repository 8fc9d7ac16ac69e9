package import ALCFClient
import ALCFJSON

/// A judge of a stream that is passed on in the API in which the cluster sends it. Pure: it does no I/O.
///
/// Failures that the gateway or a server puts into a stream, in whatever form, do not pass: the client is told of them
/// in the form that its own API has, by ``fail(_:)``.
package struct NativeStreamWatch: Sendable {
    /// The use of an event.
    package enum Verdict: Sendable, Hashable {
        /// It goes on to the client, with this `event:` line, which some servers leave out and some clients need.
        case pass(name: String)
        /// It says nothing to the client.
        case swallow
        /// The answer has failed. The event does not go on, and nothing after it either.
        case failed(ServedError)
    }

    /// Token counts of the server; nil as long as it gave none.
    package private(set) var usage: Usage?
    /// Whether something came that the model generated, reasoning included.
    package private(set) var hasOutput = false
    /// Whether the last event of a whole answer came.
    package private(set) var isComplete = false
    /// Whether an event went on to the client. As long as none did, a failure can still be an answer of its own.
    package private(set) var hasPassed = false
    private let dialect: Dialect
    private let isService: Bool
    private var failure: ServedError?
    /// The response as it was when it began.
    private var response: JSONObject?
    /// The event that passed last, from which the numbers of others follow.
    private var last: [UInt8] = []
    private var messages = MessagesWatch()

    /// - Parameters:
    ///   - dialect: ``Dialect/responses`` or ``Dialect/messages``.
    ///   - isService: whether it is the gateway that speaks, and not some other server.
    package init(_ dialect: Dialect, isService: Bool = true) {
        self.dialect = dialect
        self.isService = isService
    }

    /// Judges an event.
    ///
    /// - Parameters:
    ///   - name: its `event:` line; nil for none, which parsers of events call `message`.
    ///   - data: its data, without the names of fields.
    package mutating func receive(name: String?, data: [UInt8]) -> Verdict {
        if let failure { return .failed(failure) }
        let name = name == "message" ? nil : name
        guard !isComplete, !data.isEmpty, !data.elementsEqual("[DONE]".utf8) else { return .swallow }
        // The many pieces of a text need not be read, where they look like what they are: the gateway may put an error
        // of its own behind half an event, whose name it then has.
        if let name, hasOutput,
            name == "content_block_delta" || name.hasPrefix("response.") && name.hasSuffix(".delta"),
            data.last == UInt8(ascii: "}"), data.contains(#""delta""#.utf8),
            !data.contains("chatcmpl-api-error".utf8)
        {
            return pass(name, data)
        }
        guard let json = try? JSONValue(parsing: data), json.object != nil else {
            let text = String(decoding: data, as: UTF8.self)
            return fail(
                with: ClientError(tornStream: text)
                    ?? ClientError(
                        .malformed, "the stream brought something that is no JSON object", httpStatus: 200))
        }
        // The gateway writes its own errors as chunks of a chat here too.
        if let error = ClientError(streamed: json, isService: isService) { return fail(with: error) }
        guard let type = json["type"]?.string else {
            return fail(with: AnswerVerdict.failure(withoutChoices: json, isService: isService))
        }
        let error = dialect == .messages ? judge(message: json, type) : judge(response: json, type)
        if let error { return fail(with: error) }
        return pass(name ?? type, data)
    }

    /// Returns the failure of the stream's end; nil for a whole answer.
    package mutating func finish() -> ServedError? {
        if let failure { return failure }
        guard !isComplete else { return nil }
        let error =
            hasPassed
            ? ClientError(.truncated, "the stream ended before the answer was complete", httpStatus: 200)
            : ClientError(.empty, "the stream ended without an answer", httpStatus: 200)
        failure = ServedError(error)
        return failure
    }

    /// Returns the events that tell the client of a failure.
    package func fail(_ error: ServedError) -> [ServedEvent] {
        let sequence = (try? JSONValue(parsing: last))?["sequence_number"]?.int
        return error.events(in: dialect, sequence: sequence.map { $0 + 1 } ?? 0, response: response)
    }

    private mutating func pass(_ name: String, _ data: [UInt8]) -> Verdict {
        hasPassed = true
        last = data
        return .pass(name: name)
    }

    private mutating func fail(with error: ClientError) -> Verdict {
        let error = ServedError(error)
        failure = error
        return .failed(error)
    }

    /// Takes note of an event of the Responses API, and returns the failure that it means.
    private mutating func judge(response json: JSONValue, _ type: String) -> ClientError? {
        switch type {
        case "error":
            // The members stand beside the type, without an object around them.
            return ClientError(streamed: ["error": json], isService: isService) ?? Self.unknownFailure
        case "response.created": response = json["response"]?.object
        case "response.failed":
            return ClientError(streamed: json["response"] ?? .null, isService: isService) ?? Self.unknownFailure
        case "response.cancelled": return ClientError(.aborted, "the server broke the answer off", httpStatus: 200)
        case "response.completed", "response.incomplete":
            let answer = json["response"] ?? .null
            usage = Usage(answer["usage"]) ?? usage
            if let error = NativeAnswer.failure(answer, .responses, isService: isService, hasOutput: hasOutput) {
                return error
            }
            isComplete = true
        default: if type.hasSuffix(".delta") { hasOutput = true }
        }
        return nil
    }

    /// Takes note of an event of Anthropic's API, and returns the failure that it means.
    private mutating func judge(message json: JSONValue, _ type: String) -> ClientError? {
        switch type {
        case "error": return Self.unknownFailure
        case "message_stop":
            guard messages.hasReason else {
                return ClientError(
                    .truncated, "the answer has no stop reason: it may not be whole", httpStatus: 200)
            }
            isComplete = true
        default:
            messages.note(json, type)
            usage = messages.usage
            if messages.hasOutput { hasOutput = true }
        }
        return nil
    }

    private static var unknownFailure: ClientError {
        ClientError(.serverError, "the server reported an error without a text", httpStatus: 200)
    }
}
