import ALCFClient
import ALCFHTTP
import ALCFRecord
import ALCFSystem

/// A request that is over, as the event loop hands it on: what follows from it is worked out elsewhere, in ``Sample``.
struct CompletedExchange: Sendable {
    /// Its end.
    enum End: Sendable {
        /// It was sent.
        case exchange(MeasuredExchange)
        /// It could not be sent.
        case failure(any Error)
        /// It was not sent, since an earlier turn of its conversation was not answered.
        case skipped
    }

    let slot: Schedule.Slot
    /// When it was meant to be sent.
    let scheduled: MonotonicTime
    /// When our own queue let it go; nil where it never did.
    let dispatched: MonotonicTime?
    /// When it was over.
    let ended = MonotonicTime.now
    let end: End

    /// The text of an answer that counts; nil where there is none.
    var answer: String? {
        guard case .exchange(let exchange) = end else { return nil }
        let answer = exchange.result()
        return answer.failure == nil ? answer.text ?? "" : nil
    }

    /// Whether the service called the token inactive: another may do.
    var isTokenInactive: Bool {
        guard case .exchange(let exchange) = end else { return false }
        return exchange.result().failure?.code == .tokenInactive
    }

    /// The credentials that it was sent with.
    var authorization: HTTPRequest.Authorization? {
        guard case .exchange(let exchange) = end else { return nil }
        return exchange.authorization
    }
}
