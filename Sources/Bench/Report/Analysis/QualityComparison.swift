import ALCFRecord
package import ALCFStatistics

/// The answers of two targets to the same questions, those without an answer scoring 0. Always first − second.
package struct QualityComparison: Sendable, Hashable {
    /// The text that was scored.
    package enum Text: String, Sendable, Hashable {
        /// The whole answer, as the official measure has it.
        case whole
        /// The answer that ``AnswerExtraction`` finds in it.
        case extracted
    }

    /// Text that was scored.
    package let text: Text
    /// Questions that both were asked.
    package let questions: Int
    /// Mean F1 of each over these questions; each question's own mean over its runs counts once.
    package internal(set) var f1: RatioComparison.Sides
    /// ``f1`` of the first − that of the second.
    package var f1Difference: Double { f1.first - f1.second }
    /// The share of exact matches of each over these questions, in the same way.
    package internal(set) var exactShares: RatioComparison.Sides
    /// Its interval, robust to passages and time; nil below ``ClusterBootstrap/minimumClusters`` passages.
    package internal(set) var f1Interval: Interval?
    /// McNemar's test of exact match in the first run of each question.
    package let exactMatch: McNemar
    /// The p-value of ``exactMatch``, robust to texts and time as well: the larger of McNemar's and that of the mean
    /// difference.
    package let exactMatchP: Double
    /// Whether the run was long enough to claim a difference in exact match.
    let exactMatchCanTell: Bool
    /// The mean over sessions of the difference in the share of exact matches; nil for one session.
    var exactSessions: SessionMean?

    /// Compares blocks in which both were asked; nil where there are none.
    init?(_ blocks: [PairedBlock], text: Text, seed: UInt64) {
        struct Difference {
            let pair: RatioComparison.Pair
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
                Difference(pair: runs[0].pair(0, 0), f1: $0)
            }
        }
        let first = questions.compactMap { $0.min { $0.first.run < $1.first.run } }
        func sides(_ value: (Sample) -> Double) -> RatioComparison.Sides? {
            func mean(_ sample: (PairedBlock) -> Sample) -> Double? {
                Statistics.mean(questions.compactMap { runs in Statistics.mean(runs.map { value(sample($0)) }) })
            }
            return RatioComparison.Sides(mean(\.first), mean(\.second))
        }
        guard let levels = sides(f1), let shares = sides({ isExact($0) ? 1 : 0 }),
            let test = McNemar(
                onlyFirst: first.count { isExact($0.first) && !isExact($0.second) },
                onlySecond: first.count { isExact($0.second) && !isExact($0.first) })
        else { return nil }
        self.text = text
        self.questions = questions.count
        self.f1 = levels
        exactShares = shares
        f1Interval = Self.interval(differences.map(\.f1), differences.map(\.pair))
        exactMatch = test
        let matches = first.map { (isExact($0.first) ? 1.0 : 0) - (isExact($0.second) ? 1 : 0) }
        let inTime = PairedBlock.dependence(first).flatMap { RobustMean(matches, $0) }
        exactMatchP = inTime.map { max(test.pValue, $0.law.pValue($0.mean)) } ?? test.pValue
        exactMatchCanTell = inTime?.canTell() ?? false
    }

    /// The interval of a mean difference between −1 and 1: robust to passages, and as much wider as memory makes it.
    static func interval(_ differences: [Double], _ pairs: [RatioComparison.Pair]) -> Interval? {
        let passages = clusters(Array(differences.indices), by: { pairs[$0].passage }).map {
            $0.map { differences[$0] }
        }
        guard let bare = ClusteredMean.boundedInterval(passages), let mean = Statistics.mean(differences) else {
            return nil
        }
        let widening = RatioComparison.Pair.dependence(pairs).flatMap { RobustMean(differences, $0)?.widening } ?? 1
        return Interval(
            lower: max(-1, mean - widening * (mean - bare.lower)), upper: min(1, mean + widening * (bare.upper - mean)),
            level: bare.level)
    }
}
