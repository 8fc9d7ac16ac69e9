/// The answers of two targets to the same questions, those without an answer scoring 0. Always first − second.
public struct QualityComparison: Sendable, Hashable {
    /// Which text was scored.
    public enum Text: String, Sendable, Hashable {
        /// The whole answer, as the official measure has it.
        case whole
        /// What ``AnswerExtraction`` takes from it.
        case extracted
    }

    /// Which text was scored.
    public let text: Text
    /// Questions that both were asked.
    public let questions: Int
    /// Mean F1 of the first − that of the second; each question's own mean over its runs counts once.
    public let f1Difference: Double
    /// Its BCa interval, passages resampled; nil below ``ClusterBootstrap/minimumClusters`` passages.
    public let f1Interval: Interval?
    /// McNemar's test of exact match in the first run of each question.
    public let exactMatch: McNemar

    /// Compares blocks in which both were asked; nil where there are none.
    init?(_ blocks: [PairedBlock], text: Text, seed: UInt64) {
        struct Difference {
            let passage: String
            let f1: Double
        }
        func f1(_ sample: Sample) -> Double {
            text == .whole ? sample.qualityScore.f1 : sample.qualityScore.extractedF1
        }
        func isExact(_ sample: Sample) -> Bool {
            text == .whole ? sample.qualityScore.exactMatch : sample.qualityScore.extractedExactMatch
        }

        let questions = clusters(blocks, by: \.first.promptID)
        let differences = questions.compactMap { runs in
            Statistics.mean(runs.map { f1($0.first) - f1($0.second) }).map {
                Difference(passage: runs[0].first.passageID, f1: $0)
            }
        }
        let first = questions.compactMap { $0.min { $0.first.run < $1.first.run } }
        guard let difference = Statistics.mean(differences.map(\.f1)),
            let test = McNemar(
                onlyFirst: first.count { isExact($0.first) && !isExact($0.second) },
                onlySecond: first.count { isExact($0.second) && !isExact($0.first) })
        else { return nil }
        self.text = text
        self.questions = questions.count
        f1Difference = difference
        f1Interval = ClusteredMean.boundedInterval(clusters(differences, by: \.passage).map { $0.map(\.f1) })
        exactMatch = test
    }
}
