package import ALCFStatistics
import Glibc

/// One duration of two targets, compared over blocks in which both answered. Always first ÷ second: above 1, the second
/// is the faster one.
package struct RatioComparison: Sendable, Hashable {
    /// The fewest pairs that are compared at all.
    package static let minimumPairs = 6
    /// Ratios within this factor of 1 are called equivalent, where the interval allows it.
    package static let equivalence = 1.05

    /// Blocks in which both answered; of unpaired measurements, how many there are of the fewer.
    package internal(set) var pairs: Int
    /// Whether each value of the first has its partner of the second.
    package let isPaired: Bool
    /// The ratio of geometric means with its interval; nil below ``minimumPairs``.
    package internal(set) var ratio: GeometricRatio?
    /// Geometric means whose quotient is ``ratio``; nil below ``minimumPairs``.
    package internal(set) var geometricMeans: Sides?
    /// Medians whose quotient is ``medianRatio``; nil below ``minimumPairs``.
    package internal(set) var medians: Sides?
    /// The ratio of medians; nil below ``minimumPairs``.
    package internal(set) var medianRatio: Double?
    /// Its BCa interval, passages resampled; nil below ``ClusterBootstrap/minimumClusters`` passages and for unpaired
    /// values.
    package internal(set) var medianInterval: Interval?
    /// Wilcoxon's signed-rank test of the logarithms; nil below ``minimumPairs`` and for unpaired values.
    package internal(set) var wilcoxon: WilcoxonSignedRank?
    /// Mann and Whitney's test; for unpaired values only.
    package let mannWhitney: MannWhitney?
    /// The p-value of ``ratio`` after the correction over the family; nil where the figure is not of the declared
    /// primary set.
    package internal(set) var adjustedP: Double?
    /// The p-value of equivalence after the same correction; nil as above.
    package internal(set) var adjustedEquivalenceP: Double?
    /// Claims about it, as ``ClaimFamily`` allows.
    package internal(set) var claims: [Claim] = []
    /// The time that was compared, and in how many sessions; nil where nothing tells.
    package internal(set) var stretch: Stretch?
    /// Whether later sendings of the same were left out, since a cache of one of the targets made them faster.
    package internal(set) var isOfFirstSendings = false

    /// The factor within which two targets count as equivalent; ``equivalence`` where the run set no other.
    package internal(set) var margin = Self.equivalence

    /// A figure of each of two targets, over what was compared.
    package struct Sides: Sendable, Hashable {
        /// The first target's.
        package let first: Double
        /// The second target's.
        package let second: Double

        init?(_ first: Double?, _ second: Double?) {
            guard let first, let second else { return nil }
            self.first = first
            self.second = second
        }
    }

    /// Every attempt, failures as slowest; nil where no answer has the figure.
    package internal(set) var failures: FailureEffect?

    /// The p-value of two one-sided tests against ``margin``.
    package var equivalenceP: Double? { ratio?.equivalencePValue(within: margin) }

    /// Whether the ratio may be claimed to lie within ``margin`` of 1.
    package var isEquivalent: Bool { claims.contains { $0.statement == .equivalent } }

    /// Verdict on the ratio.
    package var verdict: Verdict {
        guard let ratio else { return .tooFewPairs }
        if stretch?.isOfTooFewSessions ?? false { return .tooFewSessions }
        if adjustedP != nil, withheld != nil { return .withheld }
        if !ratio.canTell { return .cannotTell }
        for claim in claims {
            switch claim.statement {
            case .firstIsHigher: return .secondFaster
            case .secondIsHigher: return .firstFaster
            case .equivalent: return .equivalent
            }
        }
        return adjustedP == nil ? .described : .noDifferenceShown
    }

    /// A conclusion that an interval allows.
    package enum Verdict: String, Sendable, Hashable {
        /// Nothing.
        case tooFewPairs = "too_few_pairs"
        /// Nothing: it is of several sessions, and of fewer than ``Sessions/minimum``.
        case tooFewSessions = "too_few_sessions"
        /// Nothing: too few stretches of time, or too short a run for what the targets' load remembers; see
        /// ``GeometricRatio/canTell``.
        case cannotTell = "cannot_tell"
        /// It was not declared before the run: it has an interval, and no verdict.
        case described
        /// The first target is the faster one.
        case firstFaster = "first_faster"
        /// The second target is the faster one.
        case secondFaster = "second_faster"
        /// Answered requests alone show something that failures, counted as slowest, deny.
        case withheld = "withheld_failures"
        /// The interval holds 1, or leaves it out only before the correction over the family.
        case noDifferenceShown = "no_difference_shown"
        /// No difference is shown, and two one-sided tests show that it is within ``RatioComparison/margin``.
        case equivalent
    }

    /// Leaves the figure with its interval, and without a verdict.
    mutating func withdrawClaims() { (adjustedP, adjustedEquivalenceP, claims) = (nil, nil, []) }

    /// Takes note of what became of its declared test.
    mutating func note(_ test: PrimaryTest, _ claims: [Claim]) {
        adjustedP = test.adjusted
        adjustedEquivalenceP = test.adjustedEquivalence
        self.claims = standing(claims)
    }
}

