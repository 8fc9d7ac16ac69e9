import ALCFSystem
import Testing

// Not timed: only the order is checked.
@Suite struct TimeTests {
    @Test func monotonicTimeGoesForward() {
        let one = MonotonicTime.now
        let two = MonotonicTime.now
        #expect(one <= two)
        #expect(one.advanced(by: 1.5).seconds(since: one) == 1.5)
    }

    @Test func writesDates() {
        #expect(DateText.iso8601(0) == "1970-01-01T00:00:00Z")
        #expect(DateText.iso8601(1_767_225_600.9) == "2026-01-01T00:00:00Z")
        #expect(DateText.iso8601(951_782_400) == "2000-02-29T00:00:00Z")
        #expect(DateText.iso8601(.nan) == "–")
        #expect(DateText.stamp(1_767_225_600).count == 15)
    }
}
