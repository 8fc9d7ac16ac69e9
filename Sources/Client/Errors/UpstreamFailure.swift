import ALCFJSON

/// The error of the model's server, taken out of the text that the gateway wrapped it in.
struct UpstreamFailure: Hashable {
    /// The server's own status, where the text tells it.
    var status: Int?
    /// The server's own sentence, where one can be found.
    var message: String?
    var code: String?

    /// - Parameter text: the `message` of a gateway error, or what follows `[ERROR]` in a stream.
    /// - Returns: nil where nothing in it comes from further behind.
    init?(in text: String) {
        if let found = Self.afterNumber(following: "Upstream endpoint returned", in: text) {
            self.init(status: found.number)
            // A Python bytes literal from Metis and Minerva, the text itself from Tara.
            let rest = found.rest.drop { $0.isWhitespace || $0 == ":" }
            read(PythonBytes.decode(rest).map { String(decoding: $0, as: UTF8.self) } ?? String(rest))
        } else if let found = Self.afterNumber(following: "status code", in: text) {
            self.init(status: found.number)
            if let start = found.rest.firstRange(of: "Response text:") {
                let rest = found.rest[start.upperBound...]
                let end = rest.firstRange(of: "Response headers:")?.lowerBound ?? rest.endIndex
                read(String(rest[..<end]))
            }
        } else if let json = JSONFragment.object(in: text), let envelope = ErrorEnvelope(json) {
            self.init(status: nil)
            take(envelope)
        } else {
            return nil
        }
    }

    private init(status: Int?) { self.status = status }

    private mutating func read(_ body: String) {
        if let json = JSONFragment.object(in: body), let envelope = ErrorEnvelope(json) {
            take(envelope)
        } else {
            message = JSONFragment.message(in: body).map { $0 + "…" } ?? ErrorEnvelope(body: Array(body.utf8)).message
        }
    }

    private mutating func take(_ envelope: ErrorEnvelope) {
        status = status ?? envelope.status ?? envelope.type.flatMap(Self.status(ofType:))
        message = envelope.message
        code = envelope.code
    }

    /// The first number that stands after `words`, with blanks and colons between at most, and what follows it.
    ///
    /// A traceback quotes the line of code that wrote the words too; there no number stands behind them.
    private static func afterNumber(following words: String, in text: String) -> (number: Int, rest: Substring)? {
        for place in text.ranges(of: words) {
            let rest = text[place.upperBound...].drop { $0.isWhitespace || $0 == ":" }
            let digits = rest.prefix(while: \.isNumber)
            if digits.count == 3, let number = Int(digits) { return (number, rest[digits.endIndex...]) }
        }
        return nil
    }

    /// The status that goes with the class of an error, in vLLM's, OpenAI's and Anthropic's words.
    static func status(ofType type: String) -> Int? {
        switch type {
        case "BadRequestError", "invalid_request_error", "Invalid function calling output.": 400
        case "AuthenticationError", "authentication_error": 401
        case "PermissionDeniedError", "permission_error": 403
        case "NotFoundError", "not_found_error": 404
        case "RateLimitError", "rate_limit_error", "rate_limit_exceeded": 429
        case "InternalServerError", "api_error", "server_error": 500
        case "overloaded_error", "ServiceUnavailableError": 503
        case "StreamingTimeoutError": 504
        default: nil
        }
    }
}
