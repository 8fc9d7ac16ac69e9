import ALCFSystem
import Synchronization

/// The mailbox between the event loop, which fills it, and one consumer, which empties it.
final class BodyChannel: Sendable {
    /// Above `high` waiting bytes the loop stops reading; taking a batch lets it go on.
    static let high = 256 << 10

    enum Offer { case taken, full }

    fileprivate struct State {
        var fragments: [HTTPFragment] = []
        var waiting = 0
        var paused = false
        var end: Result<Void, HTTPError>?
        var consumer: CheckedContinuation<Void, Never>?
        var sink: (any HTTPBodySink)?
        var isClaimed = false
        /// Whether nothing more is wanted but the end.
        var isReleased = false
        var onRelease: (@Sendable () -> Void)?
        var lastRead: MonotonicTime?
        var timings: HTTPTimings
    }

    private let state: Mutex<State>
    private let resume: @Sendable () -> Void
    private let cancel: @Sendable () -> Void
    private let awaitEnd: @Sendable (Double) -> Void

    /// - Parameters:
    ///   - resume: called when a full mailbox was emptied; from any thread.
    ///   - cancel: called when the consumer lost interest before the end; from any thread.
    ///   - expectEnd: called when nothing more is wanted but the end, which has so many seconds; from any thread.
    init(
        queued: MonotonicTime, resume: @escaping @Sendable () -> Void, cancel: @escaping @Sendable () -> Void,
        expectEnd: @escaping @Sendable (Double) -> Void = { _ in }
    ) {
        state = Mutex(State(timings: HTTPTimings(queued: queued)))
        self.resume = resume
        self.cancel = cancel
        awaitEnd = expectEnd
    }

    var timings: HTTPTimings { state.withLock { $0.timings } }

    var isEnded: Bool { state.withLock { $0.end != nil } }

    /// Stores the times of the exchange that are known by now.
    func note(_ timings: HTTPTimings) { state.withLock { $0.timings = timings } }

    // MARK: The producer's side

    /// Takes bytes of one read unless the mailbox is full; then nothing is taken, and `resume` will be called.
    func offer(_ bytes: Span<UInt8>, at time: MonotonicTime) -> Offer {
        if let sink = state.withLock({ $0.sink }) { return hand(bytes, at: time, to: sink) }
        let fragment = HTTPFragment(time: time, bytes: bytes.copy)
        let (offer, consumer, sink) = state.withLock {
            state -> (Offer, CheckedContinuation<Void, Never>?, (any HTTPBodySink)?) in
            // It may have come meanwhile, and looks here no more.
            if let sink = state.sink { return (.taken, nil, sink) }
            if state.waiting > Self.high {
                state.paused = true
                return (.full, nil, nil)
            }
            state.append(fragment)
            return (.taken, state.consumer.take(), nil)
        }
        consumer?.resume()
        return sink.map { hand(bytes, at: time, to: $0) } ?? offer
    }

    private func hand(_ bytes: Span<UInt8>, at time: MonotonicTime, to sink: any HTTPBodySink) -> Offer {
        guard sink.hasRoom(orElse: resume) else { return .full }
        state.withLock { $0.note(bytes.count, at: time) }
        sink.receive(bytes, at: time)
        return .taken
    }

    /// All that was read at one time has been offered.
    func readEnded() { state.withLock { $0.sink }?.readEnded() }

    func append(_ fragment: HTTPFragment) {
        state.withLock { state in
            state.append(fragment)
            return state.consumer.take()
        }?.resume()
    }

    /// The first end counts.
    func finish(_ end: Result<Void, HTTPError>) {
        let (end, sink, consumer) = state.withLock { state in
            let first = state.end ?? end
            state.end = first
            return (first, state.sink.take(), state.consumer.take())
        }
        consumer?.resume()
        sink?.end(end)
        release()
    }

    // MARK: The consumer's side

