import ALCFClient
import ALCFHTTP
import ALCFSystem
import Synchronization

/// Sends the requests of one stage, and gives them out as they end.
///
/// It runs on the event loop's thread: the end of one request starts the next there and then, and what is due at a time is
/// sent by the loop's own timer. No task is switched while requests are under way. Whoever takes the ended requests does so
/// on another thread, in his own time.
final class StageLoad: Sendable {
    private struct State {
        /// A closed loop: what is still to be sent, by target.
        var lanes: [Int: ArraySlice<Schedule.Slot>] = [:]
        /// An open loop: what is still to be sent, by when it is due.
        var due: ArraySlice<(slot: Schedule.Slot, time: MonotonicTime)> = []
        /// What must wait for the limit of requests a second, first come first served.
        var waiting: [(slot: Schedule.Slot, time: MonotonicTime)] = []
        var isPacing = false
        /// Begun and not ended, by sequence: what is to be cancelled.
        var inFlight: [Int: MeasuredExchange] = [:]
        /// Set out and not ended: those that wait are among them.
        var open = 0
        var ended: [EndedRequest] = []
        var isStopped = false
        var isWaking = false
        var consumer: CheckedContinuation<Void, Never>?

        var isOver: Bool { open == 0 && due.isEmpty && (isStopped || lanes.values.allSatisfy(\.isEmpty)) }
    }

    private let context: LoadContext
    /// When no new request may be begun any more; nil for never.
    private let end: MonotonicTime?
    private let state: Mutex<State>

    init(_ stage: [Schedule.Slot], context: LoadContext, until end: MonotonicTime?) {
        self.context = context
        self.end = end
        var state = State()
        if let first = stage.lazy.compactMap(\.due).min() {
            // An open loop: what is sent, and when, does not depend on what comes back.
            let zero = MonotonicTime.now.advanced(by: -first)
            state.due = stage.map { ($0, zero.advanced(by: $0.due ?? 0)) }.sorted { $0.1 < $1.1 }[...]
        } else {
            state.lanes = Dictionary(grouping: stage, by: \.target).mapValues { $0[...] }
        }
        self.state = Mutex(state)
    }

    /// Begins. Where everything is over already, ``next()`` says so.
    func start() {
        let options = context.options
        let (lanes, hasDue) = state.withLock { ($0.lanes.keys.sorted(), !$0.due.isEmpty) }
        let now = MonotonicTime.now
        if hasDue {
            context.routes[0].call(at: now) { self.sendDue() }
            return
        }
        for worker in 0..<max(1, options.concurrency) {
            let time = now.advanced(by: options.ramp * Double(worker) / Double(max(1, options.concurrency)))
            for target in lanes { startNext(target, at: time) }
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
            state.open -= state.waiting.count
            state.waiting = []
            return (Array(state.inFlight.values), state.isOver ? state.consumer.take() : nil)
        }
        for exchange in exchanges { exchange.cancel() }
        consumer?.resume()
    }

    // MARK: Starting

    /// A closed loop: a new request to a target starts when one ends.
    private func startNext(_ target: Int, at time: MonotonicTime = .now) {
        let slot: Schedule.Slot? = state.withLock { state in
            if let end, .now >= end { state.lanes = [:] }
            guard !state.isStopped, let slot = state.lanes[target]?.popFirst() else { return nil }
            state.open += 1
            return slot
        }
        guard let slot else { return }
        guard time > .now else { return launch(slot, time) }
        context.routes[target].call(at: time) { self.launch(slot, time) }
    }

    /// An open loop: what is due now, and a timer for what is due next.
    private func sendDue() {
        while true {
            let (first, isDue) = state.withLock { state -> ((slot: Schedule.Slot, time: MonotonicTime)?, Bool) in
                guard let first = state.due.first, first.time <= .now else { return (state.due.first, false) }
                state.due.removeFirst()
                state.open += 1
                return (first, true)
            }
            guard let first else { return }
            guard isDue else { return context.routes[first.slot.target].call(at: first.time) { self.sendDue() } }
            launch(first.slot, first.time)
        }
    }

    private func launch(_ slot: Schedule.Slot, _ scheduled: MonotonicTime) {
        let isAlone = state.withLock { state in
            if state.isStopped { state.open -= 1 } else { state.waiting.append((slot, scheduled)) }
            return !state.isPacing
        }
        if isAlone { sendWaiting() }
    }

    /// What the limit of requests a second lets go.
    private func sendWaiting() {
        while true {
            let step: (slot: Schedule.Slot, time: MonotonicTime, later: MonotonicTime?)? = state.withLock { state in
                state.isPacing = false
                guard let first = state.waiting.first else { return nil }
                if let later = context.admit(first.slot.target, at: .now) {
                    state.isPacing = true
                    return (first.slot, first.time, later)
                }
                state.waiting.removeFirst()
                return (first.slot, first.time, nil)
            }
            guard let step else { return wake() }
            if let later = step.later {
                return context.routes[step.slot.target].call(at: later) { self.sendWaiting() }
            }
            send(step.slot, step.time)
        }
    }

    private func send(_ slot: Schedule.Slot, _ scheduled: MonotonicTime) {
        let authorization: HTTPRequest.Authorization?
        do { authorization = try context.authorizations.current(slot.target) } catch {
            return hand(EndedRequest(slot: slot, scheduled: scheduled, dispatched: .now, end: .failure(error)))
        }
        let body = context.bodies.body(slot)
        // An answer that nothing is compared with is not kept.
        let keepsText = !context.prompts[slot.prompt].answers.isEmpty
        let dispatched = MonotonicTime.now
        let exchange = context.routes[slot.target].send(body, authorization: authorization, keepsText: keepsText) {
            self.hand(
                EndedRequest(slot: slot, scheduled: scheduled, dispatched: dispatched, end: .exchange($0)))
        }
        let isLate = state.withLock { state in
            guard !exchange.isOver else { return false }
            state.inFlight[slot.sequence] = exchange
            return state.isStopped
        }
        if isLate { exchange.cancel() }
    }

    // MARK: Ending

    private func hand(_ ended: EndedRequest) {
        state.withLock { state in
            state.inFlight[ended.slot.sequence] = nil
            state.ended.append(ended)
        }
        // The next one first: nothing may leave the service idle.
        if ended.slot.due == nil { startNext(ended.slot.target) }
        state.withLock { $0.open -= 1 }
        wake()
    }

    /// Calls whoever waits for ended requests: at once when there will be no more, else soon, so that at a high load a few
    /// are handed on together and not each by a switch of threads.
    private func wake() {
        let consumer: CheckedContinuation<Void, Never>? = state.withLock { state in
            if state.isOver { return state.consumer.take() }
            guard !state.ended.isEmpty, !state.isWaking else { return nil }
            state.isWaking = true
            context.routes[0].call(at: MonotonicTime.now.advanced(by: Self.patience)) { self.handOn() }
            return nil
        }
        consumer?.resume()
    }

    private func handOn() {
        state.withLock { state in
            state.isWaking = false
            return state.consumer.take()
        }?.resume()
    }

    /// Seconds for which an ended request waits for others.
    private static let patience = 0.005
}
