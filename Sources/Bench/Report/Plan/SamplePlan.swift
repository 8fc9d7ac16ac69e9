package import ALCFJSON
package import ALCFRecord
import ALCFStatistics
import ALCFSystem
import Glibc

/// The number of prompts and the time that a comparison needs, estimated from a pilot.
///
/// The standard error of ln ratio, robust to passages and to what lasts in time (``PairedSpread``), falls with √n as
/// long as texts and services stay what they were: so an interval of half-width h takes n = n₁·(h₁ ÷ h)² pairs, n₁ and
/// h₁ being the pilot's.
package struct SamplePlan: Sendable, Hashable {
    /// The two targets.
    package let targets: [String]
    /// Scatter of the pilot.
    package let spread: PairedSpread
    /// Whole blocks that fail, as a share: these prompts are asked in vain.
    package let failedShare: Double
    /// The declared tests that share one error rate: the first step of Holm's correction divides by their number.
    package let tests: Int
    /// Duration of the pilot in seconds; nil if it is unknown.
    package let pilotSeconds: Double?
    /// For each wanted precision, what it takes.
    package let rows: [Row]

    /// The promised chance that a difference of the planned size is detected.
    package static let power = 0.8
    /// The chance that is reckoned with: the pilot's scatter is an estimate, and a run's is another.
    static let reckonedPower = 0.9
    /// Pairs beyond what scatter takes, for a short run to show that what it measures does not last.
    static let extraPairs = 16

    /// The needs of one precision.
    package struct Row: Sendable, Hashable {
        /// The half-width of the ratio's 95 % interval, as in 0.05; and the ratio, less 1, that is to be detected.
        package let precision: Double
        /// Prompts until the interval is no wider than ± the precision.
        package let forPrecision: Int
        /// The same for the ends of the scatter's own interval: the pilot does not know it better.
        package let forPrecisionRange: ClosedRange<Int>
        /// Prompts until a ratio of 1 + the precision is detected with a probability of 80 % at least, at 5 % over all
        /// declared tests.
        package let toDetect: Int
        /// The same for the ends of the scatter's own interval.
        package let toDetectRange: ClosedRange<Int>
        /// Minutes for ``forPrecision`` prompts, at the pilot's pace; nil where it does not tell.
        package let minutes: Double?
        /// Minutes for ``toDetect`` prompts.
        package let minutesToDetect: Double?
        /// Tokens of prompts and answers for ``forPrecision`` prompts; nil where they were not counted.
        package let tokens: Int?
    }

    /// A plan for each two targets of a pilot.
    ///
    /// - Throws: ``BenchError`` below ``RatioComparison/minimumPairs`` pairs.
    package static func all(_ record: Record, precisions: [Double]) throws(BenchError) -> [SamplePlan] {
        let names = record.manifest.targets.map(\.name)
        var plans: [SamplePlan] = []
        for (index, first) in names.enumerated() {
            for second in names.dropFirst(index + 1) {
                guard let spread = PairedSpread(first, second, in: record.samples),
                    spread.pairs >= RatioComparison.minimumPairs
                else {
                    throw BenchError(
                        .recordRead, "too few prompts of the pilot were answered by both \(first) and \(second)",
                        remedy:
                            "run a pilot of at least \(RatioComparison.minimumPairs) prompts, or better 20: --pilot 20")
                }
                plans.append(
                    SamplePlan(
                        [first, second], spread, Pace(record, names), precisions, tests: Self.tests(record.manifest)))
            }
        }
        guard !plans.isEmpty else {
            throw BenchError(.recordRead, "the pilot has only one target", remedy: "run a pilot with two targets")
        }
        return plans
    }

    /// Returns the number of declared tests of the planned run that share one error rate, if it is like the pilot.
    static func tests(_ manifest: RunManifest) -> Int {
        let isScored = manifest.prompts.contains { !$0.answers.isEmpty }
        let figures = PrimaryTest.declared(in: manifest).count { $0 != .exactMatch || isScored }
        let targets = manifest.targets.count { !ControlCheck.isTwin($0) }
        return max(1, figures * targets * (targets - 1) / 2)
    }

    private init(_ targets: [String], _ spread: PairedSpread, _ pace: Pace, _ precisions: [Double], tests: Int) {
        self.targets = targets
        self.spread = spread
        self.tests = tests
        pilotSeconds = pace.seconds
        let failed = 1 - Double(spread.pairs) / Double(max(1, spread.blocks))
        failedShare = failed
        rows = precisions.map { precision in
            func prompts(_ pairs: Int) -> Int { Int(clamping: (Double(pairs) / (1 - failed)).rounded(.up)) }
            func range(_ count: (Double) -> Int) -> ClosedRange<Int> {
                guard spread.deviation > 0 else { return prompts(count(1))...prompts(count(1)) }
                let ends = [spread.interval.lower, spread.interval.upper].map {
                    prompts(count($0 / spread.deviation))
                }
                return ends[0]...max(ends[0], ends[1])
            }
            let wanted = prompts(Self.pairs(spread, halfWidth: log1p(precision)))
            let detecting = prompts(Self.pairsToDetect(spread, ratio: 1 + precision, tests: tests))
            return Row(
                precision: precision, forPrecision: wanted,
                forPrecisionRange: range { Self.pairs(spread, halfWidth: log1p(precision), scale: $0) },
                toDetect: detecting,
                toDetectRange: range { Self.pairsToDetect(spread, ratio: 1 + precision, tests: tests, scale: $0) },
                minutes: pace.secondsPerBlock.map { $0 * Double(wanted) / 60 },
                minutesToDetect: pace.secondsPerBlock.map { $0 * Double(detecting) / 60 },
                tokens: pace.tokensPerBlock.map { Int(clamping: $0 * Double(wanted)) })
        }
    }

    /// The fewest pairs of a run that may claim anything.
    private static func fewest(_ spread: PairedSpread) -> Int {
        let perStretch = Double(spread.pairs) / Double(max(1, spread.stretches))
        return max(
            RatioComparison.minimumPairs,
            Int(clamping: (perStretch * Double(RobustMean.minimumStretches)).rounded(.up)))
    }

    /// Pairs for an interval of mean ± `halfWidth` in logarithms.
    ///
    /// - Parameter scale: how many times larger the scatter is than the pilot's.
    static func pairs(_ spread: PairedSpread, halfWidth: Double, scale: Double = 1) -> Int {
        let (pilot, least) = (Double(spread.pairs), fewest(spread))
        guard halfWidth > 0, spread.deviation > 0 else { return least }
        let root = scale * spread.halfWidth / halfWidth
        let wanted = pilot * root * root
        // A run shorter than the pilot has fewer degrees of freedom for t: a few rounds settle it.
        guard wanted < pilot, let t = StudentT.quantile(0.975, degrees: spread.law.degrees) else {
            return max(least, whole(wanted))
        }
        var pairs = max(wanted, 2)
        for _ in 0..<20 {
            guard let own = StudentT.quantile(0.975, degrees: max(1, spread.law.degrees * pairs / pilot)) else { break }
            pairs = (pairs + min(pilot, wanted * (own / t) * (own / t))) / 2
        }
        return max(least, whole(pairs))
    }

    /// Pairs that show a ratio at 5 % over so many tests with a power of ``power``: the distance ln r is the half-width
    /// at the corrected level, and how far a run's mean falls short of ln r at the ``reckonedPower``, by Student's t
    /// with the pilot's degrees of freedom, since its scatter is an estimate (Kieser & Wassmer 1996).
    static func pairsToDetect(_ spread: PairedSpread, ratio: Double, tests: Int, scale: Double = 1) -> Int {
        let least = fewest(spread) + Self.extraPairs
        let alpha = ClaimFamily.errorRate / Double(max(1, tests))
        guard ratio > 1, spread.deviation > 0, let half = spread.law.halfWidth(level: 1 - alpha),
            let t = StudentT.quantile(1 - alpha / 2, degrees: spread.law.degrees),
            let short = StudentT.quantile(Self.reckonedPower, degrees: spread.law.degrees)
        else { return least }
        let error = spread.law.standardError
        let root = scale * (max(half, t * error) + short * error) / log(ratio)
        return max(least, whole(Double(spread.pairs) * root * root + Double(Self.extraPairs)))
    }

    private static func whole(_ number: Double) -> Int { Int(clamping: min(1e9, number.rounded(.up))) }

    /// The duration and tokens of a block in the pilot.
    private struct Pace {
        let seconds: Double?
        let secondsPerBlock: Double?
        let tokensPerBlock: Double?

        init(_ record: Record, _ names: [String]) {
            let samples = record.samples.filter { $0.phase == .measured }
            let blocks = Double(Set(samples.map(\.block)).count)
            let busy = CostSummary.busy(samples).reduce(0) { $0 + $1.upperBound - $1.lowerBound }
            seconds = busy > 0 ? busy : nil
            secondsPerBlock = blocks > 0 && busy > 0 ? busy / blocks : nil
            let answered = samples.filter(\.outcome.isSuccess)
            let counts = answered.compactMap { sample in
                sample.tokens.prompt.flatMap { prompt in sample.tokens.completion.map { prompt + $0 } }
            }
            let isCounted = counts.count == answered.count && blocks > 0
            tokensPerBlock = isCounted ? Double(counts.reduce(0, +)) / blocks : nil
        }
    }
}

