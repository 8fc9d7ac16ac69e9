import Testing

@testable import ALCFLoad
@testable import ALCFRecord

@Suite struct TimeLeftTests {
    private func progress(_ count: Int, _ seconds: Double) throws -> RunProgress {
        let sample = try #require(Fixture.record().samples.first)
        return RunProgress(samples: Array(repeating: sample, count: count), seconds: seconds)
    }

    @Test func aSessionGoesByItsOwnPace() throws {
        // 90 of 100 were done before; this session took 4 s for two more.
        let left = TimeLeft(total: 100, progress: try progress(90, 5))
        #expect(left.seconds(done: 92, elapsed: 4) == 16)
        #expect(left.seconds(done: 90, elapsed: 4) == nil)
        #expect(left.seconds(done: 100, elapsed: 20) == 0)
        #expect(TimeLeft(total: 10).seconds(done: 5, elapsed: 1) == 1)
    }

    @Test func whatRanBeforeIsOffTheDuration() throws {
        let left = TimeLeft(total: 100_000, progress: try progress(90, 45), limit: 60)
        #expect(left.seconds(done: 92, elapsed: 4) == 11)
        #expect(left.seconds(done: 90, elapsed: 20) == 0)
        // All requests may be done before the time is.
        #expect(TimeLeft(total: 10, limit: 60).seconds(done: 5, elapsed: 1) == 1)
    }
}
