import ALCFStatistics
import ALCFSystem
import Glibc

/// Simulated runs that are ended by a ``PrecisionRule``, or as long as a ``SamplePlan`` says: whether they reach what
/// was promised.
///
/// One value is drawn for each block, the log difference of two targets, one request at a time.
package struct PlanStudy: Sendable {
    /// Causes of differences between the log differences of blocks.
    package struct Setting: Sendable, Hashable {
        /// Name in tables.
        package let name: String
        /// The standard deviation of the logarithm of each target's own load.
        var ownLoad = 0.0
        /// After how many blocks a load is forgotten.
        var correlationTime = 0.0
        /// The standard deviation of how much a passage favours a target; there are 2.5 blocks to a passage.
        var favour = 0.0
        /// The half-width asked for.
        package var precision: Double
        /// Whether planned sizes are promised to have the power.
        var isPlanned = true
    }

    /// Results of runs with one setting.
    package struct Row: Sendable, Hashable {
        /// The setting.
        package let setting: Setting
        /// Share of the runs with `--precision` whose 95 % interval holds the truth.
        package let held: Double
        /// Share of them whose interval is as narrow as was asked for.
        package let reached: Double
        /// Their median length, in blocks.
        package let blocks: Int
        /// Share of the runs of a planned size in which a ratio of 1 + the precision is claimed, at a fourth of 5 %.
        package let found: Double
        /// Their median length, in blocks.
        package let planned: Int
    }

    /// The settings of `make coverage`.
    package static let settings = [
        Setting(name: "independent", precision: 0.1), Setting(name: "independent", precision: 0.05),
        Setting(name: "passages", favour: 0.15, precision: 0.1),
        // About 30 correlation times.
        Setting(name: "own load", ownLoad: 0.25, correlationTime: 5, precision: 0.2, isPlanned: false),
    ]
    /// Blocks of the pilot that a size is planned from, and declared tests.
    static let (pilot, tests) = (30, 4)
    /// Value of `--samples`.
    private static let most = 1_500

    private var generator: SplitMix64

    /// A study decided by its seed.
    package init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    /// Simulates runs of one setting.
    package mutating func run(_ setting: Setting, runs: Int) -> Row {
        var (held, reached, found) = (0, 0, 0)
        var (lengths, planned): ([Int], [Int]) = ([], [])
        for _ in 0..<runs {
            let end = ended(setting)
            if abs(log(end.ratio)) <= end.halfWidth { held += 1 }
            if end.halfWidth <= log1p(setting.precision) { reached += 1 }
            lengths.append(end.pairs)
            var first = Draws(setting, &generator)
            guard setting.isPlanned, let pilot = first.spread(Self.pilot, &generator) else {
                continue
            }
            let size = SamplePlan.pairsToDetect(pilot, ratio: 1 + setting.precision, tests: Self.tests)
            planned.append(size)
            var draws = Draws(setting, &generator)
            draws.level = log1p(setting.precision)
            if draws.claims(size, &generator, errorRate: ClaimFamily.errorRate / Double(Self.tests)) { found += 1 }
        }
        func middle(_ values: [Int]) -> Int { values.isEmpty ? 0 : values.sorted()[values.count / 2] }
        func share(_ count: Int) -> Double { Double(count) / Double(max(1, runs)) }
        return Row(
            setting: setting, held: share(held), reached: share(reached), blocks: middle(lengths), found: share(found),
            planned: middle(planned))
    }

    /// Whether a row is as promised, but for chance.
    package static func holds(_ row: Row, runs: Int) -> Bool {
        func least(_ share: Double) -> Double { share - 2.5 * (share * (1 - share) / Double(runs)).squareRoot() }
        return row.held >= least(0.93) && row.reached >= least(0.9)
            && (!row.setting.isPlanned || row.found >= least(0.78))
    }

    /// Returns the spread that a run knows at its end.
    private mutating func ended(_ setting: Setting) -> PairedSpread {
        let rule = PrecisionRule(setting.precision, targets: [])
        var draws = Draws(setting, &generator)
        var review = PrecisionRule.pilotBlocks
        while true {
            let spread = draws.spread(review, &generator)
            if let spread, review >= Self.most || rule?.factor(spread) == nil { return spread }
            let factor = rule?.factor(spread) ?? PrecisionRule.growth.upperBound
            review = min(Self.most, Int((Double(review) * factor).rounded(.up)))
        }
    }

    /// The blocks of one run.
    private struct Draws {
        private let setting: Setting
        private var load: Double
        private var favours: [Double] = []
        private var logs: [Double] = []
        private var passages: [Int] = []
        /// ln of the true ratio.
        var level = 0.0

        init(_ setting: Setting, _ generator: inout SplitMix64) {
            self.setting = setting
            load = generator.normal()
        }

        /// A normal body, and one in ten with an exponential tail, as in ``SimulatedRun``.
        private func luck(_ generator: inout SplitMix64) -> Double {
            let body = 0.1 * generator.normal()
            return generator.unit() < 0.1 ? body - 0.25 * log(1 - generator.unit()) : body
        }

        private mutating func extend(to count: Int, _ generator: inout SplitMix64) {
            let factor = setting.correlationTime > 0 ? exp(-1 / setting.correlationTime) : 0
            while logs.count < count {
                load = factor * load + (1 - factor * factor).squareRoot() * generator.normal()
                if favours.isEmpty || generator.unit() < 0.4 {
                    favours.append(setting.favour * generator.normal())
                    passages.append(favours.count - 1)
                } else {
                    passages.append(generator.below(favours.count))
                }
                logs.append(
                    level + luck(&generator) - luck(&generator) + setting.ownLoad * 2.0.squareRoot() * load
                        + favours[passages[logs.count]])
            }
        }

        mutating func spread(_ count: Int, _ generator: inout SplitMix64) -> PairedSpread? {
            extend(to: count, &generator)
            return Dependence(groups: passages, stretches: Array(0..<count)).flatMap {
                PairedSpread(logs, $0, blocks: count)
            }
        }

        /// Whether a run of so many blocks claims that the first target takes longer.
        mutating func claims(_ count: Int, _ generator: inout SplitMix64, errorRate: Double) -> Bool {
            extend(to: count, &generator)
            guard
                let ratio = Dependence(groups: passages, stretches: Array(0..<count)).flatMap({
                    GeometricRatio(logs: logs, $0)
                })
            else { return false }
            return ratio.canTell && ratio.ratio > 1 && ratio.pValue < errorRate
        }
    }
}
