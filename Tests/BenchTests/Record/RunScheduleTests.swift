import ALCFSystem
import Testing

@testable import ALCFRecord
@testable import ALCFStatistics

@Suite struct RunScheduleTests {
    func schedule(_ targets: Int = 2, _ prompts: Int = 12, _ options: BenchmarkOptions) -> Schedule {
        Schedule(targets: targets, prompts: prompts, options: options)
    }

    @Test func everyPromptGoesToEveryTargetOncePerRun() {
        for concurrency in [1, 3, 8] {
            let slots = schedule(3, 40, BenchmarkOptions(runs: 2, concurrency: concurrency, warmup: 2)).slots
            let measured = slots.filter { $0.phase == .measured }
            #expect(slots.map(\.sequence) == Array(0..<slots.count))
            #expect(slots.count { $0.phase == .warmup } == 6)
            #expect(measured.count == 240)
            #expect(Set(measured.map { [$0.run, $0.target, $0.prompt] }).count == 240)
            // A block is one prompt in one run, once for each target.
            for block in Dictionary(grouping: measured, by: \.block).values {
                #expect(Set(block.map(\.target)) == [0, 1, 2])
                #expect(Set(block.map(\.prompt)).count == 1 && Set(block.map(\.run)).count == 1)
                #expect(Set(block.map(\.position)) == [0, 1, 2])
            }
        }
    }

    @Test func theSameSeedGivesTheSameOrderAndAnotherAnother() {
        let one = schedule(2, 30, BenchmarkOptions(seed: 1))
        #expect(one == schedule(2, 30, BenchmarkOptions(seed: 1)))
        #expect(one != schedule(2, 30, BenchmarkOptions(seed: 2)))
    }

