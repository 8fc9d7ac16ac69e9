extension ChatChoice {
    /// Error for an answer without text; nil if there is one. Such an answer may be good: a caller with functions wants
    /// calls of functions, but a caller who asked for text has nothing to read.
    public var lackOfText: ClientError? {
        guard content.allSatisfy(\.isWhitespace) else { return nil }
        if !toolCalls.isEmpty {
            return ClientError(
                .noText, "the model asks for a function to be called instead of answering: \(calls)",
                remedy: "Ask differently, or try another model: nothing here can call it.")
        }
        if !reasoning.allSatisfy(\.isWhitespace) {
            let why =
                finishReason == "length"
                ? "its tokens ran out before an answer began" : "the model ended without an answer"
            return ClientError(
                .noText, "all that came is reasoning: \(why)",
                remedy: finishReason == "length" ? "Allow more tokens." : "Ask again, or try another model.")
        }
        return AnswerVerdict.failure(withoutOutput: finishReason, refusal: refusal ?? "")
    }

    /// The functions that are asked for, as in `get_weather({"city":"Chicago"})`.
    public var calls: String {
        toolCalls.map { call in
            let arguments = ErrorEnvelope.shorten(call.arguments) ?? ""
            return "\(call.name ?? "a function without a name")(\(arguments))"
        }.joined(separator: ", ")
    }
}
