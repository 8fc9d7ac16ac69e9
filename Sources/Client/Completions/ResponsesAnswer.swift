public import ALCFHTTP
public import ALCFJSON

/// An answer over the Responses API.
public struct ResponsesAnswer: Sendable {
    /// The answer's id.
    public let id: String?
    /// The model that answered.
    public let model: String?
    /// `completed`, `incomplete`, `failed` or another word.
    public let status: String?
    /// The answer's text.
    public let text: String
    /// The model's reasoning, where the server gives it.
    public let reasoning: String
    /// Refusal in place of an answer; nil for none.
    public let refusal: String?
    /// The functions the model wants called.
    public let toolCalls: [ToolCall]
    /// Every item, in the API's own form: what the next request holds of this turn.
    public let output: [JSONValue]
    /// Token counts of the server.
    public let usage: Usage?
    /// All of it, as it came.
    public let raw: JSONValue
    /// Times of the exchange.
    public let timings: HTTPTimings?

    /// - Throws: `JSONError` for anything but an object.
    public init(_ json: JSONValue, timings: HTTPTimings? = nil) throws(JSONError) {
        _ = try JSONObject(json: json)
        id = json["id"]?.string
        model = json["model"]?.string
        status = json["status"]?.string
        let output = json["output"]?.array ?? []
        func texts(_ type: String, _ key: String = "text") -> String {
            output.filter { $0["type"]?.string == type }
                .flatMap { ($0["content"]?.array ?? []) + ($0["summary"]?.array ?? []) }
                .compactMap { $0[key]?.string }.joined()
        }
        self.output = output
        text = texts("message")
        reasoning = texts("reasoning")
        let refusal = texts("message", "refusal")
        self.refusal = refusal.isEmpty ? nil : refusal
        toolCalls = output.filter { $0["type"]?.string == "function_call" }.enumerated().map { index, item in
            ToolCall(
                index: index, id: item["call_id"]?.string ?? item["id"]?.string, name: item["name"]?.string,
                arguments: item["arguments"]?.string ?? "")
        }
        usage = Usage(json["usage"])
        raw = json
        self.timings = timings
    }

    /// Returns the fault of the answer; nil if it ended as it should and holds something that the model generated.
    ///
    /// - Parameter isService: whether it is the gateway that speaks, and not some other server.
    public func failure(isService: Bool = true) -> ClientError? {
        AnswerVerdict.failure(of: self, isService: isService)
    }
}
