import ALCFJSON
public import ALCFRecord
import ALCFStatistics

/// One figure of the set that was declared before the run: only these may lead to a claim, after the correction by
/// ``ClaimFamily``.
package struct PrimaryTest: Sendable, Hashable {
    /// A figure that may be declared.
    package enum Figure: String, Sendable, Hashable, CaseIterable {
        /// The ratio of service latencies.
        case latency = "service_latency"
        /// The ratio of times to first token.
        case timeToFirstToken = "ttft"
        /// McNemar's test of being answered.
        case success = "success_rate"
        /// McNemar's test of exact match, answer extracted.
        case exactMatch = "extracted_exact_match"
    }

    /// Figure that is tested.
    package let figure: Figure
    /// The targets.
    package let first: String
    /// The targets.
    package let second: String
    /// The p-value of the test of difference by itself; of a duration, over answered requests.
    package let pValue: Double
    /// The same after the correction over the family (``ClaimFamily``).
    package internal(set) var adjusted: Double
    /// Whether the first target's figure is the higher one; nil where they are equal.
    package let firstIsHigher: Bool?
    /// The p-value of the test of equivalence by itself; nil where none is made of the figure.
    package let equivalenceP: Double?
    /// The same after the correction over the family.
    package internal(set) var adjustedEquivalence: Double?
    /// Whether first answer tokens stand in for first tokens that are of different kinds.
    package var isOfFirstAnswers = false
    /// Whether it may not lead to a claim, however small its p-value: the sessions are too few, or the run is too short
    /// to tell.
    package var isWithheld = false

    /// Title of the test.
    var title: String {
        isOfFirstAnswers ? "time to first answer" : Metric.named(figure.rawValue)?.title ?? figure.rawValue
    }

    /// Reads `service_latency,ttft`; other names of the same metrics will do, as in `latency`.
    ///
    /// - Throws: ``BenchError`` with what may be declared.
    package static func figures(_ text: String) throws(BenchError) -> [Figure] {
        var figures: [Figure] = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            let name = String(word.filter { $0 != " " })
            guard let figure = Figure(rawValue: name) ?? Metric.named(name).flatMap({ Figure(rawValue: $0.name) })
            else {
                throw BenchError(
                    .primary, "'\(name)' cannot be declared: no test is made of it",
                    remedy: "name some of \(Figure.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            if !figures.contains(figure) { figures.append(figure) }
        }
        return figures
    }

    /// The set of a run: the manifest's option `primary`, a list of names, or all.
    static func declared(in manifest: RunManifest) -> [Figure] {
        manifest.design.primary.map { $0.names.compactMap(Figure.init(rawValue:)) } ?? Figure.allCases
    }

    /// Tests the declared figures of all comparisons, and tells each comparison what it may claim.
    ///
    /// - Parameter reports: how many reports share one error rate.
    static func all(_ figures: [Figure], _ comparisons: inout [Comparison], reports: Int = 1) -> [PrimaryTest] {
        // A control compares a target with itself: it tests the method, and claims nothing.
        let found = comparisons.enumerated().filter { !$0.element.isOfControl }.flatMap { index, comparison in
            figures.compactMap { figure in comparison.test(of: figure).map { (index: index, test: $0) } }
        }
        let tests = ClaimFamily.corrected(found.map(\.test), reports: reports)
        for (place, test) in zip(found, tests) { comparisons[place.index].note(test) }
        return tests
    }
}

extension PrimaryTest {
    /// The test of a duration, over answered requests and not corrected yet; nil where it was not compared.
    init?(
        _ figure: Figure, _ result: RatioComparison, first: String, second: String, isOfFirstAnswers: Bool = false
    ) {
        guard let ratio = result.ratio else { return nil }
        self.init(
            figure: figure, first: first, second: second, pValue: ratio.pValue, adjusted: ratio.pValue,
            firstIsHigher: ratio.ratio == 1 ? nil : ratio.ratio > 1, equivalenceP: result.equivalenceP,
            adjustedEquivalence: result.equivalenceP, isOfFirstAnswers: isOfFirstAnswers,
            isWithheld: (result.stretch?.isOfTooFewSessions ?? false) || !ratio.canTell)
    }
}

extension BenchError.Code {
    /// A figure that cannot be declared as primary.
    public static let primary = BenchError.Code("primary")
}

extension Comparison {
    /// Takes note of what became of one of its declared tests, and of what it may claim by it.
    mutating func note(_ test: PrimaryTest) {
        let claims = ClaimFamily.claims(test)
        switch test.figure {
        case .latency: latency.note(test, claims)
        case .timeToFirstToken where test.isOfFirstAnswers: timeToFirstAnswer.note(test, claims)
        case .timeToFirstToken: timeToFirstToken.note(test, claims)
        case .success:
            successAdjustedP = test.adjusted
            successClaim = claims.first
        case .exactMatch:
            exactMatchAdjustedP = test.adjusted
            exactMatchClaim = claims.first
        }
    }

    /// Leaves figures with their intervals, and without verdicts.
    mutating func withdrawClaims() {
        latency.withdrawClaims()
        timeToFirstToken.withdrawClaims()
        timeToFirstAnswer.withdrawClaims()
        (successAdjustedP, successClaim, exactMatchAdjustedP, exactMatchClaim) = (nil, nil, nil, nil)
    }

    /// The test of a figure, not corrected yet; nil where there is too little to test.
    func test(of figure: PrimaryTest.Figure) -> PrimaryTest? {
        switch figure {
        case .latency: PrimaryTest(figure, latency, first: first.name, second: second.name)
        // Where first tokens are of different kinds, first answer tokens stand in for them. Which it is follows from
        // what the tokens were, not from when they came, so the correction holds.
        case .timeToFirstToken:
            PrimaryTest(
                figure, firstTokensDiffer ? timeToFirstAnswer : timeToFirstToken, first: first.name,
                second: second.name, isOfFirstAnswers: firstTokensDiffer)
        case .success:
            success.flatMap { test in
                blocks >= RatioComparison.minimumPairs
                    ? self.test(figure, test, successP ?? test.pValue, successSessions) : nil
            }
        case .exactMatch:
            extractedAnswers.flatMap { answers in
                answers.questions >= RatioComparison.minimumPairs
                    ? test(figure, answers.exactMatch, answers.exactMatchP, answers.exactSessions) : nil
            }
        }
    }

    /// Tests over several sessions: both tests must show it, over blocks and over sessions.
    private func test(
        _ figure: PrimaryTest.Figure, _ test: McNemar, _ robustP: Double, _ sessions: SessionMean?
    ) -> PrimaryTest {
        let p = max(robustP, sessions?.pValue ?? 0)
        let difference = sessions?.mean ?? Double(test.onlyFirst - test.onlySecond)
        return PrimaryTest(
            figure: figure, first: first.name, second: second.name, pValue: p, adjusted: p,
            firstIsHigher: difference == 0 ? nil : difference > 0, equivalenceP: nil,
            isWithheld: (stretch?.isOfTooFewSessions ?? false)
                || !(figure == .success ? successCanTell : exactMatchCanTell))
    }
}
