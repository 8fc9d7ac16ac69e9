/// Two targets, compared over the blocks in which both were asked the same.
public struct Comparison: Sendable, Hashable {
    /// The one that ratios have on top and that is subtracted from.
    public let first: RunManifest.Target
    /// The one that ratios have below and that is subtracted.
    public let second: RunManifest.Target
    /// Blocks in which both were asked.
    public let blocks: Int
    /// Service latency.
    public let latency: RatioComparison
    /// Time to first token.
    public let timeToFirstToken: RatioComparison
    /// The answers as they are; nil where they were not scored.
    public let wholeAnswers: QualityComparison?
    /// The answers after extraction; nil where they were not scored.
    public let extractedAnswers: QualityComparison?

    /// Compares two targets of a record.
    public init(_ first: RunManifest.Target, with second: RunManifest.Target, samples: [Sample], seed: UInt64) {
        let blocks = PairedBlock.all(first.name, second.name, in: samples)
        func compared(_ duration: (RequestMetrics) -> Double?) -> RatioComparison {
            let pairs = blocks.compactMap { block -> RatioComparison.Pair? in
                guard block.first.outcome.isSuccess, block.second.outcome.isSuccess,
                    let first = duration(block.first.metrics), let second = duration(block.second.metrics)
                else { return nil }
                return RatioComparison.Pair(passage: block.first.passageID, first: first, second: second)
            }
            return RatioComparison(pairs, seed: seed)
        }
        func quality(_ text: QualityComparison.Text) -> QualityComparison? {
            let unscored = blocks.contains { block in
                [block.first, block.second].contains { $0.outcome.isSuccess && $0.score == nil }
            }
            return unscored ? nil : QualityComparison(blocks, text: text, seed: seed)
        }
        self.first = first
        self.second = second
        self.blocks = blocks.count
        latency = compared(\.serviceLatency)
        timeToFirstToken = compared(\.timeToFirstToken)
        wholeAnswers = quality(.whole)
        extractedAnswers = quality(.extracted)
    }
}

/// The two requests of one block, answered or not.
struct PairedBlock {
    let first: Sample
    let second: Sample

    /// All blocks of a run in which both targets were asked, in the order they were scheduled.
    static func all(_ first: String, _ second: String, in samples: [Sample]) -> [PairedBlock] {
        struct Key: Hashable {
            let run: Int
            let block: Int
            let prompt: String
        }
        let measured = samples.filter { $0.phase == .measured }.sorted { $0.sequence < $1.sequence }
        return clusters(measured) { Key(run: $0.run, block: $0.block, prompt: $0.promptID) }.compactMap { block in
            guard let a = block.first(where: { $0.target == first }),
                let b = block.first(where: { $0.target == second })
            else { return nil }
            return PairedBlock(first: a, second: b)
        }
    }
}
