import Testing

@testable import ALCFRecord
@testable import ALCFReport

/// Every size of run from 1 to 500 prompts, 1 to 64 in flight or many rates: how often targets take turns.
@Suite struct SlicePlanTests {
    private func schedule(_ prompts: Int, targets: Int = 2, _ options: BenchmarkOptions) -> Schedule {
        Schedule(targets: targets, prompts: prompts, options: options)
    }

    /// The stages of measured requests as target, slice and place.
    private func turns(_ schedule: Schedule) -> [(target: Int, slice: Int, position: Int, count: Int)] {
        schedule.stages.compactMap { stage in
            stage.first.map { ($0.target, $0.slice, $0.position, stage.count) }
        }
    }

    private func check(_ schedule: Schedule, _ prompts: Int, targets: Int = 2, about: String) {
        let slots = schedule.slots
        // Every prompt once of each target, all of a slice's prompts in it for every target.
        #expect(Set(slots.map { [$0.target, $0.run, $0.prompt] }).count == slots.count, "\(about)")
        #expect(slots.count == targets * prompts, "\(about)")
        #expect(slots.map(\.sequence) == Array(0..<slots.count), "\(about)")
        let turns = turns(schedule)
        #expect(
            turns.map(\.slice) == (1...schedule.slices).flatMap { Array(repeating: $0, count: targets) }, "\(about)")
        #expect(turns.map(\.position) == (1...schedule.slices).flatMap { _ in Array(0..<targets) }, "\(about)")
        for block in Dictionary(grouping: slots, by: \.block).values {
            #expect(block.count == targets && Set(block.map(\.slice)).count == 1, "\(about)")
        }
        // Of each two neighbouring slices the second reverses the first: no target is first more often, or earlier on the whole.
        for pair in stride(from: 0, to: schedule.slices - schedule.slices % 2, by: 2) {
            let orders = (0...1).map { half in
                turns[((pair + half) * targets)..<((pair + half + 1) * targets)].map(\.target)
            }
            #expect(orders[0] == orders[1].reversed(), "\(about)")
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 8, 13, 16, 32, 64]) func closedLoops(concurrency: Int) {
        for prompts in 1...500 where prompts < 40 || prompts % 7 == 0 || prompts % (8 * concurrency) < 2 {
            let options = BenchmarkOptions(concurrency: concurrency, seed: UInt64(prompts), warmup: 0)
            let schedule = schedule(prompts, options)
            let about = "\(prompts) prompts, \(concurrency) in flight"
            check(schedule, prompts, about: about)
            let sizes = turns(schedule).map(\.count)
            if concurrency == 1 {
                #expect(schedule.slices == prompts, "\(about)")
                continue
            }
            if prompts >= 16 * concurrency { #expect(schedule.slices >= SlicePlan.wanted, "\(about)") }
            if prompts >= 64 * concurrency { #expect(schedule.slices >= 16, "\(about)") }
            if schedule.slices > 2 { #expect(sizes.allSatisfy { $0 >= 2 * concurrency }, "\(about)") }
            if schedule.slices > 1 {
                #expect(schedule.slices.isMultiple(of: 2) && sizes.allSatisfy { $0 >= concurrency }, "\(about)")
                #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1, "\(about)")
            }
            // Never silently fewer.
            let advice = SlicePlan(options, conversations: prompts, targets: 2).advice()
            #expect((advice == nil) == (schedule.slices >= SlicePlan.wanted), "\(about)")
            #expect(advice?.remedy.contains("--samples \(16 * concurrency) with") ?? true, "\(about)")
            #expect(advice.map { $0.isGrave == (schedule.slices < SlicePlan.least) } ?? true, "\(about)")
        }
    }

    /// As in "For 8 slices give --samples 128".
    private func number(_ advice: SlicePlan.Advice) -> Int? {
        Array(advice.remedy.split { !$0.isNumber }.compactMap { Int($0) }.dropFirst()).first
    }

    @Test func theRemedyHelps() throws {
        for (prompts, options) in [
            (30, BenchmarkOptions(concurrency: 8)), (10, BenchmarkOptions(runs: 3, concurrency: 16)),
            (10, BenchmarkOptions(rate: 20)), (5, BenchmarkOptions(rate: 0.1)),
            (3, BenchmarkOptions(runs: 2, rate: 400)),
            (10, BenchmarkOptions(rate: 2, ramp: 5)),
        ] {
            let advice = try #require(SlicePlan(options, conversations: prompts, targets: 2).advice())
            let samples = try #require(number(advice), "\(advice.remedy)")
            #expect(
                SlicePlan(options, conversations: samples, targets: 2).count == SlicePlan.wanted, "\(advice.remedy)")
            #expect(SlicePlan(options, conversations: samples, targets: 2).advice() == nil)
        }
        for options in [
            BenchmarkOptions(rate: 20, duration: 5), BenchmarkOptions(rate: 0.2, duration: 60),
            BenchmarkOptions(rate: 3, ramp: 4, duration: 30), BenchmarkOptions(concurrency: 4, duration: 10),
        ] {
            let advice = try #require(SlicePlan(options, conversations: 5_000, targets: 2).advice())
            var longer = options
            longer.duration = Double(try #require(number(advice), "\(advice.remedy)"))
            #expect(SlicePlan(longer, conversations: 5_000, targets: 2).advice() == nil, "\(advice.remedy)")
        }
    }

    @Test(arguments: [2, 3, 4, 5]) func moreThanTwoTargetsReverseToo(targets: Int) {
        let schedule = schedule(128, targets: targets, BenchmarkOptions(concurrency: 4, warmup: 0))
        check(schedule, 128, targets: targets, about: "\(targets) targets")
        #expect(schedule.slices == 8)
        let places = Dictionary(grouping: turns(schedule), by: \.target).mapValues { $0.reduce(0) { $0 + $1.position } }
        #expect(Set(places.values) == [8 * (targets - 1) / 2])
    }

    @Test func firstPlacesAreDrawn() {
        let firsts = (0..<40).map { seed in
            turns(schedule(128, BenchmarkOptions(concurrency: 8, seed: seed, warmup: 0))).filter { $0.position == 0 }
                .map(\.target)
        }
        #expect(firsts.allSatisfy { $0.count == 8 && $0.count { $0 == 0 } == 4 })
        #expect(Set(firsts).count > 8)
    }

    @Test(arguments: [0.1, 0.5, 1, 3, 20, 100, 1000]) func openLoops(rate: Double) {
        for prompts in [1, 2, 5, 10, 30, 64, 100, 128, 200, 333, 500] {
            let options = BenchmarkOptions(seed: UInt64(prompts), warmup: 0, rate: rate)
            let schedule = schedule(prompts, options)
            let about = "\(prompts) prompts at \(rate)"
            check(schedule, prompts, about: about)
            let seconds = Double(prompts) / rate
            let enough = seconds >= 16 || prompts >= 192
            if enough, prompts >= 16 { #expect(schedule.slices >= SlicePlan.wanted, "\(about)") }
            #expect(
                (SlicePlan(options, conversations: prompts, targets: 2).advice() == nil)
                    == (schedule.slices >= SlicePlan.wanted), "\(about)")
        }
        for duration in [10.0, 60, 300, 900] {
            let options = BenchmarkOptions(seed: 3, warmup: 0, rate: rate, duration: duration)
            let schedule = schedule(5_000, options)
            if duration >= 60, rate * duration >= 40 { #expect(schedule.slices >= 8, "\(rate) for \(duration)") }
            #expect(schedule.slices <= max(16, Int(duration / 30)))
            for (one, other) in zip(schedule.stages, schedule.stages.dropFirst()) where one[0].slice == other[0].slice {
                #expect(one.map(\.due) == other.map(\.due) && one.map(\.prompt) == other.map(\.prompt))
            }
        }
    }

    @Test func aRampLeavesMostOfASliceAlone() {
        let options = BenchmarkOptions(warmup: 0, rate: 10, ramp: 5, duration: 60)
        let schedule = schedule(1_000, options)
        // Slices of 20 s at least, 5 of which it rises: three, and so two.
        #expect(schedule.slices == 2)
        #expect(SlicePlan(options, conversations: 1_000, targets: 2).advice()?.isGrave == true)
        let closed = BenchmarkOptions(concurrency: 4, warmup: 0, ramp: 5)
        #expect(self.schedule(200, closed).slices == 1)
        let advice = SlicePlan(closed, conversations: 200, targets: 2).advice()
        #expect(advice?.remedy.contains("no --ramp") == true && advice?.message.contains("come before all") == true)
    }

    @Test func slicesThatAreGivenRule() {
        for slices in [1, 2, 3, 7, 50] {
            #expect(schedule(64, BenchmarkOptions(concurrency: 4, warmup: 0, slices: slices)).slices == slices)
            #expect(schedule(64, BenchmarkOptions(warmup: 0, rate: 9, slices: slices)).slices == slices)
        }
        #expect(schedule(5, BenchmarkOptions(concurrency: 4, warmup: 0, slices: 9)).slices == 5)
        #expect(SlicePlan(BenchmarkOptions(concurrency: 8, slices: 1), conversations: 30, targets: 2).advice() == nil)
    }

    @Test func whoTakesNoTurnsIsNotCut() {
        #expect(schedule(500, targets: 1, BenchmarkOptions(concurrency: 8, warmup: 0)).slices == 1)
        #expect(schedule(500, targets: 1, BenchmarkOptions(warmup: 0, rate: 1)).slices == 1)
        for options in [
            BenchmarkOptions(concurrency: 8, isBothAtOnce: true), BenchmarkOptions(concurrency: 1),
            BenchmarkOptions(rate: 2, isBothAtOnce: true),
        ] {
            #expect(SlicePlan(options, conversations: 10, targets: 2).advice() == nil)
        }
        #expect(SlicePlan(BenchmarkOptions(concurrency: 8), conversations: 10, targets: 1).advice() == nil)
    }

    @Test func repetitionsAreCutAsOneList() {
        let schedule = schedule(10, BenchmarkOptions(runs: 16, concurrency: 5, warmup: 0))
        #expect(schedule.slices == 8)
        check(schedule, 160, about: "10 prompts, 16 times")
    }

    @Test func timedRunsBeginWithTheShortestSlices() {
        for (concurrency, prompts) in [(2, 100), (4, 64), (8, 3_000), (8, 128), (64, 2_000)] {
            let options = BenchmarkOptions(concurrency: concurrency, warmup: 0, duration: 60)
            let schedule = schedule(prompts, options)
            check(schedule, prompts, about: "\(concurrency) in flight for 60 s")
            let sizes = turns(schedule).map(\.count)
            // Eight of each target at the earliest moment at which there can be eight.
            #expect(sizes.prefix(15).allSatisfy { $0 == 2 * concurrency })
            #expect(sizes.allSatisfy { (2 * concurrency..<10 * concurrency).contains($0) })
            #expect(schedule.slices >= 8)
        }
    }
}
