import ALCFSystem
import Synchronization
import TestSupport
import Testing

@testable import ALCFHTTP

@Suite struct TimerQueueTests {
    @Test func callsInOrderOfTimeAndOfArrival() {
        let called = Mutex<[Int]>([])
        var queue = TimerQueue()
        var generator = TestRandom()
        let times = (0..<500).map { _ in Int64.random(in: 0..<50, using: &generator) }
        for (number, time) in times.enumerated() {
            queue.add(MonotonicTime(nanoseconds: time)) { called.withLock { $0.append(number) } }
        }
        #expect(queue.next?.nanoseconds == times.min())
        #expect(queue.pop(until: MonotonicTime(nanoseconds: -1)) == nil)
        while let call = queue.pop(until: MonotonicTime(nanoseconds: 24)) { call() }
        #expect(queue.next.map { $0.nanoseconds > 24 } ?? true)
        while let call = queue.pop(until: MonotonicTime(nanoseconds: 50)) { call() }
        let expected = times.enumerated().sorted { ($0.element, $0.offset) < ($1.element, $1.offset) }.map(\.offset)
        #expect(called.withLock { $0 } == expected)
        #expect(queue.next == nil)
    }
}
