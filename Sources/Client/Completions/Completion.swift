public import ALCFHTTP
public import ALCFJSON

/// The text that a model returned for a ``CompletionRequest``.
public struct Completion: Sendable {
    /// The answer's id.
    public let id: String?
    /// The model that answered; its name may differ from the one asked for.
    public let model: String?
    /// In the order they came.
    public let choices: [Choice]
    /// Token counts of the server.
    public let usage: Usage?
    /// All of it, as it came.
    public let raw: JSONValue
    /// Times of the exchange.
    public let timings: HTTPTimings?

    /// One of the texts.
    public struct Choice: Sendable, Hashable {
        /// Number of the choice, from 0.
        public let index: Int
        /// Text that continues the prompt.
        public let text: String
        /// `stop`, `length` or a word of the server's.
        public let finishReason: String?
        /// Tokens and their probabilities, in the server's own form.
        public let logprobs: JSONValue?
    }

    /// - Throws: `JSONError` for anything but an object.
    public init(_ json: JSONValue, timings: HTTPTimings? = nil) throws(JSONError) {
        _ = try JSONObject(json: json)
        id = json["id"]?.string
        model = json["model"]?.string
        choices = (json["choices"]?.array ?? []).enumerated().map { position, json in
            Choice(
                index: json["index"]?.int ?? position, text: json["text"]?.string ?? json["message"]?.contentText ?? "",
                finishReason: json.finishReason, logprobs: json["logprobs"]?.unlessNull)
        }
        usage = Usage(json["usage"])
        raw = json
        self.timings = timings
    }

    /// Returns the fault; nil for texts that ended as they should.
    ///
    /// - Parameter isService: whether it is the gateway that speaks, and not some other server.
    public func failure(isService: Bool = true) -> ClientError? {
        let choices = (raw["choices"]?.array ?? []).enumerated().map { ChatChoice($1, position: $0) }
        return AnswerVerdict.failure(of: raw, choices, isService: isService)
    }

    /// The first text.
    public var text: String { choices.first?.text ?? "" }
}
