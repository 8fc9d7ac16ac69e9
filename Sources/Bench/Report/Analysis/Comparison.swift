package import ALCFRecord
package import ALCFStatistics
import ALCFSystem

/// Two targets, compared over the blocks in which both were asked the same; without any such block, as two samples.
package struct Comparison: Sendable, Hashable {
    /// The one that ratios have on top and that is subtracted from.
    package let first: RunManifest.Target
    /// The one that ratios have below and that is subtracted.
    package let second: RunManifest.Target
    /// Blocks in which both were asked.
    package let blocks: Int
    /// Later sendings of either target that were faster, and are therefore left out of comparisons of speed.
    let laterSendings: [Sendings]
    /// Service latency.
    package internal(set) var latency: RatioComparison
    /// Time to first token.
    package internal(set) var timeToFirstToken: RatioComparison
    /// Time to the first token of the answer proper.
    package internal(set) var timeToFirstAnswer: RatioComparison
    /// Kinds of the targets' first tokens; nil if they are not known.
    package let firstTokens: FirstTokens?
    /// The medians of the tokens that the first read brought; nil without streams.
    package let firstPortions: RatioComparison.Sides?
    /// Output tokens per second of request time; nil where too few requests have counts, or requests of a target
    /// overlapped.
    package let outputRate: RateComparison?
    /// Whether one was answered where the other was not, block by block; nil without blocks.
    package let success: McNemar?
    /// The p-value of ``success``, robust to texts and time as well: the larger of McNemar's and that of the mean
    /// difference.
    package let successP: Double?
    /// Whether the run was long enough to tell an outage from a difference; true where the order in time is not known.
    let successCanTell: Bool
    /// The same of exact match.
    let exactMatchCanTell: Bool
    /// The mean over sessions of the difference in the share of answered requests; nil for one session.
    let successSessions: SessionMean?
    /// The p-value of ``success`` after the correction over the family; nil where it is not of the declared primary
    /// set.
    package internal(set) var successAdjustedP: Double?
    /// Claim about requests answered.
    package internal(set) var successClaim: Claim?
    /// The p-value of exact match after the correction over the family; nil where it is not of the declared primary
    /// set.
    package internal(set) var exactMatchAdjustedP: Double?
    /// Claim about exact match.
    package internal(set) var exactMatchClaim: Claim?
    /// The time that was compared, answered or not; nil where nothing tells.
    package let stretch: Stretch?
    /// The answers as they are; nil where they were not scored.
    package let wholeAnswers: QualityComparison?
    /// The answers after extraction; nil where they were not scored.
    package let extractedAnswers: QualityComparison?

    /// Compares two targets of a record, as of one session.
    package init(_ first: RunManifest.Target, with second: RunManifest.Target, samples: [Sample], seed: UInt64) {
        self.init(first, with: second, samples: samples, seed: seed, context: ComparisonContext())
    }

    /// Compares two targets of a record.
    init(
        _ first: RunManifest.Target, with second: RunManifest.Target, samples: [Sample], seed: UInt64,
        context: ComparisonContext
    ) {
        let sessions = context.sessions
        let blocks = PairedBlock.all(first.name, second.name, in: samples, isImported: context.isImported)
        let both = blocks.filter { $0.first.outcome.isSuccess && $0.second.outcome.isSuccess }
        let answered = both.filter { !context.isLater($0) }
        let isOfFirstSendings = answered.count < both.count
        let order = PairedBlock.dependence(blocks)
        func measured(_ target: RunManifest.Target) -> [Sample] {
            samples.filter { $0.target == target.name && $0.phase == .measured }
        }
        func compared(_ duration: Figure<Sample>) -> RatioComparison {
            guard !blocks.isEmpty else {
                func answers(_ target: RunManifest.Target) -> [Sample] {
                    measured(target).filter { $0.outcome.isSuccess && $0[duration] != nil }
                }
                func values(_ samples: [Sample]) -> [Double] { samples.compactMap { $0[duration] } }
                let (one, other) = (answers(first), answers(second))
                var result = RatioComparison(unpaired: values(one), values(other))
                result.stretch = context.hasInstants ? Stretch(first: one, second: other) : nil
                result.failures = FailureEffect(
                    unpaired: measured(first).compactMap { $0.attempted(duration) },
                    measured(second).compactMap { $0.attempted(duration) })
                return result
            }
            let used = answered.filter { $0.first[duration] != nil && $0.second[duration] != nil }
            func pairs(_ blocks: [PairedBlock]) -> [RatioComparison.Pair] {
                blocks.compactMap { block in
                    guard let a = block.first[duration], let b = block.second[duration] else {
                        return nil
                    }
                    return block.pair(a, b)
                }
            }
            var result = RatioComparison(pairs(used), seed: seed, resamples: context.resamples)
            result.stretch = context.hasInstants ? Stretch(used.flatMap { [$0.first, $0.second] }, in: sessions) : nil
            result.isOfFirstSendings = isOfFirstSendings
            result.failures = FailureEffect(
                blocks.filter { !context.isLater($0) }.compactMap { block in
                    guard let a = block.first.attempted(duration), let b = block.second.attempted(duration) else {
                        return nil
                    }
                    return block.pair(a, b)
                })
            return result.over(sessions: clusters(used, by: sessions.number).map(pairs))
        }
        func quality(_ text: QualityComparison.Text) -> QualityComparison? {
            let unscored = blocks.contains { block in
                [block.first, block.second].contains { $0.outcome.isSuccess && $0.score == nil }
            }
            func compared(_ blocks: [PairedBlock]) -> QualityComparison? {
                QualityComparison(blocks, text: text, seed: seed)
            }
            return unscored
                ? nil : compared(blocks)?.over(sessions: clusters(blocks, by: sessions.number).compactMap(compared))
        }
        self.first = first
        self.second = second
        self.blocks = blocks.count
        laterSendings = context.sendings.filter { $0.isFaster && [first.name, second.name].contains($0.target) }
        latency = compared(.serviceLatency)
        timeToFirstToken = compared(.timeToFirstToken)
        timeToFirstAnswer = compared(.timeToFirstAnswer)
        func portion(_ target: RunManifest.Target) -> Double? {
            Statistics.median(measured(target).filter(\.outcome.isSuccess).compactMap(\.firstPortion))
        }
        firstPortions = RatioComparison.Sides(portion(first), portion(second))
        firstTokens = FirstTokens(first.name, second.name, samples)
        func rate(_ blocks: [PairedBlock]) -> RateComparison? {
            RateComparison(Self.work(blocks), seed: seed, resamples: context.resamples)
        }
        outputRate =
            Self.overlaps([first.name, second.name], samples)
            ? nil : rate(answered)?.over(sessions: clusters(answered, by: sessions.number).map(Self.work))
        success =
            blocks.isEmpty
            ? nil
            : McNemar(
                onlyFirst: blocks.count { $0.first.outcome.isSuccess && !$0.second.outcome.isSuccess },
                onlySecond: blocks.count { $0.second.outcome.isSuccess && !$0.first.outcome.isSuccess })
        let differences = blocks.map { block -> Double in
            (block.first.outcome.isSuccess ? 1 : 0) - (block.second.outcome.isSuccess ? 1 : 0)
        }
        let inTime = order.flatMap { RobustMean(differences, $0) }
        successP = success.map { test in inTime.map { max(test.pValue, $0.law.pValue($0.mean)) } ?? test.pValue }
        // Of another tool's file the order is not known; of several sessions they are what counts.
        let isExempt = context.isImported || sessions.count > 1
        successCanTell = isExempt || inTime?.canTell() ?? false
        successSessions =
            sessions.count < 2
            ? nil
            : SessionMean(
                clusters(blocks, by: sessions.number).compactMap { blocks in
                    Statistics.mean(
                        blocks.map { ($0.first.outcome.isSuccess ? 1 : 0) - ($0.second.outcome.isSuccess ? 1 : 0) })
                })
        wholeAnswers = quality(.whole)
        extractedAnswers = quality(.extracted)
        exactMatchCanTell = isExempt || extractedAnswers?.exactMatchCanTell ?? false
        stretch =
            !context.hasInstants
            ? nil
            : blocks.isEmpty
                ? Stretch(first: measured(first), second: measured(second))
                : Stretch(blocks.flatMap { [$0.first, $0.second] }, in: sessions)
    }

    /// Whether one of the two is the twin of a target, as in an A/A control.
    var isOfControl: Bool { ControlCheck.isTwin(first) || ControlCheck.isTwin(second) }

    /// Whether one of the targets had more than one request in flight.
    private static func overlaps(_ names: [String], _ samples: [Sample]) -> Bool {
        names.contains { name in
            let own = samples.filter { $0.target == name && $0.phase == .measured }
            return LoadWindow(own, of: [], LoadPeriods()).peak > 1
        }
    }

    /// Tokens and seconds of blocks in which both were counted, and which of them depend on each other.
    private static func work(_ blocks: [PairedBlock]) -> RateComparison.Works {
        func work(_ sample: Sample) -> RateComparison.Work? {
            guard let tokens = sample.tokens.made, let seconds = sample[.serviceLatency] else { return nil }
            return RateComparison.Work(tokens: Double(tokens), seconds: seconds)
        }
        let counted = blocks.compactMap { block -> (PairedBlock, RateComparison.Work, RateComparison.Work)? in
            guard let a = work(block.first), let b = work(block.second) else { return nil }
            return (block, a, b)
        }
        return RateComparison.Works(
            pairs: counted.map { (first: $0.1, second: $0.2) }, dependence: PairedBlock.dependence(counted.map(\.0)))
    }
}

