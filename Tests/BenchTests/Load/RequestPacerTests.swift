import ALCFSystem
import Testing

@testable import ALCFLoad

@Suite struct RequestPacerTests {
    func time(_ seconds: Double) -> MonotonicTime { MonotonicTime(nanoseconds: 0).advanced(by: seconds) }

    @Test func letsOnlySoManyGoWithinAWindow() {
        var pacer = RequestPacer(rate: 10)
        for _ in 0..<10 { #expect(pacer.admit(at: time(0)) == nil) }
        #expect(pacer.admit(at: time(0.5)) == time(1.05))
        #expect(pacer.admit(at: time(1.05)) == nil)
    }

    @Test func countsFromWhenTheyWereSentAndNotFromWhenTheyMightHaveBeen() {
        var pacer = RequestPacer(rate: 2)
        #expect(pacer.admit(at: time(0)) == nil)
        #expect(pacer.admit(at: time(0)) == nil)
        #expect(pacer.admit(at: time(0)) == time(1.05))
        // The timer was late by two seconds: the next two may not follow within a second of this one.
        #expect(pacer.admit(at: time(3)) == nil)
        #expect(pacer.admit(at: time(3)) == nil)
        #expect(pacer.admit(at: time(3.1)) == time(4.05))
    }

    @Test func spreadsARateBelowOne() {
        var pacer = RequestPacer(rate: 0.5)
        #expect(pacer.admit(at: time(0)) == nil)
        #expect(pacer.admit(at: time(1)) == time(2.1))
    }
}
