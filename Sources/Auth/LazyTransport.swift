public import ALCFHTTP
public import ALCFSystem
import Synchronization

/// A transport that is made when the first request is sent: reading a token that is still good makes none.
public final class LazyTransport: HTTPTransport {
    private let make: @Sendable () -> any HTTPTransport
    private let made = Mutex<(any HTTPTransport)?>(nil)

    /// - Parameter make: called once, at the first request.
    public init(_ make: @escaping @Sendable () -> any HTTPTransport) { self.make = make }

    /// Sends over the transport, making it before where there is none.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse { try await transport.send(request) }

    /// Sends over the transport.
    public func start(_ request: HTTPRequest, _ observer: any HTTPExchangeObserver) -> HTTPExchange {
        transport.start(request, observer)
    }

    /// Opens connections of the transport.
    public func open(_ count: Int, with request: HTTPRequest) async { await transport.open(count, with: request) }

    /// Runs `body` where the transport carries its exchanges.
    public func call(at time: MonotonicTime, _ body: @escaping @Sendable () -> Void) {
        transport.call(at: time, body)
    }

    private var transport: any HTTPTransport {
        made.withLock { made in
            let transport = made ?? make()
            made = transport
            return transport
        }
    }
}
