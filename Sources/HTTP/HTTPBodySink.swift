public import ALCFSystem

/// A taker of a body on the thread that carries it, as it comes: without a copy, and without a task in between.
///
/// Whatever it does delays all other exchanges of the client, so it must be short and must not block. Calls come one at
/// a time; ``end(_:)`` may come beside another where the body is abandoned.
public protocol HTTPBodySink: AnyObject, Sendable {
    /// Whether there is room for more. Where there is none, `resume` must be called once there is.
    func hasRoom(orElse resume: @escaping @Sendable () -> Void) -> Bool

    /// Takes bytes of one read of the socket. They are gone when it returns.
    func receive(_ bytes: Span<UInt8>, at time: MonotonicTime)

    /// All that was read at one time has been received.
    func readEnded()

    /// It is over; nil for a good end. Called once.
    func end(_ error: HTTPError?)
}

/// The choice of what takes the body of an answer, by its head and the first bytes: a sink, or nil for the one who
/// asked.
///
/// It is made once, on the thread that carries the exchange, and like the sink must not block.
public typealias HTTPBodyTaker = @Sendable (_ response: HTTPResponse, _ beginning: Span<UInt8>) -> (any HTTPBodySink)?
