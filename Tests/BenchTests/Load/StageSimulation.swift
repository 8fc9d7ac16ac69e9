import ALCFClient
import ALCFSystem

@testable import ALCFLoad
@testable import ALCFRecord

/// Does what a ``StageMachine`` says on a clock that only moves when it is told to.
struct StageSimulation {
    var machine: StageMachine
    private(set) var now = MonotonicTime(nanoseconds: 0)
    /// What was sent, in order, and when.
    private(set) var sent: [(turn: StageMachine.Turn, at: MonotonicTime)] = []
    private(set) var skipped: [Int] = []
    /// What is under way, in the order in which it was sent.
    private(set) var inFlight: [StageMachine.Turn] = []
    /// Times that are waited for, earliest first.
    private(set) var timers: [(time: MonotonicTime, timer: StageMachine.Timer)] = []
    private(set) var cancels = 0
    private(set) var deliveries = 0
    /// Ended since the last delivery.
    private(set) var undelivered = 0
    /// Which requests fail in the moment in which they are sent.
    var failsAtOnce: (Int) -> Bool = { _ in false }

    init(_ conversations: [Conversation], _ rules: StageRules = StageRules(), pacer: RequestPacer? = nil) {
        machine = StageMachine(conversations, rules: rules, pacer: pacer)
    }

    /// The sequence numbers of what was sent.
    var order: [Int] { sent.map(\.turn.slot.sequence) }
    /// Those of what is under way.
    var flying: [Int] { inFlight.map(\.slot.sequence) }

    mutating func start() {
        machine.started(at: now)
        act()
    }

    mutating func stop() {
        machine.stopped()
        act()
    }

    /// Ends a request; its answer counts unless it fails.
    mutating func end(_ sequence: Int, fails: Bool = false) {
        guard let place = inFlight.firstIndex(where: { $0.slot.sequence == sequence }) else { return }
        tellEnd(of: inFlight.remove(at: place), reply: fails ? nil : [.user("q\(sequence)"), .assistant("a")])
        act()
    }

    /// Moves the clock, and calls what is due on the way in its own time, or all of it late.
    mutating func advance(to seconds: Double, late: Bool = false) {
        let goal = MonotonicTime(nanoseconds: 0).advanced(by: seconds)
        if late { now = goal }
        while let first = timers.first, first.time <= goal {
            timers.removeFirst()
            now = max(now, first.time)
            machine.timeReached(first.timer, at: now)
            act()
        }
        now = goal
    }

    /// Calls what is due next; whether there was anything.
    mutating func callNext() -> Bool {
        guard let first = timers.first else { return false }
        advance(to: max(now, first.time).seconds(since: MonotonicTime(nanoseconds: 0)))
        return true
    }

    mutating func act() {
        while let action = machine.next() {
            switch action {
            case .send(let turn):
                sent.append((turn, now))
                if failsAtOnce(turn.slot.sequence) { tellEnd(of: turn, reply: nil) } else { inFlight.append(turn) }
            case .skip(let turn):
                skipped.append(turn.slot.sequence)
                tellEnd(of: turn, reply: nil)
            case .call(let timer, let time):
                let place = timers.firstIndex { $0.time > time } ?? timers.count
                timers.insert((time, timer), at: place)
            case .cancel: cancels += 1
            case .deliver:
                deliveries += 1
                undelivered = 0
            }
        }
    }

    private mutating func tellEnd(of turn: StageMachine.Turn, reply: [ChatMessage]?) {
        undelivered += 1
        machine.ended(turn, reply: reply, at: now)
    }

    // MARK: What is sent

    /// Conversations of so many turns, numbered through.
    ///
    /// - Parameters:
    ///   - due: when each begins; nil for a closed loop.
    ///   - answered: whether what comes before each was answered.
    static func conversations(
        _ turns: [Int], target: (Int) -> Int = { _ in 0 }, block: (Int) -> Int = { $0 + 1 }, due: [Double]? = nil,
        answered: (Int) -> Bool = { _ in true }
    ) -> [Conversation] {
        var sequence = 0
        return turns.enumerated().map { number, count in
            let slots = (0..<count).map { turn in
                defer { sequence += 1 }
                var slot = Schedule.Slot(
                    sequence: sequence, phase: .measured, target: target(number), prompt: sequence, run: 1,
                    block: block(number), position: 0)
                slot.turn = turn
                slot.due = turn == 0 ? due?[number] : nil
                return slot
            }
            return Conversation(slots: slots[...], history: answered(number) ? [] : nil)
        }
    }

    /// So many requests that belong to no conversation.
    static func requests(_ count: Int, due: [Double]? = nil) -> [Conversation] {
        conversations(Array(repeating: 1, count: count), due: due)
    }
}
