import ALCFJSON
import ALCFSystem
import Glibc
import Synchronization
import Testing

@testable import ALCFSimulator

@Suite("Services with memory") struct ServiceMemoryTests {
    private static func correlation(_ one: [Double], _ other: [Double]) -> Double {
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        let (first, second) = (mean(one), mean(other))
        let products = zip(one, other).map { ($0 - first) * ($1 - second) }
        func square(_ values: [Double], _ centre: Double) -> Double {
            mean(values.map { ($0 - centre) * ($0 - centre) })
        }
        return mean(products) / (square(one, first) * square(other, second)).squareRoot()
    }

    private static func logarithms(_ wander: Wander, seed: UInt64 = 1, times: [Double]) -> [Double] {
        var load = WanderingLoad(wander, seed: seed, name: "metis")
        return times.map { log(load.factor(at: $0)) }
    }

    @Test("Are read from texts")
    func reads() {
        #expect(Wander("0.25/30s") == Wander(deviation: 0.25, correlation: 30))
        #expect(Stalls("100ms/0.7s") == Stalls(length: 0.1, distance: 0.7))
        #expect(ColdStart("3s/60s") == ColdStart(length: 3, idle: 60))
        for wrong in [
            "", "/", "0.25", "0.25/", "/30s", "0.25/30", "2/30s", "-0.1/30s", "nan/30s", "0.1/0s", "0.1/inf", "1/2/3",
        ] {
            #expect(Wander(wrong) == nil, "\(wrong)")
        }
        for wrong in ["", "1s", "1s/1s", "2s/1s", "1/2", "-1s/2s", "nans/1s", "0s/0s", "1s/1h"] {
            #expect(Stalls(wrong) == nil, "\(wrong)")
        }
        #expect(ColdStart("3s/0s") == nil && ColdStart("3/60s") == nil)
    }

    @Test("A wandering load has the deviation and the memory that it was given, whatever the steps")
    func stationary() {
        let wander = Wander(deviation: 0.25, correlation: 30)
        var generator = SeededGenerator(7, "steps")
        var time = 0.0
        let pairs = (0..<40_000).flatMap { _ -> [Double] in
            // Far apart, so that pairs are as good as independent; the two of a pair half a correlation time.
            time += 100 + 200 * generator.unit()
            defer { time += 15 }
            return [time, time + 15]
        }
        let values = Self.logarithms(wander, times: pairs)
        let firsts = values.indices.filter { $0 % 2 == 0 }.map { values[$0] }
        let seconds = values.indices.filter { $0 % 2 == 1 }.map { values[$0] }
        for half in [firsts, seconds] {
            let mean = half.reduce(0, +) / Double(half.count)
            let variance = half.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(half.count)
            #expect(abs(mean) < 0.006)
            #expect(abs(variance.squareRoot() - 0.25) < 0.004)
        }
        // exp(−½) = 0.6065.
        #expect(abs(Self.correlation(firsts, seconds) - 0.6065) < 0.015)
        // From one pair to the next, 100 s and more.
        #expect(abs(Self.correlation(Array(seconds.dropLast()), Array(firsts.dropFirst()))) < 0.03)
    }

    @Test("Small steps and a large one over the same time agree in correlation")
    func steps() {
        let wander = Wander(deviation: 0.3, correlation: 1)
        // A hundred steps of a hundredth, a million in all.
        let values = Self.logarithms(wander, times: (0..<1_000_000).map { Double($0) / 100 })
        let kept = Self.correlation(Array(values.dropLast(100)), Array(values.dropFirst(100)))
        #expect(abs(kept - exp(-1)) < 0.03)
    }

    @Test("Equal seeds wander alike, others do not; no load is beyond its bounds")
    func seeds() {
        let wander = Wander(deviation: 1.1, correlation: 0.001)
        let times = (0..<50_000).map { Double($0) }
        let values = Self.logarithms(wander, times: times)
        #expect(values == Self.logarithms(wander, times: times))
        #expect(values != Self.logarithms(wander, seed: 2, times: times))
        #expect(values.allSatisfy { abs($0) <= log(WanderingLoad.largest) })
        // A clock that is set back, or far ahead.
        #expect(Self.logarithms(wander, times: [5, 1, 1e300, 0]).allSatisfy { $0.isFinite })
        let still = Self.logarithms(wander, times: [5, 1])
        #expect(still[0] == still[1])
    }

    @Test("Each cluster has a load of its own; a shared one is the same for all")
    func clusters() {
        var memory = SimulatedMemory()
        for cluster in SimulatedCluster.allCases {
            memory.wander.own[cluster] = Wander(deviation: 0.25, correlation: 1)
        }
        func factors(_ memory: SimulatedMemory) -> ([Double], [Double]) {
            var service = ServiceMemory(memory, seed: 3)
            let pairs = (0..<20_000).map { number -> (Double, Double) in
                let time = Double(number) * 10
                return (
                    log(service.conditions(.metis, passage: "", at: time).factor),
                    log(service.conditions(.sophia, passage: "", at: time).factor)
                )
            }
            return (pairs.map(\.0), pairs.map(\.1))
        }
        let own = factors(memory)
        #expect(abs(Self.correlation(own.0, own.1)) < 0.03)
        var common = SimulatedMemory()
        common.wander.shared = Wander(deviation: 0.25, correlation: 1)
        let shared = factors(common)
        #expect(shared.0 == shared.1 && Set(shared.0).count > 1000)
    }

