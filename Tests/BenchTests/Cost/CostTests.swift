import ALCFJSON
import TestSupport
import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct CostTests {
    @Test func readsPrices() {
        #expect(Price("12.5/h") == .perHour(12.5))
        #expect(Price("0.59/Mtok") == .perMillionTokens(prompt: nil, answer: 0.59))
        #expect(Price("0.22:0.59/Mtok") == .perMillionTokens(prompt: 0.22, answer: 0.59))
        for text in ["", "12", "x/h", "-1/h", "1:2/h", "1:2:3/Mtok", "1/day", "nan/h", "1/h/h"] {
            #expect(Price(text) == nil, "\(text)")
        }
    }

    @Test func chargesTheTimeInWhichRequestsWereInFlight() throws {
        let record = Fixture.record()
        let own = record.samples.filter { $0.target == "metis" }
        let busy = own.reduce(0) { $0 + ($1.trace.end ?? 0) - $1.trace.start }
        let tokens = own.compactMap(\.tokens.completion).reduce(0, +)
        let cost = CostSummary("metis", in: record, price: .perHour(36), power: .constant(100))
        #expect(abs(cost.busySeconds - busy) < 1e-9)
        #expect(abs(try #require(cost.money) - busy / 100) < 1e-9)
        #expect(abs(try #require(cost.joulesPerThousandTokens) - busy * 100 / Double(tokens) * 1000) < 1e-6)
        #expect(cost.correctAnswers == 16)
        #expect(abs(try #require(cost.joulesPerCorrectAnswer) - busy * 100 / 16) < 1e-9)
        #expect(cost.boundary.count == 2)
        let perToken = CostSummary("metis", in: record, price: .perMillionTokens(prompt: 1, answer: 2), power: nil)
        #expect(abs(try #require(perToken.money) - (Double(tokens) * 2 + 16 * 249) / 1e6) < 1e-12)
        #expect(perToken.joules == nil)
    }

    @Test func inventsNothing() throws {
        var record = Fixture.record()
        let none = CostSummary("metis", in: record, price: nil, power: nil)
        #expect(none.money == nil && none.joules == nil && none.boundary.isEmpty)
        record.samples[0].tokens = TokenCounts()
        record.samples[1].tokens = TokenCounts()
        let uncounted = CostSummary(
            "metis", in: record, price: .perMillionTokens(prompt: nil, answer: 1), power: .constant(1))
        #expect(uncounted.money == nil && uncounted.joulesPerThousandTokens == nil && uncounted.joules != nil)
    }

    @Test func sumsWhatTheMeterShows() throws {
        let record = Fixture.record()
        let start = record.manifest.startedAt
        func csv(_ rows: [(Double, Double)]) throws -> PowerSource {
            try PowerSource(
                csv: Array(("time,watts\n" + rows.map { "\(start + $0.0),\($0.1)\n" }.joined()).utf8), name: "meter.csv"
            )
        }
        // A constant power, however often it was read.
        let flat = CostSummary(
            "metis", in: record, price: nil, power: try csv([(-1, 200), (3, 200), (40, 200), (1000, 200)]))
        #expect(abs(try #require(flat.joules) - flat.busySeconds * 200) < 1e-4)
        // A straight line has its mean in the middle of each request.
        let rising = CostSummary("metis", in: record, price: nil, power: try csv([(0, 0), (1000, 1000)]))
        let expected = record.samples.filter { $0.target == "metis" }.reduce(0.0) { sum, sample in
            let (from, to) = (sample.trace.start, sample.trace.end ?? 0)
            return sum + (from + to) / 2 * (to - from)
        }
        #expect(abs(try #require(rising.joules) - expected) < 1e-3)
        // Readings that end before the run does say nothing about the rest.
        #expect(CostSummary("metis", in: record, price: nil, power: try csv([(-1, 200), (5, 200)])).joules == nil)
    }

    @Test func readsDatesInCSV() throws {
        let text = "timestamp,power\n2026-11-22T08:30:00Z,10\n2026-11-22T08:30:10.5Z,20\n"
        guard case .measured(let readings, _) = try PowerSource(csv: Array(text.utf8), name: "m") else { return }
        #expect(readings.map(\.time) == [1_795_336_200, 1_795_336_210.5])
        for wrong in ["time,watts\n1,2\n", "time,watts\nx,1\n2,2\n", "a,b\n1,2\n3,4\n", "time,watts\n1,-1\n2,2\n"] {
            #expect(throws: BenchError.self) { try PowerSource(csv: Array(wrong.utf8), name: "m") }
        }
    }
}

