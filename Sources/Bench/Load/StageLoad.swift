import ALCFClient
import ALCFHTTP
import ALCFRecord
import ALCFSystem
import Synchronization

/// Sends the requests of one stage, and gives them out as they end.
///
/// It runs on the event loop's thread: the end of one request starts the next there and then, and what is due at a time is
/// sent by the loop's own timer. No task is switched while requests are under way. Whoever takes the ended requests does so
/// on another thread, in his own time.
final class StageLoad: Sendable {
    fileprivate struct State {
        /// A closed loop: what is still to be begun, by target.
        var lanes: [Int: ArraySlice<Conversation>] = [:]
        /// A closed loop whose time is set: the last block that was begun at any target.
        var furthest = 0
        /// An open loop: what is still to be begun, by when it is due.
        var due: ArraySlice<(conversation: Conversation, time: MonotonicTime)> = []
        /// What can be sent, first come first served; and of that, what must wait for the limit of requests a second.
        var ready: [(conversation: Conversation, time: MonotonicTime)] = []
        var limited: [(conversation: Conversation, time: MonotonicTime)] = []
        /// What waits until fewer are in flight to its target, first come first served, where there is such a limit.
        var held: [Int: ArraySlice<(conversation: Conversation, time: MonotonicTime)>] = [:]
        /// How many are in flight to each target, or wait for the limit of requests a second alone; counted only where they are limited.
        var admitted: [Int: Int] = [:]
        /// Somebody is sending what is ready: whoever comes meanwhile leaves it to him, so that requests that fail at once do not
        /// begin each other ever deeper.
        var isSending = false
        /// A timer will look at what is limited.
        var isPacing = false
        /// What waits for its time, by sequence: the next turn of a conversation, a place of a ramp.
        var delayed: Set<Int> = []
        /// Sent and not ended, by sequence: what is to be cancelled.
        var inFlight: [Int: MeasuredExchange] = [:]
        /// Set out and not ended: those that wait are among them.
        var open = 0
        var ended: [EndedRequest] = []
        var isStopped = false
        var isWaking = false
        var consumer: CheckedContinuation<Void, Never>?

        var isOver: Bool { open == 0 && due.isEmpty && (isStopped || lanes.values.allSatisfy(\.isEmpty)) }
    }

    /// Seconds for which an ended request waits for others.
    private static let patience = 0.005

    private let context: LoadContext
    /// When nothing new may be begun any more; nil for never.
    private let end: MonotonicTime?
    private let isOpenLoop: Bool
    private let state: Mutex<State>

    init(_ stage: [Schedule.Slot], context: LoadContext, until end: MonotonicTime?) {
        self.context = context
        self.end = end
        let conversations = Conversation.grouped(
            stage, history: { context.history.before($0, text: context.bodies.text) })
        var state = State()
        let first = stage.lazy.compactMap(\.due).min()
        isOpenLoop = first != nil
        if let first {
            // What is sent, and when, does not depend on what comes back.
            let zero = MonotonicTime.now.advanced(by: -first)
            state.due =
                conversations.map { ($0, zero.advanced(by: $0.slots.first?.due ?? first)) }
                .sorted { $0.1 < $1.1 }[...]
        } else {
            state.lanes = Dictionary(grouping: conversations) { $0.slots.first?.target ?? 0 }.mapValues { $0[...] }
        }
        self.state = Mutex(state)
    }

    /// Begins. Where everything is over already, ``next()`` says so.
    func start() {
        let options = context.options
        let lanes = state.withLock { $0.lanes.keys.sorted() }
        let now = MonotonicTime.now
        if isOpenLoop { return context.routes[0].call(at: now) { self.beginDue() } }
        for worker in 0..<max(1, options.concurrency) {
            let time = now.advanced(by: options.ramp * Double(worker) / Double(max(1, options.concurrency)))
            for target in lanes { beginNext(target, at: time) }
        }
    }

    /// What has ended since the last call, in that order; waits for at least one. Nil when there will be no more.
    func next() async -> [EndedRequest]? {
        while true {
            let (batch, isOver) = state.withLock { state in
                let batch = state.ended
                state.ended = []
                return (batch, state.isOver)
            }
            if !batch.isEmpty { return batch }
            if isOver { return nil }
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if !state.ended.isEmpty || state.isOver { return true }
                    state.consumer = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        }
    }

