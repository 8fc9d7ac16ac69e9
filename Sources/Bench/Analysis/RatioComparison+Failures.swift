extension RatioComparison {
    /// What answered requests alone would show.
    enum Withheld: String, Sendable, Hashable {
        /// That the first is the faster one.
        case firstFaster = "first_faster"
        /// That the second is the faster one.
        case secondFaster = "second_faster"
        /// That the two are equivalent.
        case equivalent
    }

    /// What answered requests alone would show, and the worst case denies; nil where failures make no such difference.
    var withheld: Withheld? {
        guard let ratio else { return nil }
        if ratio.pValue < 0.05 {
            return (worstCaseP ?? 0) < 0.05 ? nil : ratio.ratio < 1 ? .firstFaster : .secondFaster
        }
        guard ratio.equivalencePValue(within: margin) < 0.05 else { return nil }
        return (failures?.equivalencePValue(within: margin) ?? 0) < 0.05 ? nil : .equivalent
    }

    /// The p-value of the hypothesis that neither is faster: of answered requests, and in the worst case of the one that these favour, as
    /// both must show it (an intersection-union test; Berger 1982).
    var pValue: Double? { ratio.map { max($0.pValue, worstCaseP ?? 0) } }

    /// The p-value that the one which answered requests favour is the faster one even if its failures are slower than any answer; nil
    /// where it failed nothing that the other answered.
    var worstCaseP: Double? {
        guard let ratio, let failures else { return nil }
        return ratio.ratio < 1 ? failures.firstFasterP : failures.secondFasterP
    }
}