@Suite struct CostReportTests {
    private func meter(_ start: Double) throws -> PowerSource {
        let rows = (-5...200).map { "\(start + Double($0)),\(100 + $0)\n" }.joined()
        return try PowerSource(csv: Array(("time,watts\n" + rows).utf8), name: "meter.csv")
    }

    @Test func isInEveryReport() throws {
        var record = Fixture.record()
        #expect(Limits.sentences(Analysis(record)).contains("Energy and cost were not measured."))
        record.note(price: ["metis=12/h"], power: ["metis=5.2kW"], readings: [:])
        let analysis = Analysis(record)
        let cost = try #require(analysis.costs.first)
        #expect(analysis.costs.count == 1)
        #expect(abs(try #require(cost.joules) - 5200 * cost.busySeconds) < 1e-6)
        let words = [
            "money per 1,000 output tokens", "money per right answer", "J per 1,000 output tokens",
            "J per right answer",
            "5200 W as given, not measured", "12 an hour, for the time in which requests were in flight",
            "Sophia: energy and cost were not measured.",
        ]
        for text in [
            TerminalReport.text(analysis, width: 300), MarkdownReport.text(analysis), HTMLReport.text(analysis),
        ] {
            for word in words { #expect(text.contains(word), "\(word)") }
            #expect(!text.contains("Energy and cost were not measured."))
        }
        let json = SummaryJSON.json(analysis)["cost"]?[0]
        #expect(json?["target"] == "metis" && json?["boundary"]?.array?.count == 2)
        #expect(abs((json?["money"]?.double ?? 0) - cost.busySeconds / 300) < 1e-9)
    }

    @Test func theRecordAloneMakesItAgain() throws {
        var record = Fixture.record()
        record.manifest.design.powers = ["metis=meter.csv"]
        // The meter's file was not read: nothing is invented.
        #expect(try #require(Analysis(record).costs.first).joules == nil)
        #expect(Limits.sentences(Analysis(record)).contains { $0.contains("the record has no reading of meter.csv") })
        let span = try #require(record.span)
        let readings = try meter(record.manifest.startedAt)
        let direct = CostSummary("metis", in: record, price: nil, power: readings).joules
        let folder = try TemporaryDirectory()
        let path = folder.file("run.jsonl")
        do {
            let writer = try RecordWriter(path: path, manifest: record.manifest)
            for sample in record.samples { try writer.append(sample) }
            try Record.appendNote(
                price: ["sophia=3/h"], power: [], readings: ["metis": readings.trimmed(to: span)], to: writer)
        }
        let again = Analysis(try RecordReader.read(path: path))
        #expect(again.costs.map(\.target) == ["metis", "sophia"])
        #expect(abs(try #require(again.costs[0].joules) - (try #require(direct))) < 1e-6)
        #expect(again.costs[1].money != nil)
        // What is said later of a target holds.
        var other = try RecordReader.read(path: path)
        other.note(price: ["sophia=6/h"], power: ["metis=1W"], readings: [:])
        #expect(other.manifest.design.prices == ["sophia=6/h"] && other.manifest.design.powers == ["metis=1W"])
    }

    @Test func keepsOfAMeterWhatTheRunNeeds() throws {
        guard case .measured(let kept, "meter.csv") = try meter(1000).trimmed(to: 1010.5...1012.5) else {
            Issue.record("no readings")
            return
        }
        #expect(kept.map(\.time) == [1010, 1011, 1012, 1013])
        #expect(PowerSource(watts: "5.2kW") == .constant(5200) && PowerSource(watts: "7") == .constant(7))
        for wrong in ["", "meter.csv", "-1W", "infW", "5 W"] { #expect(PowerSource(watts: wrong) == nil, "\(wrong)") }
    }
}
