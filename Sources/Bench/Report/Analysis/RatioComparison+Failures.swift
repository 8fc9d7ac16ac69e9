import ALCFStatistics

extension RatioComparison {
    /// A difference that answered requests alone would show.
    enum Withheld: String, Sendable, Hashable {
        /// The first is faster.
        case firstFaster = "first_faster"
        /// The second is faster.
        case secondFaster = "second_faster"
        /// The two are equivalent.
        case equivalent
    }

    /// Result that answered requests alone would show, and the worst case denies; nil if failures make no such
    /// difference.
    var withheld: Withheld? {
        guard let ratio else { return nil }
        if ratio.pValue < 0.05 {
            return failuresDenyDifference ? ratio.ratio < 1 ? .firstFaster : .secondFaster : nil
        }
        return ratio.equivalencePValue(within: margin) < 0.05 && failuresDenyEquivalence ? .equivalent : nil
    }

    /// Whether the target that answered requests favour is not shown to be the faster one where its failures are slower
    /// than any answer.
    ///
    /// A claim takes both: the corrected test of answered requests, and this one at the same level by itself.
    var failuresDenyDifference: Bool { (worstCaseP ?? 0) >= 0.05 }

    /// Whether the two are not shown to be equivalent where the failures of either are slower than any answer.
    var failuresDenyEquivalence: Bool { (failures?.equivalencePValue(within: margin) ?? 0) >= 0.05 }

    /// Those of some claims that hold with failures as slowest, too; none where something is withheld.
    func standing(_ claims: [Claim]) -> [Claim] {
        withheld == nil ? claims.filter { $0.statement != .equivalent || !failuresDenyEquivalence } : []
    }

    /// The p-value that the one which answered requests favour is the faster one even if its failures are slower than
    /// any answer; nil where it failed nothing that the other answered.
    var worstCaseP: Double? {
        guard let ratio, let failures else { return nil }
        return ratio.ratio < 1 ? failures.firstFasterP : failures.secondFasterP
    }
}
