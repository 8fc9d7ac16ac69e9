import ALCFJSON

/// The names of the events by which the only part of an item is streamed.
struct ResponsesPart {
    /// Name of the event before the text.
    let added: String
    /// Name of the event with a piece of the text.
    let delta: String
    /// Name of the event with the whole text.
    let done: String
    /// Name of the event after the text.
    let ended: String
    /// Name of the member that holds the whole text.
    let text: String
    /// Member that says which part of the item it is.
    let position: JSONObject
    /// Whether it has the probabilities of its tokens.
    let hasLogprobs: Bool

    /// - Returns: nil for calls, which have no parts.
    init?(_ item: ResponsesItem, _ request: ResponsesRequest) {
        let name: String
        switch item.block.kind {
        case .call: return nil
        case .text: name = "output_text"
        case .refusal: name = "refusal"
        case .reasoning: name = request.wantsSummary ? "reasoning_summary_text" : "reasoning_text"
        }
        let isSummary = item.block.kind == .reasoning && request.wantsSummary
        let part = isSummary ? "reasoning_summary_part" : "content_part"
        added = "response.\(part).added"
        ended = "response.\(part).done"
        delta = "response.\(name).delta"
        done = "response.\(name).done"
        hasLogprobs = item.block.kind == .text
        text = item.block.kind == .refusal ? "refusal" : "text"
        position = [isSummary ? "summary_index" : "content_index": 0]
    }
}
