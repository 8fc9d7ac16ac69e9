public import ALCFSystem

/// Follows one exchange on the thread that carries it, as it happens: without a copy, and without a task in between.
///
/// For measuring at a high load: what is done here delays every other exchange of the client, so it must be short, and
/// must not block. Calls come one at a time, and ``end(_:_:)`` last, exactly once.
public protocol HTTPExchangeObserver: AnyObject, Sendable {
    /// False if nothing waits for the exchange any more; asked once, before anything is sent.
    var isWanted: Bool { get }

    /// Whether the end leads on to something that takes longer than a read of a socket, such as a new exchange. Of such
    /// ends, only a few are told between two looks at the sockets.
    var leadsOn: Bool { get }

    /// The head of the response is there; informational ones are passed over.
    func begin(status: Int, headers: HTTPHeaders, timings: HTTPTimings)

    /// Takes the bytes of one read of the socket. They are gone when it returns.
    ///
    /// - Returns: false where nothing was taken: the same bytes come again once the exchange is told to go on.
    func receive(_ bytes: Span<UInt8>, at time: MonotonicTime) -> Bool

    /// All that was read at one time has been received: libcurl hands on a chunk of HTTP at a time.
    func readEnded()

    /// It is over; nil for a good end.
    func end(_ error: HTTPError?, timings: HTTPTimings)
}

extension HTTPExchangeObserver {
    /// Always.
    public var isWanted: Bool { true }

    /// No: a task is woken, at most.
    public var leadsOn: Bool { false }

    /// Does nothing.
    public func readEnded() {}
}
