import ALCFJSON
import ALCFSystem
import Synchronization
import Testing

@testable import ALCFLoad
@testable import ALCFRecord
@testable import ALCFReport

@Suite struct InstrumentCourseTests {
    /// Timers each 50 ms of a run of 20 s, late by so much in some of its seconds.
    private func timers(_ lag: Double, in late: Range<Int>, otherwise: Double = 0.0001, seconds: Int = 20) -> LagCourse?
    {
        LagCourse(lags: (0..<20 * seconds).map { late.contains($0 / 20) ? lag : otherwise }, gap: 0.05)
    }

    /// Without the rest of an analysis, which takes its time.
    private static func verdict(_ record: Record) -> InstrumentVerdict {
        let targets = record.manifest.targets.map { target in
            TargetSummary(target, samples: record.samples)
        }
        return InstrumentVerdict(record, targets: targets)
    }

    private func verdict(
        _ courses: InstrumentCourse..., change: (inout Record) -> Void = { _ in }
    ) throws -> InstrumentVerdict {
        var record = Fixture.record()
        change(&record)
        // As a record has it.
        let lines = courses.map { course -> JSONValue in
            var check = InstrumentCheck(.during)
            check.course = course
            return check.json
        }
        let text = ([record.manifest.json] + record.samples.map(\.json) + lines).map { $0.serialized() + "\n" }.joined()
        let read = try RecordReader.parse(Array(text.utf8))
        #expect(read.unread.isEmpty && read.instrument.map(\.moment) == courses.map { _ in .during })
        return Self.verdict(read)
    }

    @Test func aCourseIsCutIntoSeconds() throws {
        let course = try #require(timers(0.026, in: 6..<13))
        #expect(course.count == 400 && course.stretchSeconds == 1 && course.stretches.count == 20)
        #expect(course.stretches.count { $0 > 0.02 } == 7)
        #expect(abs(course.mean - (0.35 * 0.026 + 0.65 * 0.0001)) < 1e-12)
        #expect(course.p99 == 0.026 && course.max == 0.026)
        // A run shorter than a stretch; a rest that is too short for one; a run of days.
        #expect(LagCourse(lags: [0.001, 0.003], gap: 0.05)?.stretches == [0.002])
        #expect(LagCourse(lags: Array(repeating: 0, count: 47), gap: 0.05)?.stretches.count == 2)
        let long = try #require(LagCourse(lags: Array(repeating: 0.1, count: 16_000), gap: 12.8))
        #expect(long.stretches.count <= LagCourse.mostStretches && long.stretchSeconds > 300)
        #expect(LagCourse(lags: [], gap: 0.05) == nil)
        let read = try LagCourse(json: course.json)
        #expect(zip(read.stretches, course.stretches).allSatisfy { abs($0 - $1) < 1e-6 } && read.p99 == course.p99)
    }

    @Test func aLongSeriesIsThinned() {
        var series = LagSeries(gap: 1, most: 8)
        // The lag is the time, so that it can be seen which ones are left.
        var time = 0.0
        for _ in 0..<20 {
            time += series.gap
            series.add(time)
        }
        #expect(series.lags.count < 8 && series.lags.last == time)
        #expect(zip(series.lags, series.lags.dropFirst()).allSatisfy { $1 - $0 == series.gap } && series.gap > 1)
    }

