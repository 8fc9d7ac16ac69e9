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
    /// The functions the model wants called.
    public let toolCalls: [ToolCall]
    /// Every item, in the API's own form: what the next request holds of this turn.
    public let output: [JSONValue]
    /// What the server counted.
    public let usage: Usage?
    /// All of it, as it came.
    public let raw: JSONValue
    /// When what happened on the wire.
    public let timings: HTTPTimings?

    /// - Throws: `JSONError` for anything but an object.
    public init(_ json: JSONValue, timings: HTTPTimings? = nil) throws(JSONError) {
        _ = try JSONObject(json: json)
        id = json["id"]?.string
        model = json["model"]?.string
        status = json["status"]?.string
        let output = json["output"]?.array ?? []
        func texts(_ type: String) -> String {
            output.filter { $0["type"]?.string == type }
                .flatMap { ($0["content"]?.array ?? []) + ($0["summary"]?.array ?? []) }
                .compactMap { $0["text"]?.string }.joined()
        }
        self.output = output
        text = texts("message")
        reasoning = texts("reasoning")
        toolCalls = output.filter { $0["type"]?.string == "function_call" }.enumerated().map { index, item in
            ToolCall(
                index: index, id: item["call_id"]?.string ?? item["id"]?.string, name: item["name"]?.string,
                arguments: item["arguments"]?.string ?? "")
        }
        usage = Usage(json["usage"])
        raw = json
        self.timings = timings
    }
}
