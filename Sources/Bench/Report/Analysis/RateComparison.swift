package import ALCFStatistics

/// Output tokens per second of request time of two targets: (Σ tokens ÷ Σ latency) of the first ÷ that of the second.
///
/// Of requests sent one at a time; where they overlap it means nothing, and there is none. Above 1 the first makes
/// more.
package struct RateComparison: Sendable, Hashable {
    /// Blocks in which both answered with a count.
    package let pairs: Int
    /// The rates over these pairs, whose quotient is ``ratio``.
    package internal(set) var rates: RatioComparison.Sides
    /// The ratio.
    package internal(set) var ratio: Double
    /// Its BCa interval, passages resampled, as much wider as memory makes it: see ``RobustMean/widening``.
    package internal(set) var interval: Interval?

    /// The contribution of one request.
    struct Work {
        package var tokens = 0.0
        var seconds = 0.0
    }

    /// Pairs, and which of them depend on each other; nil where there are none.
    struct Works {
        var pairs: [(first: Work, second: Work)]
        var dependence: Dependence?
    }

    /// Compares pairs; nil below ``RatioComparison/minimumPairs``.
    init?(_ works: Works, seed: UInt64, resamples: Int? = nil) {
        guard let dependence = works.dependence else { return nil }
        let groups = clusters(Array(works.pairs.indices), by: { dependence.groups[$0] }).map {
            $0.map { works.pairs[$0] }
        }
        pairs = works.pairs.count
        let sums = groups.map { group in
            group.reduce(into: (Work(), Work())) { sum, pair in
                sum.0.tokens += pair.first.tokens
                sum.0.seconds += pair.first.seconds
                sum.1.tokens += pair.second.tokens
                sum.1.seconds += pair.second.seconds
            }
        }
        func rates(_ weights: [Int]) -> RatioComparison.Sides? {
            var (first, second) = (Work(), Work())
            for (weight, sum) in zip(weights, sums) where weight > 0 {
                first.tokens += Double(weight) * sum.0.tokens
                first.seconds += Double(weight) * sum.0.seconds
                second.tokens += Double(weight) * sum.1.tokens
                second.seconds += Double(weight) * sum.1.seconds
            }
            guard first.seconds > 0, second.seconds > 0, first.tokens > 0, second.tokens > 0 else { return nil }
            return RatioComparison.Sides(first.tokens / first.seconds, second.tokens / second.seconds)
        }
        func ratio(_ weights: [Int]) -> Double? { rates(weights).map { $0.first / $0.second } }
        guard pairs >= RatioComparison.minimumPairs, let observed = rates(groups.map { _ in 1 }) else { return nil }
        self.rates = observed
        self.ratio = observed.first / observed.second
        let bare = ClusterBootstrap.interval(
            clusters: groups.count, resamples: resamples ?? ClusterBootstrap.resamples(for: groups.count),
            seed: seed,
            statistic: ratio)
        func influence(_ work: ((first: Work, second: Work)) -> Work) -> [Double] {
            Influence.ofLogRate(
                amounts: works.pairs.map { work($0).tokens }, seconds: works.pairs.map { work($0).seconds })
        }
        let moves = zip(influence(\.first), influence(\.second)).map { $0 - $1 }
        let value = observed.first / observed.second
        interval = RobustMean(moves, dependence).flatMap { robust in
            bare.map { $0.widened(robust.widening, about: value) }
        }
    }
}
