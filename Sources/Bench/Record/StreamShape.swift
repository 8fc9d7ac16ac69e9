/// Whether tokens came as they were made, which decides whether their pace means anything.
package enum StreamShape: String, Sendable, Hashable, CaseIterable {
    /// Token by token, or nearly so.
    case streaming
    /// In portions too large to tell the pace: see ``init(trace:tokens:)``.
    case bundled
    /// All at once: no stream was asked for, or something on the way held it back.
    case buffered

    /// The shape of a response; nil where there were no tokens.
    ///
    /// Bundled means eight tokens or more of which one read brought over half of the events, or more than four tokens
    /// to an event on average (they are passed on in groups). Tokens that were never shown are not among them.
    package init?(trace: RequestTimeline, tokens counts: TokenCounts) {
        // Other tools' files may not tell how the text came.
        guard trace.firstToken != nil, trace.tokenReads > 0 || !trace.streamed else { return nil }
        let tokens = counts.seen(trace) ?? counts.completion ?? trace.tokenEvents
        if !trace.streamed {
            self = .buffered
        } else if trace.tokenReads <= 1 {
            if tokens < 2 { return nil }
            self = .buffered
        } else if tokens >= 8, 2 * trace.largestBurst > trace.tokenEvents || tokens > 4 * trace.tokenEvents {
            self = .bundled
        } else {
            self = .streaming
        }
    }

    /// The shape of a response of which the service counted no more than completion tokens.
    package init?(trace: RequestTimeline, completionTokens: Int?) {
        self.init(trace: trace, tokens: TokenCounts(completion: completionTokens))
    }
}
