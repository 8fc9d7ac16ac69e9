import ALCFJSON
import ALCFSystem
import Glibc
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

/// What was measured on several occasions is inferred over occasions.
@Suite struct SessionsTests {
    /// Runs of the fixture on several days, each with Metis' latencies times a factor.
    private func merged(_ factors: [Double], apart seconds: Double = 86_400) throws -> Record {
        try Record.merging(
            factors.enumerated().map { day, factor in
                var record = Fixture.record(runs: 1)
                record.manifest.startedAt += seconds * Double(day)
                record.manifest.seed += UInt64(day)
                for index in record.samples.indices where record.samples[index].target == "metis" {
                    let start = record.samples[index].trace.start
                    for path in [\RequestTimeline.firstToken, \.firstAnswer, \.lastToken, \.end] {
                        record.samples[index].trace[keyPath: path] = record.samples[index].trace[keyPath: path].map {
                            start + ($0 - start) * factor
                        }
                    }
                }
                return ("day \(day).jsonl", record)
            })
    }

    @Test func aMergedRecordKnowsItsSessions() throws {
        let record = try merged([1, 1.1, 0.9])
        #expect(Set(record.samples.compactMap(\.session)) == [1, 2, 3])
        #expect(record.samples.allSatisfy { $0.session == Int(clamping: $0.trace.start / 86_400) + 1 })
        #expect(Sessions(record).count == 3)
        let again = try RecordReader.parse(Fixture.lines(record))
        #expect(again.samples.map(\.session) == record.samples.map(\.session))
        // Merged once more, it keeps them.
        var other = Fixture.record(runs: 1)
        other.manifest.startedAt += 864_000
        let more = try Record.merging([("a", record), ("b", other)])
        #expect(Sessions(more).count == 4 && more.samples.filter { $0.session == 4 }.count == 16)
        // A record of one run says nothing of sessions.
        #expect(Fixture.record().samples[0].json["session"] == nil)
    }

