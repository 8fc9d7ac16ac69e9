import ALCFJSON
import ALCFSystem
import Glibc
import Testing

@testable import ALCFSimulator

// Not timed: the one instant that is read stands still, and only differences count.
@Suite("Services that depend on the calendar") struct SimulatedCalendarTests {
    private let noon = CalendarTime(seconds: 1_795_780_800)

    private func calendar(day: Double = 0, hour: HourFactor? = nil) -> SimulatedCalendar {
        var calendar = SimulatedCalendar()
        if day > 0 { for cluster in SimulatedCluster.allCases { calendar.dayFactor.own[cluster] = day } }
        calendar.hourFactor.own[.metis] = hour
        return calendar
    }

    @Test("Days have the deviation that was asked for, and each cluster its own")
    func days() {
        let calendar = calendar(day: 0.2)
        func logarithms(_ cluster: SimulatedCluster) -> [Double] {
            (0..<4_000).map { day in
                log(
                    calendar.factor(
                        cluster, at: CalendarTime(seconds: noon.seconds + 86_400 * Double(day)), seed: 3))
            }
        }
        let (metis, sophia) = (logarithms(.metis), logarithms(.sophia))
        for values in [metis, sophia] {
            let mean = values.reduce(0, +) / 4_000
            let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4_000).squareRoot()
            #expect(abs(mean) < 0.012 && abs(deviation - 0.2) < 0.01, "\(mean) \(deviation)")
        }
        let product = zip(metis, sophia).reduce(0) { $0 + $1.0 * $1.1 } / 4_000 / 0.04
        #expect(abs(product) < 0.06)
    }

    @Test("A day is the same from its beginning to its end, by local time")
    func oneDay() throws {
        let calendar = calendar(day: 0.3)
        func factor(_ text: String) throws -> Double {
            calendar.factor(.metis, at: try #require(CalendarTime(text)), seed: 1)
        }
        let first = try factor("2026-11-27T00:00:00+01:00")
        #expect(try factor("2026-11-27T23:59:59+01:00") == first)
        #expect(try factor("2026-11-28T00:00:00+01:00") != first)
    }

    @Test("The hour's factor is largest at its peak, and a cosine")
    func hours() {
        let calendar = calendar(hour: HourFactor(amplitude: 0.2, peak: 15))
        func logarithm(_ hour: Double) -> Double {
            log(calendar.factor(.metis, at: CalendarTime(seconds: 86_400 * 20_000 + 3_600 * hour), seed: 1))
        }
        #expect(abs(logarithm(15) - 0.2) < 1e-9 && abs(logarithm(3) + 0.2) < 1e-9 && abs(logarithm(9)) < 1e-9)
        #expect(calendar.factor(.sophia, at: noon, seed: 1) == 1)
    }

    @Test("Are read from texts")
    func reads() {
        #expect(HourFactor("0.2") == HourFactor(amplitude: 0.2, peak: 15))
        #expect(HourFactor("0.2/6.5") == HourFactor(amplitude: 0.2, peak: 6.5))
        for wrong in ["", "x", "-0.1", "2", "0.2/", "0.2/24", "0.2/-1", "0.2/1/2", "nan", "0.2/nan"] {
            #expect(HourFactor(wrong) == nil, "\(wrong)")
        }
    }

    @Test("A time is read with its offset, and nothing else is")
    func times() throws {
        let time = try #require(CalendarTime("2026-11-27T06:00:00Z"))
        #expect(DateText.iso8601(time.seconds) == "2026-11-27T06:00:00Z" && time.hour == 6)
        let east = try #require(CalendarTime("2026-11-27T06:30+05:30"))
        #expect(DateText.iso8601(east.seconds) == "2026-11-27T01:00:00Z" && east.hour == 6.5)
        #expect(
            try #require(CalendarTime("2026-01-01T00:10-06:00")).day == #require(CalendarTime("2026-01-01T12:00Z")).day)
        for wrong in [
            "", "2026-11-27", "2026-11-27T06:00", "2026-11-31T06:00Z", "2026-02-29T06:00Z", "2026-13-01T06:00Z",
            "2026-11-27T24:00Z", "2026-11-27T06:60Z", "2026-11-27T06:00Z ", "2026-11-27T06:00+1:00",
            "2026-11-27T06:00:0Z",
            "2026-11-27T06:00:00+01:0", "９026-11-27T06:00Z", "0001-01-01T00:00Z", "2026-11-27T06:00+",
        ] { #expect(CalendarTime(wrong) == nil, "\(wrong)") }
    }

    /// Through the gateway: the same request at another hour takes as much longer as it should.
    @Test("Requests feel the hour, and simulators of one seed scatter otherwise at other times")
    func requests() throws {
        func end(_ time: String) throws -> Double {
            let start = try #require(CalendarTime(time))
            let now = MonotonicTime.now
            let box = Box { configuration in
                configuration.calendar = self.calendar(hour: HourFactor(amplitude: 0.5, peak: 15))
                configuration.calendar.start = start
                configuration.time = { now }
            }
            return try #require(
                box.post(Paths.metis, Bodies.stream("gpt-oss-120b", ["min_tokens": 50]), try box.bearer()).plan.steps
                    .last?.time)
        }
        let (peak, trough) = (try end("2026-11-27T15:00Z"), try end("2026-11-27T03:00Z"))
        // e^1 apart, and up to 10 % of jitter each.
        #expect(peak / trough > 2.2 && peak / trough < 3.4, "\(peak / trough)")
        #expect(try end("2026-11-28T15:00Z") != peak)
        #expect(try end("2026-11-27T15:00Z") == peak)
    }
}
