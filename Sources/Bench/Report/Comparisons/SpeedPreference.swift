import ALCFJSON
package import ALCFRecord
package import ALCFStatistics

/// The share of votes that went to the side which was ahead in one figure.
package struct SpeedPreference: Sendable, Hashable {
    /// A figure in which one side is ahead.
    package enum Lead: String, Sendable, CaseIterable {
        /// The first token came sooner.
        case firstToken = "sooner_first_token"
        /// Tokens came faster.
        case rate = "higher_rate"
        /// The whole answer took less time.
        case duration = "shorter_time"
        /// The answer had more tokens.
        case tokens = "more_tokens"

        /// The side that is ahead; nil where a figure is missing, or both are equal.
        func side(_ vote: ComparisonVote) -> ComparedSide? {
            func better<Value: Comparable>(_ left: Value?, _ right: Value?, isHigher: Bool) -> ComparedSide? {
                guard let left, let right, left != right else { return nil }
                return (left > right) == isHigher ? vote.left : vote.right
            }
            return switch self {
            case .firstToken: better(vote.left.firstToken, vote.right.firstToken, isHigher: false)
            case .rate: better(vote.left.rate, vote.right.rate, isHigher: true)
            case .duration: better(vote.left.duration, vote.right.duration, isHigher: false)
            case .tokens: better(vote.left.tokens, vote.right.tokens, isHigher: true)
            }
        }

        /// The lead in words.
        var words: String {
            switch self {
            case .firstToken: "the side whose first token came sooner"
            case .rate: "the side with the higher rate"
            case .duration: "the side that was done sooner"
            case .tokens: "the side with more tokens"
            }
        }
    }

    /// The figure.
    package let lead: Lead
    /// Votes for the side ahead, of the votes for one of the two.
    package let share: BinomialShare

    /// Counts the votes; nil where none can be counted.
    package init?(_ lead: Lead, _ votes: [ComparisonVote]) {
        let known = votes.compactMap { vote -> Bool? in
            guard let preferred = vote.preferred, let ahead = lead.side(vote) else { return nil }
            return preferred == ahead
        }
        guard !known.isEmpty, let share = BinomialShare(known.count { $0 }, of: known.count) else { return nil }
        self.lead = lead
        self.share = share
    }
}

extension BinomialShare {
    /// The share for programs.
    var json: JSONValue {
        let interval = interval()
        return [
            "votes": .int(successes), "of": .int(count), "share": JSONValue(value),
            "lower": JSONValue(interval?.lower), "upper": JSONValue(interval?.upper), "p_sign_test": .double(signTest),
        ]
    }
}
