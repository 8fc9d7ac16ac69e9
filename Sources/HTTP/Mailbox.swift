import ALCFSystem
import Synchronization

/// Hands an exchange to a task: the head to who waits for it, the body to a ``BodyChannel``, or to a sink that takes it
/// at its first byte.
final class Mailbox: HTTPExchangeObserver {
    private struct State {
        var waiting: CheckedContinuation<HTTPResponse, any Error>?
        /// A response whose body is to be offered.
        var offered: HTTPResponse?
    }

    let channel: BodyChannel
    private let taker: HTTPBodyTaker?
    private let state = Mutex(State())

    /// - Parameter taker: chooses what takes the body; nil for the one who waits.
    init(_ channel: BodyChannel, taker: HTTPBodyTaker? = nil) {
        self.channel = channel
        self.taker = taker
    }

    /// The response, once its head is there; one whose body was taken, once that is over.
    ///
    /// - Parameter start: begins the exchange.
    /// - Throws: ``HTTPError``.
    func head(_ start: () -> Void) async throws -> HTTPResponse {
        try await withCheckedThrowingContinuation { continuation in
            state.withLock { $0.waiting = continuation }
            start()
        }
    }

    // A task that was cancelled on the way to the loop has ended the channel already.
    var isWanted: Bool { !channel.isEnded }

    func begin(status: Int, headers: HTTPHeaders, timings: HTTPTimings) {
        channel.note(timings)
        let response = HTTPResponse(status: status, headers: headers, body: HTTPBody(channel: channel))
        if taker != nil, response.isSuccess {
            state.withLock { $0.offered = response }
        } else {
            take()?.resume(returning: response)
        }
    }

    func receive(_ bytes: Span<UInt8>, at time: MonotonicTime) -> Bool {
        if let taker, let response = state.withLock({ $0.offered.take() }) { offer(response, bytes, to: taker) }
        return channel.offer(bytes, at: time) == .taken
    }

    private func offer(_ response: HTTPResponse, _ beginning: Span<UInt8>, to taker: HTTPBodyTaker) {
        guard let sink = taker(response, beginning) else {
            take()?.resume(returning: response)
            return
        }
        var taken = response
        taken.isTaken = true
        channel.claim(for: sink)
        channel.whenReleased { [self, taken] in take()?.resume(returning: taken) }
    }

    func readEnded() { channel.readEnded() }

    func end(_ error: HTTPError?, timings: HTTPTimings) {
        channel.note(timings)
        channel.finish(error.map { .failure($0) } ?? .success(()))
        // The body of an answer without one ends as it does for the one who asked.
        if let response = state.withLock({ $0.offered.take() }) { take()?.resume(returning: response) }
        if let error { take()?.resume(throwing: error) }
    }

    private func take() -> CheckedContinuation<HTTPResponse, any Error>? { state.withLock { $0.waiting.take() } }
}
