public import ALCFJSON
public import ALCFSystem

/// One event of an answer that is streamed over the Responses API.
public struct ResponsesStreamEvent: Sendable, Hashable {
    /// The API's word for it, such as `response.output_text.delta`.
    public let type: String
    /// The next piece of the answer's text.
    public let text: String?
    /// The next piece of the reasoning.
    public let reasoning: String?
    /// All of it, as it came.
    public let raw: JSONValue
    /// Time when the socket read that completed the event returned.
    public let time: MonotonicTime
    /// Number of the body's socket read, from 0.
    public let readIndex: Int

    init(_ json: JSONValue, type: String, time: MonotonicTime, readIndex: Int) {
        self.type = type
        let delta = json["delta"]?.string
        text = type == "response.output_text.delta" ? delta : nil
        reasoning = type.hasPrefix("response.reasoning") && type.hasSuffix(".delta") ? delta : nil
        raw = json
        self.time = time
        self.readIndex = readIndex
    }

    /// The whole answer, on the last event.
    public var answer: ResponsesAnswer? {
        guard type == "response.completed" || type == "response.incomplete", let json = raw["response"] else {
            return nil
        }
        return try? ResponsesAnswer(json)
    }
}
