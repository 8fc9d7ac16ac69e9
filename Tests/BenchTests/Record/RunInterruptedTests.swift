import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

@Suite struct RunInterruptedTests {
    /// A record of a run by these options, with samples that say no more than which they are.
    func record(_ options: BenchmarkOptions = BenchmarkOptions(samples: 8, runs: 2, seed: 3)) -> Record {
        var record = Fixture.record()
        record.manifest.design = options.design
        record.manifest.seed = options.seed
        return record
    }

    func write(_ bytes: [UInt8], in folder: TemporaryDirectory) throws -> String {
        let path = folder.file("run.jsonl")
        try AtomicFile.write(bytes, to: path, permissions: 0o644)
        return path
    }

    @Test func cutsOffATornLineAndCancelledRequests() throws {
        let folder = try TemporaryDirectory()
        var record = record()
        record.samples[30].outcome = .cancelled
        record.samples[31].outcome = .cancelled
        let whole = Fixture.lines(record)
        let path = try write(whole + Array(#"{"type":"sample","seque"#.utf8), in: folder)
        let (run, writer) = try InterruptedRun.open(path)
        #expect(run.dropped == 2)
        #expect(run.progress.samples.map(\.sequence) == Array(0..<30))
        #expect(run.options == BenchmarkOptions(samples: 8, runs: 2, seed: 3))
        try run.noteResumption(writer, anchor: run.anchor(), tool: "test")
        try writer.append(record.samples[30])
        let again = try RecordReader.read(path: path)
        #expect(again.tornBytes == 0 && again.samples.count == 31)
        #expect(again.samples.prefix(30).elementsEqual(record.samples.prefix(30)))
    }

    @Test func everyPlaceOfACutIsSafe() throws {
        let folder = try TemporaryDirectory()
        let whole = Fixture.lines(record(BenchmarkOptions(samples: 4, runs: 1, seed: 3)))
        let manifest = try #require(whole.firstIndex(of: UInt8(ascii: "\n")))
        for cut in stride(from: manifest + 1, to: whole.count, by: 997) {
            let path = try write(Array(whole[..<cut]), in: folder)
            let lines = whole[..<cut].count { $0 == UInt8(ascii: "\n") }
            let (run, _) = try InterruptedRun.open(path)
            #expect(run.progress.samples.count == lines - 1)
            #expect(try FileContents(path: path).bytes.last == UInt8(ascii: "\n"))
        }
        let path = try write(Array(whole[..<(manifest - 5)]), in: folder)
        #expect(throws: BenchError.self) { try InterruptedRun.open(path) }
    }

    @Test func onlyOneProcessContinues() throws {
        let folder = try TemporaryDirectory()
        let path = try write(Fixture.lines(record()) + Array("torn".utf8), in: folder)
        let first = try InterruptedRun.open(path)
        let error = #expect(throws: BenchError.self) { try InterruptedRun.open(path) }
        #expect(error?.message.contains("another process") == true)
        withExtendedLifetime(first) {}
    }

    @Test func aRequestThatIsThereTwiceIsRefused() throws {
        let folder = try TemporaryDirectory()
        var record = record()
        record.samples.append(record.samples[4])
        let path = try write(Fixture.lines(record), in: folder)
        let error = #expect(throws: BenchError.self) { try InterruptedRun.open(path) }
        #expect(error?.code == .notContinuable && error?.message.contains("holds request 4 twice") == true)
    }

    /// A session is continued by the study, whose chain must know of it; and the record is left as it is.
    @Test func aSessionOfAStudyIsContinuedByTheStudyAlone() throws {
        let folder = try TemporaryDirectory()
        var record = record()
        record.manifest.design.studySession = 2
        let bytes = Fixture.lines(record) + Array("torn".utf8)
        let path = try write(bytes, in: folder)
        let error = #expect(throws: BenchError.self) { try InterruptedRun.open(path) }
        #expect(error?.code == .notContinuable && error?.message.contains("is session 2 of a study") == true)
        #expect(error?.remedy?.contains("alcf benchmark study run ") == true)
        #expect(try FileContents(path: path).bytes == bytes)
        #expect(try InterruptedRun.open(path, isOfStudy: true).run.progress.samples.count == 32)
    }

    @Test func instantsGoOnWhereTheyWere() throws {
        let folder = try TemporaryDirectory()
        let record = record()
        let path = try write(Fixture.lines(record), in: folder)
        let (run, _) = try InterruptedRun.open(path)
        let now = MonotonicTime(nanoseconds: 5_000_000_000)
        let anchor = run.anchor(clock: WallClock { record.manifest.startedAt + 3600 }, now: now)
        #expect(now.seconds(since: anchor) == 3600)
        let first = try #require(record.samples.map(\.trace.scheduled).min())
        let last = try #require(record.samples.compactMap(\.trace.end).max())
        #expect(abs(run.progress.seconds - (last - first)) < 1e-9)
    }
}

@Suite struct RecordMergingTests {
    @Test func keepsBlocksApartAndInstantsInOrder() throws {
        let first = Fixture.record()
        var second = first
        second.manifest.startedAt += 1000
        second.manifest.seed = 99
        second.manifest.host = "elsewhere"
        let merged = try Record.merging([("b", second), ("a", first)])
        #expect(merged.samples.count == 64)
        #expect(merged.samples.map(\.sequence) == Array(0..<64))
        #expect(merged.manifest.startedAt == first.manifest.startedAt)
        #expect(merged.manifest.prompts.count == 8 && merged.manifest.dataSet.count == 8)
        #expect(merged.manifest.design.merged?.count == 2)
        let scheduled = merged.samples.map(\.trace.scheduled)
        #expect(scheduled == scheduled.sorted() && (scheduled.last ?? 0) > 1000)
        // Each block still has one request of each target.
        let blocks = Dictionary(grouping: merged.samples) { [$0.run, $0.block] }
        #expect(blocks.count == 32)
        #expect(blocks.values.allSatisfy { Set($0.map(\.target)).count == 2 && $0.count == 2 })
        // The same ratio as either part, from twice the pairs.
        let one = Analysis(first).comparisons[0].latency
        let both = Analysis(merged).comparisons[0].latency
        #expect(both.pairs == 2 * one.pairs)
        #expect(abs((both.ratio?.ratio ?? 0) - (one.ratio?.ratio ?? 1)) < 1e-12)
    }

    @Test func refusesWhatIsNotOneExperiment() throws {
        let first = Fixture.record()
        func refuses(_ change: (inout Record) -> Void) -> Bool {
            var other = first
            other.manifest.startedAt += 60
            change(&other)
            do {
                _ = try Record.merging([("a", first), ("b", other)])
                return false
            } catch { return true }
        }
        #expect(!refuses { _ in })
        #expect(refuses { $0 = first })
        #expect(refuses { $0.manifest.targets[0].model = "another" })
        #expect(refuses { $0.manifest.design.temperature = 0.7 })
        #expect(refuses { $0.manifest.simulation = RunManifest.Simulation(speed: 1) })
        #expect(
            refuses { record in
                record.manifest.prompts[0] = Prompt(id: "q0", passageID: "p0", text: "Another?", answers: ["x"])
            })
        #expect(throws: BenchError.self) { try Record.merging([]) }
    }
}
