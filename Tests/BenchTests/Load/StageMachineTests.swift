import ALCFClient
import ALCFSystem
import Testing

@testable import ALCFLoad
@testable import ALCFRecord

/// Each rule of ``StageMachine``, on a clock that stands still.
@Suite struct StageMachineTests {
    typealias Simulation = StageSimulation

    func time(_ seconds: Double) -> MonotonicTime { MonotonicTime(nanoseconds: 0).advanced(by: seconds) }

    // MARK: A closed loop

    @Test func theEndOfOneRequestBeginsTheNextThereAndThen() {
        var stage = Simulation(Simulation.requests(4), StageRules(concurrency: 2))
        stage.start()
        #expect(stage.order == [0, 1])
        stage.advance(to: 3)
        stage.end(1)
        #expect(stage.order == [0, 1, 2] && stage.sent[2].at == time(3) && stage.sent[2].turn.scheduled == time(3))
        stage.end(0)
        stage.end(2)
        #expect(!stage.machine.isOver && stage.flying == [3])
        stage.end(3)
        #expect(stage.machine.isOver && stage.order == [0, 1, 2, 3])
    }

    @Test func eachTargetHasAsManyUnderWay() {
        let conversations = Simulation.conversations(
            [1, 1, 1, 1, 1, 1], target: { $0 % 2 }, block: { $0 / 2 + 1 })
        var stage = Simulation(conversations, StageRules(concurrency: 2))
        stage.start()
        #expect(stage.order == [0, 1, 2, 3])
        // The faster target does not take the other's places.
        stage.end(0)
        stage.end(2)
        #expect(stage.order == [0, 1, 2, 3, 4] && stage.flying == [1, 3, 4])
    }

    @Test func aRampBringsThePlacesOneAfterTheOther() {
        var stage = Simulation(Simulation.requests(5), StageRules(concurrency: 4, ramp: 2))
        stage.start()
        #expect(stage.order == [0])
        stage.advance(to: 0.4)
        stage.end(0)
        // A place that was taken is taken again at once; the others keep their time and their request.
        #expect(stage.order == [0, 4])
        stage.advance(to: 2)
        #expect(stage.order == [0, 4, 1, 2, 3])
        #expect(stage.sent.map(\.at) == [0, 0.4, 0.5, 1, 1.5].map(time))
        #expect(stage.sent.allSatisfy { $0.turn.scheduled == $0.at })
    }

    @Test func theNextTurnComesAfterTheTimeToThink() {
        var stage = Simulation(Simulation.conversations([2, 1]), StageRules(think: 3))
        stage.start()
        stage.advance(to: 1)
        stage.end(0)
        #expect(stage.order == [0])
        stage.advance(to: 3.999)
        #expect(stage.order == [0])
        stage.advance(to: 4.5)
        #expect(stage.order == [0, 1] && stage.sent[1].turn.scheduled == time(4))
        #expect(stage.sent[1].turn.conversation.history?.map(\.text) == ["q0", "a"])
        // A conversation keeps its place until its last turn has ended.
        stage.end(1)
        #expect(stage.order == [0, 1, 2])
    }

    @Test func afterATurnWithoutAnAnswerTheRestIsSkippedAtOnce() {
        var stage = Simulation(Simulation.conversations([3, 1]), StageRules(think: 3))
        stage.start()
        stage.end(0, fails: true)
        #expect(stage.order == [0, 3] && stage.skipped == [1, 2])
        stage.end(3)
        #expect(stage.machine.isOver)
    }

    @Test func whatFollowsAnUnansweredTurnOfAnEarlierSessionIsSkipped() {
        var stage = Simulation(Simulation.conversations([2, 1], answered: { $0 > 0 }))
        stage.start()
        #expect(stage.skipped == [0, 1] && stage.order == [2])
    }

    // MARK: An open loop

    @Test func whatIsDueIsSentWhateverComesBack() {
        var stage = Simulation(Simulation.requests(3, due: [0.5, 0.1, 0.2]))
        stage.start()
        stage.advance(to: 1)
        // The first is due when the stage begins.
        #expect(stage.order == [1, 2, 0] && stage.sent.map(\.at) == [0, 0.1, 0.4].map(time))
        #expect(stage.flying.count == 3)
        stage.end(0)
        #expect(!stage.machine.isOver)
        stage.end(1)
        stage.end(2)
        #expect(stage.machine.isOver && stage.sent.count == 3)
    }

