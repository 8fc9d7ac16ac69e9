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
    /// - Parameter send: sends bytes to the client; called first when there is something to send, so that until then
    ///   nothing is decided.
    /// - Returns: the account of the answer, and the last bytes, which the caller sends.
    /// - Throws: what `send` throws.
    func run<Relay: AnswerRelay>(
        _ relay: inout Relay, _ response: HTTPResponse, send: ([UInt8]) async throws -> Void
    ) async throws -> (account: RelayedAnswer, rest: [UInt8]) {
        var body = response.body.makeAsyncIterator()
        var failure: HTTPError?
        do {
            while let batch = try await body.next() {
                for fragment in batch {
                    relay.receive(
                        HTTPFragment(
                            time: fragment.time, bytes: response.redaction.withoutSecrets(fragment.bytes)))
                }
                if relay.isDone || relay.hasFailed { break }
                let bytes = relay.take()
                if !bytes.isEmpty { try await send(bytes) }
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
        if relay.isDone, account.failure == nil {
            // The client need not wait for the end of the response, which lets the connection be used again.
            response.body.expectEnd(within: StreamPatience.afterDone)
            Task { [body] in
                var body = body
                while let rest = try? await body.next(), !rest.isEmpty {}
            }
        } else {
            response.body.abandon()
        }
        return (account, relay.take())
    }
}