    @Test func waitsAreAddedUpByStretchesHoweverLongItTakes() throws {
        func reading(_ number: Int) -> RunQueueReading {
            RunQueueReading(threads: [7: .init(seconds: 0.002 * Double(number), turns: 2 * number)])
        }
        for count in [3, 8, 9, 100] {
            var meter = RunQueueMeter(gap: 1, most: 8)
            for number in 0...count { meter.add(reading(number)) }
            let course = try #require(meter.course)
            #expect(course.count == 2 * count && abs(course.mean - 0.001) < 1e-12, "\(count)")
            #expect(course.stretches.count <= 8 && course.stretches.allSatisfy { abs($0 - 0.001) < 1e-12 })
            #expect(course.stretchSeconds * Double(course.stretches.count) >= Double(count))
        }
        var once = RunQueueMeter(gap: 1)
        once.add(reading(1))
        #expect(once.course == nil)
        // What comes after the last whole stretch belongs to it; of a short run it is all there is.
        once.end(reading(2))
        #expect(once.course?.stretches.count == 1 && once.course?.count == 2)
        var twice = RunQueueMeter(gap: 1)
        for number in 0...2 { twice.add(reading(number)) }
        twice.end(reading(3))
        #expect(twice.course?.stretches.count == 2 && twice.course?.count == 6)
    }

