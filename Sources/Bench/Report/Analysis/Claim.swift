import ALCFStatistics

/// A statement on two targets that a report may make as a finding, and not only describe.
///
/// Only ``ClaimFamily`` makes one: so the chance that a report says anything false of two targets is at most
/// ``ClaimFamily/errorRate``, whatever it says. What has no claim is described, with its interval and without a winner.
package struct Claim: Sendable, Hashable {
    /// The statement about the figure.
    package enum Statement: String, Sendable, Hashable {
        /// The first target's figure is the higher one: of a duration, the second is the faster.
        case firstIsHigher = "first_is_higher"
        /// The second target's figure is the higher one.
        case secondIsHigher = "second_is_higher"
        /// The ratio of the two lies within the margin of equivalence.
        case equivalent
    }

    /// The figure.
    package let figure: PrimaryTest.Figure
    /// Statement about it.
    package let statement: Statement
    /// The p-value that allows it, corrected over the family.
    package let pValue: Double

    fileprivate init(_ figure: PrimaryTest.Figure, _ statement: Statement, _ pValue: Double) {
        self.figure = figure
        self.statement = statement
        self.pValue = pValue
    }
}

/// The one place that decides which sentences claim something: the declared tests of all comparisons, and of all
/// strata, corrected together.
///
/// Each declared figure has a test of difference, and durations one of equivalence as well. A figure cannot both be
/// equal and lie beyond the margin, so at most one of its two hypotheses is true. Holm's step-down method therefore
/// multiplies by the number of figures of which something is left to test, not of hypotheses (Shaffer 1986): the second
/// test costs nothing.
enum ClaimFamily {
    /// The chance of at least one false claim in a report, at most.
    static let errorRate = 0.05

    /// The tests with their p-values corrected over all of them.
    ///
    /// - Parameter reports: how many such families share the error rate.
    static func corrected(_ tests: [PrimaryTest], reports: Int = 1) -> [PrimaryTest] {
        struct Hypothesis {
            let test: Int
            let isOfEquivalence: Bool
            let pValue: Double
        }
        let hypotheses = tests.enumerated().flatMap { index, test in
            [Hypothesis(test: index, isOfEquivalence: false, pValue: test.pValue)]
                + (test.equivalenceP.map { [Hypothesis(test: index, isOfEquivalence: true, pValue: $0)] } ?? [])
        }
        var result = tests
        let adjusted = Holm.adjusted(hypotheses.map { ($0.test, Double(max(1, reports)) * $0.pValue) })
        for (hypothesis, p) in zip(hypotheses, adjusted) {
            if hypothesis.isOfEquivalence {
                result[hypothesis.test].adjustedEquivalence = p
            } else {
                result[hypothesis.test].adjusted = p
            }
        }
        return result
    }

    /// Returns the claims that a corrected test allows: that the targets differ, that they are equivalent, both (a
    /// small difference), or none.
    static func claims(_ test: PrimaryTest) -> [Claim] {
        guard !test.isWithheld else { return [] }
        var claims: [Claim] = []
        if test.adjusted < errorRate, let firstIsHigher = test.firstIsHigher {
            claims.append(
                Claim(test.figure, firstIsHigher ? .firstIsHigher : .secondIsHigher, test.adjusted))
        }
        if let p = test.adjustedEquivalence, p < errorRate { claims.append(Claim(test.figure, .equivalent, p)) }
        return claims
    }
}