    @Test func noSessionCountsTwice() throws {
        let week = try merged([1, 1.1, 0.9])
        var day = Fixture.record(runs: 1)
        day.manifest.startedAt += 86_400 * 7
        #expect(try Sessions(Record.merging([("week", week), ("day", day)])).count == 4)
        let error = #expect(throws: BenchError.self) {
            try Record.merging([("week", week), ("again", try merged([1, 1.1]))])
        }
        #expect(error?.message == "again and week hold the same session")
    }

    @Test func partsOfARunThatSeveralSharedAreRefused() throws {
        var part = Fixture.record(runs: 1)
        part.manifest.rank = RankMark(Rank(index: 1, size: 2), run: "run", offset: nil)
        part.manifest.startedAt += 86_400
        let error = #expect(throws: BenchError.self) {
            try Record.merging([("run.jsonl", Fixture.record(runs: 1)), ("run.rank-0001.jsonl", part)])
        }
        #expect(error?.message == "run.rank-0001.jsonl is the record of rank 1 of 2, a part of a run")
        #expect(Analysis(part).warnings.contains { $0.kind == .incompleteRun && $0.message.contains("rank 1 of 2") })
    }

    @Test func runsThatSeveralSharedAreMergedWithoutTheirRanks() throws {
        let runs = (0..<2).map { day in
            var record = Fixture.record(runs: 1)
            record.manifest.startedAt += 86_400 * Double(day)
            record.manifest.ranks = [RankPart(rank: 0), RankPart(rank: 1)]
            for index in record.samples.indices { record.samples[index].rank = index % 2 }
            return (name: "day \(day)", record: record)
        }
        let merged = try Record.merging(runs)
        #expect(merged.manifest.ranks.isEmpty && merged.samples.allSatisfy { $0.rank == nil })
    }

    /// Records that were merged before requests said of which session they are.
    @Test(arguments: [86_400.0, 0]) func olderMergedRecordsAreTakenApart(_ seconds: Double) throws {
        let record = try merged([1, 1.1, 0.9, 1.05, 0.95], apart: seconds)
        var older = record
        for index in older.samples.indices { older.samples[index].session = nil }
        let (known, derived) = (Sessions(record), Sessions(older))
        #expect(derived.areKnown && derived.count == 5)
        // The same together, whatever their numbers.
        #expect(
            clusters(record.samples, by: known.number).map { Set($0.map(\.sequence)) }
                == clusters(record.samples, by: derived.number).map { Set($0.map(\.sequence)) })
        #expect(Analysis(older).comparisons[0].latency.ratio == Analysis(record).comparisons[0].latency.ratio)
        // Requests that say nothing of the service are left out of figures, and not of what the parts are told by.
        older.samples[3].outcome = .cancelled
        #expect(Analysis(older).sessions.count == 5)
    }

    @Test func whereSessionsCannotBeToldNothingIsClaimed() throws {
        var record = try merged([1, 1.01, 1.02, 1.03, 1.04], apart: 0)
        for index in record.samples.indices {
            record.samples[index].session = nil
            record.samples[index].run = 1
            record.samples[index].block += 100 * index
        }
        for index in record.samples.indices { record.samples[index].block = index / 2 }
        #expect(!Sessions(record).areKnown)
        let comparison = Analysis(record).comparisons[0]
        #expect(comparison.latency.verdict == .tooFewPairs || comparison.latency.verdict == .tooFewSessions)
    }

    /// The t interval of the sessions' means: 2.7764 is scipy.stats.t.ppf(0.975, 4).
    @Test func sessionsCountAlike() throws {
        let means = [0.1, 0.2, 0.3, 0.25, 0.15]
        let sessions = means.enumerated().map { index, mean in
            // Sessions of different sizes.
            (0..<(4 + index)).map { pair in
                RatioComparison.Pair(
                    passage: "\(index) \(pair)",
                    first: exp(mean + 0.01 * (pair % 2 == 0 ? 1 : -1) * (pair == 6 ? 0 : 1)),
                    second: 1)
            }
        }
        let exact = sessions.map { pairs in Statistics.mean(pairs.map { log($0.first) }) ?? 0 }
        let center = exact.reduce(0, +) / 5
        let deviation = (exact.reduce(0) { $0 + ($1 - center) * ($1 - center) } / 4).squareRoot()
        let result = RatioComparison(sessions.flatMap(\.self), seed: 1, resamples: 0).over(sessions: sessions)
        let ratio = try #require(result.ratio)
        #expect(isClose(ratio.ratio, exp(center), 1e-12) && ratio.clusters == 5)
        #expect(isClose(ratio.interval.upper, exp(center + 2.7764451 * deviation / 2.2360679775), 1e-6))
        let sides = try #require(result.geometricMeans)
        #expect(isClose(sides.first / sides.second, ratio.ratio, 1e-12))
        let medians = try #require(result.medians)
        #expect(isClose(result.medianRatio, medians.first / medians.second, 1e-12))
        #expect(result.medianInterval?.contains(exp(0.2)) == true)
    }

    /// Sessions whose ratio varies by 10 %, of 30 and of 100 prompts: pairs taken together hold the truth in 58 and 32 % only.
    @Test(arguments: [(30, 1_000), (100, 500)]) func intervalsOverSessionsHoldTheTruth(
        _ prompts: Int, _ experiments: Int
    ) {
        var experiment = EqualRecord(seed: UInt64(prompts))
        var held = 0
        for _ in 0..<experiments {
            let sessions = (0..<5).map { session in
                let favour = 0.1 * experiment.normal()
                return (0..<prompts).map { prompt in
                    RatioComparison.Pair(
                        passage: "\(session) \(prompt)", first: exp(favour + 0.2 * experiment.normal()), second: 1)
                }
            }
            // Of so few pairs nothing but the means matters here.
            let some = sessions.map { Array($0.prefix(2)) }.flatMap(\.self)
            let result = RatioComparison(some, seed: 1, resamples: 0).over(sessions: sessions)
            if result.ratio?.interval.contains(1) == true { held += 1 }
        }
        let share = Double(held) / Double(experiments)
        #expect((0.93...0.97).contains(share), "\(share)")
    }

    @Test func aFewSessionsClaimNothing() throws {
        let three = Analysis(try merged([1, 1.1, 0.9])).comparisons[0]
        #expect(three.latency.verdict == .tooFewSessions && three.latency.ratio?.clusters == 3)
        let sentences = Verdicts.sentences(three)
        #expect(
            sentences[0].hasSuffix(
                "three sessions cannot show how other days differ, so nothing is claimed (5 are needed)."))
        #expect(sentences[0].contains("95 % interval over sessions ") && sentences[0].contains("over 3 sessions of "))
        #expect(three.latency.claims.isEmpty && three.latency.adjustedP.map { $0 < 0.05 } == true)
        #expect(!sentences.contains { $0.contains("faster") })
        let brief = BriefReport.text(Analysis(try merged([1, 1.1, 0.9])))
        #expect(brief.hasPrefix("Too few sessions to say which of Metis and Sophia is faster, over 3 sessions of "))
    }

    @Test func fiveSessionsClaimWhatHoldsInAll() throws {
        let analysis = Analysis(try merged([1, 1.1, 0.9, 1.05, 0.95]))
        let comparison = analysis.comparisons[0]
        #expect(comparison.latency.verdict == .secondFaster && comparison.latency.ratio?.clusters == 5)
        #expect(Verdicts.sentences(comparison)[0].contains("40 pairs, over 5 sessions of "))
        #expect(comparison.json["latency"]?["sessions"] == 5)
        #expect(isClose(comparison.json["latency"]?["seconds"]?.double, 5 * 54, 10))
        let rates = Analysis(try merged([1, 0.95, 0.9, 0.93, 0.97])).comparisons[0].outputRate
        #expect(isClose(rates?.ratio, (rates?.rates.first ?? 0) / (rates?.rates.second ?? 1), 1e-12))
        #expect(rates?.interval.map { $0.upper < 1 } == true)
        #expect(comparison.successSessions?.sessions == 5)
        // A day's luck is no cache's: the same prompts on other days count all.
        #expect(!comparison.latency.isOfFirstSendings)
        #expect(Report(analysis).limits.contains { $0.hasPrefix("The same prompts were sent in several sessions") })
        // Where the days disagree, the pairs of all days together would still claim.
        let split = Analysis(try merged([0.2, 1.1, 0.25, 1.05, 0.95])).comparisons[0]
        #expect(split.latency.verdict == .noDifferenceShown)
    }

    /// What is continued after an hour or more is another session.
    @Test(arguments: [(600.0, 1), (3_599, 1), (7_200, 2)]) func aLongBreakPartsARun(_ pause: Double, _ expected: Int)
        throws
    {
        var record = Fixture.record()
        let end = try #require(record.samples[15].trace.end)
        for index in record.samples.indices where index > 15 {
            record.samples[index].trace.scheduled += pause
            record.samples[index].trace.start += pause
            for path in [\RequestTimeline.firstToken, \.firstAnswer, \.lastToken, \.end] {
                record.samples[index].trace[keyPath: path] = record.samples[index].trace[keyPath: path].map {
                    $0 + pause
                }
            }
        }
        record.resumptions = [Resumption(at: end + pause, recorded: 16)]
        let comparison = Analysis(record).comparisons[0]
        #expect(Sessions(record).count == expected && comparison.latency.stretch?.sessions == expected)
        #expect((comparison.latency.verdict == .tooFewSessions) == (expected > 1))
    }

    /// A part of a record is of the sessions of the whole.
    @Test func strataShareTheSessions() throws {
        var record = try merged([1, 1.1, 0.9])
        record.manifest.design.experiment = .tasks
        record.manifest.prompts = record.manifest.prompts.enumerated().map { index, prompt in
            prompt.of(task: index < 4 ? "questions" : "code")
        }
        for index in record.samples.indices { record.samples[index].session = nil }
        let strata = Analysis(record).strata
        #expect(strata.count == 2)
        for part in strata { #expect(part.analysis.comparisons[0].latency.stretch?.sessions == 3) }
    }
}
