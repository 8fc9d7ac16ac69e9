package import ALCFRecord
import ALCFStatistics

/// The quality of a target's answers: means over all attempted questions, those without an answer counting 0, as the
/// official script has it. A question that was sent several times counts once, with the mean of its scores. Shares from
/// 0 to 1.
package struct QualitySummary: Sendable, Hashable {
    /// Number of questions attempted.
    package let questions: Int
    /// Official exact match of the whole answers.
    package let exactMatch: Double
    /// Official F1 of the whole answers.
    package let f1: Double
    /// Share of answers that hold an accepted one.
    package let contains: Double
    /// Exact match of the extracted answers: see ``AnswerExtraction``.
    package let extractedExactMatch: Double
    /// F1 of the extracted answers.
    package let extractedF1: Double

    /// The summary of measured samples; nil where there are none, or where answers were not scored.
    package init?(_ samples: [Sample]) {
        guard !samples.isEmpty, !samples.contains(where: { $0.outcome.isSuccess && $0.score == nil }) else {
            return nil
        }
        let scores = clusters(samples, by: \.promptID).map { $0.map(\.qualityScore) }
        func mean(_ value: (AnswerScore) -> Double) -> Double {
            Statistics.sum(scores.map { Statistics.sum($0.map(value)) / Double($0.count) }) / Double(scores.count)
        }
        questions = scores.count
        exactMatch = mean { $0.exactMatch ? 1 : 0 }
        f1 = mean(\.f1)
        contains = mean { $0.contains ? 1 : 0 }
        extractedExactMatch = mean { $0.extractedExactMatch ? 1 : 0 }
        extractedF1 = mean(\.extractedF1)
    }
}

extension Sample {
    /// Score of the request: 0 throughout if it failed, whatever part of an answer came.
    var qualityScore: AnswerScore { outcome.isSuccess ? score ?? .zero : .zero }
}