    @Test func aLateClockSendsAllThatIsDueByItsOwnTime() {
        var stage = Simulation(Simulation.requests(4, due: [0, 1, 2, 9]))
        stage.start()
        stage.advance(to: 5, late: true)
        #expect(stage.order == [0, 1, 2])
        #expect(stage.sent.map(\.turn.scheduled) == [0, 1, 2].map(time))
        #expect(stage.sent.dropFirst().allSatisfy { $0.at == time(5) })
    }

    @Test func anOpenLoopsConversationGoesOnFromItsAnswer() {
        var stage = Simulation(Simulation.conversations([2, 1], due: [0, 1]), StageRules(think: 5))
        stage.start()
        stage.advance(to: 0.5)
        stage.end(0)
        stage.advance(to: 6)
        #expect(stage.order == [0, 2, 1] && stage.sent[2].at == time(5.5))
    }

    // MARK: The cap of requests in flight

    @Test func whatIsAboveTheCapWaitsInOrder() {
        var stage = Simulation(Simulation.requests(5, due: [0, 0, 0, 0, 1]), StageRules(maxInFlight: 2))
        stage.start()
        stage.advance(to: 0.5)
        #expect(stage.order == [0, 1])
        stage.end(1)
        #expect(stage.order == [0, 1, 2] && stage.sent[2].turn.scheduled == time(0) && stage.sent[2].at == time(0.5))
        stage.advance(to: 2)
        stage.end(2)
        stage.end(3)
        #expect(stage.order == [0, 1, 2, 3, 4] && stage.flying == [0, 4])
    }

    @Test func eachTargetHasACapOfItsOwn() {
        let conversations = Simulation.conversations(
            [1, 1, 1, 1], target: { $0 / 2 }, due: [0, 0, 0, 0])
        var stage = Simulation(conversations, StageRules(maxInFlight: 1))
        stage.start()
        stage.advance(to: 0)
        #expect(stage.order == [0, 2])
        stage.end(2)
        #expect(stage.order == [0, 2, 3])
    }

    @Test func aPlaceThatIsGivenBackIsTakenAgain() {
        var stage = Simulation(Simulation.requests(3, due: [0, 1, 2]), StageRules(maxInFlight: 1))
        stage.start()
        stage.advance(to: 0.5)
        stage.end(0)
        stage.advance(to: 2.5)
        #expect(stage.order == [0, 1])
        stage.end(1)
        #expect(stage.order == [0, 1, 2])
    }

    // MARK: The limit of requests a second

    @Test func theLimitLetsSoManyGoInAWindow() {
        var stage = Simulation(
            Simulation.requests(5), StageRules(concurrency: 5, pacedTargets: [0]), pacer: RequestPacer(rate: 2))
        stage.start()
        #expect(stage.order == [0, 1])
        stage.advance(to: 1)
        #expect(stage.order == [0, 1])
        stage.advance(to: 1.05)
        #expect(stage.order == [0, 1, 2, 3] && stage.sent[3].turn.scheduled == time(0))
        stage.advance(to: 9)
        #expect(stage.order == [0, 1, 2, 3, 4])
    }

    @Test func theLimitHoldsUpNoOtherTarget() {
        let conversations = Simulation.conversations(
            [1, 1, 1, 1], target: { $0 % 2 }, due: [0, 0, 0, 0])
        var stage = Simulation(conversations, StageRules(pacedTargets: [0]), pacer: RequestPacer(rate: 1))
        stage.start()
        stage.advance(to: 0)
        #expect(stage.order == [0, 1, 3])
        stage.advance(to: 2)
        #expect(stage.order == [0, 1, 3, 2] && stage.sent[3].at == time(1.05))
    }

