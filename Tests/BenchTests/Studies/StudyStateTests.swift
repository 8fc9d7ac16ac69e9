import Testing

@testable import ALCFReport

@Suite struct StudyStateTests {
    private let first = PlanFixture.first

    private func state(
        _ sessions: Int = 3, at seconds: Int, entries: [Int: StudyState.Entry] = [:], begun: Set<Int> = []
    ) -> StudyState {
        let schedule = StudySchedule(
            due: StudySchedule.regular(sessions, every: 21_600, from: first), window: 3600)
        return StudyState(schedule, entries: entries, begun: begun, now: Double(first + seconds))
    }

    @Test func aTryThatSentNothingIsTriedAgainWithinTheWindow() {
        let schedule = StudySchedule(due: [first, first + 21_600], window: 3600)
        func state(_ seconds: Int) -> StudyState {
            StudyState(schedule, entries: [:], attempted: [1], now: Double(first + seconds))
        }
        #expect(state(3600).action == .measure(1))
        #expect(state(3601).standings == [.closed(.failed), .planned] && state(3601).unclosed.isEmpty)
    }

    @Test func theChainSaysWhatIsOver() throws {
        let plan = PlanFixture.plan(sessions: 5)
        var chain = try Chain(plan: plan.bytes, time: 0)
        let record: (path: String, bytes: [UInt8]) = (StudyLayout.record(2), [0x0A])
        try chain.append(.missed, session: 1, time: 1)
        try chain.append(.failed, session: 2, time: 2, note: "not begun: nobody is signed in")
        try chain.append(.session, session: 2, file: record, time: 3)
        try chain.append(.failed, session: 3, file: record, time: 4)
        try chain.append(.failed, session: 4, time: 5)
        let state = StudyState(plan, chain, now: Double(first + 3 * 21_600))
        #expect(
            state.standings == [.closed(.missed), .closed(.measured), .closed(.failed), .due, .planned])
        #expect(state.measured == 1 && state.missed == 1)
    }

    @Test func tooEarlyIsAWait() {
        let state = state(at: -1)
        #expect(state.standings == [.planned, .planned, .planned])
        #expect(state.action == .wait(1, until: first) && state.unclosed.isEmpty && state.next?.number == 1)
    }

    @Test(arguments: [0, 1, 3599, 3600])
    func withinTheWindowItIsMeasured(_ seconds: Int) {
        #expect(state(at: seconds).action == .measure(1) && state(at: seconds).standings[0] == .due)
    }

    @Test func afterTheWindowItIsMissed() {
        let state = state(at: 3601)
        #expect(state.standings == [.lapsed, .planned, .planned] && state.missed == 1)
        #expect(state.unclosed.map(\.number) == [1] && state.action == .wait(2, until: first + 21_600))
        // Once the chain says so, nothing is left to be said.
        let closed = self.state(at: 3601, entries: [1: .missed])
        #expect(closed.unclosed.isEmpty && closed.missed == 1 && closed.action == state.action)
    }

    @Test func whatIsClosedIsNeverRepeated() {
        for entry in [StudyState.Entry.measured, .failed, .missed] {
            #expect(state(at: 10, entries: [1: entry]).action == .wait(2, until: first + 21_600))
        }
        #expect(state(at: 21_600, entries: [1: .failed]).action == .measure(2))
    }

    @Test func whatWasBegunGoesOnWithinItsWindow() {
        let open = state(at: 3600, begun: [1])
        #expect(open.action == .resume(1) && open.unclosed.isEmpty)
        let over = state(at: 3601, begun: [1])
        #expect(over.standings[0] == .abandoned && over.unclosed.map(\.standing) == [.abandoned])
        #expect(over.action == .wait(2, until: first + 21_600))
        // A record whose session is closed is just that session's.
        #expect(state(at: 10, entries: [1: .measured], begun: [1]).action == .wait(2, until: first + 21_600))
    }

    @Test func severalAreMissedInOrder() {
        let state = state(4, at: 3 * 21_600, entries: [1: .measured], begun: [2])
        #expect(state.unclosed.map(\.number) == [2, 3] && state.unclosed.map(\.standing) == [.abandoned, .lapsed])
        #expect(state.action == .measure(4))
    }

    @Test func theEndIsTheEnd() {
        let all = state(at: 2 * 21_600 + 3601, entries: [1: .measured, 2: .measured])
        #expect(all.action == .finished && all.unclosed.map(\.number) == [3] && all.next == nil)
        #expect(state(1, at: 0, entries: [1: .measured]).action == .finished)
        // A clock that was set back finds nothing to measure twice.
        #expect(state(2, at: -86_400, entries: [1: .measured, 2: .failed]).action == .finished)
    }

    @Test func atAnyTimeAndWhateverIsClosedOneThingIsDone() {
        for seconds in stride(from: -7200, to: 3 * 21_600, by: 600) {
            let state = state(at: seconds)
            let open = state.standings.count { $0 == .due }
            #expect(open <= 1)
            if case .measure(let number) = state.action { #expect(state.standings[number - 1] == .due) }
            #expect(state.unclosed.count == state.missed)
        }
    }
}
