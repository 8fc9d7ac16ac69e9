import ALCFJSON
import ALCFStatistics
import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct FirstTokenPartsTests {
    /// An answered request with a first token after `wait` seconds.
    private func sample(
        _ wait: Double?, network: Double? = nil, own: Double? = nil, isStreamed: Bool = true,
        _ change: (inout Sample) -> Void = { _ in }
    ) -> Sample {
        var trace = RequestTimeline(scheduled: 3, start: 3.25, streamed: isStreamed)
        trace.firstToken = wait.map { 3.25 + $0 }
        trace.lastToken = wait.map { 3.25 + $0 + (isStreamed ? 1 : 0) }
        trace.leastRoundTrip = network
        trace.dns = 0.5
        trace.connect = 0.25
        trace.tls = 0.125
        var sample = Sample(trace: trace, completionTokens: 9)
        if let own { sample.serverTimings = ["time_to_first_token": .double(own), "total_latency": .double(own)] }
        change(&sample)
        return sample
    }

    /// Every combination of what is known, unknown, nothing, as long as the wait, longer, and no number.
    @Test func partsAreNeverNegativeAndSumToTheWait() throws {
        let values: [Double?] = [nil, 0, 0.015_625, 0.5, 2, 4.5, 7, -1, .infinity, .nan]
        for wait in [0, 1e-9, 0.25, 2, 4.5] {
            for network in values {
                for floor in values {
                    for own in values {
                        for isStreamed in [true, false] {
                            let sample = sample(wait, network: network, own: own, isStreamed: isStreamed)
                            let parts = try #require(FirstTokenParts(sample, floor: floor))
                            let waiting = FirstTokenPart.waiting.map { parts[$0] }
                            #expect(waiting.allSatisfy { $0 >= 0 && $0.isFinite })
                            #expect(abs(waiting.reduce(0, +) - wait) <= 1e-12, "\(wait) \(waiting)")
                            #expect(parts.wait == sample[isStreamed ? .timeToFirstToken : .serviceLatency])
                            for (part, value) in [
                                (FirstTokenPart.network, network), (.gateway, floor), (.accelerator, own),
                            ] {
                                let isKnown = value.map { $0.isFinite && $0 >= 0 } ?? false
                                #expect((parts.seconds[part] != nil) == isKnown, "\(part)")
                                #expect(parts[part] <= max(0, isKnown ? value ?? 0 : 0), "nothing is added")
                            }
                            let known = [network, floor, own].compactMap(\.self).filter { $0.isFinite && $0 >= 0 }
                            #expect(parts.isCut == (known.reduce(0, +) > wait + 1e-15))
                        }
                    }
                }
            }
        }
    }

    @Test func whatWasMeasuredIsTakenAsItIs() throws {
        let parts = try #require(FirstTokenParts(sample(4.5, network: 0.03125, own: 0.125), floor: 0.015_625))
        #expect(parts.seconds[.network] == 0.03125 && parts.seconds[.gateway] == 0.015_625)
        #expect(parts.seconds[.accelerator] == 0.125 && parts.seconds[.rest] == 4.328_125)
        #expect(!parts.isCut && parts.isStreamed && parts.wait == 4.5)
        // Before the clock of the first token starts, so not in the sum.
        #expect(FirstTokenPart.connecting.map { parts[$0] } == [0.5, 0.25, 0.125])
    }

    @Test func thereAreNoneOfARequestWithoutAWait() {
        #expect(FirstTokenParts(sample(nil), floor: 1) == nil)
        #expect(FirstTokenParts(sample(1) { $0.outcome = .http429 }, floor: 1) == nil)
        #expect(FirstTokenParts(sample(-1), floor: 1) == nil)
    }

    @Test func aStreamHasTheServersFirstTokenAndAWholeAnswerItsTotal() throws {
        func own(_ timings: JSONObject, isStreamed: Bool) throws -> Double? {
            let sample = sample(4, isStreamed: isStreamed) { $0.serverTimings = timings }
            return try #require(FirstTokenParts(sample, floor: nil)).seconds[.accelerator]
        }
        // As SambaNova's usage and Sophia's answers have them (reference, §12.3 and §12.4).
        let metis: JSONObject = ["time_to_first_token": 0.21, "total_latency": 0.30]
        #expect(try own(metis, isStreamed: true) == 0.21)
        #expect(try own(metis, isStreamed: false) == 0.30)
        #expect(try own(["response_time": 0.412], isStreamed: false) == 0.412)
        #expect(try own(["response_time": 0.412], isStreamed: true) == nil)
        #expect(try own(["time_to_first_token": "soon"], isStreamed: true) == nil)
    }

    @Test func theLeastRoundTripWinsOverTheSmoothedOne() throws {
        let both = sample(4, network: 0.25) { $0.trace.roundTrip = 0.5 }
        #expect(try #require(FirstTokenParts(both, floor: nil)).seconds[.network] == 0.25)
        let old = sample(4) { $0.trace.roundTrip = 0.5 }
        #expect(try #require(FirstTokenParts(old, floor: nil)).seconds[.network] == 0.5)
    }

    @Test func aFloorThatHoldsTheNetworkIsNotCountedTwice() throws {
        let parts = try #require(FirstTokenParts(sample(4, network: 0.25), floor: 0.75, isBeyondNetwork: false))
        #expect(parts.seconds[.network] == 0.25 && parts.seconds[.gateway] == 0.5)
        let shorter = try #require(FirstTokenParts(sample(4, network: 0.25), floor: 0.125, isBeyondNetwork: false))
        #expect(shorter.seconds[.gateway] == 0)
    }
}

