import ALCFJSON
import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct OriginalReadingTests {
    private func record() -> Record {
        var record = Fixture.record(runs: 1)
        record.manifest.design.isAsOriginal = true
        record.manifest.design.temperature = 0.7
        record.manifest.design.warmup = 0
        return record
    }

    @Test func isOfSuchARunOnly() {
        #expect(OriginalReading(Fixture.record()) == nil)
        #expect(Report(Analysis(Fixture.record())).original.isEmpty)
    }

    @Test func makesTheFiguresAsTheyWereMade() throws {
        let record = record()
        let reading = try #require(OriginalReading(record))
        let metis = reading.targets[0]
        let own = record.samples.filter { $0.target == "metis" }
        let latencies = own.compactMap { $0.trace.lastToken.map { [start = $0.trace.start] in $0 - start } }
        let tokens = own.compactMap(\.tokens.total).reduce(0, +)
        #expect(abs(metis.mean - latencies.reduce(0, +) / 8) < 1e-9)
        #expect(abs(metis.median - latencies.sorted()[4]) < 1e-9)
        #expect(abs((metis.throughput ?? 0) - Double(tokens) / latencies.reduce(0, +)) < 1e-9)
        #expect(abs((metis.promptShare ?? 0) - 8 * 249 / Double(tokens)) < 1e-9)
    }

    @Test func doesNotKnowOfFailures() throws {
        var record = record()
        for index in record.samples.indices where record.samples[index].target == "sophia" && index < 6 {
            record.samples[index].outcome = .http5xx
        }
        let failed = record.samples.count { !$0.outcome.isSuccess }
        let reading = try #require(OriginalReading(record))
        #expect(reading.targets[1].requests == 8 - failed && failed > 0)
        #expect(
            reading.sentences.contains { $0.hasPrefix("No request failed: it keeps the 8 and \(8 - failed) answers") })
        for index in record.samples.indices where record.samples[index].target == "sophia" {
            record.samples[index].outcome = .http5xx
        }
        #expect(
            try #require(OriginalReading(record)).sentences == ["Nothing: without answers of both it divides by zero."])
    }

    @Test func standsBesideWhatIsTrueInEveryReport() throws {
        let analysis = Analysis(record())
        let texts = [
            TerminalReport.text(analysis), MarkdownReport.text(analysis), HTMLReport.text(analysis),
        ]
        for text in texts {
            #expect(text.contains("What the original study would have concluded"))
            #expect(text.contains("divides by zero") == false && text.contains("x slower”"))
            #expect(text.contains("came before those to the next"))
        }
        #expect(SummaryJSON.json(analysis)["as_original"]?["ratio_of_means"]?.double ?? 0 > 2)
        let table = try #require(Report(analysis).tables.first { $0.title.hasPrefix("The original study") })
        #expect(table.rows.count == 8 && table.rows.allSatisfy { $0.cells.count == 3 })
    }

    @Test func asksOneTargetAfterTheOther() throws {
        var options = BenchmarkOptions(samples: 4, isStreaming: false, warmup: 0, slices: 1)
        options.isAsOriginal = true
        let schedule = Schedule(targets: 2, prompts: 4, options: options)
        #expect(schedule.slots.map(\.target) == [0, 0, 0, 0, 1, 1, 1, 1])
        #expect(schedule.slots.map(\.prompt) == [0, 1, 2, 3, 0, 1, 2, 3])
        #expect(schedule.slots.map(\.block) == [1, 2, 3, 4, 1, 2, 3, 4])
        let again = try BenchmarkOptions(options.design, seed: 1)
        #expect(again == options && again.isAsOriginal)
    }
}