    @Test func theNextStageHeedsWhatTheOneBeforeSent() {
        var first = Simulation(
            Simulation.requests(1), StageRules(pacedTargets: [0]), pacer: RequestPacer(rate: 1))
        first.start()
        first.end(0)
        var second = Simulation(Simulation.requests(1), StageRules(pacedTargets: [0]), pacer: first.machine.pacer)
        second.start()
        #expect(second.order.isEmpty)
        second.advance(to: 1.05)
        #expect(second.order == [0])
    }

    @Test func whatIsSkippedTakesNoPlaceAndNoTurn() {
        let conversations = Simulation.conversations([1, 1, 1, 1], due: [0, 0, 0, 0], answered: { $0 % 2 == 1 })
        var stage = Simulation(
            conversations, StageRules(maxInFlight: 2, pacedTargets: [0]), pacer: RequestPacer(rate: 2))
        stage.start()
        stage.advance(to: 0)
        #expect(stage.skipped == [0, 2] && stage.order == [1, 3])
    }

    // MARK: The end of its time

    @Test func whenTimeIsOverOtherTargetsGetTheBlocksOfTheFirst() {
        // Two lanes of the same four blocks; the first target is faster.
        let conversations = Simulation.conversations(
            Array(repeating: 1, count: 8), target: { $0 % 2 }, block: { $0 / 2 + 1 })
        var stage = Simulation(conversations, StageRules(end: time(10)))
        stage.start()
        stage.advance(to: 1)
        stage.end(0)
        stage.end(2)
        #expect(stage.flying == [1, 4])
        stage.advance(to: 10)
        stage.end(4)
        #expect(stage.order == [0, 1, 2, 4])
        stage.end(1)
        stage.end(3)
        stage.end(5)
        #expect(stage.order == [0, 1, 2, 4, 3, 5] && stage.machine.isOver)
    }

    @Test func aConversationThatWasBegunIsEndedAfterItsTime() {
        var stage = Simulation(Simulation.conversations([3, 1]), StageRules(think: 8, end: time(10)))
        stage.start()
        stage.advance(to: 5)
        stage.end(0)
        stage.advance(to: 14)
        stage.end(1)
        stage.advance(to: 30)
        stage.end(2)
        #expect(stage.order == [0, 1, 2] && stage.machine.isOver)
    }

    @Test func aTimeThatWasOverBeforeBeginsNothing() {
        var stage = Simulation(Simulation.requests(3), StageRules(concurrency: 2, end: time(0)))
        stage.start()
        #expect(stage.order.isEmpty && stage.machine.isOver && stage.deliveries == 1)
    }

    @Test func whatWaitsForItsPlaceOrItsTurnWhenTimeIsOverIsSentStill() {
        // Of four places of a ramp two are taken; the requests of the others were given out already.
        var ramp = Simulation(Simulation.requests(9), StageRules(concurrency: 4, ramp: 4, end: time(1.5)))
        ramp.start()
        ramp.advance(to: 9)
        for sequence in 0..<4 { ramp.end(sequence) }
        #expect(ramp.order == [0, 1, 2, 3] && ramp.machine.isOver)
        var paced = Simulation(
            Simulation.requests(9), StageRules(concurrency: 3, end: time(0.5), pacedTargets: [0]),
            pacer: RequestPacer(rate: 1))
        paced.start()
        paced.advance(to: 9)
        for sequence in 0..<3 { paced.end(sequence) }
        #expect(paced.order == [0, 1, 2] && paced.machine.isOver)
    }

    // MARK: The stop

    /// Stages in which something waits for each thing that can be waited for, stopped in the middle.
    static var waiting: [(name: String, stage: StageSimulation, inFlight: Int)] {
        [
            ("a place of a ramp", Simulation(Simulation.requests(5), StageRules(concurrency: 2, ramp: 9)), 1),
            ("the time to think", Simulation(Simulation.conversations([2, 2]), StageRules(think: 9)), 0),
            ("an arrival", Simulation(Simulation.requests(3, due: [0, 0, 9])), 2),
            ("the cap", Simulation(Simulation.requests(3, due: [0, 0, 0]), StageRules(maxInFlight: 1)), 1),
            (
                "the limit",
                Simulation(
                    Simulation.requests(4), StageRules(concurrency: 3, pacedTargets: [0]), pacer: RequestPacer(rate: 1)),
                1
            ),
            ("a lane", Simulation(Simulation.requests(9), StageRules(concurrency: 2)), 2),
        ]
    }