@Suite struct GatewayFloorsTests {
    private func probe(_ start: Double, _ wait: Double?, network: Double? = 0.25, status: Int = 200) -> Probe {
        var probe = Probe(target: "metis", block: nil, start: start)
        probe.firstByte = wait.map { start + $0 }
        probe.leastRoundTrip = network
        probe.httpStatus = status
        return probe
    }

    @Test func isWithoutTheRoundTripAndNeverNegative() {
        #expect(probe(1, 0.75).floor == 0.5 && probe(1, 0.75).wait == 0.75)
        #expect(probe(1, 0.125).floor == 0)
        #expect(probe(1, 0.75, network: nil).floor == 0.75)
        #expect(probe(1, 0.75, status: 404).floor == nil && probe(1, nil).floor == nil)
        #expect(probe(1, -1).floor == nil)
        var failed = probe(1, 0.75)
        failed.error = "cut"
        #expect(failed.floor == nil)
    }

    @Test func isTheMedianOfTheNearest() throws {
        // At 0, 10, … 90; the gateway slows down at 50.
        let floors = GatewayFloors((0..<10).map { probe(Double($0) * 10, $0 < 5 ? 0.5 : 1.25) })
        #expect(floors.floor("metis", at: -100) == 0.25 && floors.floor("metis", at: 21) == 0.25)
        #expect(floors.floor("metis", at: 79) == 1 && floors.floor("metis", at: 1e9) == 1)
        #expect(floors.floor("sophia", at: 0) == nil)
        #expect(GatewayFloors([]).floor("metis", at: 0) == nil)
        // One hiccup is nobody's floor.
        let hiccup = GatewayFloors([0, 1, 2, 3, 4].map { probe(Double($0), $0 == 2 ? 9 : 0.5) })
        #expect(hiccup.floor("metis", at: 2) == 0.25)
        #expect(GatewayFloors([probe(5, 0.5)]).floor("metis", at: 0) == 0.25)
    }

    /// Requests share probes: the interval is that of the probes, however many requests there are.
    @Test func theIntervalIsThatOfTheProbes() throws {
        let floors = GatewayFloors((0..<10).map { probe(Double($0), 0.5 + Double($0) / 8) })
        let interval = try #require(floors.interval("metis"))
        // The 2nd and the 9th of ten order statistics: 97.9 % for the median (Hahn and Meeker 1991).
        #expect(interval.lower == 0.375 && interval.upper == 1.25)
        #expect(GatewayFloors([probe(0, 0.5)]).interval("metis") == nil && floors.interval("sophia") == nil)
    }

    @Test func failuresAreCounted() {
        let floors = GatewayFloors([probe(0, 0.5), probe(1, nil), probe(2, 0.5, status: 503)])
        #expect(floors.counts["metis"].map { [$0.sent, $0.failed] } == [3, 2])
        #expect(floors.withNetwork.isEmpty)
        #expect(GatewayFloors([probe(0, 0.5, network: nil)]).withNetwork == ["metis"])
    }
}
