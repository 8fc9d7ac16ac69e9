import ALCFRecord

extension Sample {
    /// An answered request of which a test looks at the figures only.
    init(trace: RequestTimeline, tokens: TokenCounts) {
        self.init(
            sequence: 0, phase: .measured, target: "metis", run: 1, block: 0, position: 0, promptID: "q",
            passageID: "p", trace: trace, outcome: .success)
        self.tokens = tokens
    }

    /// The same where the service counted no more than completion tokens.
    init(trace: RequestTimeline, completionTokens: Int?) {
        self.init(trace: trace, tokens: TokenCounts(completion: completionTokens))
    }
}