extension SamplePlan {
    /// A sentence on the pilot's length, with a remedy if it was too short.
    package var timeSentence: String {
        let seen = max(1, Int(clamping: spread.independentStretches.rounded()))
        let pilot = pilotSeconds.map { "the pilot of \(DurationText.words($0))" } ?? "the pilot"
        let saw = "\(pilot) saw \(NumberText.count(seen, "independent stretch\(seen == 1 ? "" : "e")"))"
        guard spread.isShort else {
            return Report.sentence("\(saw) of the targets' load, in \(NumberText.count(spread.pairs, "pair"))")
        }
        let minutes = rows.first.flatMap { row in
            row.minutes.map {
                ": for ± \(NumberText.percent(row.precision)), run for at least \(DurationText.words(60 * $0))"
            }
        }
        return Report.sentence(
            "\(saw) of the targets' load, which may outlast the pilot. Plan by time\(minutes ?? ""); then plan again from a longer "
                + "pilot")
    }
}

extension SamplePlan: JSONEncodable {
    /// One JSON object.
    package var json: JSONValue {
        [
            "targets": .array(targets.map(JSONValue.string)), "pairs": .int(spread.pairs),
            "failed_share": .double(failedShare), "log_deviation": .double(spread.deviation),
            "log_deviation_interval": [.double(spread.interval.lower), .double(spread.interval.upper)],
            "pilot_ratio": .double(spread.ratio), "stretches": .int(spread.stretches),
            "independent_stretches": .double(spread.independentStretches), "is_short": .bool(spread.isShort),
            "tests": .int(tests), "power": .double(Self.power),
            "plan": .array(
                rows.map { row in
                    [
                        "precision": .double(row.precision), "prompts": .int(row.forPrecision),
                        "prompts_interval": [
                            .int(row.forPrecisionRange.lowerBound), .int(row.forPrecisionRange.upperBound),
                        ],
                        "prompts_to_detect": .int(row.toDetect),
                        "prompts_to_detect_interval": [
                            .int(row.toDetectRange.lowerBound), .int(row.toDetectRange.upperBound),
                        ],
                        "minutes": JSONValue(row.minutes), "minutes_to_detect": JSONValue(row.minutesToDetect),
                        "tokens": JSONValue(row.tokens),
                    ]
                }),
        ]
    }
}
