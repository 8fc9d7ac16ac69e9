import ALCFRecord
import ALCFStatistics
import ALCFSystem
import Glibc

/// Simulated runs of targets that remember: how often the intervals of a run hold the truth, and what is said of equal
/// targets.
///
/// The runs are worked out request by request on a real schedule, and read by the very code that reads a record.
package struct MemoryStudy: Sendable {
    /// Runs of one kind.
    package struct Setting: Sendable, Hashable {
        /// Causes of differences between requests.
        package let scenario: MemoryScenario
        /// Prompts in each run.
        package let prompts: Int
        /// Requests in flight.
        package let inFlight: Int
        /// The length of a run, in correlation times of the load.
        package let correlationTimes: Double

        /// Runs of one kind.
        package init(_ scenario: MemoryScenario, prompts: Int, inFlight: Int, correlationTimes: Double) {
            self.scenario = scenario
            self.prompts = prompts
            self.inFlight = inFlight
            self.correlationTimes = correlationTimes
        }
    }

    /// Results of runs with one setting.
    package struct Row: Sendable, Hashable {
        /// The setting.
        package let setting: Setting
        /// Runs with two equal targets.
        package let runs: Int
        /// Share of the runs whose 95 % interval of the ratio of geometric means holds 1.
        package let ratio: Double
        /// The same of the ratio of medians.
        package let median: Double
        /// The same of the median of one target alone, the truth being the median of all runs' medians.
        package let ownMedian: Double
        /// The same of the ratio of output rates; nil where requests overlap.
        package let rate: Double?
        /// Share of the runs in which one of two equal targets is called faster, in latency or in first token.
        package let falseClaims: Double
        /// Share of the runs of which the report says that they cannot tell.
        package let cannotTell: Double
        /// Share of the runs in which a target that takes 1.5 times as long is called the slower one.
        package let found: Double
    }

    /// The settings of `make coverage`.
    package static let settings: [Setting] = {
        let remembering = ["own load", "shared load"]
        var all: [Setting] = []
        for scenario in MemoryScenario.all {
            for (prompts, inFlight) in [(30, 1), (100, 1), (500, 1), (128, 8), (500, 8)] {
                for length in remembering.contains(scenario.name) ? [20.0, 5, 2] : [20] {
                    all.append(Setting(scenario, prompts: prompts, inFlight: inFlight, correlationTimes: length))
                }
            }
        }
        return all
    }()

    private var generator: SplitMix64

    /// A study decided by its seed.
    package init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    /// Simulates runs of one setting.
    package mutating func run(_ setting: Setting, runs: Int, resamples: Int = 300) -> Row {
        var held = (ratio: 0, median: 0, rate: 0, rates: 0)
        var said = (faster: 0, cannotTell: 0, found: 0)
        var own: [Distribution] = []
        for _ in 0..<runs {
            let (equal, first) = comparison(setting, ratio: 1, resamples: resamples)
            if let first { own.append(first) }
            if equal.latency.ratio?.interval.contains(1) == true { held.ratio += 1 }
            if equal.latency.medianInterval?.contains(1) == true { held.median += 1 }
            if let rate = equal.outputRate {
                held.rates += 1
                if rate.interval?.contains(1) == true { held.rate += 1 }
            }
            let verdicts = [equal.latency.verdict, equal.timeToFirstToken.verdict]
            if verdicts.contains(where: { $0 == .firstFaster || $0 == .secondFaster }) { said.faster += 1 }
            if equal.latency.verdict == .cannotTell { said.cannotTell += 1 }
            let slower = comparison(setting, ratio: 1.5, resamples: 100).0
            if slower.latency.verdict == .secondFaster { said.found += 1 }
        }
        let middle = Statistics.median(own.map(\.median))
        func share(_ count: Int, of all: Int? = nil) -> Double { Double(count) / Double(max(1, all ?? runs)) }
        return Row(
            setting: setting, runs: runs, ratio: share(held.ratio), median: share(held.median),
            ownMedian: share(own.count { one in middle.flatMap { one.medianInterval?.contains($0) } ?? true }),
            rate: held.rates > 0 ? share(held.rate, of: held.rates) : nil, falseClaims: share(said.faster),
            cannotTell: share(said.cannotTell), found: share(said.found))
    }

    /// Whether a row is as promised, but for chance: of runs of 20 correlation times 93 % hold, of 5 88 %, and fewer
    /// than 5 % call one of two equal targets the faster one in either.
    package static func holds(_ row: Row) -> Bool {
        // A run so short need not hold, but must mostly say so where the targets' own loads wander.
        guard row.setting.correlationTimes >= 5 else {
            return row.setting.scenario.ownLoad == 0 || row.cannotTell >= 0.4
        }
        let least = row.setting.correlationTimes >= 20 ? 0.93 : 0.88
        let chance = 2.5 * (least * (1 - least) / Double(row.runs)).squareRoot()
        let most = 0.05 + 2.5 * (0.05 * 0.95 / Double(row.runs)).squareRoot()
        return row.falseClaims <= most
            && [row.ratio, row.median, row.rate ?? 1, row.ownMedian].allSatisfy { $0 >= least - chance }
    }

    /// A run's comparison, and the latencies of its first target.
    private mutating func comparison(
        _ setting: Setting, ratio: Double, resamples: Int
    ) -> (Comparison, Distribution?) {
        let length = 2 * Double(setting.prompts) * 1.1 / Double(setting.inFlight)
        var options = BenchmarkOptions(samples: setting.prompts, concurrency: setting.inFlight, seed: generator.next())
        options.warmup = 0
        var run = SimulatedRun(
            setting.scenario, correlationTime: length / setting.correlationTimes, length: length, ratio: ratio,
            seed: generator.next())
        let samples = run.samples(
            prompts: setting.prompts, passages: max(6, setting.prompts * 2 / 5), options: options)
        let targets = SimulatedRun.targets.map { RunManifest.Target(name: $0, url: "http://localhost", model: "m") }
        var context = ComparisonContext()
        context.resamples = resamples
        var comparisons = [
            Comparison(targets[0], with: targets[1], samples: samples, seed: generator.next(), context: context)
        ]
        _ = PrimaryTest.all(PrimaryTest.Figure.allCases, &comparisons)
        let own = samples.filter { $0.target == targets[0].name }
        return (
            comparisons[0], Distribution(own.compactMap { $0[.serviceLatency] }, Dependence(own, in: samples))
        )
    }
}
