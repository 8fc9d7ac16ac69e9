package import ALCFRecord
import ALCFStatistics
import Glibc

/// A figure of two targets, compared over the sessions of a study.
package struct StudyComparison: Sendable {
    /// The task or length it is of; nil unless the study mixes them.
    package let part: String?
    /// The target on top of ratios, and which is subtracted from.
    package let first: RunManifest.Target
    /// The other one.
    package let second: RunManifest.Target
    /// The figure.
    package let figure: StudyFigure
    /// Whether first answer tokens stand in for first tokens.
    package let isOfFirstAnswers: Bool
    /// Its sessions.
    package let series: StudySeries
    /// Factor within which the targets count as equivalent.
    package let margin: Double
    /// Whether sessions may not be taken for repeats of one design, so that nothing is claimed.
    let isOfDesigns: Bool
    /// Whether the target that answered requests favour is not shown to be ahead with its failures as slowest.
    let isWithheldForFailures: Bool
    /// The declared test, with its correction; nil where the figure was not declared, or could not be tested.
    package internal(set) var test: PrimaryTest?

    /// Result.
    package enum Verdict: String, Sendable, Hashable {
        /// No session has the figure.
        case none
        /// Nothing is claimed: fewer than five sessions.
        case tooFewSessions = "too_few_sessions"
        /// Nothing is claimed: the sessions are not of one design.
        case differentDesigns = "different_designs"
        /// The first target has the better figure.
        case firstIsBetter = "first_is_better"
        /// The second has.
        case secondIsBetter = "second_is_better"
        /// No difference is shown, and equivalence is.
        case equivalent
        /// Answered requests alone show something that failures, counted as slowest, deny.
        case withheld = "withheld_failures"
        /// Sessions contradict each other.
        case dependsOnSession = "depends_on_session"
        /// None shown.
        case noDifferenceShown = "no_difference_shown"
        /// It was not declared: it has an interval and no verdict.
        case described
    }

    /// Result.
    package var verdict: Verdict {
        if series.points.isEmpty { return .none }
        if series.isOfTooFewSessions { return .tooFewSessions }
        if isOfDesigns { return .differentDesigns }
        guard let test else { return .described }
        let differs = test.adjusted < ClaimFamily.errorRate
        if differs, isWithheldForFailures { return .withheld }
        if differs, let firstIsHigher = test.firstIsHigher {
            return firstIsHigher != figure.isDuration ? .firstIsBetter : .secondIsBetter
        }
        if isEquivalent { return .equivalent }
        return series.pointsBothWays ? .dependsOnSession : .noDifferenceShown
    }

    /// Whether the ratio may be claimed to lie within ``margin`` of 1.
    var isEquivalent: Bool {
        !isOfDesigns && !series.isOfTooFewSessions && !isWithheldForFailures
            && (test?.adjustedEquivalence ?? 1) < ClaimFamily.errorRate
    }

    /// The test of it, not corrected yet; nil where it cannot be made.
    func uncorrectedTest() -> PrimaryTest? {
        guard let primary = figure.primary, let p = series.pValue, let mean = series.combined?.mean else { return nil }
        let equivalence = figure.isDuration ? series.equivalenceP(within: log(margin)) : nil
        return PrimaryTest(
            figure: primary, first: first.name, second: second.name, pValue: p, adjusted: p,
            firstIsHigher: mean == 0 ? nil : mean > 0, equivalenceP: equivalence, adjustedEquivalence: equivalence,
            isOfFirstAnswers: isOfFirstAnswers,
            isWithheld: series.isOfTooFewSessions || isOfDesigns || isWithheldForFailures)
    }

    /// Sessions in which the first target has the better figure, and in which the second has.
    package var wins: (first: Int, second: Int) {
        figure.isDuration ? (series.below, series.above) : (series.above, series.below)
    }
}

extension StudyComparison {
    /// Whether failures deny, over sessions, that the target that answered requests favour is ahead: its own failures
    /// count as slower than any answer (``FailureEffect``). Each session's share of wins less that of losses is one
    /// value.
    static func areDeniedByFailures(_ effects: [FailureEffect], firstIsFaster: Bool) -> Bool {
        let failed = effects.contains { (firstIsFaster ? $0.firstFailed : $0.secondFailed) > 0 }
        guard failed else { return false }
        let leads = effects.compactMap { effect -> SessionEstimate? in
            guard let wins = firstIsFaster ? effect.worstOfFirst : effect.worstOfSecond else { return nil }
            let count = Double(wins.wins + wins.losses + wins.ties)
            let lead = Double(firstIsFaster ? wins.wins - wins.losses : wins.losses - wins.wins)
            return count > 0 ? SessionEstimate(lead / count, standardError: 0) : nil
        }
        guard let all = RandomEffects(leads, weights: .equal) else { return true }
        return all.mean <= 0 || all.pValue >= ClaimFamily.errorRate
    }
}