    @Test(arguments: 0..<6) func afterAStopNothingIsSentAndAllIsOverWithWhatIsUnderWay(number: Int) {
        var (name, stage, inFlight) = Self.waiting[number]
        stage.start()
        stage.advance(to: 0.1)
        if name == "the time to think" { stage.end(0) }
        let sent = stage.order
        #expect(stage.flying.count == inFlight, "\(name)")
        stage.stop()
        #expect(stage.cancels == (inFlight > 0 ? 1 : 0) && stage.machine.isOver == (inFlight == 0), "\(name)")
        stage.advance(to: 20)
        for sequence in stage.flying { stage.end(sequence, fails: true) }
        stage.advance(to: 40)
        #expect(stage.machine.isOver && stage.order == sent && stage.skipped.isEmpty, "\(name)")
        #expect(stage.undelivered == 0, "\(name)")
        let deliveries = stage.deliveries
        stage.stop()
        #expect(stage.machine.isOver && stage.order == sent && stage.deliveries > deliveries, "\(name)")
    }

    @Test func whatWasNotTakenFromTheMachineWhenItStoppedIsNotDone() {
        var machine = StageMachine(Simulation.requests(5), rules: StageRules(concurrency: 3))
        machine.started(at: time(0))
        guard case .send(let turn) = machine.next() else {
            Issue.record("nothing is sent")
            return
        }
        machine.stopped()
        guard case .cancel = machine.next(), case .deliver = machine.next(), machine.next() == nil else {
            Issue.record("more than the end of what is under way")
            return
        }
        #expect(!machine.isOver)
        machine.ended(turn, reply: nil, at: time(1))
        #expect(machine.isOver)
    }

    @Test func afterAStopWhatEndsIsHandedOnStill() {
        var machine = StageMachine(Simulation.requests(9), rules: StageRules(concurrency: 3))
        machine.started(at: time(0))
        var turns: [StageMachine.Turn] = []
        while case .send(let turn) = machine.next() { turns.append(turn) }
        machine.ended(turns[0], reply: nil, at: time(1))
        // The delivery that this asks for is among the actions that are void.
        machine.stopped()
        while machine.next() != nil {}
        machine.ended(turns[1], reply: nil, at: time(2))
        guard case .call(.delivery, let later) = machine.next() else {
            Issue.record("what has ended is not handed on")
            return
        }
        #expect(later > time(2) && !machine.isOver)
    }

    @Test func stoppedBeforeItBeginsItIsOver() {
        var stage = Simulation(Simulation.requests(3))
        stage.stop()
        stage.start()
        #expect(stage.machine.isOver && stage.order.isEmpty && stage.deliveries > 0)
    }

    @Test func withNothingToSendItIsOverAtOnce() {
        var stage = Simulation([])
        stage.start()
        #expect(stage.machine.isOver && stage.deliveries == 1)
    }

    // MARK: Handing on

    @Test func whatEndsIsHandedOnTogetherAndAtOnceWhenAllIsOver() {
        var stage = Simulation(Simulation.requests(4), StageRules(concurrency: 4))
        stage.start()
        stage.end(0)
        stage.end(1)
        #expect(stage.deliveries == 0 && stage.undelivered == 2)
        stage.advance(to: 0.005)
        #expect(stage.deliveries == 1 && stage.undelivered == 0)
        stage.end(2)
        stage.end(3)
        #expect(stage.deliveries == 2 && stage.undelivered == 0)
    }

    @Test func tenThousandThatFailAtOnceEndOneAfterTheOther() {
        for conversations in [Simulation.requests(10_000), Simulation.conversations([10_000])] {
            var stage = Simulation(conversations, StageRules(concurrency: 64, maxInFlight: 8))
            stage.failsAtOnce = { _ in true }
            stage.start()
            #expect(stage.machine.isOver && stage.undelivered == 0)
            #expect((stage.order + stage.skipped).sorted() == Array(0..<10_000))
        }
    }
}
