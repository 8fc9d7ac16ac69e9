extension TokenCounts {
    /// Returns the number of completion tokens that were seen to come: the only ones with a pace. Nil if it is not
    /// known.
    ///
    /// If reasoning was streamed, all were. Where it was not, those that the service says are reasoning were not seen.
    /// All count as seen where it does not say, if there are hardly more of them than events, or if the text is long
    /// enough for them: three bytes a token, where English has four to five.
    public func seen(_ trace: RequestTimeline) -> Int? {
        guard let completion, completion >= 0 else { return nil }
        guard trace.streamed else { return completion }
        switch (trace.streamedReasoning, reasoning) {
        case (true?, let reasoning?):
            // A summary of the reasoning was streamed, and not the reasoning.
            if let events = trace.reasoningEvents, reasoning >= 8, reasoning / 4 > max(1, events) { return nil }
            // The sum is not known of a service that counts reasoning apart.
            return reasoning <= completion ? completion : nil
        case (true?, nil): return completion
        case (nil, let reasoning): return (reasoning ?? 0) > 0 ? nil : completion
        case (false?, let reasoning?):
            guard reasoning >= 0, reasoning <= completion else { return nil }
            let rest = completion - reasoning
            return rest > 0 || trace.tokenEvents == 0 ? rest : nil
        case (false?, nil):
            let events = Double(trace.tokenEvents)
            if Double(completion) <= events + max(4, events / 4) { return completion }
            guard let bytes = trace.answerBytes else { return nil }
            return bytes / 3 >= completion ? completion : nil
        }
    }
}

extension TokenCounts {
    /// Number of tokens made; nil without a count, and for a service that counts reasoning apart, if the sum is not
    /// clear.
    package var made: Int? { completion.flatMap { count in (reasoning ?? 0) <= count ? count : nil } }
}

extension Sample {
    /// See ``TokenCounts/seen(_:)``.
    public var seenTokens: Int? { tokens.seen(trace) }

    /// Number of tokens in the first read, by its share of the events; nil without a stream.
    ///
    /// Above 1, the first token was made before it was seen: it waited for those that came with it.
    public var firstPortion: Double? { trace.firstPortion(tokens) }
}

extension RequestTimeline {
    /// See ``Sample/firstPortion``.
    package func firstPortion(_ tokens: TokenCounts) -> Double? {
        guard streamed, firstToken != nil, tokenEvents > 0 else { return nil }
        let first = Double(max(1, firstBurst))
        guard let seen = tokens.seen(self) else { return first }
        return max(1, Double(seen) * first / Double(tokenEvents))
    }
}
