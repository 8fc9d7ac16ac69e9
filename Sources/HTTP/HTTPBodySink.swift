public import ALCFSystem

/// Takes the body of a response on the event loop's thread, as it is read, without a copy and without a task in between.
///
/// For measuring at a high load: what is done here delays every other exchange of the client, so it must be short, and
/// must not block. A body that a sink takes is not given out by ``HTTPBody``, which then only tells the end.
public protocol HTTPBodySink: AnyObject, Sendable {
    /// Whether it wants the body of this response; otherwise the body comes as usual.
    func accepts(status: Int, headers: HTTPHeaders) -> Bool

    /// What one read of the socket brought. The bytes are gone when it returns.
    func receive(_ bytes: Span<UInt8>, at time: MonotonicTime)
}
