import ALCFJSON
import ALCFSystem
import Glibc
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

@Suite struct RunChangeTests {
    /// The fixture with every duration of a target `factor` times as long, on another day.
    private func slower(_ factor: Double, target: String = "metis", questions: Int = 24) -> Record {
        var record = Fixture.record(questions: questions)
        for index in record.samples.indices where record.samples[index].target == target {
            let start = record.samples[index].trace.start
            func stretched(_ value: Double?) -> Double? { value.map { start + ($0 - start) * factor } }
            record.samples[index].trace.firstToken = stretched(record.samples[index].trace.firstToken)
            record.samples[index].trace.firstAnswer = stretched(record.samples[index].trace.firstAnswer)
            record.samples[index].trace.firstEvent = stretched(record.samples[index].trace.firstEvent)
            record.samples[index].trace.lastToken = stretched(record.samples[index].trace.lastToken)
            record.samples[index].trace.end = stretched(record.samples[index].trace.end)
        }
        record.manifest.startedAt += 86_400
        record.manifest.seed = 8
        return record
    }

    private func change(
        _ old: Record, _ new: Record, oldTarget: String? = nil, newTarget: String? = nil
    ) throws -> RunChange {
        try RunChange(
            old: ComparedRun(name: "old.jsonl", record: old), oldTarget: oldTarget,
            new: ComparedRun(name: "new.jsonl", record: new), newTarget: newTarget)
    }

