import Glibc

/// Estimates of several sessions combined, each session being one of many that might have been: a random effect.
///
/// The mean is weighted by 1 ÷ (v + τ²), v the variance of a session's own error and τ² that between sessions
/// (``BetweenVariance``). Its interval is Hartung & Knapp's (2001) and Sidik & Jonkman's (2002), μ ± t·√(q ÷ Σw) with
/// k − 1 degrees of freedom, q = Σw(y − μ)² ÷ (k − 1); where the fixed-effect interval, z ÷ √Σ(1/v), is the wider one,
/// its length (the variant that Wiksten, Rücker & Schwarzer 2016 call “CI”; one with max(1, q) would hold the truth in
/// over 99 % where sessions do not differ).
package struct RandomEffects: Sendable, Hashable {
    /// The weights of sessions.
    package enum Weights: Sendable, Hashable {
        /// 1 ÷ (v + τ²).
        case inverseVariance
        /// All the same: of differences of shares, whose own errors depend on the shares themselves.
        case equal
    }

    /// Number of sessions.
    package let count: Int
    /// The mean μ.
    package let mean: Double
    /// Its standard error √(q ÷ Σw), by how far the sessions lie apart.
    package let standardError: Double
    /// The standard error if sessions differed by their own errors only: 1 ÷ √Σ(1/v).
    package let fixedError: Double
    /// τ: the standard deviation between sessions, beyond their own errors.
    package let deviation: Double
    /// The interval of τ by the Q profile.
    package let deviationInterval: Interval
    /// Cochran's Q.
    package let q: Double
    /// The p-value of Q: whether the sessions differ by more than their own errors.
    package let qP: Double
    /// I² = τ² ÷ (τ² + s²), s² the typical variance of a session's own error (Higgins & Thompson 2002): the share of
    /// the variance that is between sessions.
    package let inconsistency: Double
    /// The standard deviation of the sessions' estimates, as they lie.
    package let spread: Double

    /// Combines estimates; nil for fewer than two.
    package init?(_ estimates: [SessionEstimate], weights: Weights = .inverseVariance) {
        let values = estimates.map(\.value)
        guard let spread = Statistics.standardDeviation(values), let plain = Statistics.mean(values) else {
            return nil
        }
        let variances = Self.variances(estimates)
        let rows = values.map { _ in [1.0] }
        guard let between = BetweenVariance(rows, values, variances: variances) else { return nil }
        let degrees = between.degrees
        count = values.count
        self.spread = spread
        switch weights {
        case .inverseVariance:
            mean = between.fit.coefficients[0]
            let variance = between.fit.covariance[0][0]
            standardError = (variance * between.fit.residual / degrees).squareRoot()
            fixedError = (1 / Statistics.sum(variances.map { 1 / $0 })).squareRoot()
        case .equal:
            mean = plain
            standardError = spread / Double(count).squareRoot()
            fixedError = Statistics.sum(variances).squareRoot() / Double(count)
        }
        deviation = between.estimate.squareRoot()
        deviationInterval = Interval(
            lower: between.interval.lower.squareRoot(), upper: between.interval.upper.squareRoot())
        q = between.q
        qP = Probability.approximate(ChiSquared.tail(between.q, degrees: degrees))
        let inverse = variances.map { 1 / $0 }
        let (sum, squares) = (Statistics.sum(inverse), Statistics.sum(inverse.map { $0 * $0 }))
        let typical = degrees * sum / (sum * sum - squares)
        inconsistency = between.estimate / (between.estimate + typical)
    }

    /// The variances of errors; one of nothing, as where all of a session's requests are alike, counts as next to
    /// nothing.
    static func variances(_ estimates: [SessionEstimate]) -> [Double] {
        let largest = estimates.map(\.variance).max() ?? 0
        let least = max(1e-8 * largest, 1e-18)
        return estimates.map { max($0.variance, least) }
    }

    /// The degrees of freedom of t: k − 1.
    package var degrees: Double { Double(count - 1) }

    private func t(_ level: Double) -> Double? { StudentT.quantile(0.5 + level / 2, degrees: degrees) }

    /// The interval of the mean; nil outside 0 < level < 1.
    package func interval(level: Double = 0.95) -> Interval? {
        guard level > 0, level < 1, let t = t(level) else { return nil }
        let half = max(t * standardError, SpecialFunctions.normalQuantile(0.5 + level / 2) * fixedError)
        return Interval(lower: mean - half, upper: mean + half, level: level)
    }

    /// The two-sided p-value of the hypothesis that the mean is 0: below 1 − level just where ``interval(level:)``
    /// leaves out 0.
    package var pValue: Double { Probability.approximate(2 * tail(abs(mean))) }

    /// The p-value of two one-sided tests (TOST) that the mean is not within `margin` of 0.
    package func equivalenceP(within margin: Double) -> Double {
        Probability.approximate(max(tail(margin - mean), tail(margin + mean)))
    }

    /// P(error > distance), by the law that says more.
    private func tail(_ distance: Double) -> Double {
        let bySpread =
            standardError > 0
            ? StudentT.cdf(-distance / standardError, degrees: degrees) ?? 0.5
            : distance > 0 ? 0 : distance == 0 ? 0.5 : 1
        let fixed = SpecialFunctions.normalCDF(-distance / fixedError)
        return max(bySpread, fixed)
    }

    /// The interval of the next session's estimate as it will be measured, its own error included: μ ± t·√(s² + SE²)
    /// with k − 1 degrees of freedom, s the ``spread`` (for sessions of one weight, Student's own interval of the next
    /// value, which is exact). Never shorter than that of the mean.
    package func next(level: Double = 0.95) -> Interval? {
        guard let t = t(level), let mean = interval(level: level) else { return nil }
        let half = max(
            t * (spread * spread + standardError * standardError).squareRoot(), (mean.upper - mean.lower) / 2)
        return Interval(lower: self.mean - half, upper: self.mean + half, level: level)
    }

    /// The interval of the next session's true value, without the scatter of its own requests: μ ± t·√(τ² + SE²)
    /// (Higgins, Thompson & Spiegelhalter 2009), with k − 1 degrees of freedom.
    package func nextTruth(level: Double = 0.95) -> Interval? {
        guard let t = t(level), let mean = interval(level: level) else { return nil }
        let half = max(
            t * (deviation * deviation + standardError * standardError).squareRoot(), (mean.upper - mean.lower) / 2)
        return Interval(lower: self.mean - half, upper: self.mean + half, level: level)
    }
}