    /// Returns true for the first caller, and false for all others.
    func claim() -> Bool {
        state.withLock { state in
            defer { state.isClaimed = true }
            return !state.isClaimed
        }
    }

    /// Hands all that comes to a sink, where nothing has come before and nothing else has claimed it.
    func claim(for sink: any HTTPBodySink) {
        let end = state.withLock { state in
            state.isClaimed = true
            if state.end == nil { state.sink = sink }
            return state.end
        }
        if let end { sink.end(end) }
    }

    /// Hands all that is there, and all that comes, to a sink.
    func deliver(to sink: any HTTPBodySink) {
        while true {
            let (batch, end, wasPaused) = state.withLock { state in
                // From here on the producer's thread calls it, so that all before must have been delivered.
                if state.fragments.isEmpty, state.end == nil { state.sink = sink }
                return state.takeBatch()
            }
            if wasPaused { resume() }
            if !batch.isEmpty {
                for fragment in batch { sink.receive(fragment.bytes.span, at: fragment.time) }
                sink.readEnded()
            } else {
                if let end { sink.end(end) }
                return
            }
        }
    }

    func next() async throws -> [HTTPFragment]? {
        while true {
            // A consumer that never has to wait would never hear that it was cancelled.
            if Task.isCancelled { abandon() }
            let (batch, end, wasPaused) = state.withLock { $0.takeBatch() }
            if wasPaused { resume() }
            if !batch.isEmpty { return batch }
            if let end {
                try end.get()
                return nil
            }
            await wait(for: 1)
        }
    }

    /// The first bytes of those that were not taken yet, which stay: `count` where so many come, fewer at the end.
    func beginning(_ count: Int) async -> [UInt8] {
        while true {
            if Task.isCancelled { abandon() }
            let (bytes, isOver) = state.withLock { state in
                (Array(state.fragments.lazy.flatMap(\.bytes).prefix(count)), state.end != nil)
            }
            if isOver || bytes.count >= count { return bytes }
            await wait(for: count)
        }
    }

    /// Returns when so many bytes are waiting, or the end has come, or something has happened.
    private func wait(for count: Int) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if state.end != nil || state.waiting >= count { return true }
                    state.consumer = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            abandon()
        }
    }

    /// The consumer wants no more but the end, which has so many seconds to come.
    func expectEnd(within seconds: Double) {
        awaitEnd(seconds)
        release()
    }

    /// Calls `call` once the consumer wants no more but the end, or all is over: at once where that is so.
    func whenReleased(_ call: @escaping @Sendable () -> Void) {
        let isReleased = state.withLock { state in
            if !state.isReleased { state.onRelease = call }
            return state.isReleased
        }
        if isReleased { call() }
    }

    private func release() {
        state.withLock { state in
            state.isReleased = true
            return state.onRelease.take()
        }?()
    }

    /// The consumer wants no more.
    func abandon() {
        guard !isEnded else { return }
        finish(.failure(HTTPError(.cancelled, "cancelled", timings: timings)))
        cancel()
    }
}

extension BodyChannel.State {
    fileprivate mutating func append(_ fragment: HTTPFragment) {
        note(fragment.bytes.count, at: fragment.time)
        fragments.append(fragment)
        waiting += fragment.bytes.count
    }

    fileprivate mutating func note(_ count: Int, at time: MonotonicTime) {
        if lastRead != time { timings.reads += 1 }
        lastRead = time
        timings.bytesReceived += count
    }

    fileprivate mutating func takeBatch() -> (batch: [HTTPFragment], end: Result<Void, HTTPError>?, wasPaused: Bool) {
        defer {
            fragments = []
            waiting = 0
            paused = false
        }
        return (fragments, end, paused)
    }
}

extension HTTPBodySink {
    fileprivate func end(_ result: Result<Void, HTTPError>) {
        switch result {
        case .success: end(nil)
        case .failure(let error): end(error)
        }
    }
}
