package import ALCFRecord
import ALCFStatistics
import ALCFSystem
import Glibc

/// The rule that ends a run once its ratio is known well enough: reviews of the scatter, and of nothing else.
///
/// After ``pilotBlocks`` blocks, and then at blocks that the review before set, the 95 % interval of the ratio is
/// worked out as the report does, robust to passages and time (``PairedSpread``). The run ends where its half-width h
/// is no wider than the one asked for; else the next review is after n·(h ÷ ln(1 + p))² blocks, and after twice as many
/// at most. So the run reaches what was asked for, or its end. It also goes on while it may be too short for what the
/// targets' load remembers.
///
/// Stein (Annals of Mathematical Statistics 16:243, 1945) has two stages, and takes pairs for independent; a first
/// stage knows little of memory that is as long as itself. The ratio has no influence on when the run ends, so its
/// interval keeps its level nearly; a run that stops as soon as a difference shows would not.
package struct PrecisionRule: Sendable {
    /// Blocks before the first review: fewer hardly show what lasts.
    package static let pilotBlocks = 60
    /// Smallest and largest factor from the length of the run to that at the next review.
    static let growth = 1.1...2.0

    /// The wanted half-width as a factor, as in 0.05.
    package let precision: Double
    private let targets: [String]
    /// The blocks after which the scatter is looked at next.
    private var review = Self.pilotBlocks

    /// Nil where no precision is asked for.
    package init?(options: BenchmarkOptions, targets: [String]) {
        guard let precision = options.precision else { return nil }
        self.init(precision, targets: targets)
    }

    /// Nil where the precision is not above 0.
    init?(_ precision: Double, targets: [String]) {
        guard precision > 0 else { return nil }
        self.precision = precision
        self.targets = targets
    }

    /// Whether the run is over before block `nextBlock` (numbered from 1).
    package mutating func isMet(_ samples: [Sample], nextBlock: Int) -> Bool {
        // A run that is continued has the reviews that it would have had.
        while nextBlock > review {
            let reviewed = review
            let past = samples.filter { $0.block <= reviewed && $0.run >= 1 }
            guard let next = next(past) else { return true }
            review = next
        }
        return false
    }

    /// The blocks of the next review; nil where every two targets' ratio is known well enough.
    private func next(_ samples: [Sample]) -> Int? {
        var most: Double?
        for (index, one) in targets.enumerated() {
            for other in targets.dropFirst(index + 1) {
                let spread = PairedSpread(one, other, in: samples)
                if let factor = factor(spread) { most = max(most ?? 0, factor) }
            }
        }
        return most.map { Int(clamping: (Double(review) * $0).rounded(.up)) }
    }

    /// Returns the factor from the length of the run to that at the next review; nil if none is needed.
    func factor(_ spread: PairedSpread?) -> Double? {
        guard let spread, spread.pairs >= RatioComparison.minimumPairs else { return Self.growth.upperBound }
        let quotient = spread.cautiousHalfWidth / log1p(precision)
        if quotient <= 1, !spread.isShort { return nil }
        let needed = spread.isShort ? max(1.5, quotient * quotient) : quotient * quotient
        return min(Self.growth.upperBound, max(Self.growth.lowerBound, needed))
    }
}
