import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

@Suite struct TargetSummaryTests {
    private func summaries(_ record: Record = Fixture.record()) -> (metis: TargetSummary, sophia: TargetSummary) {
        let targets = Analysis(record).targets
        return (targets[0], targets[1])
    }

    @Test func countsEveryAttempt() {
        let (metis, sophia) = summaries()
        #expect(metis.attempts == 16 && metis.successes == 16 && metis.failures.isEmpty)
        #expect(sophia.attempts == 16 && sophia.successes == 15)
        #expect(sophia.failures == [TargetSummary.Count(value: .http429, count: 1)])
        #expect(sophia[.successRate] == 15.0 / 16)
        #expect(sophia[.serviceLatency]?.count == 15)
    }

    @Test func ratesCountOutputTokensOnly() throws {
        let record = Fixture.record()
        let answered = record.samples.filter { $0.target == "metis" }
        let tokens = answered.compactMap(\.tokens.completion).reduce(0, +)
        let seconds = answered.compactMap { $0[.serviceLatency] }.reduce(0, +)
        let metis = summaries(record).metis
        #expect(metis.totalOutputTokens == tokens)
        #expect(isClose(metis.singleStreamOutputRate, Double(tokens) / seconds))
        // The turns of the other target are not its time.
        let busy = answered.reduce(0) { $0 + ($1.trace.end ?? 0) - $1.trace.start }
        #expect(isClose(metis.busySeconds, busy, 1e-6))
        #expect(isClose(metis[.systemOutputThroughput], Double(tokens) / busy, 1e-6))
        #expect(metis.peakInFlight == 1)
    }

    @Test func qualityCountsFailuresAsZero() throws {
        // Of Sophia's 16 answers, one was not given and two (one question, two runs) are wrong.
        let sophia = try #require(summaries().sophia.quality)
        #expect(sophia.questions == 8)
        #expect(sophia.extractedExactMatch == 13.0 / 16)
        #expect(sophia.contains == 13.0 / 16)
        #expect(summaries().metis.quality?.extractedF1 == 1)
    }

    @Test func leavesWarmUpOut() {
        var record = Fixture.record()
        for index in record.samples.indices where record.samples[index].run == 1 {
            record.samples[index].phase = .warmup
        }
        #expect(summaries(record).metis.attempts == 8)
        #expect(Analysis(record).comparisons[0].blocks == 8)
    }

    @Test func withoutACountThereAreNoFiguresPerToken() {
        var record = Fixture.record()
        for index in record.samples.indices where record.samples[index].target == "metis" {
            record.samples[index].tokens = TokenCounts()
        }
        let metis = summaries(record).metis
        #expect(metis[.completionTokens] == nil)
        #expect(metis.totalOutputTokens == nil)
        #expect(metis.singleStreamOutputRate == nil)
        #expect(metis[.timePerOutputToken] == nil)
        #expect(metis.latencyModel == nil)
        #expect(metis[.serviceLatency]?.count == 16)
    }

    @Test func oneMissingCountVoidsTheTotalOnly() {
        var record = Fixture.record()
        if let index = record.samples.firstIndex(where: { $0.target == "metis" }) {
            record.samples[index].tokens = TokenCounts()
        }
        let metis = summaries(record).metis
        #expect(metis.totalOutputTokens == nil)
        #expect(metis[.systemOutputThroughput] == nil)
        #expect(metis.singleStreamOutputRate != nil)
    }

    @Test func overlappingRequestsHaveNoSingleStreamRate() {
        var record = Fixture.record()
        for index in record.samples.indices { record.samples[index].trace.start -= 60 }
        #expect(summaries(record).metis.singleStreamOutputRate == nil)
        #expect(summaries(record).metis.peakInFlight > 1)
    }

    @Test func aTargetWithoutAnyAnswerIsStillThere() {
        var record = Fixture.record()
        for index in record.samples.indices where record.samples[index].target == "sophia" {
            record.samples[index].outcome = .timeoutFirst
        }
        let analysis = Analysis(record)
        #expect(analysis.targets[1][.serviceLatency] == nil)
        #expect(analysis.targets[1].quality?.f1 == 0)
        #expect(analysis.comparisons[0].latency.verdict == .tooFewPairs)
        #expect(analysis.warnings.contains { $0.kind == .noAnswers && $0.target == "sophia" })
        #expect(!TerminalReport.text(analysis).isEmpty)
    }

    @Test func findsFixedPartAndSlope() throws {
        let (metis, sophia) = summaries()
        let model = try #require(metis.latencyModel)
        #expect(abs(model.fixedSeconds - 4.8) < 0.1)
        #expect(model.interval.contains(0.0027))
        #expect(try #require(sophia.latencyModel).interval.contains(0.0068))
    }
}