    /// Sends nothing more, and ends what is under way.
    func stop() {
        let (exchanges, consumer) = state.withLock { state in
            state.isStopped = true
            state.lanes = [:]
            state.due = []
            state.open -= state.ready.count + state.limited.count + state.delayed.count
            state.open -= state.held.values.reduce(0) { $0 + $1.count }
            state.held = [:]
            state.ready = []
            state.limited = []
            state.delayed = []
            return (Array(state.inFlight.values), state.isOver ? state.consumer.take() : nil)
        }
        for exchange in exchanges { exchange.cancel() }
        consumer?.resume()
    }

    // MARK: Beginning

    /// A closed loop: something new is begun at a target when something ends.
    private func beginNext(_ target: Int, at time: MonotonicTime = .now) {
        let next: Conversation? = state.withLock { state in
            if let end, .now >= end { state.cut() }
            guard !state.isStopped, let next = state.lanes[target]?.popFirst() else { return nil }
            if end != nil { state.furthest = max(state.furthest, next.slots.first?.block ?? 0) }
            state.open += 1
            return next
        }
        if let next { launch(next, at: time) }
    }

    /// An open loop: what is due now, and a timer for what is due next.
    private func beginDue() {
        while true {
            let (first, isDue) = state.withLock { state in
                guard let first = state.due.first, first.time <= .now else { return (state.due.first, false) }
                state.due.removeFirst()
                state.open += 1
                return (first, true)
            }
            guard let first else { return }
            guard isDue else { return context.routes[0].call(at: first.time) { self.beginDue() } }
            launch(first.conversation, at: first.time)
        }
    }

    /// Sends the next turn of a conversation at a time, or now where that is past.
    private func launch(_ conversation: Conversation, at time: MonotonicTime) {
        guard time <= .now else { return delay(conversation, until: time) }
        state.withLock { state in
            if state.isStopped { state.open -= 1 } else { state.ready.append((conversation, time)) }
        }
        sendReady()
    }

    private func delay(_ conversation: Conversation, until time: MonotonicTime) {
        guard let sequence = conversation.slots.first?.sequence else { return }
        let isStopped = state.withLock { state in
            if state.isStopped { state.open -= 1 } else { state.delayed.insert(sequence) }
            return state.isStopped
        }
        if isStopped { return wake() }
        context.routes[0].call(at: time) {
            guard self.state.withLock({ $0.delayed.remove(sequence) }) != nil else { return }
            self.launch(conversation, at: time)
        }
    }

    /// Sends what is ready, as far as the limit of requests a second lets it go.
    private func sendReady() {
        guard
            state.withLock({ state in
                defer { state.isSending = true }
                return !state.isSending
            })
        else { return }
        while true {
            let (next, later) = state.withLock { $0.next(context) }
            if let later {
                context.routes[0].call(at: later) {
                    self.state.withLock { $0.isPacing = false }
                    self.sendReady()
                }
            }
            guard let next else { return wake() }
            send(next.conversation, scheduled: next.time)
        }
    }

    private func send(_ conversation: Conversation, scheduled: MonotonicTime) {
        guard let slot = conversation.slots.first else { return }
        func hand(_ end: EndedRequest.End, dispatched: MonotonicTime? = nil) {
            self.hand(
                EndedRequest(slot: slot, scheduled: scheduled, dispatched: dispatched, end: end), of: conversation)
        }
        guard let history = conversation.history else { return hand(.skipped) }
        let authorization: HTTPRequest.Authorization?
        do { authorization = try context.authorizations.current(slot.target) } catch {
            return hand(.failure(error), dispatched: .now)
        }
        let body = context.bodies.body(slot, history: history)
        let dispatched = MonotonicTime.now
        let exchange = context.routes[slot.target].send(
            body, authorization: authorization, keepsText: context.keepsText[slot.prompt]
        ) { exchange in
            self.hand(
                EndedRequest(slot: slot, scheduled: scheduled, dispatched: dispatched, end: .exchange(exchange)),
                of: conversation)
        }
        let isLate = state.withLock { state in
            guard !exchange.isOver else { return false }
            state.inFlight[slot.sequence] = exchange
            return state.isStopped
        }
        if isLate { exchange.cancel() }
    }