extension RatioComparison {
    /// A pair of durations with the passage they belong to.
    struct Pair: Hashable {
        let passage: String
        let prompt: String
        /// The stretch of time, in whose order they are numbered; nil for its place in the list.
        let stretch: Int?
        let first: Double
        let second: Double

        init(passage: String, prompt: String = "", stretch: Int? = nil, first: Double, second: Double) {
            self.passage = passage
            self.prompt = prompt
            self.stretch = stretch
            self.first = first
            self.second = second
        }

        /// Whether both durations are above 0 and finite.
        var isUsable: Bool { first > 0 && second > 0 && first.isFinite && second.isFinite }

        /// Pairs that may depend on each other: those of one passage; with too few passages, those of one prompt; else
        /// each.
        ///
        /// With few passages nothing follows for other texts, and the report says so.
        static func dependent(_ pairs: [Pair]) -> [[Pair]] {
            for groups in [clusters(pairs, by: \.passage), clusters(pairs, by: { [$0.passage, $0.prompt] })]
            where groups.count >= ClusterBootstrap.minimumClusters { return groups }
            return pairs.map { [$0] }
        }

        /// The same as numbers, and the stretches of time.
        static func dependence(_ pairs: [Pair]) -> Dependence? {
            let keys = pairs.enumerated().map { (place: $0.offset, pair: $0.element) }
            var groups = Array(pairs.indices)
            for key in [{ (pair: Pair) in [pair.passage] }, { [$0.passage, $0.prompt] }] {
                let found = clusters(keys) { key($0.pair) }
                guard found.count >= ClusterBootstrap.minimumClusters else { continue }
                for (number, group) in found.enumerated() { for member in group { groups[member.place] = number } }
                break
            }
            return Dependence(groups: groups, stretches: keys.map { $0.pair.stretch ?? $0.place })
        }
    }

    /// Compares pairs; durations that are not above 0 are left out.
    ///
    /// - Parameter resamples: of the bootstrap; by the number of pairs where not given.
    init(_ pairs: [Pair], seed: UInt64, resamples: Int? = nil) {
        let pairs = pairs.filter(\.isUsable)
        self.pairs = pairs.count
        isPaired = true
        mannWhitney = nil
        guard pairs.count >= Self.minimumPairs else {
            ratio = nil
            geometricMeans = nil
            medians = nil
            medianRatio = nil
            medianInterval = nil
            wilcoxon = nil
            return
        }
        let groups = Pair.dependent(pairs)
        let firstMedian = WeightedMedian(groups.map { $0.map(\.first) })
        let secondMedian = WeightedMedian(groups.map { $0.map(\.second) })
        func quotient(_ weights: [Int]) -> Double? {
            firstMedian(weights).flatMap { first in secondMedian(weights).map { first / $0 } }
        }
        let once = groups.map { _ in 1 }
        geometricMeans = Sides(
            Statistics.geometricMean(pairs.map(\.first)), Statistics.geometricMean(pairs.map(\.second)))
        medians = Sides(firstMedian(once), secondMedian(once))
        let dependence = Pair.dependence(pairs)
        ratio = dependence.flatMap { GeometricRatio(logs: pairs.map { log($0.first / $0.second) }, $0) }
        let middle = quotient(once)
        medianRatio = middle
        let bare = ClusterBootstrap.interval(
            clusters: groups.count, resamples: resamples ?? ClusterBootstrap.resamples(for: pairs.count),
            seed: seed,
            statistic: quotient)
        let influence = zip(
            Influence.ofLogMedian(pairs.map(\.first)), Influence.ofLogMedian(pairs.map(\.second))
        ).map { $0 - $1 }
        let widening = dependence.flatMap { RobustMean(influence, $0)?.widening } ?? 1
        medianInterval = bare.flatMap { interval in middle.map { interval.widened(widening, about: $0) } }
        wilcoxon = WilcoxonSignedRank(differences: pairs.map { log($0.first / $0.second) })
    }

    /// Compares durations that are not paired, as those of two imported files.
    init(unpaired first: [Double], _ second: [Double]) {
        let (first, second) = (first.filter { $0 > 0 && $0.isFinite }, second.filter { $0 > 0 && $0.isFinite })
        pairs = min(first.count, second.count)
        isPaired = false
        wilcoxon = nil
        medianInterval = nil
        guard pairs >= Self.minimumPairs else {
            ratio = nil
            geometricMeans = nil
            medians = nil
            medianRatio = nil
            mannWhitney = nil
            return
        }
        ratio = GeometricRatio(unpaired: first, over: second)
        geometricMeans = Sides(Statistics.geometricMean(first), Statistics.geometricMean(second))
        medians = Sides(Statistics.median(first), Statistics.median(second))
        medianRatio = Statistics.median(first).flatMap { a in Statistics.median(second).map { a / $0 } }
        mannWhitney = MannWhitney(first, second)
    }
}
