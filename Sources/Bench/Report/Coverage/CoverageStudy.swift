import ALCFStatistics
import ALCFSystem
import Glibc

/// Simulated experiments with a known truth: how often the intervals hold it, and how often two equal targets are told
/// apart.
///
/// Here time does not matter; in a ``MemoryStudy`` it does. Latencies are skewed (a log-normal body with an exponential
/// tail), prompts and passages differ, and so does the ratio of the two targets from passage to passage, which is what
/// makes questions of one passage dependent.
package struct CoverageStudy: Sendable {
    /// Results for experiments of one size.
    package struct Row: Sendable, Hashable {
        /// Prompts in each experiment.
        package let prompts: Int
        /// Passages they are about.
        package let passages: Int
        /// Experiments.
        package let experiments: Int
        /// Share of 95 % intervals that hold the true ratio of geometric means.
        package let ratio: Double
        /// The same of the ratio of medians (BCa).
        package let median: Double
        /// The same of the ratio of output rates (BCa).
        package let rate: Double
        /// The same of the difference of a bounded score (BCa).
        package let score: Double
        /// Share of experiments with two equal targets in which one was called faster, in latency or in first token.
        package let falseClaims: Double
    }

    /// Sizes of experiments: prompts and passages.
    package static let sizes = [(10, 10), (20, 12), (50, 25), (100, 40), (200, 60)]

    private var generator: SplitMix64

    /// A study decided by its seed.
    package init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    /// Simulates experiments of one size.
    package mutating func run(prompts: Int, passages: Int, experiments: Int, resamples: Int = 1_000) -> Row {
        var held = (ratio: 0, median: 0, rate: 0, score: 0, claims: 0)
        let truth = 1.3
        for _ in 0..<experiments {
            let owners = (0..<prompts).map { $0 < passages ? $0 : generator.below(passages) }
            let pairs = pairs(owners, ratio: truth)
            let seed = generator.next()
            let result = RatioComparison(pairs.map(\.latency), seed: seed, resamples: resamples)
            if result.ratio?.interval.contains(truth) == true { held.ratio += 1 }
            if result.medianInterval?.contains(truth) == true { held.median += 1 }
            let works = RateComparison.Works(
                pairs: pairs.map(\.work), dependence: RatioComparison.Pair.dependence(pairs.map(\.latency)))
            let rate = RateComparison(works, seed: seed, resamples: resamples)
            if rate?.interval?.contains(1 / truth) == true { held.rate += 1 }
            let score = QualityComparison.interval(pairs.map(\.score), pairs.map(\.latency))
            if score?.contains(Self.scoreTruth) == true { held.score += 1 }
            if claims(owners) { held.claims += 1 }
        }
        func share(_ count: Int) -> Double { Double(count) / Double(experiments) }
        return Row(
            prompts: prompts, passages: passages, experiments: experiments, ratio: share(held.ratio),
            median: share(held.median), rate: share(held.rate), score: share(held.score),
            falseClaims: share(held.claims))
    }

    /// Two equal targets: whether one is called faster, after Holm's correction over the four declared tests.
    private mutating func claims(_ owners: [Int]) -> Bool {
        let latency = pairs(owners, ratio: 1).map(\.latency)
        let first = pairs(owners, ratio: 1).map(\.latency)
        func p(_ pairs: [RatioComparison.Pair]) -> Double {
            guard let dependence = RatioComparison.Pair.dependence(pairs),
                let ratio = GeometricRatio(logs: pairs.map { log($0.first / $0.second) }, dependence)
            else { return 1 }
            return ratio.canTell ? ratio.pValue : 1
        }
        // Both always answer, and equally well: those two tests give 1.
        return Holm.adjusted([p(latency), p(first), 1, 1]).contains { $0 < 0.05 }
    }

    /// The latencies of an experiment, in the order of time.
    mutating func latencies(prompts: Int, passages: Int, ratio: Double) -> [RatioComparison.Pair] {
        let owners = (0..<prompts).map { $0 < passages ? $0 : generator.below(passages) }
        return pairs(owners, ratio: ratio).map(\.latency)
    }

    private struct Drawn {
        let latency: RatioComparison.Pair
        let work: (first: RateComparison.Work, second: RateComparison.Work)
        let score: Double
    }

    /// The mean of a score difference that is −1, 0 or 1 with chances 0.1, 0.7 and 0.2.
    private static let scoreTruth = 0.1

    private mutating func pairs(_ owners: [Int], ratio: Double) -> [Drawn] {
        // One draw for each passage: how hard it is, how much it favours a target, and its score's luck.
        let hardness = owners.indices.map { _ in 0.3 * normal() }
        let favour = owners.indices.map { _ in 0.08 * normal() }
        let luck = owners.indices.map { _ in generator.unit() }
        return owners.enumerated().map { index, owner in
            let base = log(2.0) + hardness[owner] + 0.2 * normal()
            let first = exp(base + log(ratio) + favour[owner] / 2 + noise())
            let second = exp(base - favour[owner] / 2 + noise())
            let tokens = (60 + generator.below(80), 60 + generator.below(80))
            // Half of a passage's scores follow its luck.
            let draw = generator.unit() < 0.5 ? luck[owner] : generator.unit()
            return Drawn(
                latency: RatioComparison.Pair(
                    passage: "\(owner)", prompt: "\(index)", first: first, second: second),
                work: (
                    RateComparison.Work(tokens: Double(tokens.0), seconds: first),
                    RateComparison.Work(tokens: Double(tokens.1), seconds: second)
                ), score: draw < 0.1 ? -1 : draw < 0.8 ? 0 : 1)
        }
    }

    /// Skewed: a normal body, and one in ten with an exponential tail. Its mean does not matter, being that of both.
    private mutating func noise() -> Double {
        let body = 0.1 * normal()
        return generator.unit() < 0.1 ? body - 0.25 * log(1 - generator.unit()) : body
    }

    /// Box and Muller.
    private mutating func normal() -> Double {
        (-2 * log(1 - generator.unit())).squareRoot() * cos(2 * .pi * generator.unit())
    }
}