    @Test func aSlowerRunIsCalledSlowerAndTheOtherTargetUnchanged() throws {
        let change = try change(Fixture.record(questions: 24), slower(1.23))
        #expect(change.targets.map(\.label) == ["Metis", "Sophia"])
        let metis = change.targets[0]
        #expect(metis.basis.kind == .prompts && metis.basis.common == 24)
        let first = try #require(metis[.mean(.timeToFirstToken)])
        #expect(abs((first.value ?? 0) - 1.23) < 1e-9 && first.verdict == .worse)
        // Each prompt took exactly so much longer: there is nothing by chance.
        #expect(abs((first.interval?.lower ?? 0) - 1.23) < 1e-6)
        #expect(
            change.sentences.contains {
                $0.hasPrefix("Metis: new is slower: latency 1.23 times (1.23 to 1.23), time to first token 1.23 times")
            }, "\(change.sentences)")
        #expect(
            change.targets[1].changes.filter { $0.adjustedP != nil }.map(\.verdict) == [
                .same, .same, .same, .same, .open, .open,
            ])
        // The other way round it is faster, by the reciprocal.
        let back = try self.change(slower(1.23), Fixture.record(questions: 24), newTarget: "metis")
        #expect(back.sentences.contains { $0.hasPrefix("New is faster: latency 0.81 times") }, "\(back.sentences)")
    }

    @Test func oldAndNewAreTheQuotient() throws {
        let change = try change(Fixture.record(questions: 24), slower(1.5), newTarget: "metis")
        for item in change.targets[0].changes where !item.subject.isShare {
            guard let old = item.old, let new = item.new, let value = item.value else { continue }
            #expect(abs(new / old - value) < 1e-9 * value, "\(item.subject.name)")
            if let interval = item.interval {
                #expect(interval.lower <= value + 1e-9 && value <= interval.upper + 1e-9)
            }
        }
    }

    /// Welch's t of the logarithms, as scipy 1.14 has it: `ttest_ind(log(new), log(old), equal_var=False)`, of
    /// new = [1.2, 1.5, 1.1, 1.9, 1.4, 1.3, 1.6] and old = [1.0, 0.9, 1.2, 1.1, 1.3, 0.8].
    @Test func unpairedRunsAreComparedAsWelchDid() throws {
        func mean(_ values: [Double]) throws -> RobustMean {
            try #require(RobustMean(values.map { log($0) }, Dependence(inOrder: values.count)))
        }
        let estimate = ChangeEstimate(
            new: try mean([1.2, 1.5, 1.1, 1.9, 1.4, 1.3, 1.6]), old: try mean([1.0, 0.9, 1.2, 1.1, 1.3, 0.8]),
            newIsOrdered: false, oldIsOrdered: false)
        #expect(abs(estimate.pValue - 0.011966521) < 1e-6, "\(estimate.pValue)")
        let interval = try #require(estimate.interval)
        #expect(abs(interval.lower - 0.082461431) < 1e-6 && abs(interval.upper - 0.530981504) < 1e-6)
    }

    /// Newcombe (1998), Statistics in Medicine 17, 873–890, table II, method 10: 56/70 − 48/80 is 0.2, 0.0524 to 0.3339.
    @Test func sharesAreComparedAsNewcombeDid() throws {
        func share(_ those: Int, _ all: Int) throws -> (share: Double, interval: Interval) {
            (Double(those) / Double(all), try #require(Statistics.wilsonInterval(successes: those, of: all)))
        }
        let interval = Statistics.newcombeInterval(try share(56, 70), try share(48, 80))
        #expect(abs(interval.lower - 0.0524) < 5e-5 && abs(interval.upper - 0.3339) < 5e-5, "\(interval)")
    }

    @Test func aWeightedQuantileIsThatOfTheRepeatedValues() {
        let clusters = [[3.0, 1], [7], [2, 9, 4], []]
        for (weights, p) in [
            ([1, 1, 1, 1], 0.95), ([2, 0, 3, 1], 0.5), ([0, 4, 1, 0], 0.9), ([1, 1, 1, 1], 0), ([2, 1, 1, 5], 1),
        ] {
            let repeated = zip(clusters, weights).flatMap { cluster, count in (0..<count).flatMap { _ in cluster } }
            let both = (WeightedQuantile(clusters, p)(weights), Statistics.quantile(repeated, p))
            #expect(abs((both.0 ?? .nan) - (both.1 ?? 0)) < 1e-12, "\(weights) \(p)")
        }
        #expect(WeightedQuantile(clusters, 0.5)([0, 0, 0, 1]) == nil)
    }

    @Test func theSameRecordIsSaidToBeTheSame() throws {
        let change = try change(Fixture.record(), Fixture.record())
        #expect(change.sentences.count == 1 && change.sentences[0].hasPrefix("Old and new are the same measurements"))
        let text = DocumentForm.terminal.text(change.document)
        #expect(text.contains("nothing is compared") && !text.contains("New ÷ old"), "nothing is, then")
        #expect(try ChangeCondition("ttft > 1.10").failures(change).isEmpty)
    }

    @Test func otherPromptsAreNotPaired() throws {
        var new = slower(1.5)
        new.manifest.prompts = new.manifest.prompts.map {
            Prompt(id: $0.id, passageID: $0.passageID, text: "Another \($0.text)", answers: $0.answers)
        }
        let change = try change(Fixture.record(questions: 24), new, newTarget: "metis")
        let metis = change.targets[0]
        #expect(metis.basis.kind == .requests && metis.basis.sentence.hasPrefix("Not paired: the two have no prompt"))
        #expect(metis[.mean(.timeToFirstToken)]?.verdict == .worse)
        // The same texts under other names are the same prompts.
        var renamed = slower(1.5)
        renamed.manifest.prompts = renamed.manifest.prompts.map { $0.renamed("x\($0.id)") }
        for index in renamed.samples.indices { renamed.samples[index].promptID = "x" + renamed.samples[index].promptID }
        #expect(try self.change(Fixture.record(questions: 24), renamed).targets[0].basis.kind == .prompts)
    }

    /// Files of vLLM's have neither prompts nor the names of targets.
    @Test func filesOfOtherToolsAreCompared() throws {
        func imported(_ record: Record, _ name: String) throws -> ComparedRun {
            let text = try Export.vllm.text(Analysis(record), target: "metis")
            let runs = try ResultFiles.parse(Array(text.utf8), path: "/x/\(name).json")
            return ComparedRun(name: "\(name).json", record: ImportedRun.record(runs))
        }
        let change = try RunChange(
            old: imported(Fixture.record(questions: 24), "vllm-a"), new: imported(slower(1.23), "vllm-b"))
        #expect(change.targets.count == 1 && change.targets[0].basis.kind == .requests)
        let first = try #require(change.targets[0][.mean(.timeToFirstToken)])
        #expect(abs((first.value ?? 0) - 1.23) < 0.01 && first.verdict == .worse, "\(first)")
        #expect(change.targets[0].setup.first?.name == "target")
    }

    /// A new run that fails its slow requests is not called faster for that.
    @Test func failuresAreNoSpeed() throws {
        var new = slower(0.97)
        for index in new.samples.indices where new.samples[index].target == "metis" && index % 3 == 0 {
            new.samples[index].outcome = .http5xx
        }
        let metis = try change(Fixture.record(questions: 24), new, newTarget: "metis").targets[0]
        #expect(metis[.mean(.serviceLatency)]?.verdict == .withheld)
        #expect(metis.sentences().contains { $0.hasPrefix("New is worse: answered −") }, "\(metis.sentences())")
        #expect(!metis.sentences().contains { $0.contains("faster: latency") })
    }

    @Test func tooLittleIsSaidAndFailsAConditionOnIt() throws {
        var one = Fixture.record()
        one.samples = Array(one.samples.prefix(2))
        let few = try change(Fixture.record(), one, newTarget: "metis")
        #expect(few.sentences.count == 1 && few.sentences[0].contains("oo few answers"), "\(few.sentences)")
        var none = Fixture.record()
        for index in none.samples.indices {
            none.samples[index].outcome = .http5xx
            none.samples[index].trace.lastToken = nil
            none.samples[index].trace.firstToken = nil
        }
        let failed = try change(Fixture.record(), none, newTarget: "metis")
        #expect(
            failed.sentences == [
                "No speed is compared: the new run has answers to 0 of 16 requests, the old one to 16 of 16."
            ])
        #expect(
            try ChangeCondition("ttft > 1.10").failures(failed).first?.contains("not known, which counts as failed")
                == true)
        #expect(
            try ChangeCondition("errors > 2%").failures(failed).first?.contains("failed of Metis is +100.0 points")
                == true)
        var empty = Fixture.record()
        empty.samples = []
        for form in DocumentForm.allCases {
            #expect(!form.text(try change(empty, empty).document).isEmpty)
            #expect(form.text(failed.document).contains("16 of 16"))
        }
    }

    @Test func targetsAreMatchedByNameOrChosen() throws {
        let across = try change(Fixture.record(), Fixture.record(), oldTarget: "Metis", newTarget: "sophia")
        #expect(across.targets.count == 1 && across.targets[0].basis.old.target.name == "metis")
        #expect(
            across.targets[0].warnings.first?.text.contains(
                "the two runs differ in model (gpt-oss-120b → openai/gpt-oss-120b)") == true)
        #expect(throws: BenchError.self) { try change(Fixture.record(), Fixture.record(), newTarget: "minerva") }
        var other = Fixture.record()
        for index in other.manifest.targets.indices { other.manifest.targets[index].name += "-2" }
        let error = #expect(throws: BenchError.self) { try change(Fixture.record(), other) }
        #expect(error?.remedy?.contains("OLD:metis NEW:metis-2") == true)
        // One target each: what it is called does not matter.
        var (left, right) = (Fixture.record(), other)
        left.manifest.targets.removeLast()
        right.manifest.targets.removeLast()
        #expect(try change(left, right).targets.count == 1)
    }

    @Test func theSetUpIsHeldAgainstItself() throws {
        var new = slower(1)
        new.manifest.design.concurrency = 4
        // Of which study a session is, is no difference of it.
        new.manifest.design.study = String(repeating: "ef", count: 32)
        new.manifest.design.studySession = 3
        new.manifest.dataSet.sha256 = String(repeating: "cd", count: 32)
        new.manifest.host = "compute"
        new.manifest.targets[0].model = "gpt-oss-20b"
        let setup = try change(Fixture.record(questions: 24), new).targets[0].setup
        #expect(setup.map(\.name) == ["model", "data", "date", "host", "seed", "concurrency"])
        #expect(setup.filter(\.matters).map(\.name) == ["model", "data", "concurrency"])
        #expect(try change(Fixture.record(), Fixture.record()).targets[0].setup.isEmpty)
    }

    @Test func conditionsAreOnTheIntervalsEnd() throws {
        let change = try change(Fixture.record(questions: 24), slower(1.23))
        func failures(_ text: String) throws -> [String] { try ChangeCondition(text).failures(change) }
        #expect(try failures("ttft > 1.10").count == 1)
        #expect(
            try failures("ttft > 1.10")[0] == "'ttft > 1.10': time to first token of Metis is 1.23 times (1.23 to 1.23)"
        )
        #expect(try failures("ttft > 1.30").isEmpty && failures("sophia ttft > 1.01").isEmpty)
        #expect(try failures("metis ttft ratio > 1.2").count == 1 && failures("latency median > 1.2").count == 1)
        #expect(try failures("errors > 2%").isEmpty && !ChangeCondition("minerva ttft > 1").isAbout(change))
        #expect(try failures("system_output_throughput < 0.9")[0].contains("without an interval"))
        for odd in ["ttft > 2s", "ttft > -1", "ttft > 0", "ttft mean > 1.1", "ttft max > 1.1", "ttft", "nothing > 1"] {
            #expect(throws: BenchError.self, "\(odd)") { try ChangeCondition(odd) }
        }
        // Nobody checked the fixture's instrument.
        #expect(try failures("invalid").count == 2)
    }

    @Test func sessionsAreComparedWithSessions() throws {
        func sessions(_ factors: [Double]) throws -> Record {
            try Record.merging(
                factors.enumerated().map { index, factor in
                    var record = slower(factor, questions: 8)
                    record.manifest.startedAt += Double(index) * 21_600
                    return ("session \(index)", record)
                })
        }
        let change = try change(sessions([1, 1.02, 0.98, 1.01]), sessions([1.4, 1.5, 1.45, 1.42]), newTarget: "metis")
        #expect(change.targets[0].basis.kind == .sessions(old: 4, new: 4))
        let latency = try #require(change.targets[0][.mean(.serviceLatency)])
        #expect(latency.verdict == .worse)
        let text = TerminalReport.text(change.document)
        #expect(text.contains("the means and shares of 4 new sessions are compared with those of 4 old ones"))
    }

    /// Sessions of 24 requests to Metis, of which so many are answered.
    private func sessions(answered: [Int]) throws -> Record {
        try Record.merging(
            answered.enumerated().map { index, answered in
                var record = Fixture.record(runs: 1, questions: 24)
                let places = record.samples.indices.filter { record.samples[$0].target == "metis" }
                for place in places.dropFirst(answered) {
                    record.samples[place].outcome = .http5xx
                    record.samples[place].score = nil
                }
                record.manifest.startedAt += Double(index) * 21_600
                return ("session \(index)", record)
            })
    }

    /// Welch's t of the sessions' shares, as scipy 1.17 has it: `ttest_ind(new, old, equal_var=False)` with its
    /// `confidence_interval()`, of new = [12, 6, 16, 10, 20] / 24 and old = [24, 17, 23, 13] / 24.
    @Test func sharesOfSessionsAreComparedAsWelchDid() throws {
        let change = try change(
            sessions(answered: [24, 17, 23, 13]), sessions(answered: [12, 6, 16, 10, 20]), newTarget: "metis")
        let answered = try #require(change.targets[0][.target(.successRate)])
        #expect(
            isClose(answered.value, -0.26875) && isClose(answered.old, 77.0 / 96) && isClose(answered.new, 64.0 / 120))
        let interval = try #require(answered.interval)
        #expect(abs(interval.lower + 0.621_379_680) < 1e-6 && abs(interval.upper - 0.083_879_680) < 1e-6, "\(interval)")
        #expect(abs(try #require(answered.pValue) - 0.113_656_873) < 1e-6 && answered.verdict == .open)
        // The same requests as one run each: they would be called worse beyond doubt.
        let pooled = Statistics.newcombeInterval(
            (64.0 / 120, try #require(Statistics.wilsonInterval(successes: 64, of: 120))),
            (77.0 / 96, try #require(Statistics.wilsonInterval(successes: 77, of: 96))))
        #expect(pooled.upper < -0.1)
        #expect(try ChangeCondition("errors > 2%").failures(change).isEmpty)
    }

    /// Shares that are alike in all sessions leave open by how much others differ: as much as so many requests do.
    @Test func sharesThatDoNotVaryAreNotCertain() throws {
        let all = try #require(Statistics.wilsonInterval(successes: 96, of: 96))
        let expected = Statistics.newcombeInterval((1, all), (1, all))
        let change = try change(
            sessions(answered: [24, 24, 24, 24]), sessions(answered: [24, 24, 24, 24]).later, newTarget: "metis")
        let answered = try #require(change.targets[0][.target(.successRate)])
        #expect(answered.value == 0 && answered.pValue == 1 && answered.verdict == .open)
        #expect(isClose(answered.interval?.lower, expected.lower) && isClose(answered.interval?.upper, expected.upper))
        // A share that fell in each session is found.
        let worse = try self.change(
            sessions(answered: [24, 23, 24, 24, 23]), sessions(answered: [12, 10, 13, 11, 12]), newTarget: "metis")
        #expect(worse.targets[0][.target(.successRate)]?.verdict == .worse)
        #expect(worse.sentences.contains { $0.hasPrefix("New is worse: answered −") }, "\(worse.sentences)")
        #expect(try ChangeCondition("errors > 2%").failures(worse).first?.contains("failed of Metis is +") == true)
    }

    @Test func markdownFitsAPullRequest() throws {
        let text = MarkdownReport.text(try change(Fixture.record(questions: 24), slower(1.23)).document)
        let lines = text.split(separator: "\n")
        #expect(lines[0] == "# new.jsonl against old.jsonl" && lines[1] == "## What has changed")
        #expect(lines[2].hasPrefix("- Metis: new is slower: latency 1.23 times (1.23 to 1.23)"))
        let table = try #require(text.firstRange(of: "| | old | new | new ÷ old | 95 % interval | verdict |"))
        let fold = try #require(text.firstRange(of: "<details>\n\n<summary>"))
        #expect(table.lowerBound < fold.lowerBound && text.contains("\n</details>"))
        #expect(text.ranges(of: "| | old | new | new").count == 1)
    }

    @Test func everyFormHasIt() throws {
        let change = try change(Fixture.record(questions: 24, simulated: true), slower(1.23))
        for form in DocumentForm.allCases {
            let text = form.text(change.document)
            #expect(text.contains("1.23") && text.contains("Paired by prompt"), "\(form)")
        }
        let json = change.document.data()
        #expect(json["targets"]?["metis"]?["figures"]?["ttft"]?["verdict"] == "worse")
        #expect(json["targets"]?["metis"]?["paired_by"] == "prompts")
        #expect(change.document.plots(width: 380).map(\.id) == ["change"])
    }

    /// Two runs of one service differ by chance only: "slower" or "faster" is said of few of them.
    @Test func noChangeIsFoundWhereThereIsNone() throws {
        var claims = 0
        for seed in 0..<30 {
            var generator = SplitMix64(seed: UInt64(seed))
            func noisy() -> Record {
                var record = Fixture.record(runs: 1, questions: 24)
                for index in record.samples.indices {
                    let noise = 0.5 + generator.unit()
                    let start = record.samples[index].trace.start
                    record.samples[index].trace.firstToken = start + noise
                    record.samples[index].trace.firstAnswer = start + noise
                    record.samples[index].trace.lastToken = start + noise + 0.5 + generator.unit()
                    record.samples[index].outcome = .success
                }
                return record
            }
            let change = try change(noisy(), noisy(), newTarget: "metis")
            if change.targets[0].changes.contains(where: { $0.verdict == .worse || $0.verdict == .better }) {
                claims += 1
            }
        }
        // Of 30 with 5 % each, 7 or more have a chance of 0.1 %.
        #expect(claims <= 6, "\(claims)")
    }
}

extension Record {
    /// The same, a day later.
    fileprivate var later: Record {
        var record = self
        record.manifest.startedAt += 86_400
        record.manifest.seed += 1
        for index in record.samples.indices { record.samples[index].trace.end? += 1e-6 }
        return record
    }
}
