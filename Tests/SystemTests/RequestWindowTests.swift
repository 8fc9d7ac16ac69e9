import ALCFSystem
import Testing

@Suite struct RequestWindowTests {
    private func time(_ seconds: Double) -> MonotonicTime { MonotonicTime(nanoseconds: 0).advanced(by: seconds) }

    @Test func lessThanTheLimitBeginsAtOnceAndTheRestWaits() {
        var window = RequestWindow(count: 2, window: 1)
        for now in [5.0, 5.25] {
            #expect(window.next(at: time(now)) == time(now))
            window.record(time(now))
        }
        #expect(window.next(at: time(5.5)) == time(6))
        // Asking takes no place.
        #expect(window.next(at: time(5.5)) == time(6))
        window.record(time(6))
        #expect(window.next(at: time(6)) == time(6.25))
        #expect(window.next(at: time(9)) == time(9))
    }

    @Test func aLimitBelowOneIsOne() {
        var window = RequestWindow(count: 0, window: 2)
        window.record(time(1))
        #expect(window.next(at: time(1)) == time(3))
    }
}
