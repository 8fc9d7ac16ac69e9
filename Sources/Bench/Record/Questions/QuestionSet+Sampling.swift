import ALCFStatistics
import ALCFSystem

extension QuestionSet {
    /// Draws questions so that they are spread over as many articles and passages as there are, in an order of chance.
    ///
    /// Articles take turns; within an article its passages do. The same seed draws the same questions.
    ///
    /// - Throws: ``BenchError`` when there are fewer than asked for: the workload never shrinks in silence.
    package func sample(_ count: Int, seed: UInt64) throws(BenchError) -> [Question] {
        guard count > 0, count <= questions.count else {
            throw BenchError(
                .tooFewQuestions, "\(name) has \(questions.count) questions, and \(count) were asked for",
                remedy: questions.isEmpty ? "give another data set" : "ask for 1 to \(questions.count)")
        }
        var generator = SplitMix64(seed: seed)
        var articles = generator.shuffled(clusters(questions, by: \.title)).map { article in
            let passages = generator.shuffled(clusters(article, by: \.passageID)).map { generator.shuffled($0) }
            return interleaved(passages)
        }
        articles = [interleaved(articles)]
        return generator.shuffled(articles.joined().prefix(count))
    }
}

/// The first of each group, then the second of each, and so on.
private func interleaved(_ groups: [[Question]]) -> [Question] {
    (0..<(groups.map(\.count).max() ?? 0)).flatMap { turn in groups.compactMap { turn < $0.count ? $0[turn] : nil } }
}
