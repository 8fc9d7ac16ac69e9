/// The words with which a server says why an answer ended. This is the one place that knows which of them are good.
enum FinishReason {
    /// The ends of a whole answer: by itself, at the token limit, with calls of functions, or cut by a filter.
    static let good = ["stop", "length", "tool_calls", "function_call", contentFilter]
    /// Content was withheld: an end that users should know of.
    static let contentFilter = "content_filter"

    /// Whether an answer that ended so is one. `abort`, `error` and every word that is not known is a failure.
    static func isGood(_ reason: String) -> Bool { good.contains(reason) }
}
