package import ALCFRecord
package import ALCFStatistics

/// The votes of the page, sorted by whether they say something of the models: blind, and on two whole answers.
package struct ComparisonAnalysis: Sendable {
    /// Votes that count.
    package let counted: [ComparisonVote]
    /// Votes that do not, since the reader knew the names.
    package let open: [ComparisonVote]
    /// Blind votes that do not, since an answer failed or was stopped.
    package let broken: [ComparisonVote]
    /// Lines that could not be read.
    package let unread: [String]

    /// Sorts the votes of records.
    package init(_ records: [ComparisonRecord]) {
        let votes = records.flatMap(\.votes).sorted { $0.time < $1.time }
        open = votes.filter { !$0.isBlind }
        let blind = votes.filter(\.isBlind)
        broken = blind.filter { $0.left.error != nil || $0.right.error != nil }
        counted = blind.filter { $0.left.error == nil && $0.right.error == nil }
        unread = records.flatMap(\.unread)
    }

    /// The pairs of the votes that count.
    package var pairs: [PairPreference] { PairPreference.all(counted) }

    /// The share of the left side among the votes for one of the two. Sides are drawn: it is ½ for readers who look at
    /// the answers alone.
    package var leftShare: BinomialShare? {
        let decided = counted.filter { $0.preferred != nil }
        return BinomialShare(decided.count { $0.choice == .left }, of: decided.count)
    }

    /// The shares of the sides that were ahead in a figure.
    package var leads: [SpeedPreference] {
        SpeedPreference.Lead.allCases.compactMap { SpeedPreference($0, counted) }
    }

    /// Number of votes that count on questions which another one of the same pair is on too.
    package var repeated: Int {
        let keys = counted.map { [$0.left.model, $0.right.model].sorted() + [$0.questionHash] }
        return keys.count - Set(keys).count
    }
}
