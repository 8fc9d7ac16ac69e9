import ALCFSystem
import Glibc
import Testing

@testable import ALCFStatistics

/// Why requests at a slice's boundary stay in the comparison: a closed loop against a server that shares itself among its requests,
/// whose truth is the ratio of long loads.
@Suite struct SliceBoundaryTests {
    /// A server that answers the slower the more requests it has: with all places taken, `1 + load` times as long as with one.
    private struct Server {
        var load: Double
        /// How the work of a request scatters, and whether one in ten is five times as much.
        var deviation: Double
        var hasTail = false
    }

    private struct Answer {
        let latency: Double
        /// The share of its time in which fewer requests were in flight than places.
        let isAlone: Double
        /// The place in its slice.
        let place: Int
    }

    private static let places = 8

    private static func work(_ server: Server, _ generator: inout SplitMix64) -> Double {
        exp(server.deviation * generator.normal()) * (server.hasTail && generator.below(10) == 0 ? 5 : 1)
    }

    /// The answers of one slice.
    private static func slice(_ requests: Int, _ server: Server, _ generator: inout SplitMix64) -> [Answer] {
        var rest: [(place: Int, work: Double, start: Double, alone: Double)] = []
        var answers: [Answer] = []
        var (next, now) = (0, 0.0)
        while next < requests || !rest.isEmpty {
            while next < requests, rest.count < places {
                rest.append((next, work(server, &generator), now, 0))
                next += 1
            }
            let speed = 1 / (1 + server.load * Double(rest.count - 1) / Double(places - 1))
            guard let first = rest.indices.min(by: { rest[$0].work < rest[$1].work }) else { break }
            let step = rest[first].work / speed
            for index in rest.indices {
                rest[index].work -= step * speed
                if rest.count < places { rest[index].alone += step }
            }
            now += step
            let ended = rest.remove(at: first)
            let latency = now - ended.start
            answers.append(Answer(latency: latency, isAlone: ended.alone / latency, place: ended.place))
        }
        return answers
    }

    private static func logMean(_ answers: some Collection<Answer>) -> Double {
        answers.reduce(0) { $0 + log($1.latency) } / Double(answers.count)
    }

    /// The ratio as compared ÷ that of long loads: of all requests, and of those that ran mostly beside a full load.
    private static func bias(_ one: Server, _ other: Server, waves: Int) -> (all: Double, without: Double) {
        var generator = SplitMix64(seed: 5)
        let truth = logMean(slice(40_000, one, &generator)) - logMean(slice(40_000, other, &generator))
        func short(_ server: Server) -> [Answer] {
            (0..<500).flatMap { _ in slice(waves * places, server, &generator) }
        }
        let (a, b) = (short(one), short(other))
        return (
            exp(logMean(a) - logMean(b) - truth),
            exp(logMean(a.filter { $0.isAlone < 0.5 }) - logMean(b.filter { $0.isAlone < 0.5 }) - truth)
        )
    }

    @Test(arguments: [2, 4, 8]) func equalTargetsStayEqual(waves: Int) {
        for server in [Server(load: 3, deviation: 0.1), Server(load: 3, deviation: 0.5, hasTail: true)] {
            #expect(abs(Self.bias(server, server, waves: waves).all - 1) < 0.03)
        }
    }

    /// The last requests are those that took long: without them, a target of which one answer in ten takes five times as long would
    /// seem faster by a sixth.
    @Test func leavingOutWhatRanAloneWouldLeaveOutTheSlow() {
        let (slow, even) = (
            Server(load: 0, deviation: 0.5, hasTail: true), Server(load: 0, deviation: 0.1)
        )
        let bias = Self.bias(slow, even, waves: 2)
        #expect(abs(bias.all - 1) < 0.03)
        #expect(bias.without < 0.9)
    }

    /// Where only one of them feels the load, the lighter load at a boundary makes the difference smaller, never larger.
    @Test(arguments: [2, 4, 8]) func aDifferenceUnderLoadIsUnderstated(waves: Int) {
        let bias = Self.bias(Server(load: 3, deviation: 0.1), Server(load: 0, deviation: 0.1), waves: waves)
        #expect((0.94...1.005).contains(bias.all))
    }
}
