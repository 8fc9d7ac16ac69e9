public import ALCFSystem

/// What sends requests: ``HTTPClient`` in earnest, something scripted in a test.
public protocol HTTPTransport: Sendable {
    /// Sends `request` and returns when the response's head is there; its body comes as it comes.
    ///
    /// Cancelling the task ends the exchange on the wire.
    ///
    /// - Throws: ``HTTPError``.
    func send(_ request: HTTPRequest) async throws -> HTTPResponse

    /// Sends `request` and has `observer` follow the exchange; what ends it early is returned.
    ///
    /// May be called from anywhere. Called by an observer's ``HTTPExchangeObserver/end(_:timings:)`` or by what
    /// ``call(at:_:)`` runs, it begins at once.
    func start(_ request: HTTPRequest, _ observer: any HTTPExchangeObserver) -> HTTPExchange

    /// Opens up to `count` connections for requests to come, by as many requests like `request` at once, whose answers do not
    /// matter.
    func open(_ count: Int, with request: HTTPRequest) async

    /// Runs `body` at `time` or as soon afterwards as can be, on the thread that carries exchanges.
    func call(at time: MonotonicTime, _ body: @escaping @Sendable () -> Void)
}

/// An exchange under way.
public struct HTTPExchange: Sendable {
    /// Ends it on the wire, unless it has ended.
    public let cancel: @Sendable () -> Void
    /// Says that nothing more is wanted of it but its end, which has so many seconds to come, so that the connection can be used
    /// again. Then it is ended here, and counts as ended when this was called.
    public let expectEnd: @Sendable (Double) -> Void

    /// - Parameters:
    ///   - cancel: what ends it.
    ///   - expectEnd: what sees to its end.
    public init(
        cancel: @escaping @Sendable () -> Void, expectEnd: @escaping @Sendable (Double) -> Void = { _ in }
    ) {
        self.cancel = cancel
        self.expectEnd = expectEnd
    }
}

/// A transport that is no network, and only knows how to send: the rest is done by tasks.
public protocol SendingTransport: HTTPTransport {}

extension SendingTransport {
    /// Sends the request in a task, and tells the observer what it gets.
    public func start(_ request: HTTPRequest, _ observer: any HTTPExchangeObserver) -> HTTPExchange {
        let task = Task {
            var timings = HTTPTimings(queued: .now)
            let started = timings.queued
            do {
                let response = try await send(request)
                timings = response.timings
                timings.started = timings.started ?? started
                observer.begin(status: response.status, headers: response.headers, timings: timings)
                for try await batch in response.body {
                    for fragment in batch { _ = observer.receive(fragment.bytes.span, at: fragment.time) }
                }
                timings = response.timings
                timings.started = timings.started ?? started
                observer.end(nil, timings: timings)
            } catch let error as HTTPError {
                observer.end(error, timings: error.timings ?? timings)
            } catch {
                let code: HTTPError.Code = error is CancellationError ? .cancelled : .other
                observer.end(HTTPError(code, "\(error)"), timings: timings)
            }
        }
        return HTTPExchange { task.cancel() }
    }

    /// What is no network has no connections.
    public func open(_ count: Int, with request: HTTPRequest) async {}

    /// Runs `body` in a task that sleeps until then.
    public func call(at time: MonotonicTime, _ body: @escaping @Sendable () -> Void) {
        TaskTimer.call(at: time, body)
    }
}

/// Calls at a time, without an event loop.
enum TaskTimer {
    static func call(at time: MonotonicTime, _ body: @escaping @Sendable () -> Void) {
        Task {
            let left = time.nanoseconds &- MonotonicTime.now.nanoseconds
            if left > 0 { try? await Task.sleep(for: .nanoseconds(left), tolerance: .zero) }
            body()
        }
    }
}
