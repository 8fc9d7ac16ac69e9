import ALCFSystem
import Synchronization

/// Hands an exchange to a task: the head to who waits for it, the body to a ``BodyChannel``.
final class Mailbox: HTTPExchangeObserver {
    let channel: BodyChannel
    private let waiting = Mutex<CheckedContinuation<HTTPResponse, any Error>?>(nil)

    init(_ channel: BodyChannel) { self.channel = channel }

    /// The response, once its head is there.
    ///
    /// - Parameter start: begins the exchange.
    /// - Throws: ``HTTPError``.
    func head(_ start: () -> Void) async throws -> HTTPResponse {
        try await withCheckedThrowingContinuation { continuation in
            waiting.withLock { $0 = continuation }
            start()
        }
    }

    // A task that was cancelled on the way to the loop has ended the channel already.
    var isWanted: Bool { !channel.isEnded }

    func begin(status: Int, headers: HTTPHeaders, timings: HTTPTimings) {
        channel.note(timings)
        take()?.resume(returning: HTTPResponse(status: status, headers: headers, body: HTTPBody(channel: channel)))
    }

    func receive(_ bytes: Span<UInt8>, at time: MonotonicTime) -> Bool {
        channel.offer(bytes, at: time) == .taken
    }

    func readEnded() { channel.readEnded() }

    func end(_ error: HTTPError?, timings: HTTPTimings) {
        channel.note(timings)
        channel.finish(error.map { .failure($0) } ?? .success(()))
        if let error { take()?.resume(throwing: error) }
    }

    private func take() -> CheckedContinuation<HTTPResponse, any Error>? { waiting.withLock { $0.take() } }
}
