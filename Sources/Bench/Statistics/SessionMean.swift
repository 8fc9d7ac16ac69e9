/// The mean of one value for each session, every session counting the same, with Student's t interval over sessions.
///
/// Whatever a session's own requests have in common is in its value, so that k sessions are k observations with k − 1
/// degrees of freedom. That holds its level also where the sessions' variances differ (Ibragimov and Müller 2010).
package struct SessionMean: Sendable, Hashable {
    /// The mean.
    package let mean: Double
    /// Its standard error.
    package let standardError: Double
    /// Number of sessions.
    package let sessions: Int

    /// The mean of the sessions' values; nil below two, or where one is not finite.
    package init?(_ values: [Double]) {
        guard let estimate = ClusteredMean(apart: values) else { return nil }
        mean = estimate.mean
        standardError = estimate.standardError
        sessions = values.count
    }

    /// The degrees of freedom of t.
    package var degrees: Double { Double(sessions - 1) }

    /// mean ± t·SE.
    package var interval: Interval? {
        StudentT.quantile(0.975, degrees: degrees).map {
            Interval(lower: mean - $0 * standardError, upper: mean + $0 * standardError)
        }
    }

    /// The two-sided p-value of the hypothesis that the mean is 0.
    package var pValue: Double {
        guard standardError > 0 else { return mean == 0 ? 1 : Probability.resolution }
        return Probability.approximate(2 * (StudentT.cdf(-abs(mean) / standardError, degrees: degrees) ?? 0.5))
    }
}