    @Test func neighbouringBlocksReverseEachOther() {
        let stages = schedule(3, 20, BenchmarkOptions(warmup: 0)).stages.map { $0[0] }
        let orders = stride(from: 0, to: stages.count, by: 3).map { stages[$0..<$0 + 3].map(\.target) }
        #expect(orders.count == 20)
        for pair in stride(from: 0, to: 20, by: 2) { #expect(orders[pair] == orders[pair + 1].reversed()) }
        // So each target is first as often as last, and not always the same one.
        #expect(Set(stride(from: 0, to: 20, by: 2).map { orders[$0] }).count > 1)
    }

    @Test func onlyOneTargetIsLoadedAtATimeUnlessAskedFor() {
        let slices = schedule(2, 64, BenchmarkOptions(concurrency: 4, warmup: 0)).stages
        #expect(slices.count == 16)
        #expect(slices.allSatisfy { Set($0.map(\.target)).count == 1 && $0.count == 8 })
        #expect(slices[0][0].target == slices[3][0].target && slices[1][0].target == slices[2][0].target)
        let both = schedule(2, 64, BenchmarkOptions(concurrency: 4, warmup: 0, isBothAtOnce: true)).stages
        #expect(both.count == 2)
        #expect(both.allSatisfy { Set($0.map(\.target)) == [0, 1] && $0.count == 64 })
        #expect(schedule(2, 64, BenchmarkOptions(concurrency: 4, warmup: 0, slices: 1)).stages.count == 2)
    }

    @Test func openLoopGivesEveryTargetTheSameArrivals() {
        for arrival in [Arrival.poisson, .constant, .gamma] {
            let options = BenchmarkOptions(runs: 3, warmup: 0, rate: 4, arrival: arrival)
            let stages = schedule(2, 100, options).stages
            // 300 requests at 4/s are 75 s: eight slices.
            #expect(stages.count == 16)
            for pair in stride(from: 0, to: 16, by: 2) {
                #expect(stages[pair].map(\.due) == stages[pair + 1].map(\.due))
            }
            #expect(Set(stages.joined().filter { $0.target == 0 }.map(\.block)) == Set(1...300))
            let slices = stride(from: 0, to: 16, by: 2).map { stages[$0].compactMap(\.due) }
            #expect(slices.allSatisfy { $0 == $0.sorted() && (37...38).contains($0.count) })
            // What a slice of Poisson arrivals waits for its first is a gap like any other.
            let gaps = arrival == .constant ? 300 - 8 : 300.0
            let mean = slices.reduce(0) { $0 + ($1.last ?? 0) } / gaps
            #expect(arrival == .constant ? abs(mean - 0.25) < 1e-9 : (0.2...0.3).contains(mean), "\(arrival) \(mean)")
        }
    }

    @Test func poissonGapsScatterAsTheyShould() {
        let options = BenchmarkOptions(runs: 20, warmup: 0, rate: 10, slices: 1)
        let due = schedule(1, 200, options).stages[0].compactMap(\.due)
        let gaps = zip(due.dropFirst(), due).map { $0 - $1 }
        let mean = gaps.reduce(0, +) / Double(gaps.count)
        let variance = gaps.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(gaps.count)
        #expect(abs(mean - 0.1) < 0.006)
        // Of an exponential distribution the standard deviation is the mean.
        #expect(abs(variance.squareRoot() / mean - 1) < 0.06)
    }

    @Test func gammaGapsScatterAsTheBurstinessSays() {
        for burstiness in [0.25, 0.5, 1, 4] {
            var options = BenchmarkOptions(runs: 40, warmup: 0, rate: 10, arrival: .gamma, slices: 1)
            options.burstiness = burstiness
            let due = schedule(1, 200, options).stages[0].compactMap(\.due)
            let gaps = zip(due.dropFirst(), due).map { $0 - $1 }
            let mean = gaps.reduce(0, +) / Double(gaps.count)
            let variance = gaps.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(gaps.count)
            // Mean 1 ÷ rate; the coefficient of variation of a gamma distribution is 1 ÷ √shape.
            #expect(abs(mean - 0.1) < 0.01)
            #expect(abs(variance.squareRoot() / mean * burstiness.squareRoot() - 1) < 0.1)
        }
    }

    @Test func gammaDrawsHaveTheMomentsOfTheDistribution() {
        // scipy.stats.gamma(2.5): mean 2.5, variance 2.5, skewness 2/√2.5 = 1.2649; P(X < 1) = 0.150855.
        var generator = SplitMix64(seed: 11)
        let draws = (0..<100_000).map { _ in generator.gamma(shape: 2.5) }
        let mean = draws.reduce(0, +) / 1e5
        let variance = draws.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 1e5
        #expect(abs(mean - 2.5) < 0.02 && abs(variance - 2.5) < 0.06)
        #expect(abs(Double(draws.count { $0 < 1 }) / 1e5 - 0.150855) < 0.004)
    }

    @Test func promptsOfTheWarmUpFollowTheMeasuredOnes() {
        let slots = schedule(2, 6, BenchmarkOptions(warmup: 2)).slots
        #expect(slots.filter { $0.phase == .warmup }.map(\.prompt) == [6, 6, 7, 7])
        #expect(slots.filter { $0.phase == .measured }.allSatisfy { $0.prompt < 6 })
    }

    @Test func durationAndRampShapeTheArrivals() {
        let options = BenchmarkOptions(warmup: 0, rate: 10, arrival: .constant, ramp: 4, duration: 20, slices: 1)
        let slots = schedule(1, 5, options).stages[0]
        let due = slots.compactMap(\.due)
        // Rising from 0 to 10/s over 4 s brings 20 requests, the other 16 s bring 160.
        #expect(due.count == 180 && due.allSatisfy { $0 < 20 })
        #expect(due.count { $0 < 4 } == 20)
        #expect(due.count { $0 < 2 } == 5)
        #expect(slots.count { $0.phase == .warmup } == 20)
        #expect(slots.last?.run == 36)
        #expect(slots.map(\.prompt).prefix(6) == [0, 1, 2, 3, 4, 0])
    }
}
