import ALCFClient
import ALCFHTTP
import ALCFSystem

/// The loop that carries a streamed answer from the service to a client. A slow client holds the service back, and one
/// that goes away ends the exchange.
struct AnswerPump: Sendable {
    /// Seconds within which something must bring the answer on; nil for no limit.
    let progressLimit: Double?

    /// Reads the body to its end.
    ///
    /// - Parameter send: sends bytes to the client; called first with the first piece of an answer, so that until then
    ///   nothing is decided.
    /// - Returns: the account of the answer; the last bytes, which the caller sends; and the rest of the body, which
    ///   the caller then lets run out, so that the connection can be used again.
    /// - Throws: what `send` throws.
    func run<Relay: AnswerRelay>(
        _ relay: Relay, _ response: HTTPResponse, send: ([UInt8]) async throws -> Void
    ) async throws -> (account: RelayedAnswer, bytes: [UInt8], rest: HTTPBody.AsyncIterator?) {
        var body = response.body.makeAsyncIterator()
        var failure: HTTPError?
        do {
            while let batch = try await body.next() {
                for fragment in batch { relay.receive(fragment) }
                if relay.isDone || relay.hasFailed { break }
                if relay.hasOutput {
                    let bytes = relay.take()
                    if !bytes.isEmpty { try await send(bytes) }
                }
                if let progressLimit, let last = relay.lastProgress, let time = batch.last?.time,
                    time.seconds(since: last) > progressLimit
                {
                    throw StreamPatience.stalled(progressLimit)
                }
            }
        } catch let error as HTTPError {
            failure = error
        }
        let account = relay.finish(failure)
        guard relay.isDone, account.failure == nil else {
            response.body.abandon()
            return (account, relay.take(), nil)
        }
        response.body.expectEnd(within: StreamPatience.afterDone)
        return (account, relay.take(), body)
    }

    /// Reads to the end what nobody needs.
    static func finish(_ rest: HTTPBody.AsyncIterator?) async {
        guard var rest else { return }
        while let batch = try? await rest.next(), !batch.isEmpty {}
    }
}
