import ALCFHTTP
import ALCFSystem
import TestSupport
import Testing

@testable import ALCFLoad
@testable import ALCFRecord
@testable import ALCFReport

/// Runs whose time is set: in whole slices, the last one cut for all targets alike.
@Suite(.tags(.watchesTheClock)) struct TimedRunnerTests {
    // MARK: The budget alone

    private let zero = MonotonicTime.now

    private func at(_ seconds: Double) -> MonotonicTime { zero.advanced(by: seconds) }

    /// Whether slices of so many requests begin at these seconds, one after the other, in a budget of so many.
    private func begins(_ slices: [(requests: Int, at: Double)], of seconds: Double, cuts: Bool = true) -> [Bool] {
        var budget = TimeBudget(until: at(seconds), turns: 2, cuts: cuts)
        return slices.map { budget.begins($0.requests, at: at($0.at)) }
    }

    @Test func aSliceBeginsWhereHalfOfItFitsIn() {
        // Nothing is known of the first; 16 requests to each took 20 s, so that 32 will take 40, and 60 s are left.
        let slices = [(16, 0.0), (32, 20), (16, 60), (16, 81), (32, 99)]
        #expect(begins(slices, of: 100) == [true, true, true, true, false])
        #expect(begins([(16, 0.0), (16, 100)], of: 100) == [true, false])
        #expect(TimeBudget(until: at(100), turns: 2, cuts: true).deadline(at: at(0)) == at(50))
    }

    @Test func aCutSliceIsTheLast() {
        var budget = TimeBudget(until: at(100), turns: 2, cuts: true)
        budget.spend()
        let isBegun = budget.begins(16, at: at(30))
        #expect(!isBegun)
    }

    @Test func oneRequestAtATimeNothingIsCut() {
        #expect(begins([(1, 0.0), (1, 9.9), (1, 10)], of: 10, cuts: false) == [true, true, false])
        #expect(TimeBudget(until: at(10), turns: 2, cuts: false).deadline(at: at(0)) == nil)
    }

    @Test func ofATimeThatIsOverNothingBegins() {
        #expect(begins([(16, 0.0)], of: -1) == [false])
        #expect(TimeBudget(until: at(-1), turns: 2, cuts: true).deadline(at: at(0)) == at(0))
    }

    // MARK: Whole runs

    /// Answers target `a` after `first` milliseconds and `b` after `second`.
    private func transport(_ first: Int, _ second: Int) -> StubTransport {
        StubTransport { _, request in
            try await Task.sleep(for: .milliseconds(request.url.string.contains("/a/") ? first : second))
            return Stub.response(gap: 0)
        }
    }

    private func run(
        _ transport: StubTransport, prompts: Int = 2_000, _ options: BenchmarkOptions,
        continuing progress: RunProgress = RunProgress()
    ) async throws -> [Sample] {
        let runner = BenchmarkRunner(
            targets: try Stub.targets(transport), prompts: Stub.prompts(prompts), options: options)
        let recorded = Recorded()
        try await runner.run(continuing: progress) { recorded.add($0) }
        return recorded.samples
    }

    private func isBalanced(_ samples: [Sample]) -> Bool {
        let blocks = Dictionary(grouping: samples) { [$0.run, $0.block] }.values
        return !samples.isEmpty && blocks.allSatisfy { $0.count == 2 && Set($0.map(\.target)).count == 2 }
            && Set(samples.map(\.sequence)).count == samples.count
    }

    /// All at once, as they do nothing but wait.
    @Test func everyTargetIsAskedTheSameInManySlices() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (concurrency, first, second) in [(1, 8, 8), (4, 8, 8), (8, 8, 8), (8, 4, 24), (8, 24, 4)] {
                group.addTask {
                    let options = BenchmarkOptions(concurrency: concurrency, warmup: 0, duration: 1)
                    let samples = try await run(transport(first, second), options)
                    let those: Comment = "\(concurrency) in flight, \(first) and \(second) ms"
                    #expect(isBalanced(samples), those)
                    let slices = Set(samples.compactMap(\.slice))
                    #expect(slices == Set(1...(slices.max() ?? 0)), those)
                    // Two seconds, of which a pair of the shortest slices takes 56 ms and more where nothing else is in the way.
                    #expect(slices.count >= 3, those)
                    // Not far over its time, even beside other tests: a slice is small.
                    let last = try #require(samples.compactMap(\.lastInstant).max(), those)
                    let began = try #require(samples.map(\.trace.start).min(), those)
                    #expect(last - began > 0.5, those)
                }
            }
            try await group.waitForAll()
        }
    }

    /// Too slow for a single slice in the time: each place is taken once, at each target, and no more.
    @Test func aTimeShorterThanAnAnswerStillComparesBoth() async throws {
        let options = BenchmarkOptions(concurrency: 3, warmup: 0, duration: 0.1)
        let samples = try await run(transport(300, 300), options)
        #expect(isBalanced(samples))
        #expect(samples.count == 6)
    }

    @Test func loadedTogetherTheFasterOneDoesNotRunAhead() async throws {
        var options = BenchmarkOptions(concurrency: 4, warmup: 0, duration: 0.5)
        options.isBothAtOnce = true
        let samples = try await run(transport(5, 25), options)
        #expect(isBalanced(samples))
    }

    @Test func promptsThatAreUsedUpEndItBalanced() async throws {
        let samples = try await run(
            transport(1, 1), prompts: 40, BenchmarkOptions(concurrency: 4, warmup: 0, duration: 60))
        #expect(samples.count == 80 && isBalanced(samples))
    }

    /// Cut off in the middle of a slice when its time was nearly over: what the first target was asked, the other is asked too.
    @Test func aContinuedRunCompletesItsSlice() async throws {
        let options = BenchmarkOptions(runs: 1, concurrency: 4, warmup: 0, duration: 30)
        let schedule = Schedule(targets: 2, prompts: 200, options: options)
        let whole = try await run(transport(0, 0), prompts: 200, options)
        #expect(whole.count == 400)
        // Three slices, and of the fourth five requests of its first target and two of its second.
        let kept =
            schedule.slots.filter { $0.slice < 4 }
            + schedule.stages[6].prefix(5) + schedule.stages[7].prefix(2)
        let numbers = Set(kept.map(\.sequence))
        let before = RunProgress(samples: whole.filter { numbers.contains($0.sequence) }, seconds: 60)
        let rest = try await run(transport(0, 0), prompts: 200, options, continuing: before)
        #expect(rest.map(\.sequence).sorted() == schedule.stages[7][2..<5].map(\.sequence))
        #expect(isBalanced(before.samples + rest))
        // With time left, all of it follows.
        let more = try await run(
            transport(0, 0), prompts: 200, options, continuing: RunProgress(samples: before.samples, seconds: 1))
        #expect(isBalanced(before.samples + more) && before.samples.count + more.count == 400)
    }
}
