package import ALCFRecord
package import ALCFStatistics
import Glibc

/// The scatter of the paired log differences of two targets' service latency, and how much of it lasts. Every sample
/// size follows from it. Only ``ratio`` depends on the result of the comparison.
package struct PairedSpread: Sendable, Hashable {
    /// Blocks in which both were asked.
    package let blocks: Int
    /// Blocks in which both answered.
    package let pairs: Int
    /// Stretches of time that they are of: one request at a time, each block is one; else each slice.
    package let stretches: Int
    /// Number of independent stretches that would tell as much.
    package let independentStretches: Double
    /// Whether it may well be too short for what the targets' load remembers, so that the scatter of a longer run may
    /// be larger.
    package let isShort: Bool
    /// The standard error of ln ratio × √pairs: the standard deviation of pairs that would tell as much if they were
    /// independent.
    package let deviation: Double
    /// The 95 % interval of ``deviation``, for normal differences: over what time and chance may have done.
    package let interval: Interval
    /// The ratio of geometric means, first ÷ second.
    package let ratio: Double
    /// The distribution of the error of ln ratio, robust to passages and time.
    let law: ErrorLaw

    /// Nil below two passages with a pair.
    package init?(_ first: String, _ second: String, in samples: [Sample]) {
        let blocks = PairedBlock.all(first, second, in: samples)
        var answered: [PairedBlock] = []
        var logs: [Double] = []
        for block in blocks where block.first.outcome.isSuccess && block.second.outcome.isSuccess {
            guard let a = block.first[.serviceLatency], let b = block.second[.serviceLatency], a > 0, b > 0
            else { continue }
            answered.append(block)
            logs.append(log(a / b))
        }
        guard let dependence = PairedBlock.dependence(answered) else { return nil }
        self.init(logs, dependence, blocks: blocks.count)
    }

    /// The spread of ln(first ÷ second) of pairs that depend on each other; nil below two groups.
    init?(_ logs: [Double], _ dependence: Dependence, blocks: Int) {
        guard let mean = RobustMean(logs, dependence) else { return nil }
        self.blocks = blocks
        pairs = logs.count
        ratio = exp(mean.mean)
        law = mean.law
        stretches = mean.stretches
        independentStretches = mean.memory?.effectiveCount ?? 1
        isShort = mean.stretches < RobustMean.minimumStretches || (mean.memory?.isShort ?? true)
        let root = Double(logs.count).squareRoot()
        deviation = mean.law.standardError * root
        interval = Interval(
            lower: mean.law.spread(0.025) * root, upper: mean.law.spread(0.975) * root)
    }

    /// Half the width of the 95 % interval of ln ratio.
    var halfWidth: Double { law.halfWidth() ?? .infinity }

    /// The same with more weight on memory that hardly shows yet: from the 99 % interval, which is wider than Student's
    /// t makes it where some idea of how long the load lasts is unlikely and bad.
    var cautiousHalfWidth: Double {
        guard let wide = law.halfWidth(level: 0.99), let t = StudentT.quantile(0.975, degrees: law.degrees),
            let wideT = StudentT.quantile(0.995, degrees: law.degrees)
        else { return .infinity }
        return max(halfWidth, wide * t / wideT)
    }
}
