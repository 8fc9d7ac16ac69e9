import Testing

@testable import ALCFSystem

@Suite struct RunQueueTests {
    private typealias Wait = RunQueueReading.Wait

    @Test func aLineOfTheKernelIsRead() {
        // As Linux 6.18 wrote it.
        #expect(Wait(schedstat: "125678912 3237494 42\n") == Wait(seconds: 0.003237494, turns: 42))
        #expect(Wait(schedstat: "0 0 0") == Wait(seconds: 0, turns: 0))
        #expect(Wait(schedstat: "1 18446744073709551615 18446744073709551615")?.turns == Int.max)
        for wrong in ["", "1 2", "1 2 3 4", "a b c", "1 -2 3", "1.5 2 3", "1 2 18446744073709551616"] {
            #expect(Wait(schedstat: wrong) == nil, "\(wrong)")
        }
    }

    @Test func waitsAreCountedFromTheEarlierReading() {
        let earlier = RunQueueReading(threads: [
            1: Wait(seconds: 1, turns: 100), 2: Wait(seconds: 5, turns: 50), 4: Wait(seconds: 9, turns: 900),
        ])
        // One went on, one ended, one is new, one has a number that was given out anew.
        let later = RunQueueReading(threads: [
            1: Wait(seconds: 1.5, turns: 110), 3: Wait(seconds: 0.25, turns: 5), 4: Wait(seconds: 0.125, turns: 2),
        ])
        #expect(later.waits(since: earlier) == Wait(seconds: 0.875, turns: 17))
        #expect(earlier.waits(since: earlier) == Wait(seconds: 0, turns: 0))
    }

    @Test func thisProcessHasTurnsWhereTheKernelTells() {
        guard let reading = RunQueueReading.now else { return }
        #expect(reading.threads.values.reduce(0) { $0 + $1.turns } > 0)
    }
}
