import ALCFJSON
import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct SlicesTests {
    /// The samples that a schedule leads to, each a second after the one before, unless they are said otherwise.
    private func record(
        _ prompts: Int, targets: Int = 2, _ options: BenchmarkOptions, keepsSlices: Bool = true,
        latency: (_ slot: Schedule.Slot, _ at: Double) -> Double = { _, _ in 0.5 }
    ) -> Record {
        var record = Fixture.record(questions: prompts)
        record.manifest.design = options.design
        record.manifest.design.runs = nil
        record.manifest.targets = Array(record.manifest.targets.prefix(targets))
        if targets > 2 {
            record.manifest.targets.append(RunManifest.Target(name: "minerva", url: "https://m.example/v1", model: "m"))
        }
        record.samples = Schedule(targets: targets, prompts: prompts, options: options).slots.map { slot in
            let prompt = record.manifest.prompts[slot.prompt % prompts]
            let at = Double(slot.sequence)
            var trace = RequestTimeline(scheduled: at, start: at)
            trace.firstToken = at + 0.01
            trace.lastToken = at + latency(slot, at)
            trace.end = trace.lastToken
            var sample = Sample(
                sequence: slot.sequence, phase: slot.phase, target: record.manifest.targets[slot.target].name,
                run: slot.run, block: slot.block, position: slot.position, promptID: prompt.id,
                passageID: prompt.passageID, trace: trace, outcome: .success)
            sample.slice = keepsSlices ? slot.slice : nil
            return sample
        }
        return record
    }

    @Test func theRecordSaysTheSlice() throws {
        let sample = record(4, BenchmarkOptions()).samples[5]
        #expect(sample.slice != nil)
        #expect(try Sample(json: sample.json) == sample)
        #expect(try Sample(json: JSONValue(parsing: sample.line)) == sample)
        var object = try #require(sample.json.object)
        object["slice"] = nil
        #expect(try Sample(json: .object(object)).slice == nil)
    }

    /// Of an older record the same follows from the order of sending.
    @Test(arguments: [
        BenchmarkOptions(), BenchmarkOptions(runs: 2), BenchmarkOptions(concurrency: 2),
        BenchmarkOptions(concurrency: 8),
        BenchmarkOptions(concurrency: 4, slices: 3), BenchmarkOptions(rate: 2),
        BenchmarkOptions(concurrency: 4, slices: 1),
    ])
    func olderRecordsAreToldTheSame(_ options: BenchmarkOptions) {
        for targets in [2, 3] {
            let new = record(64, targets: targets, options)
            let old = record(64, targets: targets, options, keepsSlices: false)
            let (said, derived) = (Slices(new), Slices(old))
            let schedule = Schedule(targets: targets, prompts: 64, options: options)
            #expect(said == derived)
            #expect(said.count == schedule.slices)
            for (sample, slot) in zip(new.samples, schedule.slots) {
                #expect(said.number(of: sample) == (slot.phase == .warmup ? nil : slot.slice - 1))
            }
            let measured = schedule.slots.filter { $0.phase == .measured }
            #expect(said.switches == zip(measured, measured.dropFirst()).count { $0.target != $1.target })
        }
    }

    @Test func wherePartsAreMissingTheRestKeepsItsSlice() {
        var record = record(30, BenchmarkOptions(), keepsSlices: false)
        let whole = Slices(record)
        let samples = record.samples
        record.samples.removeAll { $0.sequence % 5 == 3 }
        let part = Slices(record)
        #expect(part.count == whole.count)
        #expect(samples.filter { $0.sequence % 5 != 3 }.allSatisfy { part.number(of: $0) == whole.number(of: $0) })
    }

    @Test func whoTookNoTurnsIsOneSliceUnlessTheRecordSaysMore() {
        let together = BenchmarkOptions(concurrency: 4, isBothAtOnce: true)
        #expect(Slices(record(64, together, keepsSlices: false)).count == 1)
        #expect(Slices(record(64, together)).count == 2 && Slices(record(64, together)).switches == 0)
        #expect(Slices(record(64, BenchmarkOptions(concurrency: 4, isBothAtOnce: true)).removingAll()).count == 0)
    }

    @Test func pairsAreGroupedBySlice() {
        let record = record(64, BenchmarkOptions(concurrency: 4))
        let blocks = PairedBlock.all("metis", "sophia", in: record.samples)
        let groups = Slices(record).grouped(blocks) { $0.first }
        #expect(groups.count == 8 && groups.allSatisfy { $0.count == 8 })
        #expect(groups.allSatisfy { Set($0.map(\.first.slice) + $0.map(\.second.slice)).count == 1 })
    }

    @Test func mergedRecordsKeepTheirSlicesApart() throws {
        var later = record(64, BenchmarkOptions(concurrency: 4), keepsSlices: false)
        later.manifest.startedAt += 3_600
        let merged = try Record.merging([("a", record(64, BenchmarkOptions(concurrency: 4))), ("b", later)])
        #expect(Slices(merged).count == 16)
        // At one time on two machines: nothing but the numbers tells them apart.
        var beside = record(64, BenchmarkOptions(concurrency: 4))
        beside.manifest.startedAt += 7.25
        let mixed = try Record.merging([("a", record(64, BenchmarkOptions(concurrency: 4))), ("b", beside)])
        #expect(Slices(mixed).count == 16)
        #expect(!OrderWords(mixed).takesTurns)
    }

    @Test func wordsAreTrueOfWhatWasSent() {
        func words(_ prompts: Int, _ options: BenchmarkOptions) -> String? { OrderWords(record(prompts, options)).text }
        #expect(
            words(8, BenchmarkOptions()) == "Metis and Sophia took turns within each question, in balanced random order"
        )
        #expect(
            words(128, BenchmarkOptions(concurrency: 4))
                == "Metis and Sophia took turns, 8 slices each of 16 requests, in balanced random order")
        #expect(
            words(130, BenchmarkOptions(concurrency: 8))
                == "Metis and Sophia took turns, 8 slices each of 16 to 17 requests, in balanced random order")
        #expect(
            words(20, BenchmarkOptions(rate: 20))
                == "all of \(first(20, BenchmarkOptions(rate: 20))), so any drift is part of the ratio")
        let few = words(30, BenchmarkOptions(concurrency: 8))
        #expect(
            few
                == "Metis and Sophia took turns, 2 slices each of 15 requests; switched only twice, so any drift is part of the ratio"
        )
        #expect(
            words(64, BenchmarkOptions(concurrency: 4, isBothAtOnce: true))?.hasPrefix("all targets at once") == true)
        #expect(OrderWords(record(8, targets: 1, BenchmarkOptions())).text == nil)
    }

    private func first(_ prompts: Int, _ options: BenchmarkOptions) -> String {
        let metis = record(prompts, options).samples.first { $0.phase == .measured }?.target == "metis"
        return metis ? "Metis before all of Sophia" : "Sophia before all of Metis"
    }

    // MARK: What drift means

    private func warnings(_ record: Record) -> [Warning.Kind: Warning] {
        Dictionary(Analysis(record).warnings.map { ($0.kind, $0) }, uniquingKeysWith: { one, _ in one })
    }

    private func noise(_ slot: Schedule.Slot) -> Double { 1 + 0.05 * Double((slot.sequence &* 7919) % 13 - 6) / 6 }

    @Test(arguments: [BenchmarkOptions(), BenchmarkOptions(concurrency: 4)])
    func sharedDriftLeavesTheRatioAlone(_ options: BenchmarkOptions) throws {
        let record = record(128, options) { slot, at in 0.5 * (1 + at / 200) * noise(slot) }
        let found = warnings(record)
        #expect(try #require(found[.drift]).remedy.contains("shows no trend, so it stands"))
        #expect(found[.ratioDrift] == nil && found[.fewTurns] == nil)
    }

    @Test(arguments: [BenchmarkOptions(), BenchmarkOptions(concurrency: 4)])
    func driftOfOneTargetIsInTheRatio(_ options: BenchmarkOptions) throws {
        let record = record(128, options) { slot, at in 0.5 * (slot.target == 0 ? 1 + at / 100 : 1) * noise(slot) }
        let found = warnings(record)
        let drift = try #require(found[.drift])
        #expect(drift.target == "metis" && drift.remedy.contains("no single number describes it"))
        let ratio = try #require(found[.ratioDrift])
        // 1 + at/100 over 256 s: the first third of pairs has a geometric mean of 1.4, the first two slices of eight of 1.3.
        let third = options.concurrency == 1 ? "1.42 in the first third and 3.2" : "1.31 in the first third and 3.3"
        #expect(ratio.message.contains(third), "\(ratio.message)")
    }

    @Test func whereTurnsAreFewDriftIsInTheRatioAndSaidSo() throws {
        let few = record(30, BenchmarkOptions(concurrency: 8)) { slot, at in 0.5 * (1 + at / 20) * noise(slot) }
        let found = warnings(few)
        #expect(try #require(found[.drift]).remedy.contains("too seldom (switched twice)"))
        let turns = try #require(found[.fewTurns])
        #expect(turns.message.contains("only twice (2 slices of each)") && turns.remedy.contains("--samples 128"))
        let audit = try #require(Analysis(few).audit)
        #expect(!audit.holds && audit.sentence.contains("times of measurement"))
        let one = record(64, BenchmarkOptions(concurrency: 4, slices: 1)) { slot, at in
            0.5 * (1 + at / 20) * noise(slot)
        }
        #expect(warnings(one)[.oneAfterTheOther] != nil)
        #expect(try #require(warnings(one)[.drift]).remedy.contains("did not take turns"))
        // Alone, there is no ratio to speak of.
        let alone = record(64, targets: 1, BenchmarkOptions(concurrency: 4)) { slot, at in
            0.5 * (1 + at / 20) * noise(slot)
        }
        #expect(try #require(warnings(alone)[.drift]).remedy.contains("whole run"))
        #expect(warnings(alone)[.oneAfterTheOther] == nil)
        // Few slices, and too few pairs for a ratio: there is nothing that drift could be in.
        #expect(warnings(record(5, BenchmarkOptions()))[.fewTurns] == nil)
        #expect(OrderWords(record(5, BenchmarkOptions())).text?.hasSuffix("in balanced random order") == true)
    }

    @Test func openLoopsShorterThanAnAnswerAreNamed() throws {
        var options = BenchmarkOptions(rate: 20)
        options.warmup = 0
        let record = record(200, options) { _, _ in 4 }
        // As they were due: slices of 25 requests within 1.3 s.
        let slots = Schedule(targets: 2, prompts: 200, options: options).slots
        var due = record
        for (index, slot) in slots.enumerated() { due.samples[index].trace.scheduled = slot.due ?? 0 }
        let warning = try #require(warnings(due)[.shortSlices])
        #expect(warning.message.contains("an answer takes") && warning.remedy.contains("--duration 96"), "\(warning)")
        #expect(warnings(record)[.shortSlices] == nil)
    }
}

extension Record {
    fileprivate func removingAll() -> Record {
        var record = self
        record.samples = []
        return record
    }
}
