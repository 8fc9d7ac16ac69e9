// Not timed: two seconds are granted for what takes milliseconds.
import Glibc
import Testing

@testable import ALCFSystem

@Suite struct ProcessTests {
    @Test func theDescriptorLimitIsRaisedOnlyWhereItMustBe() {
        #expect(DescriptorLimit.decide(needed: 100, soft: 1024, hard: 4096) == .enough)
        #expect(DescriptorLimit.decide(needed: 1024, soft: 1024, hard: 4096) == .enough)
        #expect(DescriptorLimit.decide(needed: 1025, soft: 1024, hard: 4096) == .raise(4096))
        #expect(DescriptorLimit.decide(needed: 4097, soft: 1024, hard: 4096) == .refuse(4097))
        let current = DescriptorLimit.current
        #expect(current.soft > 0 && current.soft <= current.hard)
    }

    @Test func usageCountsTheWorkThatWasDone() {
        let start = ProcessUsage.now
        var sum = 0.0
        while ProcessUsage.now.cpuSeconds - start.cpuSeconds < 0.02 { sum += 1 }
        let end = ProcessUsage.now
        #expect(end.cpuSeconds - start.cpuSeconds >= 0.02 && end.share(since: start) > 0)
        #expect(end.peakBytes > 1 << 20)
    }

    @Test func aHelperSpeaksAndIsStopped() async throws {
        // It says its process id and ends when its input does: with `read` it waits for that.
        let helper = try HelperProcess(["sh", "-c", "echo $$; read line; exit 0"])
        let id = try #require(await helper.firstLine(within: 20).flatMap { Int32($0) })
        #expect(kill(id, 0) == 0)
        await helper.stop()
        #expect(kill(id, 0) != 0)
        await helper.stop()
        #expect(await helper.firstLine(within: 20) == nil)
    }

    /// Letting it go must not wait: here its end takes longer than the test has patience for.
    @Test func aHelperThatIsLetGoIsNotWaitedFor() async throws {
        let helper = try HelperProcess(["sh", "-c", "trap '' TERM; echo $$; sleep 5"])
        let id = try #require(await helper.firstLine(within: 20).flatMap { Int32($0) })
        let begin = MonotonicTime.now
        _ = consume helper
        #expect(MonotonicTime.now.seconds(since: begin) < 2)
        kill(id, SIGKILL)
    }

    @Test func aHelperThatSaysNothingIsNotWaitedForForever() async throws {
        let silent = try HelperProcess(["sh", "-c", "read line"])
        #expect(await silent.firstLine(within: 0.05) == nil)
        let ended = try HelperProcess(["true"])
        #expect(await ended.firstLine(within: 20) == nil)
        #expect(throws: FileError.self) { try HelperProcess(["/nowhere/at/all"]) }
    }
}
