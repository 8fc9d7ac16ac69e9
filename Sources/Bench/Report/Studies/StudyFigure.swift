import ALCFRecord
import ALCFStatistics
import Glibc

/// A figure that is compared over the sessions of a study.
package enum StudyFigure: String, Sendable, Hashable, CaseIterable {
    /// The ratio of service latencies.
    case latency = "service_latency"
    /// The ratio of times to first token; where first tokens are of different kinds in a session, first answer tokens
    /// stand in for them in all.
    case firstToken = "ttft"
    /// The ratio of output tokens per second of request time.
    case outputRate = "single_stream_output_rate"
    /// The difference of the share of requests answered.
    case success = "success_rate"
    /// The difference of F1, answer extracted.
    case f1 = "extracted_f1"
    /// The difference of the share of exact matches, answer extracted.
    case exactMatch = "extracted_exact_match"

    /// Whether it is a ratio, whose logarithms are combined; else it is a difference.
    package var isRatio: Bool { [.latency, .firstToken, .outputRate].contains(self) }

    /// Whether the target with the lower figure is the better one.
    var isDuration: Bool { self == .latency || self == .firstToken }

    /// The test of it that may be declared; nil where none may.
    var primary: PrimaryTest.Figure? { PrimaryTest.Figure(rawValue: rawValue) }

    /// Its name for people.
    package var title: String { Metric.named(rawValue)?.title ?? rawValue }

    /// Returns a session's value of it; nil where the session has too few requests for one.
    func value(of comparison: Comparison, in analysis: Analysis, firstAnswers: Bool) -> StudyPoint.Value? {
        switch self {
        case .latency: Self.ratio(comparison.latency)
        case .firstToken: Self.ratio(firstAnswers ? comparison.timeToFirstAnswer : comparison.timeToFirstToken)
        case .outputRate:
            comparison.outputRate.flatMap { rate in
                rate.interval.flatMap { interval in
                    StudyPoint.Value(
                        SessionEstimate(
                            log(rate.ratio), standardError: log(interval.upper / interval.lower) / (2 * Self.z)),
                        interval: interval, count: rate.pairs)
                }
            }
        case .success: Self.success(comparison, analysis)
        case .f1:
            comparison.extractedAnswers.flatMap { answers in
                answers.f1Interval.flatMap { interval in
                    StudyPoint.Value(
                        SessionEstimate(
                            answers.f1Difference, standardError: (interval.upper - interval.lower) / (2 * Self.z)),
                        interval: interval, count: answers.questions)
                }
            }
        case .exactMatch: comparison.extractedAnswers.flatMap(Self.exactMatch)
        }
    }

    /// The normal quantile by which the length of a 95 % interval is turned into a standard error.
    private static let z = SpecialFunctions.normalQuantile(0.975)

    private static func ratio(_ result: RatioComparison) -> StudyPoint.Value? {
        result.ratio.flatMap { ratio in
            StudyPoint.Value(
                SessionEstimate(log(ratio.ratio), ratio.clusteredLaw), interval: ratio.interval, count: result.pairs)
        }
    }

    /// Block by block, so that it is robust to texts and time as other figures are.
    private static func success(_ comparison: Comparison, _ analysis: Analysis) -> StudyPoint.Value? {
        let blocks = PairedBlock.all(comparison.first.name, comparison.second.name, in: analysis.record.samples)
        let differences = blocks.map { block -> Double in
            (block.first.outcome.isSuccess ? 1 : 0) - (block.second.outcome.isSuccess ? 1 : 0)
        }
        guard blocks.count >= RatioComparison.minimumPairs,
            let mean = PairedBlock.dependence(blocks).flatMap({ RobustMean(differences, $0) })
        else { return nil }
        if differences.allSatisfy({ $0 == 0 }) { return unseen(blocks.count) }
        return StudyPoint.Value(
            SessionEstimate(mean.mean, mean.plain), interval: mean.interval(), count: blocks.count)
    }

    /// The value of differences that are all 0: they show no spread, yet others may differ, as many as may be unseen
    /// (``ClusteredMean/boundedInterval(_:level:)``).
    private static func unseen(_ count: Int) -> StudyPoint.Value? {
        let most = 1 - pow(0.025, 1 / Double(count))
        return StudyPoint.Value(
            SessionEstimate(0, standardError: most / z), interval: Interval(lower: -most, upper: most), count: count)
    }

    /// The first run of each question, as McNemar's test takes it.
    private static func exactMatch(_ answers: QualityComparison) -> StudyPoint.Value? {
        let count = Double(answers.questions)
        guard answers.questions >= RatioComparison.minimumPairs else { return nil }
        let difference = answers.exactShares.first - answers.exactShares.second
        guard answers.exactMatch.onlyFirst + answers.exactMatch.onlySecond > 0 || difference != 0 else {
            return unseen(answers.questions)
        }
        let differing = Double(answers.exactMatch.onlyFirst + answers.exactMatch.onlySecond) / count
        let error = (max(0, differing - difference * difference) / count).squareRoot()
        return StudyPoint.Value(
            SessionEstimate(difference, standardError: error),
            interval: Interval(lower: max(-1, difference - z * error), upper: min(1, difference + z * error)),
            count: answers.questions)
    }
}
