import ALCFClient
import ALCFSystem
import TestSupport
import Testing

@testable import ALCFLoad
@testable import ALCFRecord

/// What must hold of ``StageMachine`` whatever happens in whatever order.
@Suite struct StageMachineRandomTests {
    /// A stage drawn at random, what happens to it, and what was seen.
    struct Course {
        let conversations: [Conversation]
        let rules: StageRules
        let rate: Double?
        var stage: StageSimulation
        /// When each request ended, and whether it failed.
        var ends: [Int: (at: MonotonicTime, failed: Bool)] = [:]
        /// How many requests were sent or skipped when it was stopped; nil where it was not.
        var doneAtStop: Int?
        var isStopped: Bool { doneAtStop != nil }

        init(_ random: inout TestRandom) {
            let targets = Int.random(in: 1...3, using: &random)
            let count = Int.random(in: 0...12, using: &random) * targets
            let isOpen = Bool.random(using: &random)
            func maybe(_ range: ClosedRange<Double>) -> Double {
                Bool.random(using: &random) ? Double.random(in: range, using: &random) : 0
            }
            let turns = (0..<count).map { _ in random.oneIn(2) ? 1 : Int.random(in: 1...4, using: &random) }
            let due = isOpen ? (0..<count).map { _ in maybe(0...5) } : nil
            let unanswered = Set((0..<count).filter { _ in random.oneIn(10) })
            conversations = StageSimulation.conversations(
                turns, target: { $0 % targets }, block: { $0 / targets + 1 }, due: due,
                answered: { !unanswered.contains($0) })
            var rules = StageRules(concurrency: Int.random(in: 1...4, using: &random), ramp: maybe(0...3))
            rules.think = maybe(0...1)
            rules.maxInFlight = Bool.random(using: &random) ? Int.random(in: 1...3, using: &random) : nil
            rules.pacedTargets = Set((0..<targets).filter { _ in Bool.random(using: &random) })
            if !isOpen, Bool.random(using: &random) {
                rules.end = MonotonicTime(nanoseconds: 0).advanced(by: Double.random(in: 0...5, using: &random))
            }
            self.rules = rules
            rate = Bool.random(using: &random) ? Double.random(in: 0.5...20, using: &random) : nil
            let failing = Set((0..<200).filter { _ in random.oneIn(5) })
            stage = StageSimulation(conversations, rules, pacer: rate.map { RequestPacer(rate: $0) })
            stage.failsAtOnce = { failing.contains($0) }
        }

        /// Lets something happen; false where nothing can any more.
        mutating func step(_ random: inout TestRandom) -> Bool {
            let sent = stage.sent.count
            defer {
                for (turn, at) in stage.sent[sent...] where stage.failsAtOnce(turn.slot.sequence) {
                    ends[turn.slot.sequence] = (at, true)
                }
            }
            if !isStopped, random.oneIn(200) {
                doneAtStop = stage.sent.count + stage.skipped.count
                stage.stop()
                return true
            }
            if let sequence = stage.flying.randomElement(using: &random), Bool.random(using: &random) {
                let fails = random.oneIn(6)
                ends[sequence] = (stage.now, fails)
                stage.end(sequence, fails: fails)
                return true
            }
            if random.oneIn(2) {
                let seconds = stage.now.seconds(since: MonotonicTime(nanoseconds: 0))
                stage.advance(
                    to: seconds + Double.random(in: 0...0.3, using: &random), late: Bool.random(using: &random))
                return true
            }
            return stage.callNext() || !stage.flying.isEmpty
        }
    }

    @Test func nothingIsLostDoubledOrBeforeItsTime() {
        var random = TestRandom()
        var stops = 0
        var cuts = 0
        for round in 0..<4_000 {
            var course = Course(&random)
            course.stage.start()
            for sequence in course.stage.order where course.stage.failsAtOnce(sequence) {
                course.ends[sequence] = (course.stage.now, true)
            }
            var steps = 0
            while !course.stage.machine.isOver {
                steps += 1
                guard course.step(&random), steps < 50_000 else {
                    Issue.record("round \(round), seed \(TestRandom.seed): nothing goes on, and it is not over")
                    return
                }
                checkStep(course, round)
            }
            checkEnd(course, round)
            // What was asked for at a time may still be called, and changes nothing.
            let sent = course.stage.order
            while course.stage.callNext() {}
            #expect(course.stage.order == sent && course.stage.machine.isOver)
            if course.isStopped { stops += 1 }
            if course.stage.sent.count + course.stage.skipped.count < course.conversations.flatMap(\.slots).count {
                cuts += 1
            }
        }
        // The rounds are such as to reach what is to be checked.
        #expect(stops > 200 && cuts > stops)
    }

