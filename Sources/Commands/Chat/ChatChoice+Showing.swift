import ALCFClient

extension ChatChoice {
    /// Returns an error if nothing of a good answer is printed; nil otherwise.
    ///
    /// - Parameter mode: what is printed.
    func failure(showing mode: ReasoningMode) -> ClientError? {
        guard mode == .only else {
            guard var lack = lackOfText else { return nil }
            if lack.code == .noText, toolCalls.isEmpty {
                lack = ClientError(
                    .noText, lack.message,
                    remedy: finishReason == "length"
                        ? "Allow more tokens with --max-tokens, or see the reasoning with --reasoning only."
                        : "See the reasoning with --reasoning only, or ask again.")
            }
            return lack
        }
        guard reasoning.allSatisfy(\.isWhitespace) else { return nil }
        return content.allSatisfy(\.isWhitespace)
            ? lackOfText
            : ClientError(.noText, "the answer has no reasoning", remedy: "See the answer without --reasoning only.")
    }

    /// Warning about an answer of which something is printed.
    var warning: String? {
        if finishReason == "length" { return "the answer was cut at the token limit; allow more with --max-tokens" }
        if finishReason == "content_filter" { return "the answer was cut by a content filter" }
        if let refusal { return "the model refuses a part: \(refusal)" }
        return toolCalls.isEmpty ? nil : "the model also asks for a function to be called: \(calls)"
    }
}
