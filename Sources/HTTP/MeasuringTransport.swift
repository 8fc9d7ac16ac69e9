public import ALCFSystem

/// A transport with what takes time exactly needs besides: exchanges that are observed on the thread that carries them,
/// connections ahead of time, and timers on that thread.
public protocol MeasuringTransport: HTTPTransport {
    /// Sends `request` and has `observer` follow the exchange; what ends it early is returned.
    ///
    /// May be called from anywhere. Called by an observer's ``HTTPExchangeObserver/end(_:timings:)`` or by what
    /// ``call(at:_:)`` runs, it begins at once.
    func start(_ request: HTTPRequest, _ observer: any HTTPExchangeObserver) -> HTTPExchange

    /// Opens up to `count` connections for requests to come, by as many requests like `request` at once, whose answers
    /// do not matter.
    func open(_ count: Int, with request: HTTPRequest) async

    /// Runs `body` at `time` or as soon afterwards as can be, on the thread that carries exchanges.
    func call(at time: MonotonicTime, _ body: @escaping @Sendable () -> Void)
}
