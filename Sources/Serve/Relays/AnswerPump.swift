import ALCFClient
import ALCFHTTP
import ALCFSystem
import Synchronization

/// The carrier of a streamed answer from the service to a client, on the thread that reads it: what one read brings is
/// judged and sent on in one write, with no task and no change of threads between.
///
/// A slow client holds the service back, and one that goes away ends the exchange. The head leaves with the first piece
/// of an answer: until then nothing is decided, and another place can be asked.
final class AnswerPump: HTTPBodySink {
    /// The end of an answer.
    struct Outcome: Sendable {
        var answer: RelayedAnswer
        /// Whether something was sent to the client.
        var hasBegun: Bool
        /// Whether the client went away before the end.
        var isGone = false
    }

    private enum Step {
        case goOn, abandon, expectEnd
    }

    private struct State {
        let relay: any AnswerRelay
        var hasBegun = false
        var lastRead: MonotonicTime?
        var outcome: Outcome?
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let body: HTTPBody
    private let responder: Responder
    private let headers: [(name: String, value: String)]
    private let progressLimit: Double?
    private let state: Mutex<State>

    /// - Parameters:
    ///   - headers: fields for the head of the answer.
    ///   - progressLimit: seconds within which something must bring the answer on; nil for no limit.
    init(
        _ relay: sending any AnswerRelay, _ body: HTTPBody, to responder: Responder,
        headers: [(name: String, value: String)], progressLimit: Double?
    ) {
        self.body = body
        self.responder = responder
        self.headers = headers
        self.progressLimit = progressLimit
        state = Mutex(State(relay: relay))
    }

    /// The end of the answer; nil before it.
    var outcome: Outcome? { state.withLock { $0.outcome } }

    /// Takes the body, and returns at the outcome.
    func run() async {
        body.deliver(to: self)
        await wait()
    }

    /// Returns once all of the answer was sent on, though not the end of the exchange, which the connection to the
    /// service is kept for.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.outcome == nil { state.waiting = continuation }
                    return state.outcome != nil
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            act { state in
                Self.leave(&state)
                return .abandon
            }
        }
    }

    // MARK: HTTPBodySink

    func hasRoom(orElse resume: @escaping @Sendable () -> Void) -> Bool {
        // Bytes behind the end of an answer are read and dropped: they need no room at the client.
        if state.withLock({ $0.outcome != nil }) { return true }
        return responder.hasRoom(orElse: resume)
    }

    func receive(_ bytes: Span<UInt8>, at time: MonotonicTime) {
        state.withLock { state in
            guard state.outcome == nil else { return }
            state.lastRead = time
            state.relay.receive(bytes, at: time)
        }
    }

    func readEnded() {
        act { state in
            if state.relay.isDone || state.relay.hasFailed { return end(&state, nil) }
            do {
                if state.relay.hasOutput { try send(state.relay.take(), &state) }
            } catch {
                Self.leave(&state)
                return .abandon
            }
            if let progressLimit, let last = state.relay.lastProgress, let time = state.lastRead,
                time.seconds(since: last) > progressLimit
            {
                return end(&state, StreamPatience.stalled(progressLimit))
            }
            return .goOn
        }
    }

    func end(_ error: HTTPError?) {
        act { state in
            guard error?.code == .cancelled else { return end(&state, error) }
            // Not the service but the one who asked has ended it.
            Self.leave(&state)
            return .goOn
        }
    }

    /// Changes the state of an answer that has not ended, and does outside of the lock what calls back.
    private func act(_ change: (inout State) -> Step) {
        let (step, waiting) = state.withLock { state in
            guard state.outcome == nil else { return (Step.goOn, CheckedContinuation<Void, Never>?.none) }
            let step = change(&state)
            return (step, state.outcome == nil ? nil : state.waiting.take())
        }
        switch step {
        case .goOn: break
        case .abandon: body.abandon()
        case .expectEnd: body.expectEnd(within: StreamPatience.afterDone)
        }
        waiting?.resume()
    }

    /// Sends the end of an answer.
    private func end(_ state: inout State, _ error: HTTPError?) -> Step {
        let answer = state.relay.finish(error)
        let isWhole = state.relay.isDone && answer.failure == nil
        // A failure after the first piece of an answer is told behind it, whether that has left already or not.
        if answer.failure == nil || state.relay.hasOutput {
            do { try send(state.relay.take(), &state, isLast: true) } catch {
                state.outcome = Outcome(answer: answer, hasBegun: state.hasBegun, isGone: true)
                return .abandon
            }
        }
        state.outcome = Outcome(answer: answer, hasBegun: state.hasBegun)
        return isWhole ? .expectEnd : .abandon
    }

    private func send(_ bytes: [UInt8], _ state: inout State, isLast: Bool = false) throws {
        if state.hasBegun {
            if isLast || !bytes.isEmpty { try responder.send(bytes, isLast: isLast) }
        } else if isLast || !bytes.isEmpty {
            state.hasBegun = true
            try responder.begin(bytes, headers: headers, isLast: isLast)
        }
    }

    /// Ends the account of an answer whose client went away: the part that it took was served all the same.
    private static func leave(_ state: inout State) {
        state.outcome = Outcome(answer: state.relay.finish(nil), hasBegun: state.hasBegun, isGone: true)
    }
}