@Suite struct ComparisonTests {
    /// Six pairs or more of durations with a given ratio and spread.
    private func pairs(_ count: Int, ratio: Double, spread: Double) -> RatioComparison {
        RatioComparison(
            (0..<count).map { index in
                let noise = 1 + spread * (Double(index % 5) - 2)
                return RatioComparison.Pair(passage: "p\(index)", first: ratio * noise, second: 1)
            }, seed: 1)
    }

    @Test func pairsBlocksInWhichBothAnswered() {
        let comparison = Analysis(Fixture.record()).comparisons[0]
        #expect(comparison.blocks == 16)
        #expect(comparison.latency.pairs == 15)
        #expect(comparison.latency.verdict == .secondFaster)
        #expect(comparison.timeToFirstToken.pairs == 15)
        #expect(comparison.extractedAnswers?.questions == 8)
    }

    @Test func orderOfTargetsTurnsTheRatioRound() throws {
        var record = Fixture.record()
        let one = Analysis(record).comparisons[0]
        record.manifest.targets.reverse()
        let other = Analysis(record).comparisons[0]
        #expect(other.latency.verdict == .firstFaster)
        #expect(isClose(other.latency.ratio?.ratio, 1 / (try #require(one.latency.ratio?.ratio))))
        #expect(isClose(other.extractedAnswers?.f1Difference, -(try #require(one.extractedAnswers?.f1Difference))))
        #expect(Verdicts.sentences(other)[0] == Verdicts.sentences(one)[0])
    }

    @Test func wordsFollowFromTheInterval() {
        #expect(pairs(5, ratio: 3, spread: 0).verdict == .tooFewPairs)
        #expect(pairs(5, ratio: 3, spread: 0).ratio == nil)
        // Without a declared test there is no verdict, whatever the interval.
        #expect(pairs(20, ratio: 3, spread: 0.05).verdict == .described)
        #expect(pairs(40, ratio: 1, spread: 0.01).verdict == .described)
    }

    /// Ratios and intervals: exp of scipy.stats.t.interval on the logarithms.
    @Test func sentencesSayWhichIsFasterAndWithWhatConfidence() {
        let metis = RunManifest.Target(name: "metis", url: "", model: "")
        let sophia = RunManifest.Target(name: "sophia", url: "", model: "")
        func sentence(_ count: Int, _ factor: Double, _ spread: Double) -> String {
            var samples: [Sample] = []
            for block in 0..<count {
                for (position, target) in ["metis", "sophia"].enumerated() {
                    let start = 10 * Double(samples.count)
                    var trace = RequestTimeline(scheduled: start, start: start)
                    trace.firstToken = start + 1
                    trace.lastToken =
                        start + (position == 0 ? factor * (1 + spread * (Double(block % 5) - 2)) + 1 : 2)
                    samples.append(
                        Sample(
                            sequence: samples.count, phase: .measured, target: target, run: 1, block: block,
                            position: position, promptID: "\(block)", passageID: "\(block)", trace: trace,
                            outcome: .success))
                }
            }
            var comparisons = [Comparison(metis, with: sophia, samples: samples, seed: 1)]
            _ = PrimaryTest.all([.latency], &comparisons)
            return Verdicts.sentences(comparisons[0])[0]
        }
        #expect(
            sentence(20, 5, 0.05)
                == "Sophia answers 3.0 times faster than Metis (95 % interval 2.9 to 3.1, 20 pairs, over these 6.5 minutes)."
        )
        #expect(
            sentence(20, 0.4, 0.05)
                == "Metis answers 1.43 times faster than Sophia (95 % interval 1.41 to 1.45, 20 pairs, over these 6.5 minutes)."
        )
        #expect(
            sentence(6, 1, 0.3)
                == "Latency: no significant difference (Metis ÷ Sophia 0.92, 95 % interval 0.65 to 1.32, 6 pairs, over these 1.9 minutes)."
        )
        #expect(
            sentence(20, 1, 0.01)
                == "Latency: Metis and Sophia are equivalent within 5 % (Metis ÷ Sophia 1.00, 95 % interval 0.995 to 1.005, 20 pairs, over these 6.5 minutes)."
        )
        #expect(
            sentence(4, 5, 0.1)
                == "Latency of Metis and Sophia: too few pairs to compare (4; 6 are needed).")
    }

    @Test func threeTargetsAreComparedTwoByTwo() {
        var record = Fixture.record()
        record.manifest.targets.append(RunManifest.Target(name: "minerva", url: "https://x", model: "gpt-oss-120b"))
        let analysis = Analysis(record)
        #expect(
            analysis.comparisons.map { [$0.first.name, $0.second.name] } == [
                ["metis", "sophia"], ["metis", "minerva"], ["sophia", "minerva"],
            ])
        #expect(analysis.comparisons[1].blocks == 0)
        #expect(analysis.comparisons[1].extractedAnswers == nil)
        #expect(Report(analysis).tables[0].columns == ["Metis", "Sophia", "Minerva"])
    }
}