    private func checkStep(_ course: Course, _ round: Int) {
        let stage = course.stage
        let flying = Dictionary(grouping: stage.inFlight, by: \.slot.target).mapValues(\.count)
        let isOpen = course.conversations.contains { $0.slot.due != nil }
        let most = min(course.rules.maxInFlight ?? .max, isOpen ? .max : course.rules.concurrency)
        #expect(flying.values.allSatisfy { $0 <= most }, "round \(round): \(flying)")
        let isAsked = stage.timers.contains { $0.timer == .delivery }
        #expect(stage.undelivered == 0 || isAsked, "round \(round): ended and not handed on")
        #expect(!stage.machine.isOver || stage.inFlight.isEmpty && stage.undelivered == 0, "round \(round)")
    }

    private func checkEnd(_ course: Course, _ round: Int) {
        let comment: Comment = "round \(round), seed \(TestRandom.seed)"
        let stage = course.stage
        let done = stage.order + stage.skipped
        #expect(Set(done).count == done.count, comment)
        #expect(stage.sent.allSatisfy { $0.at >= $0.turn.scheduled }, comment)
        #expect(course.doneAtStop == nil || course.doneAtStop == done.count, comment)
        let isWhole = !course.isStopped && course.rules.end == nil
        if isWhole { #expect(done.count == course.conversations.flatMap(\.slots).count, comment) }

        let sent = Dictionary(uniqueKeysWithValues: stage.sent.map { ($0.turn.slot.sequence, $0) })
        let skipped = Set(stage.skipped)
        for conversation in course.conversations {
            var before: Schedule.Slot?
            var isAnswered = conversation.history != nil
            for slot in conversation.slots {
                if let before, let (turn, at) = sent[slot.sequence] {
                    // Only after an answer, with all that was said, and after the time to think.
                    let end = course.ends[before.sequence]
                    #expect(end?.failed == false && isAnswered, comment)
                    #expect(end.map { at >= $0.at.advanced(by: course.rules.think) } == true, comment)
                    #expect(turn.conversation.history?.count == 2 * slot.turn, comment)
                }
                #expect(!skipped.contains(slot.sequence) || !isAnswered, comment)
                if let end = course.ends[slot.sequence] { isAnswered = isAnswered && !end.failed }
                before = slot
            }
        }
        checkOrder(course, comment)
        checkPace(course, comment)
        checkBlocks(course, done, comment)
    }

    /// What waits for the same thing is served in the order in which it came.
    private func checkOrder(_ course: Course, _ comment: Comment) {
        let isOpen = course.conversations.contains { $0.slot.due != nil }
        guard isOpen || course.rules.ramp == 0 else { return }
        for (_, sent) in Dictionary(grouping: course.stage.sent, by: \.turn.slot.target) {
            let firsts = sent.map(\.turn).filter { $0.slot.turn == 0 }
            for (first, second) in zip(firsts, firsts.dropFirst()) {
                #expect(first.scheduled <= second.scheduled, comment)
                if !isOpen { #expect(first.slot.sequence < second.slot.sequence, comment) }
            }
        }
    }

    private func checkPace(_ course: Course, _ comment: Comment) {
        guard let rate = course.rate else { return }
        let limit = max(1, Int(rate))
        let times = course.stage.sent.filter { course.rules.pacedTargets.contains($0.turn.slot.target) }.map(\.at)
        for (first, later) in zip(times, times.dropFirst(limit)) {
            #expect(later.seconds(since: first) > 1.05 * Double(limit) / rate - 1e-6, comment)
        }
    }

    /// Of a closed loop that was not stopped, each target was asked the same blocks.
    private func checkBlocks(_ course: Course, _ done: [Int], _ comment: Comment) {
        guard !course.isStopped, !course.conversations.contains(where: { $0.slot.due != nil }) else { return }
        let done = Set(done)
        var blocks: [Int: Set<Int>] = [:]
        for conversation in course.conversations {
            blocks[conversation.slot.target, default: []].formUnion(
                done.contains(conversation.slot.sequence) ? [conversation.slot.block] : [])
        }
        #expect(Set(blocks.values).count <= 1, comment)
    }
}
