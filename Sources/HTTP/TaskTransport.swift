public import ALCFSystem

/// Does with tasks what a transport that only sends lacks for measuring. It is no network: a scripted one, as a rule.
public struct TaskTransport: MeasuringTransport {
    private let transport: any HTTPTransport

    /// Returns `transport` itself where it can measure.
    public static func measuring(_ transport: any HTTPTransport) -> any MeasuringTransport {
        transport as? any MeasuringTransport ?? TaskTransport(transport: transport)
    }

    /// Sends over the transport.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse { try await transport.send(request) }

    /// Sends the request in a task, and tells the observer what it gets.
    public func start(_ request: HTTPRequest, _ observer: any HTTPExchangeObserver) -> HTTPExchange {
        let task = Task { [transport] in
            var timings = HTTPTimings(queued: .now)
            let started = timings.queued
            do {
                let response = try await transport.send(request)
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

    /// Does nothing: without a network there are no connections.
    public func open(_ count: Int, with request: HTTPRequest) async {}

    /// Runs `body` in a task that sleeps until then.
    public func call(at time: MonotonicTime, _ body: @escaping @Sendable () -> Void) {
        TaskTimer.call(at: time, body)
    }
}
