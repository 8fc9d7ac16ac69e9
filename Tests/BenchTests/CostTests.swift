import ALCFBench
import ALCFJSON
import Testing

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
