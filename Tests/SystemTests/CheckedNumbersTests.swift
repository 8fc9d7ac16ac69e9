import ALCFSystem
import Testing

// Not timed: only what is finite is checked.
@Suite struct CheckedNumbersTests {
    @Test(
        arguments: [
            (0, 0), (1.9, 1), (-1.9, -1), (.nan, 0), (.infinity, .max), (-.infinity, .min), (1e300, .max),
            (-1e300, .min),
            (9.3e18, .max), (-9.3e18, .min), (9_007_199_254_740_992, 9_007_199_254_740_992), (1e-308, 0),
        ] as [(Double, Int)])
    func anyNumberBecomesAnInteger(value: Double, expected: Int) { #expect(Int(clamping: value) == expected) }

    @Test func smallTypesHaveTheirOwnEnds() {
        #expect(UInt8(clamping: -1.5) == 0 && UInt8(clamping: 256.0) == 255 && Int32(clamping: 1e12) == .max)
    }

    @Test func sumsAndProductsStopAtTheEnds() {
        #expect(Int.max.addingClamped(1) == .max && Int.min.addingClamped(-1) == .min && 2.addingClamped(3) == 5)
        #expect(Int.max.multipliedClamped(by: 2) == .max && Int.max.multipliedClamped(by: -2) == .min)
        #expect(Int.min.multipliedClamped(by: -1) == .max && 6.multipliedClamped(by: 7) == 42)
    }

    @Test func noSpanIsTooLongForTheClock() {
        for seconds in [1e300, -1e300, .infinity, .nan, 9.3e9, -9.3e9] {
            let then = MonotonicTime.now.advanced(by: seconds)
            #expect(then.seconds(since: .now).isFinite)
        }
    }

    @Test(arguments: [1e15, -1e15, 9.2e18, -9.2e18, .infinity, 253_402_300_800, -62_135_596_801])
    func noDateIsTooFar(seconds: Double) {
        #expect(!DateText.iso8601(seconds).isEmpty && !DateText.local(seconds).isEmpty)
    }
}
