import ALCFClient
import ALCFHTTP
import ALCFRecord
import ALCFSystem
import Synchronization

/// Sends the requests of one stage as its ``StageMachine`` decides, and hands them out as they end.
///
/// It runs on the event loop's thread: the end of one request starts the next there and then, and what is due at a time
/// is sent by the loop's own timer. No task is switched while requests are under way. The ended requests are taken on
/// another thread, at its own pace.
final class StageDriver: Sendable {
    private struct State {
        var machine: StageMachine
        /// Whether a thread carries out the machine's actions. Others leave theirs to it, so that requests that fail at
        /// once do not begin each other ever deeper.
        var isActing = false
        /// Exchanges in flight, by sequence number.
        var exchanges: [Int: MeasuredExchange] = [:]
        var completed: [CompletedExchange] = []
        var consumer: CheckedContinuation<Void, Never>?

        /// The next action, where there is one and no other thread is at it.
        mutating func nextAction() -> StageMachine.Action? {
            let action = machine.next()
            isActing = action != nil
            return action
        }
    }

    private let context: LoadContext
    private let state: Mutex<State>

    /// - Parameters:
    ///   - end: when a closed loop begins nothing more; nil for never.
    ///   - pacer: the limit of requests a second, as the stage before left it.
    ///   - origin: see ``StageMachine/init(_:rules:pacer:origin:)``.
    init(
        _ stage: [Schedule.Slot], context: LoadContext, until end: MonotonicTime? = nil, pacer: RequestPacer? = nil,
        origin: Double? = nil
    ) {
        self.context = context
        let conversations = Conversation.grouped(
            stage, history: { context.history.before($0, text: context.bodies.text) })
        state = Mutex(
            State(machine: StageMachine(conversations, rules: context.rules(until: end), pacer: pacer, origin: origin)))
    }

    /// The limit of requests a second, for the stage that follows.
    var pacer: RequestPacer? { state.withLock(\.machine.pacer) }

    /// Begins. Where everything is over already, ``next()`` says so.
    func start() { handle { $0.machine.started(at: .now) } }

    /// Sends nothing more, and ends what is under way.
    func stop() { handle { $0.machine.stopped() } }

    /// Returns the exchanges that ended since the last call, in that order; waits for at least one. Nil when there will
    /// be no more.
    func next() async -> [CompletedExchange]? {
        while true {
            let (batch, isOver) = state.withLock { state in
                defer { state.completed = [] }
                return (state.completed, state.machine.isOver)
            }
            if !batch.isEmpty { return batch }
            if isOver { return nil }
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if !state.completed.isEmpty || state.machine.isOver { return true }
                    state.consumer = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        }
    }

    /// Tells the machine of an event, and does what it says.
    private func handle(_ event: (inout State) -> Void) {
        var action = state.withLock { state in
            event(&state)
            return state.isActing ? nil : state.nextAction()
        }
        while let current = action {
            perform(current)
            action = state.withLock { $0.nextAction() }
        }
    }

    private func perform(_ action: StageMachine.Action) {
        switch action {
        case .send(let turn): send(turn)
        case .skip(let turn): end(turn, .skipped)
        case .call(let timer, let time):
            context.routes[0].call(at: time) { self.handle { $0.machine.timeReached(timer, at: .now) } }
        case .cancel: for exchange in state.withLock({ Array($0.exchanges.values) }) { exchange.cancel() }
        case .deliver: state.withLock { $0.consumer.take() }?.resume()
        }
    }

    private func send(_ turn: StageMachine.Turn) {
        let slot = turn.slot
        let authorization: HTTPRequest.Authorization?
        do { authorization = try context.credentials.current(slot.target) } catch {
            return end(turn, .failure(error), dispatched: .now)
        }
        let body = context.bodies.body(slot, history: turn.conversation.history ?? [])
        context.noteBegin?(slot.sequence)
        let dispatched = MonotonicTime.now
        let exchange = context.route(slot).send(
            body, authorization: authorization, keepsText: context.keepsText[slot.prompt]
        ) { self.end(turn, .exchange($0), dispatched: dispatched) }
        let isLate = state.withLock { state in
            guard !exchange.isOver else { return false }
            state.exchanges[slot.sequence] = exchange
            return state.machine.isStopped
        }
        if isLate { exchange.cancel() }
    }

    private func end(_ turn: StageMachine.Turn, _ end: CompletedExchange.End, dispatched: MonotonicTime? = nil) {
        let ended = CompletedExchange(slot: turn.slot, scheduled: turn.scheduled, dispatched: dispatched, end: end)
        let reply = turn.conversation.slots.count > 1 ? reply(ended) : nil
        handle { state in
            state.exchanges[turn.slot.sequence] = nil
            state.completed.append(ended)
            state.machine.ended(turn, reply: reply, at: .now)
        }
    }

    /// Returns the messages that a turn adds to its conversation; nil if it has no answer that counts.
    private func reply(_ ended: CompletedExchange) -> [ChatMessage]? {
        guard let answer = ended.answer else { return nil }
        return [.user(context.bodies.text(ended.slot, turn: ended.slot.turn)), .assistant(answer)]
    }
}
