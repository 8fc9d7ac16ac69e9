/// The distribution of an estimate's error: a mixture of Student's t of different spreads, symmetric about 0.
///
/// Each part belongs to one idea of how the values depend on each other, weighted by how well that idea fits them.
package struct ErrorLaw: Sendable, Hashable {
    /// One part of the mixture.
    package struct Part: Sendable, Hashable {
        /// Its share of the whole.
        package var weight: Double
        /// The standard error.
        package var standardError: Double
    }

    /// The parts; their weights sum to 1.
    package let parts: [Part]
    /// The degrees of freedom of every part.
    package let degrees: Double

    /// Parts lighter than this change nothing that shows.
    private static let lightest = 1e-4

    /// A mixture; the weights need not sum to 1.
    package init(_ parts: [Part], degrees: Double) {
        let total = parts.reduce(0) { $0 + $1.weight }
        let heavy = parts.filter { $0.weight >= Self.lightest * total }
        let kept = heavy.reduce(0) { $0 + $1.weight }
        self.parts = heavy.map { Part(weight: $0.weight / kept, standardError: $0.standardError) }
        self.degrees = max(1, degrees)
    }

    /// Student's t of one spread.
    package init(standardError: Double, degrees: Double) {
        parts = [Part(weight: 1, standardError: standardError)]
        self.degrees = max(1, degrees)
    }

    /// The root of the mean square of the parts' standard errors.
    package var standardError: Double {
        parts.reduce(0) { $0 + $1.weight * $1.standardError * $1.standardError }.squareRoot()
    }

    /// P(error > `distance`).
    package func tail(_ distance: Double) -> Double {
        parts.reduce(0) { sum, part in
            guard part.standardError > 0 else {
                return sum + part.weight * (distance > 0 ? 0 : distance == 0 ? 0.5 : 1)
            }
            return sum + part.weight * (StudentT.cdf(-distance / part.standardError, degrees: degrees) ?? 0.5)
        }
    }

    /// The two-sided p-value of an estimate that lies `distance` from what is tested.
    package func pValue(_ distance: Double) -> Double {
        guard standardError > 0 else { return distance == 0 ? 1 : Probability.resolution }
        return Probability.approximate(2 * tail(abs(distance)))
    }

    /// The distance that the error stays within, either way, with a probability of `level`; nil outside 0 < level < 1.
    package func halfWidth(level: Double = 0.95) -> Double? {
        guard level > 0, level < 1, let t = StudentT.quantile(0.5 + level / 2, degrees: degrees) else { return nil }
        let spreads = parts.map(\.standardError)
        guard let least = spreads.min(), let most = spreads.max(), most.isFinite else { return nil }
        if least == most { return t * most }
        // Within the narrowest and the widest part's, and monotonic between.
        let outside = (1 - level) / 2
        return SpecialFunctions.root(from: t * least, to: t * most, tolerance: 1e-9 * t * most) { outside - tail($0) }
    }

    /// The law of the widest part that is not far-fetched: with every memory as long as the values allow.
    package var worst: ErrorLaw {
        ErrorLaw(
            standardError: parts.filter { $0.weight >= 1e-3 }.map(\.standardError).max() ?? standardError,
            degrees: degrees)
    }

    /// The same with every part's variance changed by `difference`, but none below `share` of itself.
    package func adding(variance difference: Double, floor share: Double, degrees: Double) -> ErrorLaw {
        ErrorLaw(
            parts.map { part in
                let own = part.standardError * part.standardError
                return Part(weight: part.weight, standardError: max(own + difference, share * own).squareRoot())
            }, degrees: degrees)
    }
}
