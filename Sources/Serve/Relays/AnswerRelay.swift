import ALCFHTTP
import ALCFSystem

/// The way of a streamed answer from the service to a client: takes what the socket gives, and gives out what is sent
/// on, without what was sent to prove who asks. Pure: it does no I/O.
protocol AnswerRelay: AnyObject {
    /// Takes in what one read of the socket brought.
    func receive(_ bytes: Span<UInt8>, at time: MonotonicTime)

    /// Returns the bytes for the client since the last call.
    func take() -> [UInt8]

    /// Whether something came that the model generated.
    var hasOutput: Bool { get }

    /// Whether the last event of the answer came: nothing counts after it.
    var isDone: Bool { get }

    /// Whether the answer has failed, so that nothing more of it is wanted.
    var hasFailed: Bool { get }

    /// Time of the last progress; nil before it.
    var lastProgress: MonotonicTime? { get }

    /// Returns the account of the answer, and keeps the last bytes for the client.
    ///
    /// - Parameter error: the failure of the exchange; nil for an orderly end of the body.
    func finish(_ error: HTTPError?) -> RelayedAnswer
}
