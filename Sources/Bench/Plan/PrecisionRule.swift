import ALCFSystem
import Glibc

/// When a run may end because its ratio is known well enough: Stein's two stages (Annals of Mathematical Statistics
/// 16:243, 1945), decided before the run.
///
/// The first ``pilotBlocks`` blocks give the standard deviation s of the paired log differences of service latency, and
/// nothing else. From it follows, once and for all, how many blocks there will be: n = ⌈(t·s ÷ ln(1 + p))²⌉ with t of
/// the first stage's degrees of freedom and p the wanted half-width, more in proportion where blocks of the first
/// stage had a failure. How the ratio turns out has no influence on when the run ends, so its interval keeps its level; a run
/// that stops as soon as a difference shows would not.
public struct PrecisionRule: Sendable {
    /// Blocks of the first stage.
    public static let pilotBlocks = 20

    /// The wanted half-width as a factor, as in 0.05.
    public let precision: Double
    private let targets: [String]
    /// What the first stage decided.
    private var blocks: Int?

    /// Nil where no precision is asked for.
    init?(options: BenchmarkOptions, targets: [String]) {
        guard let precision = options.precision, precision > 0 else { return nil }
        self.precision = precision
        self.targets = targets
    }

    /// Whether the run is over before block `nextBlock` (numbered from 1).
    mutating func isMet(_ samples: [Sample], nextBlock: Int) -> Bool {
        guard nextBlock > Self.pilotBlocks else { return false }
        let blocks = blocks ?? Self.blocks(for: precision, targets: targets, pilot: samples)
        self.blocks = blocks
        return nextBlock > blocks
    }

    /// How many blocks the precision takes: of each two targets the one that takes most. Unlimited where fewer than six
    /// pairs of a first stage were answered.
    static func blocks(for precision: Double, targets: [String], pilot samples: [Sample]) -> Int {
        let first = samples.filter { $0.block <= pilotBlocks && $0.run >= 1 }
        var most = pilotBlocks
        for (index, one) in targets.enumerated() {
            for other in targets.dropFirst(index + 1) {
                guard let spread = PairedSpread(one, other, in: first), spread.pairs >= RatioComparison.minimumPairs,
                    let t = StudentT.quantile(0.975, degrees: spread.degrees)
                else { return .max }
                let root = t * spread.deviation / log1p(precision)
                let needed = root * root * Double(spread.blocks) / Double(spread.pairs)
                guard needed < 1e9 else { return .max }
                most = max(most, Int(clamping: needed.rounded(.up)))
            }
        }
        return most
    }
}