    @Test func aQuietRunIsValidAndSaysWhatWasSeen() throws {
        let queue = LagCourse(waits: [.init(seconds: 0.001, turns: 100)], stretchSeconds: 1)
        let quiet = try verdict(InstrumentCourse(timers: timers(0.0001, in: 0..<0), runQueue: queue))
        #expect(!quiet.isInvalid)
        #expect(
            quiet.line
                == "instrument: timers late by 0.10 ms on average (largest 0.10) during the run, 0.010 ms on the run queue at each turn"
        )
        let unknown = try verdict(InstrumentCourse(timers: timers(0.0001, in: 0..<0)))
        #expect(!unknown.isInvalid && unknown.line?.contains("delay on the run queue not known") == true)
    }

    // Sophia's first token takes about 0.95 s: 9.5 ms are 1 % of it.

    @Test func lateTimersAllAlongMakeARunInvalid() throws {
        #expect(try !verdict(InstrumentCourse(timers: timers(0.009, in: 0..<20))).isInvalid)
        let late = try verdict(InstrumentCourse(timers: timers(0.011, in: 0..<20)))
        #expect(late.reasons.count == 1)
        #expect(
            late.reasons[0].hasPrefix(
                "during the run, the instrument's timers were late by 11 ms on average, which is more than 1 % of Sophia's median time to first token"
            ))
        #expect(late.remedy.contains("idle cores"))
        #expect(late.json["valid"] == false && late.json["checks"]?[0]?["moment"] == "during")
    }

    @Test func lateTimersInTheMiddleMakeARunInvalid() throws {
        // On average 0.9 ms, but 12 ms for three seconds of twenty.
        let late = try verdict(InstrumentCourse(timers: timers(0.012, in: 8..<11)))
        #expect(late.reasons.count == 1)
        #expect(
            late.reasons[0].hasPrefix(
                "in 3 of 20 stretches of 1 s of the run the instrument's timers were late by up to 12 ms on average"))
        // Two of twenty are no more than a tenth.
        #expect(try !verdict(InstrumentCourse(timers: timers(0.012, in: 8..<10))).isInvalid)
        // A hiccup of one second in four is none either, as long as the mean is small.
        #expect(try !verdict(InstrumentCourse(timers: timers(0.012, in: 1..<2, seconds: 4))).isInvalid)
        // A resumed run: each of its parts counts.
        let quiet = InstrumentCourse(timers: timers(0, in: 0..<0))
        #expect(try verdict(quiet, InstrumentCourse(timers: timers(0.012, in: 8..<11)), quiet).isInvalid)
    }

    @Test func waitingForAProcessorMakesARunInvalid() throws {
        func waits(_ seconds: Double, _ late: Range<Int>) -> LagCourse? {
            LagCourse(
                waits: (0..<20).map { .init(seconds: late.contains($0) ? 100 * seconds : 0, turns: 100) },
                stretchSeconds: 1)
        }
        let quiet = timers(0, in: 0..<0)
        let all = try verdict(InstrumentCourse(timers: quiet, runQueue: waits(0.011, 0..<20)))
        #expect(
            all.reasons.count == 1 && all.reasons[0].contains("threads of this process waited 11 ms for a processor"))
        let middle = try verdict(InstrumentCourse(timers: quiet, runQueue: waits(0.011, 5..<9)))
        #expect(middle.reasons.count == 1 && middle.reasons[0].contains("in 4 of 20 stretches"))
        #expect(try !verdict(InstrumentCourse(timers: quiet, runQueue: waits(0.009, 0..<20))).isInvalid)
        // The queue is the cause of the lag: one reason.
        let both = InstrumentCourse(timers: timers(0.011, in: 0..<20), runQueue: waits(0.011, 0..<20))
        #expect(try verdict(both).reasons.count == 1)
    }

    @Test func aTailOfLateTimersCountsWhereTheRunHasOne() throws {
        // Two of a hundred by 20 ms, spread over all seconds: 0.4 ms on average.
        let lags = (0..<1000).map { $0 % 50 == 0 ? 0.02 : 0 }
        let course = InstrumentCourse(timers: LagCourse(lags: lags, gap: 0.05))
        #expect(try !verdict(course).isInvalid)
        // The 99th percentile of 368 requests to each target and more: about 1 s, and 1 % of it is 10 ms.
        var record = Fixture.record(runs: 60)
        var check = InstrumentCheck(.during)
        check.course = course
        record.instrument = [check]
        let long = Self.verdict(record)
        #expect(long.reasons.count == 1)
        #expect(long.reasons[0].contains("one in a hundred of the instrument's timers was late by 20 ms or more"))
    }

    @Test func requestsOfAScheduleThatWereSentLateMakeARunInvalid() throws {
        func late(_ seconds: Double, _ options: JSONObject) throws -> InstrumentVerdict {
            try verdict { record in
                record.manifest.design.merge(Design(options))
                for index in record.samples.indices {
                    record.samples[index].trace.dispatched = record.samples[index].trace.scheduled + seconds
                }
            }
        }
        let open: JSONObject = ["rate": 2.0]
        #expect(try !late(0.009, open).isInvalid)
        let found = try late(0.011, open)
        #expect(found.reasons.count == 1 && found.reasons[0].contains("were sent 11 ms late (median)"))
        // A request that waits for the last one's end, or for a limit, is not late.
        #expect(try !late(0.011, [:]).isInvalid)
        #expect(try !late(0.011, ["rate": 2.0, "max_concurrency": 1]).isInvalid)
    }

    @Test func theWatchNotesHowLateItsTimersAre() throws {
        let calls = Mutex<[(time: MonotonicTime, body: @Sendable () -> Void)]>([])
        let reading = Mutex(0)
        let watch = InstrumentWatch {
            let number = reading.withLock { value in
                value += 1
                return value
            }
            return RunQueueReading(threads: [1: .init(seconds: 0.001 * Double(number), turns: number)])
        }
        #expect(InstrumentWatch().stop() == nil)
        watch.start { time, body in calls.withLock { $0.append((time, body)) } }
        watch.start { _, _ in Issue.record("it had begun already") }
        let first = try #require(calls.withLock { $0.first?.time })
        // In time; then two come due before the next is noted, 60 and 10 ms late.
        let second = try #require(watch.note(at: first))
        #expect(abs(second.seconds(since: first) - 0.05) < 1e-9)
        let third = try #require(watch.note(at: second.advanced(by: 0.06)))
        #expect(abs(third.seconds(since: second) - 0.1) < 1e-9)
        let course = try #require(watch.stop())
        let timers = try #require(course.timers)
        #expect(timers.count == 3 && abs(timers.mean - 0.07 / 3) < 1e-6 && abs(timers.max - 0.06) < 1e-6)
        #expect(course.runQueue?.mean == 0.001)
        #expect(watch.note(at: third) == nil)
        // What comes due after the end begins nothing.
        calls.withLock { $0[0].body }()
        #expect(calls.withLock { $0.count } == 1)
    }
}
