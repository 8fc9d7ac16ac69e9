import ALCFJSON
import ALCFRecord

/// The numbers of votes of each pair of models.
struct ComparisonTally: Sendable {
    private struct Pair: Hashable {
        let first: String
        let second: String
    }

    private struct Counts {
        var firstBetter = 0
        var secondBetter = 0
        var tie = 0
        var bothBad = 0
    }

    private(set) var votes = 0
    private var pairs: [Pair: Counts] = [:]

    /// The most pairs that are counted: names come from a page.
    private static let most = 1000

    init(_ votes: [ComparisonVote]) {
        for vote in votes { count(vote) }
    }

    /// Adds a vote.
    mutating func count(_ vote: ComparisonVote) {
        votes += 1
        let isInOrder = vote.left.model < vote.right.model
        let pair =
            isInOrder
            ? Pair(first: vote.left.model, second: vote.right.model)
            : Pair(first: vote.right.model, second: vote.left.model)
        guard pairs[pair] != nil || pairs.count < Self.most else { return }
        var counts = pairs[pair] ?? Counts()
        switch vote.choice {
        case .tie: counts.tie += 1
        case .bothBad: counts.bothBad += 1
        case .left, .right:
            if (vote.choice == .left) == isInOrder { counts.firstBetter += 1 } else { counts.secondBetter += 1 }
        }
        pairs[pair] = counts
    }

    /// The pairs, sorted by their names.
    var json: JSONValue {
        let sorted = pairs.sorted { ($0.key.first, $0.key.second) < ($1.key.first, $1.key.second) }
        return .array(
            sorted.map { pair, counts in
                [
                    "first": .string(pair.first), "second": .string(pair.second),
                    "first_better": .int(counts.firstBetter), "second_better": .int(counts.secondBetter),
                    "tie": .int(counts.tie), "both_bad": .int(counts.bothBad),
                ]
            })
    }
}
