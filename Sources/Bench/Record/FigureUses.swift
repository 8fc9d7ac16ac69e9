/// The places that show a figure, beside the definitions, which have all figures.
package struct FigureUses: OptionSet, Sendable, Hashable {
    /// The bits.
    package let rawValue: Int

    /// Uses with these bits.
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// A derived figure of a request is written into the record, for readers in other languages. What is recorded
    /// itself is there anyway.
    package static let record = FigureUses(rawValue: 1 << 0)
    /// It is a member of summaries: of a request's figure, the distribution over a target's answers, on which
    /// `--fail-if` and, of a duration, `--slo` may set limits.
    package static let summary = FigureUses(rawValue: 1 << 1)
    /// It is of a pace: void of a target most of whose answers did not come as a stream.
    package static let pace = FigureUses(rawValue: 1 << 2)
    /// It is a time that was waited, so that it is also shown over every attempt, failures as slowest.
    package static let attempts = FigureUses(rawValue: 1 << 3)
    /// The wait began when the request was scheduled, and not when it was sent.
    package static let sinceSchedule = FigureUses(rawValue: 1 << 4)
    /// Its median has a row in the table of latencies.
    package static let latencyRow = FigureUses(rawValue: 1 << 5)
    /// Its median has a row in the table of tokens.
    package static let tokenRow = FigureUses(rawValue: 1 << 6)
}
