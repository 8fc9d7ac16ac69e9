import ALCFJSON
package import ALCFRecord
package import ALCFStatistics

/// The votes on two models.
package struct PairPreference: Sendable, Hashable {
    /// The model whose name comes first.
    package let first: String
    /// The other one.
    package let second: String
    /// Number of votes for the first.
    package private(set) var firstBetter = 0
    /// Number of votes for the second.
    package private(set) var secondBetter = 0
    /// Number of votes that neither is better.
    package private(set) var ties = 0
    /// Number of votes that neither is good.
    package private(set) var bothBad = 0
    /// The p-value of ``decided``, corrected for the number of pairs (Holm 1979).
    package internal(set) var adjusted = 1.0

    /// The pairs of these votes, sorted by name.
    package static func all(_ votes: [ComparisonVote]) -> [PairPreference] {
        var pairs: [[String]: PairPreference] = [:]
        for vote in votes {
            let names = [vote.left.model, vote.right.model].sorted()
            pairs[names, default: PairPreference(names[0], names[1])].count(vote)
        }
        var sorted = pairs.values.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
        for (index, p) in zip(sorted.indices, Holm.adjusted(sorted.map { $0.decided?.signTest ?? 1 })) {
            sorted[index].adjusted = p
        }
        return sorted
    }

    private init(_ first: String, _ second: String) {
        self.first = first
        self.second = second
    }

    private mutating func count(_ vote: ComparisonVote) {
        switch vote.choice {
        case .tie: ties += 1
        case .bothBad: bothBad += 1
        case .left, .right:
            if vote.preferred?.model == first { firstBetter += 1 } else { secondBetter += 1 }
        }
    }

    /// Number of votes.
    package var votes: Int { firstBetter + secondBetter + ties + bothBad }

    /// The share of the first among the votes for one of the two.
    package var decided: BinomialShare? { BinomialShare(firstBetter, of: firstBetter + secondBetter) }

    /// The share of the first among all votes, where one for neither counts a half; nil where there are none.
    package var withHalves: Double? {
        votes > 0 ? (Double(firstBetter) + Double(ties + bothBad) / 2) / Double(votes) : nil
    }

    /// The figures for programs.
    var json: JSONValue {
        let interval = decided?.interval()
        return [
            "first": .string(first), "second": .string(second), "votes": .int(votes),
            "first_better": .int(firstBetter), "second_better": .int(secondBetter), "ties": .int(ties),
            "both_bad": .int(bothBad), "share_of_decided": JSONValue(decided?.value),
            "share_lower": JSONValue(interval?.lower), "share_upper": JSONValue(interval?.upper),
            "share_with_halves": JSONValue(withHalves), "p_sign_test": JSONValue(decided?.signTest),
            "p_adjusted": .double(adjusted),
        ]
    }
}

extension ComparisonVote {
    /// The side that the vote is for; nil for neither.
    var preferred: ComparedSide? {
        switch choice {
        case .left: left
        case .right: right
        case .tie, .bothBad: nil
        }
    }
}
