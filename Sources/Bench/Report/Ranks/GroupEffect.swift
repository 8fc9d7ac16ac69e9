import ALCFRecord
import ALCFStatistics
import Glibc

/// The differences of groups of requests, as those of machines, in a figure, beyond the error that the requests of each
/// leave: a random effect (``RandomEffects``) of natural logarithms.
struct GroupEffect: Sendable, Hashable {
    /// Figures of the groups, combined.
    let effects: RandomEffects
    /// The root of the mean square of the groups' own errors.
    let withinError: Double

    private init?(_ estimates: [SessionEstimate]) {
        guard estimates.count >= RequestGroups.fewest, let effects = RandomEffects(estimates),
            let square = Statistics.mean(estimates.map(\.variance))
        else { return nil }
        self.effects = effects
        withinError = square.squareRoot()
    }

    /// The medians of a figure over the answers of each group; nil below three groups with enough of them.
    init?(medianOf figure: Figure<Sample>, _ groups: [[Sample]], target: String) {
        self.init(
            groups.compactMap { samples in
                let known = samples.compactMap { sample -> (sample: Sample, value: Double)? in
                    guard sample.target == target, sample.outcome.isSuccess, let value = sample[figure], value > 0
                    else { return nil }
                    return (sample, value)
                }
                let values = known.map(\.value)
                guard values.count >= Statistics.minimumCount(forQuantile: 0.5), let median = Statistics.median(values)
                else { return nil }
                // Whatever lasts in time all machines see alike: texts alone make the error.
                let pairs = zip(known, Influence.ofLogMedian(values)).map { known, influence in
                    RatioComparison.Pair(
                        passage: known.sample.passageID, prompt: known.sample.promptID, first: influence, second: 1)
                }
                return Self.estimate(log(median), RatioComparison.Pair.dependent(pairs).map { $0.map(\.first) })
            })
    }

    /// The mean of ln(first ÷ second) over the pairs of each group; nil below three groups with enough of them.
    init?(ratioOf figure: Figure<Sample>, _ groups: [[Sample]], first: String, second: String) {
        self.init(
            groups.compactMap { samples in
                let pairs = PairedBlock.all(first, second, in: samples).compactMap { block -> RatioComparison.Pair? in
                    guard block.first.outcome.isSuccess, block.second.outcome.isSuccess,
                        let one = block.first[figure], let other = block.second[figure]
                    else { return nil }
                    return block.pair(one, other)
                }.filter(\.isUsable)
                let logs = RatioComparison.Pair.dependent(pairs).map { $0.map { log($0.first / $0.second) } }
                guard pairs.count >= RatioComparison.minimumPairs, let mean = Statistics.mean(logs.flatMap(\.self))
                else { return nil }
                return Self.estimate(mean, logs)
            })
    }

    private static func estimate(_ value: Double, _ groups: [[Double]]) -> SessionEstimate? {
        ClusteredMean(groups).flatMap { SessionEstimate(value, standardError: $0.standardError, degrees: $0.degrees) }
    }

    /// The typical figure: exp of the mean.
    var typical: Double { exp(effects.mean) }

    /// Its 95 % interval, over other groups like these.
    var interval: Interval? {
        effects.interval().map { Interval(lower: exp($0.lower), upper: exp($0.upper), level: $0.level) }
    }
}