    @Test("A passage favours a cluster, the same each time")
    func favour() {
        var memory = SimulatedMemory()
        memory.favour = 0.08
        var service = ServiceMemory(memory, seed: 1)
        let values = (0..<10_000).map { log(service.conditions(.metis, passage: "\($0)", at: 0).factor) }
        let variance = values.reduce(0) { $0 + $1 * $1 } / 10_000
        #expect(abs(variance.squareRoot() - 0.08) < 0.003)
        let (one, again) = (
            service.conditions(.metis, passage: "7", at: 0), service.conditions(.metis, passage: "7", at: 99)
        )
        #expect(one.factor == again.factor)
        #expect(one.factor != service.conditions(.sophia, passage: "7", at: 0).factor)
    }

    @Test("A stalled service works for the rest of the time, and what is under way goes on after it")
    func stalls() {
        let clock = StallClock(Stalls(length: 0.1, distance: 0.7), seed: 5, name: "metis")
        let steps = (0...70_000).map { Double($0) / 1000 }
        let worked = steps.map(clock.worked)
        // One hundred cells of 0.7 s, each with 0.6 s of work.
        #expect(abs(worked[70_000] - 60) < 1e-9)
        let gains = zip(worked, worked.dropFirst()).map { $1 - $0 }
        #expect(gains.allSatisfy { $0 > -1e-9 && $0 < 0.001 + 1e-9 })
        let still = gains.count { $0 < 1e-9 }
        #expect((9_800...10_000).contains(still))
        for (time, work) in zip(steps, worked) {
            let back = clock.time(worked: work)
            // The same time, or the end of the stall that it lies in.
            #expect(back >= time - 1e-9 && back <= time + 0.1 + 1e-9)
            #expect(abs(clock.worked(until: back) - work) < 1e-9)
        }
        let other = StallClock(Stalls(length: 0.1, distance: 0.7), seed: 6, name: "metis")
        #expect(steps.map(other.worked) != worked)
    }

    @Test("Work is put off by the stalls in its way, own and shared alike")
    func interrupted() {
        var conditions = LoadConditions(arrival: 3.2)
        #expect(conditions.elapsed(work: 5) == 5)
        conditions.factor = 2
        conditions.wait = 0.5
        #expect(conditions.elapsed(work: 5) == 10.5)
        // Half of all time is stalled, by the one and by the other clock: a quarter is left.
        conditions = LoadConditions(arrival: 3.2)
        conditions.stalls = ["metis", "shared"].map { StallClock(Stalls(length: 0.5, distance: 1), seed: 1, name: $0) }
        #expect(abs(conditions.elapsed(work: 1000) - 4000) < 4)
        let times = (0...1000).map { conditions.elapsed(work: Double($0) / 100) }
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 } && times.allSatisfy { $0.isFinite })
        #expect(zip(times.indices, times).allSatisfy { $1 >= Double($0) / 100 })
    }

    @Test(
        "The first request after a pause waits until the service is awake, and those that come meanwhile wait with it")
    func coldStart() {
        var warmth = WarmthState(ColdStart(length: 3, idle: 60))
        #expect([0, 1, 3, 4, 60, 120].map { warmth.wait(at: $0) } == [3, 2, 0, 0, 0, 0])
        #expect([180.5, 182.5, 242.5, 303].map { warmth.wait(at: $0) } == [3, 1, 0, 3])
    }

    @Test("Every part of a latency is multiplied, by the load at the time when the request comes")
    func plans() throws {
        let now = Mutex(MonotonicTime(nanoseconds: 0))
        func box(_ change: @escaping (inout SimulatorConfiguration) -> Void) -> Box {
            Box { configuration in
                configuration.time = { now.withLock { $0 } }
                change(&configuration)
            }
        }
        func times(_ box: Box) throws -> [Double] {
            box.post(Paths.metis, Bodies.stream("gpt-oss-120b", ["min_tokens": 50]), try box.bearer()).plan.steps
                .map(\.time)
        }
        let plain = box { $0.speed = 10 }
        let wandering = box {
            $0.speed = 10
            $0.memory.wander.own[.metis] = Wander(deviation: 0.5, correlation: 30)
        }
        var factors: [Double] = []
        // 300 simulated seconds apart.
        for second in [0, 30, 60] {
            now.withLock { $0 = MonotonicTime(nanoseconds: Int64(second) * 1_000_000_000) }
            let ratios = zip(try times(wandering), try times(plain)).map { $0 / $1 }
            #expect(ratios.allSatisfy { abs($0 - ratios[0]) < 1e-9 })
            factors.append(ratios[0])
        }
        #expect(Set(factors).count == 3)
        let stalled = box {
            $0.speed = 10
            $0.memory.stalls.shared = Stalls(length: 1, distance: 2)
        }
        let (slow, fast) = (try #require(try times(stalled).last), try #require(try times(plain).last))
        #expect(slow > 1.4 * fast && slow < 3 * fast)
    }
}
