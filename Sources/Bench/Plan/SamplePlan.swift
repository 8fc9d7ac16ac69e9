public import ALCFJSON
import ALCFSystem
import Glibc

/// How many prompts a comparison takes, worked out from a pilot: n = (z·σ ÷ ln r)², σ the standard deviation of the paired
/// log differences of service latency.
public struct SamplePlan: Sendable, Hashable {
    /// The two targets.
    public let targets: [String]
    /// What the pilot says.
    public let spread: PairedSpread
    /// Whole blocks that fail, as a share: these prompts are asked in vain.
    public let failedShare: Double
    /// For each wanted precision, what it takes.
    public let rows: [Row]

    /// What one precision takes.
    public struct Row: Sendable, Hashable {
        /// The half-width of the ratio's 95 % interval, as in 0.05; and the ratio, less 1, that is to be detected.
        public let precision: Double
        /// Prompts until the interval is no wider than ± the precision: n = (t·σ ÷ ln(1 + p))².
        public let forPrecision: Int
        /// The same for the ends of σ's own interval: the pilot does not know it better.
        public let forPrecisionRange: ClosedRange<Int>
        /// Prompts until a ratio of 1 + the precision is detected with a probability of 80 %, at 5 %:
        /// n = (z₀.₉₇₅ + z₀.₈)²·σ² ÷ ln²(1 + p).
        public let toDetect: Int
        /// Minutes for ``forPrecision`` prompts, at the pilot's pace; nil where it does not tell.
        public let minutes: Double?
        /// Tokens of prompts and answers for ``forPrecision`` prompts; nil where they were not counted.
        public let tokens: Int?
    }

    /// A plan for each two targets of a pilot.
    ///
    /// - Throws: ``BenchError`` below ``RatioComparison/minimumPairs`` pairs.
    public static func all(_ record: Record, precisions: [Double]) throws(BenchError) -> [SamplePlan] {
        let names = record.manifest.targets.map(\.name)
        var plans: [SamplePlan] = []
        for (index, first) in names.enumerated() {
            for second in names.dropFirst(index + 1) {
                guard let spread = PairedSpread(first, second, in: record.samples),
                    spread.pairs >= RatioComparison.minimumPairs
                else {
                    throw BenchError(
                        .recordRead, "the pilot has too few prompts that both \(first) and \(second) answered",
                        remedy: "let it have \(RatioComparison.minimumPairs) at least, better 20: --pilot 20")
                }
                plans.append(SamplePlan([first, second], spread, Pace(record, names), precisions))
            }
        }
        guard !plans.isEmpty else {
            throw BenchError(.recordRead, "the pilot has one target only", remedy: "compare two")
        }
        return plans
    }

    private init(_ targets: [String], _ spread: PairedSpread, _ pace: Pace, _ precisions: [Double]) {
        self.targets = targets
        self.spread = spread
        let failed = 1 - Double(spread.pairs) / Double(max(1, spread.blocks))
        failedShare = failed
        rows = precisions.map { precision in
            func prompts(_ pairs: Int) -> Int { Int(clamping: (Double(pairs) / (1 - failed)).rounded(.up)) }
            func count(_ deviation: Double) -> Int {
                prompts(Self.pairs(deviation: deviation, halfWidth: log1p(precision)))
            }
            let wanted = count(spread.deviation)
            return Row(
                precision: precision, forPrecision: wanted,
                forPrecisionRange: count(
                    spread.interval.lower)...max(
                        count(spread.interval.lower), count(spread.interval.upper)),
                toDetect: prompts(Self.pairsToDetect(deviation: spread.deviation, ratio: 1 + precision)),
                minutes: pace.secondsPerBlock.map { $0 * Double(wanted) / 60 },
                tokens: pace.tokensPerBlock.map { Int(clamping: $0 * Double(wanted)) })
        }
    }

    /// Pairs for an interval of mean ± `halfWidth` in logarithms, with Student's t for the number itself.
    static func pairs(deviation: Double, halfWidth: Double) -> Int {
        guard deviation > 0, halfWidth > 0 else { return RatioComparison.minimumPairs }
        var pairs = RatioComparison.minimumPairs
        // t depends on n, and falls with it: a few rounds settle it.
        for _ in 0..<50 {
            let t = StudentT.quantile(0.975, degrees: Double(max(2, pairs) - 1)) ?? 1.96
            let root = t * deviation / halfWidth
            let next = max(RatioComparison.minimumPairs, Int(clamping: min(1e9, (root * root).rounded(.up))))
            if abs(next - pairs) <= 1 { return max(next, pairs) }
            pairs = (pairs + next + 1) / 2
        }
        return pairs
    }

    /// Pairs that show a ratio at 5 % with a power of 80 %.
    static func pairsToDetect(deviation: Double, ratio: Double) -> Int {
        let z = SpecialFunctions.normalQuantile(0.975) + SpecialFunctions.normalQuantile(0.8)
        let root = z * deviation / log(ratio)
        return max(RatioComparison.minimumPairs, Int(clamping: min(1e9, (root * root).rounded(.up))))
    }

    /// What a block took in the pilot.
    private struct Pace {
        let secondsPerBlock: Double?
        let tokensPerBlock: Double?

        init(_ record: Record, _ names: [String]) {
            let samples = record.samples.filter { $0.phase == .measured }
            let blocks = Double(Set(samples.map(\.block)).count)
            let busy = CostSummary.busy(samples).reduce(0) { $0 + $1.upperBound - $1.lowerBound }
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

extension SamplePlan: JSONEncodable {
    /// As one JSON object.
    public var json: JSONValue {
        [
            "targets": .array(targets.map(JSONValue.string)), "pairs": .int(spread.pairs),
            "failed_share": .double(failedShare), "log_deviation": .double(spread.deviation),
            "log_deviation_interval": [.double(spread.interval.lower), .double(spread.interval.upper)],
            "pilot_ratio": .double(spread.ratio),
            "plan": .array(
                rows.map { row in
                    [
                        "precision": .double(row.precision), "prompts": .int(row.forPrecision),
                        "prompts_interval": [
                            .int(row.forPrecisionRange.lowerBound), .int(row.forPrecisionRange.upperBound),
                        ],
                        "prompts_to_detect": .int(row.toDetect), "minutes": JSONValue(row.minutes),
                        "tokens": JSONValue(row.tokens),
                    ]
                }),
        ]
    }
}