    // MARK: Ending

    private func hand(_ ended: EndedRequest, of conversation: Conversation) {
        let isReleased = state.withLock { state in
            state.inFlight[ended.slot.sequence] = nil
            state.ended.append(ended)
            return context.options.maxInFlight != nil && state.release(ended.slot.target)
        }
        if isReleased { sendReady() }
        // The next one first: nothing may leave the service idle.
        var rest = conversation
        rest.slots = rest.slots.dropFirst()
        if rest.slots.isEmpty {
            if !isOpenLoop { beginNext(ended.slot.target) }
        } else {
            rest.history = history(after: ended, conversation.history)
            state.withLock { $0.open += 1 }
            launch(rest, at: MonotonicTime.now.advanced(by: rest.history == nil ? 0 : context.options.think))
        }
        state.withLock { $0.open -= 1 }
        wake()
    }

    /// What the next turn is told of; nil where this one has no answer that counts.
    private func history(after ended: EndedRequest, _ before: [ChatMessage]?) -> [ChatMessage]? {
        guard let before, case .exchange(let exchange) = ended.end else { return nil }
        var attempt = Attempt(
            builder: TraceBuilder(
                anchor: ended.scheduled, scheduled: ended.scheduled, streamed: context.options.isStreaming))
        attempt.take(exchange.result())
        guard attempt.outcome.isSuccess else { return nil }
        return before + [.user(context.bodies.text(ended.slot, turn: ended.slot.turn)), .assistant(attempt.text)]
    }

    /// Calls whoever waits for ended requests: at once when there will be no more, else soon, so that at a high load a few
    /// are handed on together and not each by a switch of threads.
    private func wake() {
        let (consumer, isLater) = state.withLock { state -> (CheckedContinuation<Void, Never>?, Bool) in
            if state.isOver { return (state.consumer.take(), false) }
            guard !state.ended.isEmpty, !state.isWaking else { return (nil, false) }
            state.isWaking = true
            return (nil, true)
        }
        consumer?.resume()
        guard isLater else { return }
        context.routes[0].call(at: MonotonicTime.now.advanced(by: Self.patience)) {
            self.state.withLock { state in
                state.isWaking = false
                return state.consumer.take()
            }?.resume()
        }
    }
}

extension StageLoad.State {
    /// What is to be sent now, and when a timer must look at what is limited; without either, the sending is over.
    fileprivate mutating func next(
        _ context: LoadContext
    ) -> ((conversation: Conversation, time: MonotonicTime)?, MonotonicTime?) {
        while !ready.isEmpty {
            let first = ready.removeFirst()
            guard let slot = first.conversation.slots.first else { return (first, nil) }
            guard admit(slot.target, context.options.maxInFlight) else {
                held[slot.target, default: []].append(first)
                continue
            }
            guard context.isLimited(slot.target) else { return (first, nil) }
            limited.append(first)
        }
        if !limited.isEmpty, !isPacing {
            guard let later = context.admit(at: .now) else { return (limited.removeFirst(), nil) }
            isPacing = true
            isSending = false
            return (nil, later)
        }
        isSending = false
        return (nil, nil)
    }

    /// The time is over: nothing is begun but what another target was asked already.
    fileprivate mutating func cut() {
        let furthest = furthest
        lanes = lanes.mapValues { lane in lane.prefix { ($0.slots.first?.block ?? 0) <= furthest } }
    }

    /// Counts one more request to a target, unless as many as may be are in flight.
    private mutating func admit(_ target: Int, _ most: Int?) -> Bool {
        guard let most else { return true }
        guard admitted[target, default: 0] < most else { return false }
        admitted[target, default: 0] += 1
        return true
    }

    /// One request less is in flight: whether another one became ready by that.
    fileprivate mutating func release(_ target: Int) -> Bool {
        admitted[target, default: 0] -= 1
        guard let next = held[target]?.popFirst() else { return false }
        // Before those that came later.
        ready.insert(next, at: 0)
        return true
    }
}