/// The two requests of one block, answered or not.
struct PairedBlock {
    let first: Sample
    let second: Sample

    /// The stretch of time: see ``Stretches``; nil where the order of sending is not known.
    var stretch: Int?

    func pair(_ first: Double, _ second: Double) -> RatioComparison.Pair {
        RatioComparison.Pair(
            passage: self.first.passageID, prompt: self.first.promptID, stretch: stretch, first: first, second: second)
    }

    /// Returns the dependence of blocks by text and by time; nil for no blocks.
    static func dependence(_ blocks: [PairedBlock]) -> Dependence? {
        RatioComparison.Pair.dependence(blocks.map { $0.pair(0, 0) })
    }

    /// All blocks of a run in which both targets were asked, in the order they were scheduled.
    static func all(
        _ first: String, _ second: String, in samples: [Sample], isImported: Bool = false
    ) -> [PairedBlock] {
        struct Key: Hashable {
            let run: Int
            let block: Int
            let prompt: String
        }
        let measured = samples.filter { $0.phase == .measured }.sorted { $0.sequence < $1.sequence }
        var blocks = clusters(measured) { Key(run: $0.run, block: $0.block, prompt: $0.promptID) }
            .compactMap { block -> PairedBlock? in
                guard let a = block.first(where: { $0.target == first }),
                    let b = block.first(where: { $0.target == second })
                else { return nil }
                return PairedBlock(first: a, second: b)
            }
        guard !isImported else { return blocks }
        for (index, stretch) in Stretches.of(blocks, in: measured).enumerated() { blocks[index].stretch = stretch }
        return blocks
    }
}
