import ALCFRecord
import ALCFSystem
import TestSupport
import Testing

@testable import ALCFLoad

@Suite struct PacedTurnsTests {
    func time(_ seconds: Double) -> MonotonicTime { MonotonicTime(nanoseconds: 0).advanced(by: seconds) }

    /// When ranks that always have something to send may do so, in order; each timer is late by up to `late` seconds.
    func sent(_ rate: Double, ranks: Int, seconds: Double, late: Double, _ random: inout TestRandom) -> [Double] {
        var all: [Double] = []
        for index in 0..<ranks {
            // Each machine's monotonic clock has a zero of its own.
            let zero = Double.random(in: 0...1000, using: &random)
            let begin = Double.random(in: 0...0.3, using: &random)
            var pacer = RequestPacer(
                rate: rate, sharedBy: Rank(index: index, size: ranks), now: time(zero + begin), time: 1.8e9 + begin)
            var now = begin
            while now < seconds {
                if let later = pacer.admit(at: time(zero + now)) {
                    now = later.seconds(since: time(zero)) + Double.random(in: 0...late, using: &random)
                } else {
                    all.append(now)
                }
            }
        }
        return all.sorted()
    }

    @Test(arguments: [(10.0, 1), (10, 4), (10, 7), (100, 8), (1000, 4), (0.5, 3), (8, 64)])
    func theSumHasTheRateAndNoBursts(_ rate: Double, _ ranks: Int) {
        var random = TestRandom()
        let seconds = max(20, 40 / rate)
        let times = sent(rate, ranks: ranks, seconds: seconds, late: 0.002, &random)
        // As much as one process may send: the limit within 1.05 s each.
        let expected = seconds * rate / 1.05
        #expect(Double(times.count) > 0.9 * expected - 2 && Double(times.count) < 1.05 * expected + 2)
        // Never more than the limit within a second.
        let limit = max(1, Int(rate))
        for index in times.indices.dropFirst(limit) {
            #expect(times[index] - times[index - limit] > 1 || rate < 1, "\(times[index - limit]) \(times[index])")
        }
        // Turns of different ranks do not begin together.
        let gaps = zip(times.dropFirst(), times).map { $0 - $1 }.sorted()
        if rate <= 50, ranks > 1 { #expect(gaps[gaps.count / 2] > 0.9 / rate, "\(gaps[gaps.count / 2])") }
    }

    @Test func aTurnThatWasMissedIsOver() {
        var pacer = RequestPacer(
            rate: 10, sharedBy: Rank(index: 1, size: 2), now: time(0), time: 0)
        // Rounds of 0.21 s; this one's turns begin at 0.105 s of each.
        #expect(pacer.admit(at: time(0)).map { abs($0.seconds(since: time(0.105))) < 1e-6 } == true)
        #expect(pacer.admit(at: time(0.105)) == nil)
        #expect(pacer.admit(at: time(0.106)).map { abs($0.seconds(since: time(0.315))) < 1e-6 } == true)
        #expect(pacer.admit(at: time(0.38)).map { abs($0.seconds(since: time(0.525))) < 1e-6 } == true)
    }
}
